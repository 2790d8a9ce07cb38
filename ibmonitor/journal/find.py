"""Finds orders and executions across all days, and lists those of some days. `terms.py` understands what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, Select, exists, or_, select, true
from sqlalchemy.sql.functions import count

from ibmonitor.domain.records.value import value
from ibmonitor.journal.found import (
    FoundExecution,
    FoundOrder,
    execution_in,
    execution_query,
    order_in,
    order_query,
)
from ibmonitor.journal.lists import accounts_of, in_days
from ibmonitor.journal.store.schema import EXECUTIONS, ORDER_DAYS, ORDERS, SESSIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.terms import Condition, Term, execution_terms, has_account, has_symbol, order_terms

T = TypeVar("T")

MOST_FOUND = 100


@value
class Wanted:
    """What is wanted of the history; of an empty field all is. All of it must fit."""

    text: str = ""
    """Any id, symbol, account or order reference; of an execId and of a reference the beginning is enough."""
    account: str = ""
    symbol: str = ""
    """A symbol or a local symbol."""
    first: date | None = None
    last: date | None = None
    """The days, both included."""


@value
class Found:
    """What was found, the newest first."""

    orders: tuple[FoundOrder, ...]
    executions: tuple[FoundExecution, ...]
    is_all: bool
    """Whether there is no more of either."""


def find(store: Store, wanted: Wanted, limit: int = MOST_FOUND) -> Found:
    """The newest orders and executions that fit, of each at most `limit`. Raises `HistoryError`."""
    with store.reading() as connection:
        sites = _sites(connection)
        orders = _newest(
            connection,
            order_query().where(*_order_filter(wanted)),
            order_terms(wanted.text, sites) if wanted.text else None,
            (ORDERS.c.last_day, ORDERS.c.last_seen),
            limit + 1,
        )
        executions = _newest(
            connection,
            execution_query().where(*_execution_filter(wanted)),
            execution_terms(wanted.text) if wanted.text else None,
            (EXECUTIONS.c.day, EXECUTIONS.c.time),
            limit + 1,
        )
    is_all = max(len(orders), len(executions)) <= limit
    return Found(tuple(map(order_in, orders[:limit])), tuple(map(execution_in, executions[:limit])), is_all)


def list_orders(store: Store, wanted: Wanted) -> Iterator[FoundOrder]:
    """All orders that fit, the newest first, read a day at a time. Raises `HistoryError`."""
    conditions = _order_filter(wanted)
    if wanted.text:
        with store.reading() as connection:
            any_of = order_terms(wanted.text, _sites(connection))
            rows = _newest(
                connection, order_query().where(*conditions), any_of, (ORDERS.c.last_day, ORDERS.c.last_seen)
            )
        yield from map(order_in, rows)
        return
    days = [] if wanted.first is None else [ORDERS.c.last_day >= wanted.first.isoformat()]
    yield from _by_days(store, order_query().where(*conditions), ORDERS.c.last_day, days, ORDERS.c.last_seen, order_in)


def list_executions(store: Store, wanted: Wanted) -> Iterator[FoundExecution]:
    """All executions that fit, the newest first, read a day at a time. Raises `HistoryError`."""
    conditions = _execution_filter(wanted)
    day, time = EXECUTIONS.c.day, EXECUTIONS.c.time
    if wanted.text:
        with store.reading() as connection:
            query = execution_query().where(*conditions)
            rows = _newest(connection, query, execution_terms(wanted.text), (day, time))
        yield from map(execution_in, rows)
        return
    yield from _by_days(
        store, execution_query().where(*conditions), day, in_days(day, wanted.first, wanted.last), time, execution_in
    )


def days_of_order(store: Store, site: str, perm_id: int) -> list[date]:
    """The days on which TWS said anything of an order, the first first. Raises `HistoryError`."""
    columns = ORDER_DAYS.c
    query = select(columns.day).where(columns.site == site, columns.perm_id == perm_id).order_by(columns.day)
    with store.reading() as connection:
        return [date.fromisoformat(day) for day in connection.execute(query).scalars()]


def known_account(store: Store, account: str) -> str:
    """The account as the history spells it, in whatever case it was typed; "" for one of which it has no records.

    Raises `HistoryError`.
    """
    upper = account.strip().upper()
    return next((each for each in accounts_of(store) if each.upper() == upper), "")


def _sites(connection: Connection) -> list[str]:
    return list(connection.execute(select(SESSIONS.c.site).distinct()).scalars())


def _order_filter(wanted: Wanted) -> list[Condition]:
    conditions: list[Condition] = []
    if wanted.account:
        # A group order belongs to the accounts that have parts of it, too.
        of_order = EXECUTIONS.c.site == ORDERS.c.site, EXECUTIONS.c.perm_id == ORDERS.c.perm_id
        part = exists().where(*of_order, or_(*has_account(EXECUTIONS, wanted.account)))
        conditions.append(or_(*has_account(ORDERS, wanted.account), part))
    if wanted.symbol:
        conditions.append(or_(*has_symbol(ORDERS, wanted.symbol)))
    if wanted.first is not None or wanted.last is not None:
        of_order = ORDER_DAYS.c.site == ORDERS.c.site, ORDER_DAYS.c.perm_id == ORDERS.c.perm_id
        conditions.append(exists().where(*of_order, *in_days(ORDER_DAYS.c.day, wanted.first, wanted.last)))
    return conditions


def _execution_filter(wanted: Wanted) -> list[Condition]:
    conditions = in_days(EXECUTIONS.c.day, wanted.first, wanted.last)
    if wanted.account:
        conditions.append(or_(*has_account(EXECUTIONS, wanted.account)))
    if wanted.symbol:
        conditions.append(or_(*has_symbol(EXECUTIONS, wanted.symbol)))
    return conditions


def _newest(
    connection: Connection,
    query: Select[Any],
    any_of: Sequence[Term] | None,
    times: tuple[Any, Any],
    limit: int | None = None,
) -> list[RowMapping]:
    """The newest rows of a query for which one of the conditions holds; `None`: of all."""
    day, moment = times
    latest = (day.desc(), moment.desc().nulls_last())
    key = [column.name for column in day.table.primary_key.columns]
    found: dict[tuple[Any, ...], RowMapping] = {}
    # One after the other: a database that sees them together leaves its indices for a walk through everything.
    for term in (Term(true()),) if any_of is None else any_of:
        fitting = query.where(term.condition)
        if limit is not None and term.is_beginning:
            fitting = fitting.where(day >= _day_of_last(connection, fitting, day, limit))
        order = latest if limit is None or term.newest_by is None else (term.newest_by.desc(),)
        rows = connection.execute(fitting.order_by(*order).limit(limit)).mappings()
        found |= {tuple(row[name] for name in key): row for row in rows}
    newest = sorted(
        found.items(), key=lambda item: (item[1][day.name], item[1][moment.name] or 0, item[0]), reverse=True
    )
    return [row for _, row in newest[:limit]]


def _day_of_last(connection: Connection, query: Select[Any], day: Any, limit: int) -> str:
    """The latest day from which on so many rows fit; that of the oldest where there are fewer."""
    # Without the commissions, whose rows would all be looked up.
    conditions = () if query.whereclause is None else (query.whereclause,)
    counts = connection.execute(select(day, count()).where(*conditions).group_by(day).order_by(day.desc()))
    last, total = "", 0
    for each, rows in counts:
        last, total = each, total + rows
        if total >= limit:
            break
    return last


def _by_days(
    store: Store,
    query: Select[Any],
    day: Any,
    bounds: Sequence[Condition],
    moment: Any,
    record_in: Callable[[RowMapping], T],
) -> Iterator[T]:
    with store.reading() as connection:
        days = list(connection.execute(select(day).where(*bounds).distinct().order_by(day.desc())).scalars())
    order = moment.desc().nulls_last(), *(column.desc() for column in day.table.primary_key.columns)
    for one in days:
        with store.reading() as connection:
            rows = connection.execute(query.where(day == one).order_by(*order)).mappings().all()
        yield from map(record_in, rows)
