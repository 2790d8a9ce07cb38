"""What the tests of the simulated TWS share."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator

import pytest

from tests.support.unhurried_loop import UnhurriedLoop


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `asyncio.run` take a loop whose time-outs do not run out because the computer is busy."""
    monkeypatch.setattr(asyncio.events, "new_event_loop", UnhurriedLoop)


@pytest.fixture(autouse=True, scope="module")
def _qt_garbage_stays_in_its_thread() -> Iterator[None]:
    """Collect it now; Qt warns, which fails a test, when a timer is freed by a collection in another thread."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
