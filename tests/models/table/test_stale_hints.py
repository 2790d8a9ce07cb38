"""What the tables show of records that TWS has not confirmed since the connection was lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.events import Event, LinkChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Order
from ibmonitor.models.columns import commissions as commission_columns
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.columns import orders as order_columns
from ibmonitor.models.live.tables import Tables, make_tables
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.formats import short_time_text, time_text
from tests.domain.blotter.test_coverage import NOON, Day
from tests.support.blotter_events import commission, execution, open_order, order_status

REASON = "TWS closed the connection."
WORKING = open_order(100, 1, 1, status="Submitted")
DONE = open_order(101, 1, 2, status="Cancelled")
FILL, COMMISSION = execution("e.0.1.01", perm_id=100, shares=Decimal(40), cum_qty=Decimal(40)), commission("e.0.1.01")
EVENTS: list[Event] = [WORKING, DONE, FILL, COMMISSION]


@pytest.fixture
def day() -> Day:
    day = Day()
    day.connect()
    for event in EVENTS:
        day.blotter.apply(event)
    day.link(LinkState.UP)
    day.later()
    return day


def lose(day: Day, state: LinkState = LinkState.WAITING) -> None:
    day.link(state, reason=REASON)
    day.later()


def column(key: str) -> Column[Order]:
    return next(column for column in order_columns.ORDER_COLUMNS if column.key == key)


def tones(day: Day) -> list[str]:
    """Of the working order, the done one, the fill and the commission."""
    return [
        *map(order_columns.row_tone, day.blotter.orders),
        *map(fill_columns.row_tone, day.blotter.fills),
        *map(commission_columns.row_tone, day.blotter.commissions),
    ]


def updates(day: Day) -> list[str]:
    return [column("updates").text(order) for order in day.blotter.orders]


def hints(columns: tuple[Column[Any], ...], record: object) -> list[str]:
    return [column.hint(record) if column.hint else "" for column in columns]


def test_rows_are_stale_until_each_is_confirmed(day: Day) -> None:
    assert tones(day) == ["", "done", "", ""]
    lose(day)
    assert tones(day) == ["stale"] * 4
    day.connect()
    assert tones(day) == ["stale"] * 4
    fresh = ["", "done", "", ""]
    for number, event in enumerate(EVENTS):
        day.blotter.apply(event)
        assert tones(day) == fresh[: number + 1] + ["stale"] * (3 - number)


def test_what_tws_sends_while_cut_off_from_ib_leaves_its_row_stale(day: Day) -> None:
    lose(day, LinkState.CUT_OFF)
    day.blotter.apply(order_status(100, 1, 1, status="PendingCancel"))
    day.blotter.apply(open_order(102, 1, 3))
    assert [order_columns.row_tone(order) for order in day.blotter.orders] == ["stale"] * 3
    assert column("status").text(day.blotter.orders[0]) == "PendingCancel"


def test_a_corrected_fill_stays_struck_out_when_it_is_stale(day: Day) -> None:
    day.blotter.apply(execution("e.0.1.02", perm_id=100))
    lose(day)
    assert [fill_columns.row_tone(fill) for fill in day.blotter.fills] == ["superseded", "stale"]
    assert commission_columns.row_tone(day.blotter.commissions[0]) == "superseded"
    assert REASON in hints(fill_columns.FILL_COLUMNS, day.blotter.fills[0])[0]


def test_a_working_order_shows_since_when_it_is_stale_and_a_done_one_does_not(day: Day) -> None:
    assert updates(day) == ["Live", ""]
    lose(day)
    since = short_time_text(NOON + timedelta(minutes=1))
    assert updates(day) == [f"Stale since {since}", ""]
    day.connect()
    day.blotter.apply(WORKING)
    assert updates(day) == ["Live", ""]


def test_a_time_of_today_is_shown_without_the_date(day: Day) -> None:
    day.now = datetime.now(UTC)
    lose(day)
    (order, _) = day.blotter.orders
    assert order.stale_since is not None
    # Around midnight the date may be there.
    assert updates(day)[0].endswith(time_text(order.stale_since)[11:])


@pytest.mark.parametrize(
    ("columns", "records"),
    [
        (order_columns.ORDER_COLUMNS, "orders"),
        (fill_columns.FILL_COLUMNS, "fills"),
        (commission_columns.COMMISSION_COLUMNS, "commissions"),
    ],
)
def test_the_hint_of_every_cell_of_a_stale_row_explains_why(day: Day, columns: tuple[Any, ...], records: str) -> None:
    record = getattr(day.blotter, records)[0]
    fresh = hints(columns, record)
    assert not any("Not confirmed" in hint for hint in fresh)
    lose(day)
    since = short_time_text(record.stale_since)
    sentence = f"Not confirmed by TWS since {since}: {REASON} It is shown as TWS last reported it."
    for before, hint in zip(fresh, hints(columns, record), strict=True):
        assert hint == "\n".join(filter(None, (before, sentence)))


def test_an_order_that_ends_while_disconnected_is_marked(day: Day) -> None:
    lose(day)
    day.connect()
    day.list_of_open_orders()
    order, done = day.blotter.orders
    status = column("status")
    assert status.hint is not None
    assert [status.text(order), status.text(done)] == ["No longer open: looking it up", "Cancelled"]
    assert "are being requested. Its last status was Submitted." in status.hint(order)
    assert "its list of open orders no longer included it" in status.hint(order)
    assert "TWS's last list" not in status.hint(order)
    day.lookup()
    assert status.text(order) == "No longer open, outcome unknown"
    assert "do not show how it ended" in status.hint(order)
    assert order_columns.row_tone(order) == "stale"
    day.list_of_open_orders(WORKING)
    assert status.text(order) == "Submitted"
    assert order_columns.row_tone(order) == ""


def test_an_order_that_goes_while_connected_keeps_its_words_when_it_becomes_stale(day: Day) -> None:
    day.list_of_open_orders()
    day.lookup()
    day.later()
    lose(day)
    order = day.blotter.orders[0]
    status = column("status")
    assert status.text(order) == "No longer open, outcome unknown"
    assert status.hint is not None
    assert "TWS's last list of open orders came without it" in status.hint(order)
    assert "Not confirmed by TWS since" in status.hint(order)


def shown(tables: Tables) -> list[int | None]:
    """The Perm IDs of the rows, once the filter has read all."""
    while tables.orders.is_searching:
        tables.orders.read_texts()
    return [tables.orders.record(row).perm_id for row in range(tables.orders.rowCount())]


def test_stale_orders_can_be_filtered_by_their_texts(day: Day) -> None:
    tables = make_tables()
    tables.orders.merge(day.blotter.orders)
    tables.orders.set_text_filter("stale since")
    assert shown(tables) == []
    tables.orders.merge(day.blotter.apply(LinkChanged(LinkState.DOWN, "127.0.0.1", 7497, 1, REASON)).orders)
    assert shown(tables) == [100]
    day.connect()
    tables.orders.merge(day.blotter.apply(WORKING).orders)
    assert shown(tables) == []
    tables.orders.set_text_filter("")
    assert shown(tables) == [100, 101]
