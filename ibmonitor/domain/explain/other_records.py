"""Explains any record: by its order where that is known, or else what TWS has reported of it."""

from __future__ import annotations

from ibmonitor.domain.explain.explanation import Explanation, explain
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.domain.wording.staleness import as_of
from ibmonitor.domain.wording.writing import Writing

Record = Order | Fill | Commission | Message


def order_of(record: Record | None) -> Order | None:
    """Return the order a record is or belongs to; `None` where TWS has not described it, or it is not certain."""
    match record:
        case Order():
            return record
        case Message():
            return record.order
        case _:
            fill = fill_of(record)
            return None if fill is None else fill.order


def fill_of(record: Record | None) -> Fill | None:
    """Return the fill a record is, or the one that a commission is of; `None` where there is none."""
    match record:
        case Fill():
            return record
        case Commission():
            return record.fill
        case _:
            return None


def explain_record(record: Record, writing: Writing) -> Explanation:
    """Explain a record in the reader's way of writing. Never raises."""
    order = order_of(record)
    if order is not None:
        return explain(order, writing.number, writing.time, writing.instrument, writing.price)
    match record:
        case Fill() | Commission() if (fill := fill_of(record)) is not None:
            return _fill_without_order(fill, writing)
        case Commission():
            return Explanation(
                "TWS has reported this commission, but not the execution it belongs to.",
                (),
                (),
                as_of(record, writing.time),
            )
        case Message() if record.candidates:
            return Explanation(
                f"{record.plain} Which order is meant is not certain: several clients have an order with this ID.",
                (),
                ("The orders it may be about are listed next to this.",),
            )
        case _:
            return Explanation(record.plain if isinstance(record, Message) else "", (), ())


def _fill_without_order(fill: Fill, writing: Writing) -> Explanation:
    """Its own facts are shown as labels and values (`models/columns/record_facts.py`)."""
    return Explanation(
        "TWS has reported this fill, but not the order it belongs to: it may be of another day or another client.",
        (),
        ("The completed orders of today include it where TWS's API is not read-only.",),
        as_of(fill, writing.time),
    )
