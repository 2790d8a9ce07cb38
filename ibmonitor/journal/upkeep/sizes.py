"""How much a history holds."""

from __future__ import annotations

from datetime import date, tzinfo

from sqlalchemy import select
from sqlalchemy.sql.functions import count

from ibmonitor.domain.records.value import value
from ibmonitor.journal.days import days_of
from ibmonitor.journal.store.schema import EXECUTIONS, ORDERS
from ibmonitor.journal.store.store import Store


@value
class Sizes:
    """`size` is in bytes, with all copies that are kept beside the file."""

    size: int
    executions: int
    orders: int
    days: tuple[date, ...]
    """Those on which the program was connected, the first first."""


def sizes_of(store: Store, zone: tzinfo) -> Sizes:
    """The sizes; `zone` is that of the exchange's days. Raises `HistoryError`."""
    days = sorted({day.day for day in days_of(store, zone)})
    with store.reading() as connection:
        executions, orders = (
            connection.execute(select(count()).select_from(table)).scalar_one() for table in (EXECUTIONS, ORDERS)
        )
    return Sizes(store.size(), executions, orders, tuple(days))
