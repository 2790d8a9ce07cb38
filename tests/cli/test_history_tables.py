"""What the history's lists say of a day and of an order of which little is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ibmonitor.cli.history_tables import FILLS, MESSAGES, ORDERS, day_row, fill_row, message_row, order_row
from ibmonitor.domain.records.covered_day import Day, Span
from ibmonitor.journal.found import FoundExecution, FoundOrder
from ibmonitor.journal.lists import FoundMessage

NOON = datetime(2026, 6, 11, 16, tzinfo=UTC)
ORDER = FoundOrder(
    *("paper", 71, "2026-06-11", "2026-06-11", "", "", "", "", "", "", None, "", None, "", "", "", None, None, None),
    *(None, "", "", None, NOON, NOON),
)
FILL = FoundExecution(
    *("paper", "DU1", "e", "2026-06-11", None, "now", "", "", "", "", "", None, None, "", None, None, None, ""),
    *(False, None, "", None),
)


def test_a_day_is_on_the_clock_of_its_exchange() -> None:
    hours = [NOON.replace(hour=hour) for hour in (14, 15, 17, 19)]
    day = Day(date(2026, 6, 11), "live", (Span(hours[0], hours[1], "lost"), Span(hours[2], hours[3])))
    row = day_row(day, ZoneInfo("America/New_York"), 7)
    assert (str(row["began"]), str(row["ended"]), row["gaps"], row["fills"]) == (
        *("2026-06-11 10:00:00-04:00", "2026-06-11 15:00:00-04:00"),
        *("11:00 to 13:00", 7),
    )


def test_what_is_not_known_is_none() -> None:
    row = order_row(ORDER)
    known = {name for name, cell in row.items() if cell is not None}
    assert known == {"first_day", "last_day", "site", "perm_id", "first_seen", "last_seen"}


def test_the_columns_of_the_tables_are_there() -> None:
    message = message_row(FoundMessage("2026-06-11", NOON, None, "", None, None, "plain", ""))
    for listing, row in ((ORDERS, order_row(ORDER)), (FILLS, fill_row(FILL)), (MESSAGES, message)):
        assert set(listing.columns) <= set(row)
