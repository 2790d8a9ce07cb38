"""The book is TWS's own list after an hour of trading and disconnects, and nothing piles up."""

from __future__ import annotations

import asyncio

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from tests.soak.soak import HOUR, Result, Soak

MOST_OBJECTS = 40
MOST_BYTES = 40_000
"""By which a disconnect may make the program grow: what is kept of it is a line in the history of the link."""


def run(qapp: QApplication, soak: Soak, disconnects: int, quiet_disconnects: int) -> Result:
    qapp.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(qapp) as loop:
        result: Result = loop.run_until_complete(asyncio.wait_for(soak.run(disconnects, quiet_disconnects), 1500))
    return result


def check(result: Result) -> None:
    assert result.differences == []
    assert result.faults == []
    assert result.tasks == []
    assert result.open_files <= 0


def test_some_minutes_with_some_disconnects(qapp: QApplication) -> None:
    result = run(qapp, Soak(orders=50, fills=200, seconds=HOUR / 2, speed=1000, seed=3), 8, 2)
    check(result)
    assert result.disconnects.total() == 10


@pytest.mark.slow
def test_an_hour_with_two_hundred_disconnects(qapp: QApplication) -> None:
    result = run(qapp, Soak(speed=120), 150, 50)
    check(result)
    assert result.disconnects.total() == 200
    assert len(result.disconnects) > 5
    assert result.objects_after - result.objects_before < MOST_OBJECTS * result.quiet_disconnects
    assert result.resident_after - result.resident_before < MOST_BYTES * result.quiet_disconnects
