"""Sums over a range of days, of the rows of the history: no trade counts twice, by the rules of `domain/sums`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import and_, select

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.order_ids import client_key
from ibmonitor.domain.records.value import value
from ibmonitor.domain.sums.day_trades import Place, choose
from ibmonitor.domain.sums.totals import PaidAlike, Sums
from ibmonitor.journal.rows.record_rows import place_in
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS
from ibmonitor.journal.store.store import Store

_ZERO = Decimal(0)


class SumsBy(Enum):
    """What groups of executions have in common; each group's sums are by currency. The value is the column."""

    DAY = "day"
    ACCOUNT = "account"
    SYMBOL = "symbol"


Group = tuple[str, ...]


@value
class RangeSums:
    """The sums of a range of days. Those of the groups make up the total.

    `Sums.without_execution` is 0: a commission whose execution is not known belongs to no day.
    """

    total: Sums
    groups: Mapping[Group, Sums]
    """By what was asked for, in that order; only those that have executions."""


def sums_of(
    store: Store,
    site: str,
    first: date,
    last: date,
    by: Sequence[SumsBy] = (),
    accounts: Collection[str] | None = None,
) -> RangeSums:
    """The sums of all executions of a site from one day to another, both included; `None` is all accounts.

    What counts of an order is chosen among all of its executions on these days in these accounts, as it is live among
    those that are shown. Raises `HistoryError`.
    """
    return _summed(_rows(store, site, first, last, accounts), [_COLUMNS.index(each.value) for each in by])


_COLUMNS = (
    *("exec_id", "account", "day", "symbol", "perm_id", "client_id", "order_id", "shares", "place", "superseded"),
    *("currency", "commission_and_fees", "realized_pnl"),
)
_EXEC_ID, _ACCOUNT, _PERM_ID, _CLIENT_ID, _ORDER_ID, _SHARES, _PLACE, _SUPERSEDED, _CURRENCY = map(
    _COLUMNS.index,
    ("exec_id", "account", "perm_id", "client_id", "order_id", "shares", "place", "superseded", "currency"),
)


def _rows(
    store: Store, site: str, first: date, last: date, accounts: Collection[str] | None
) -> Sequence[Sequence[Any]]:
    table = EXECUTIONS.c
    query = (
        select(*(table[name] for name in _COLUMNS[:_CURRENCY]), *(COMMISSIONS.c[name] for name in _COLUMNS[_CURRENCY:]))
        .outerjoin_from(
            EXECUTIONS,
            COMMISSIONS,
            and_(COMMISSIONS.c.site == table.site, COMMISSIONS.c.exec_id == table.exec_id),
        )
        # Not the bare column: SQLite would take the index of the primary key, that is walk through the whole site.
        .where(table.site.concat("") == site, table.day >= first.isoformat(), table.day <= last.isoformat())
    )
    if accounts is not None:
        query = query.where(table.account.in_(accounts))
    with store.reading() as connection:
        return connection.execute(query).all()


def _summed(rows: Sequence[Sequence[Any]], by: Sequence[int]) -> RangeSums:
    total = Sums()
    groups: dict[Group, Sums] = {}
    in_parts: dict[object, dict[tuple[Place, Group], PaidAlike]] = {
        _order_of(row): {} for row in rows if row[_PLACE] and not row[_SUPERSEDED]
    }
    """The orders whose executions are not all plain."""
    for row in rows:
        group = tuple(row[index] for index in by)
        sums = groups.get(group)
        if sums is None:
            sums = groups[group] = Sums()
        if row[_SUPERSEDED]:
            sums.superseded += 1
            total.superseded += 1
            continue
        currency = row[_CURRENCY] or ""
        commission, realized_pnl = map(_number, row[_CURRENCY + 1 :])
        parts = in_parts.get(_order_of(row)) if in_parts else None
        if parts is None:
            sums.put(currency, commission, realized_pnl, 1)
            total.put(currency, commission, realized_pnl, 1)
        else:
            place = place_in(row[_PLACE])
            alike = parts.get((place, group))
            if alike is None:
                alike = parts[place, group] = PaidAlike(place)
            alike.put(_number(row[_SHARES]) or _ZERO, currency, commission, realized_pnl, 1)
    for parts in in_parts.values():
        chosen = choose(parts.values())
        total.put_chosen(parts.values(), chosen, 1)
        for (_, group), alike in parts.items():
            groups[group].put_chosen((alike,), chosen, 1)
    return RangeSums(total, groups)


def _order_of(row: Sequence[Any]) -> object:
    """What the executions of one order have in common, as `order_key` says of fills."""
    return row[_PERM_ID] or client_key(row[_CLIENT_ID], row[_ORDER_ID]) or (row[_ACCOUNT], row[_EXEC_ID], "alone")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else known(Decimal(text))
