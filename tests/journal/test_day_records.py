"""The rows that records tell can be made again from the events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ibmonitor.journal.day_records import write_records
from ibmonitor.journal.rows.days import microseconds_of
from ibmonitor.journal.store.schema import EXECUTIONS, ORDERS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert
from ibmonitor.journal.writer import HistoryWriter
from tests.journal.histories import CIRCUMSTANCES, NEW_YORK, PATIENCE, Book, connects
from tests.journal.store.history_rows import rows_of
from tests.support.blotter_events import START, execution, open_order, order_status

DAY = date(2026, 6, 11)


def written(store: Store) -> None:
    """A day of two orders and a corrected execution, of which only events have been written."""
    book, writer = Book(), HistoryWriter(store, CIRCUMSTANCES)
    writer.take(book.receive(*connects("DU1"), open_order(71, 1, 5, account="DU1"), open_order(72, 1, 6)))
    writer.take(book.receive(execution("e.1.01.01", perm_id=71), after=timedelta(seconds=1)))
    writer.take(book.receive(execution("e.1.01.02", perm_id=71), after=timedelta(seconds=1)))
    writer.take(book.receive(order_status(72, 1, 6, status="Cancelled", filled=0, remaining=100)))
    assert writer.close(PATIENCE)


def orders(store: Store) -> dict[int, str]:
    return {row["perm_id"]: row["outcome"] for row in rows_of(store, ORDERS)}


def test_orders_and_how_fills_count_are_made_of_the_events(store: Store) -> None:
    written(store)
    assert orders(store) == {}
    write_records(store, DAY, "paper", None, NEW_YORK)
    assert orders(store) == {71: "filled", 72: "cancelled"}
    assert {row["exec_id"]: row["superseded"] for row in rows_of(store, EXECUTIONS)} == {"e.1.01.01": 1, "e.1.01.02": 0}


def test_what_a_later_day_tells_of_an_order_stays(store: Store) -> None:
    written(store)
    write_records(store, DAY, "paper", None, NEW_YORK)
    later = microseconds_of(datetime(2026, 6, 12, 15, 0, tzinfo=UTC))
    (known,) = (row for row in rows_of(store, ORDERS) if row["perm_id"] == 72)
    with store.writing() as connection:
        upsert(connection, ORDERS, [{**known, "last_seen": later, "outcome": "filled"}])
    write_records(store, DAY, "paper", None, NEW_YORK)
    assert orders(store) == {71: "filled", 72: "filled"}
    assert START.date() == DAY
