"""What the tests of the wire share."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.unhurried_loop import UnhurriedLoop


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `asyncio.run` take a loop whose time-outs do not run out because the computer is busy."""
    monkeypatch.setattr(asyncio.events, "new_event_loop", UnhurriedLoop)
