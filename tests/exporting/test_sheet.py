"""Times are written in the zone of their sheet, and without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.exporting.sheet import Sheet

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_times_are_written_in_the_sheets_zone() -> None:
    sheet = Sheet("Fills", ("Time",), [], ZoneInfo("Europe/Berlin"))
    assert sheet.clock_time(NOON) == datetime(2026, 7, 1, 14)  # noqa: DTZ001 - as in a spreadsheet
    # The clocks have changed in between.
    later = sheet.clock_time(NOON + timedelta(days=184))
    assert later == datetime(2027, 1, 1, 13)  # noqa: DTZ001 - as in a spreadsheet
    assert Sheet("Fills", (), []).clock_time(NOON) == datetime(2026, 7, 1, 12)  # noqa: DTZ001 - as in a spreadsheet


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="could be any"):
        Sheet("Fills", (), []).clock_time(datetime(2026, 7, 1, 12))  # noqa: DTZ001 - on purpose
