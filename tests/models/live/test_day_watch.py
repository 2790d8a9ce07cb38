"""At midnight the tables get the date of what was today's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.live.day_watch import DayWatch
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from tests.support.make_records import make_fill


@pytest.mark.usefixtures("qtbot")
def test_what_is_shown_of_yesterday_is_repainted_with_its_date(
    shown_zone: ShownZone, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_zone.choose(ZoneChoice.UTC)
    monkeypatch.setattr(shown_zone, "clock", lambda: datetime(2026, 7, 1, 23, 59, 59, tzinfo=UTC))
    table = RecordTable(FILL_COLUMNS)
    table.merge([make_fill(1)])
    cell = table.index(0, table.column_number("time"))
    watch = DayWatch()
    repainted = QSignalSpy(table.dataChanged)
    watch.check()
    assert (cell.data(), repainted.count()) == ("12:00:00", 0)
    monkeypatch.setattr(shown_zone, "clock", lambda: datetime(2026, 7, 2, tzinfo=UTC))
    watch.check()
    assert (cell.data(), repainted.count()) == ("2026-07-01 12:00:00", 1)


def test_it_checks_at_midnight_without_being_called(
    qtbot: QtBot, shown_zone: ShownZone, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_zone.choose(ZoneChoice.UTC)
    now = [datetime(2026, 7, 1, 23, 59, 59, 990_000, tzinfo=UTC)]
    monkeypatch.setattr(shown_zone, "clock", lambda: now[0])
    watch = DayWatch()
    now[0] = datetime(2026, 7, 2, tzinfo=UTC)
    with qtbot.waitSignal(shown_zone.day_changed):
        pass
    del watch
