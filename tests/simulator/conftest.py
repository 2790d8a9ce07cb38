"""Fixtures for all tests of the simulated TWS."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest

from tests.support.unhurried_loop import UnhurriedLoop


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `asyncio.run` use a loop whose timeouts do not expire on a busy computer."""
    monkeypatch.setattr(asyncio.events, "new_event_loop", UnhurriedLoop)


@pytest.fixture(autouse=True, scope="module")
def _qt_garbage_stays_in_its_thread() -> Iterator[None]:
    """Collect garbage now: a timer freed in another thread makes Qt warn, which fails the test."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
