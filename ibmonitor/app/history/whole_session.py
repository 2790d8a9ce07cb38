"""Writes a session that is known from its beginning to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ibmonitor.domain.records.events import Event
from ibmonitor.journal.day_records import Book
from ibmonitor.journal.rows.record_rows import is_ordinary, order_rows, standing_row
from ibmonitor.journal.session import Circumstances
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.schema import ORDERS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.writer import HistoryWriter, Standing

_SECONDS = 60.0
"""The longest that writing may take."""


def write_slices(slices: Sequence[tuple[datetime, list[Event]]], store: Store, circumstances: Circumstances) -> bool:
    """Write the slices as a session of their own; return whether that was done."""
    book, writer = Book(circumstances.zone), HistoryWriter(store, circumstances)
    for time, events in slices:
        writer.take(book.apply(events, time))
    writer.flush(_SECONDS)
    blotter = book.blotter
    rows = [row for order in blotter.orders for row in order_rows(order, circumstances.day_zone)]
    writer.note(
        Standing(
            tuple(row for table, row in rows if table is ORDERS),
            tuple(row for table, row in rows if table is not ORDERS),
            tuple(standing_row(fill) for fill in blotter.fills if not is_ordinary(fill)),
        )
    )
    try:
        return writer.close(_SECONDS)
    except HistoryError:
        return False
