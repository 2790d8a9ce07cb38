"""Orders and executions as the history has them: rows of search and of lists."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, Select, and_, select

from ibmonitor.domain.records.value import value
from ibmonitor.journal.rows.days import moment_of
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, ORDERS


@value
class FoundOrder:
    """An order as it was last known. Texts that TWS has not sent are empty."""

    site: str
    perm_id: int
    last_day: str
    """The days are the exchange's: 2026-11-30."""
    first_day: str
    account: str
    symbol: str
    local_symbol: str
    sec_type: str
    currency: str
    action: str
    quantity: Decimal | None
    order_type: str
    limit_price: Decimal | None
    tif: str
    status: str
    outcome: str
    """A value of `domain/explain/outcomes.Outcome`."""
    filled: Decimal | None
    avg_fill_price: Decimal | None
    client_id: int | None
    order_id: int | None
    order_ref: str
    fa_group: str
    parent_perm_id: int | None
    first_seen: datetime
    last_seen: datetime


@value
class FoundExecution:
    """An execution with its commission, which is money in `commission_currency`; `None` where none was reported."""

    site: str
    account: str
    exec_id: str
    day: str
    """The exchange's day of its time: 2026-11-30."""
    time: datetime | None
    """`None` where TWS's text, `time_raw`, names no moment."""
    time_raw: str
    symbol: str
    local_symbol: str
    sec_type: str
    currency: str
    side: str
    shares: Decimal | None
    price: Decimal | None
    exchange: str
    perm_id: int | None
    client_id: int | None
    order_id: int | None
    order_ref: str
    superseded: bool
    """A correction has replaced it: it is in no sum."""
    commission_and_fees: Decimal | None
    commission_currency: str
    realized_pnl: Decimal | None


_ORDER_FIELDS = [field.name for field in fields(FoundOrder)]
_OF_EXECUTION = [
    name
    for name in (field.name for field in fields(FoundExecution))
    if name not in ("commission_and_fees", "commission_currency", "realized_pnl")
]


def order_query() -> Select[Any]:
    """What `order_in` reads."""
    return select(*(ORDERS.c[name] for name in _ORDER_FIELDS))


def execution_query() -> Select[Any]:
    """What `execution_in` reads."""
    reports = COMMISSIONS.c
    return select(
        *(EXECUTIONS.c[name] for name in _OF_EXECUTION),
        reports.commission_and_fees,
        reports.currency.label("commission_currency"),
        reports.realized_pnl,
    ).outerjoin_from(
        EXECUTIONS, COMMISSIONS, and_(reports.site == EXECUTIONS.c.site, reports.exec_id == EXECUTIONS.c.exec_id)
    )


def order_in(row: RowMapping) -> FoundOrder:
    """The order in a row."""
    numbers = {name: _number(row[name]) for name in ("quantity", "limit_price", "filled", "avg_fill_price")}
    times = {name: moment_of(row[name]) for name in ("first_seen", "last_seen")}
    return FoundOrder(**{**row, **numbers, **times})


def execution_in(row: RowMapping) -> FoundExecution:
    """The execution in a row."""
    numbers = {name: _number(row[name]) for name in ("shares", "price", "commission_and_fees", "realized_pnl")}
    others = {
        "time": None if row["time"] is None else moment_of(row["time"]),
        "superseded": bool(row["superseded"]),
        "commission_currency": row["commission_currency"] or "",
    }
    return FoundExecution(**{**row, **numbers, **others})


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
