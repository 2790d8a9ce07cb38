"""The zone of a column of times: named in its heading, never lost, never mixed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.exporting.sheet import Cell, Sheet

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("US/Eastern")


def written(*times: Cell) -> tuple[str, list[Cell]]:
    """The heading of a column of these cells, and the cells as they are written."""
    sheet = Sheet("Fills", ("Account", "Time"), [("U1", time) for time in times])
    assert sheet.headings()[0] == "Account"
    return sheet.headings()[1], [row[1] for row in sheet.written(sheet.rows)]


def test_times_of_one_zone_are_written_in_it() -> None:
    heading, cells = written(NOON.astimezone(BERLIN), None, NOON.astimezone(BERLIN) + timedelta(days=184))
    assert heading == "Time (Europe/Berlin)"
    # The clocks have changed in between.
    assert cells == [datetime(2026, 7, 1, 14), None, datetime(2027, 1, 1, 14)]  # noqa: DTZ001 - as in a spreadsheet


@pytest.mark.parametrize(
    "times",
    [
        (NOON, NOON),
        (NOON.astimezone(BERLIN), NOON.astimezone(NEW_YORK)),
        (NOON.astimezone(timezone(timedelta(hours=2))),) * 2,
    ],
    ids=["UTC", "several zones", "a zone without a name"],
)
def test_all_other_times_are_written_in_utc(times: tuple[datetime, datetime]) -> None:
    heading, cells = written(*times)
    assert heading == "Time (UTC)"
    assert cells == [datetime(2026, 7, 1, 12)] * 2  # noqa: DTZ001 - as in a spreadsheet


def test_a_column_of_texts_names_no_zone() -> None:
    assert written("20260701 12:00:00 MET") == ("Time", ["20260701 12:00:00 MET"])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="could be any"):
        written(datetime(2026, 7, 1, 12))  # noqa: DTZ001 - on purpose
