"""The rows that only records tell, made again from all that the history has of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from sqlalchemy import Connection, select

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.days import slices_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.rows.record_rows import is_ordinary, order_rows, standing_row
from ibmonitor.journal.store.schema import ORDERS
from ibmonitor.journal.store.store import Store

_AT_ONCE = 500
"""Orders that are looked up in one query."""


class Book:
    """A blotter whose clock is set by hand."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._now = datetime.now(UTC)
        self.blotter = Blotter(zone=zone, clock=lambda: self._now)

    def apply(self, events: Sequence[Event], time: datetime) -> Slice:
        """Apply the events, received at this time."""
        self._now = time
        return self.blotter.apply_all(events, Changes())


def write_records(store: Store, day: date, site: str, zone: tzinfo | None, day_zone: tzinfo) -> None:
    """Write what the records of a day tell: its orders, as far as no later day tells more, and how its fills count.

    `zone` is the operator's, for times that TWS sends without one. Raises `HistoryError`.
    """
    book, batch = Book(zone), Batch()
    for each in slices_of(store, day, site, day_zone, Codec()):
        book.apply(each.events, each.time)
    orders, of_days = list[Row](), Batch()
    for order in book.blotter.orders:
        for table, row in order_rows(order, day_zone):
            if table is ORDERS:
                orders.append(row | {"site": site})
            else:
                of_days.add(table, row | {"site": site})
    odd = [fill for fill in book.blotter.fills if not is_ordinary(fill)]
    batch.add_standing(standing_row(fill) | {"site": site} for fill in odd)
    with store.writing() as connection:
        for row in _newest(connection, site, orders):
            batch.add(ORDERS, row)
        batch.write(connection)
        of_days.write(connection)


def _newest(connection: Connection, site: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that are not older than what the table has."""
    last_seen: dict[object, int] = {}
    for at in range(0, len(rows), _AT_ONCE):
        ids = [row["perm_id"] for row in rows[at : at + _AT_ONCE]]
        query = select(ORDERS.c.perm_id, ORDERS.c.last_seen).where(ORDERS.c.site == site, ORDERS.c.perm_id.in_(ids))
        last_seen |= {row.perm_id: row.last_seen for row in connection.execute(query)}
    return [row for row in rows if last_seen.get(row["perm_id"], 0) <= int(str(row["last_seen"]))]
