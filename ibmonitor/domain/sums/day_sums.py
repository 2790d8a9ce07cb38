"""The data of a day's charts: running sums of commission and realized P&L by currency, and fills by the hour.

Computed by generators that yield every few fills, so that 100,000 of them can be spread over many turns of an event
loop; their return value is the result. Times are TWS's execution times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.instruments.key import key_of
from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.day_trades import Trades, chosen_fills, commission_of, quantity_of, realized_pnl_of

MOST_GROUPS = 8
"""Accounts or symbols with a line of their own; the others share one."""
_STRIDE = 100
"""Fills between two yields."""

Group = str | None
"""An account, a symbol, or "" for all in one; `None` stands for all groups beyond the biggest."""
Steps = Generator[None, None, None]


class GroupBy(Enum):
    """What the lines of a chart are for; the value is stored in the window's state."""

    ALL = "all"
    ACCOUNT = "account"
    SYMBOL = "symbol"


@dataclass(slots=True)
class KnownDays:
    """The fills of the accounts chosen, by the day of their execution."""

    fills: dict[date, list[Fill]] = field(default_factory=dict)
    without_time: int = 0
    """Commissions without a day: the time of their execution, or the execution itself, is not known."""

    @property
    def days(self) -> list[date]:
        """The latest first."""
        return sorted(self.fills, reverse=True)


@dataclass(slots=True)
class Curve:
    """Running sums of one group, in order of time."""

    fills: list[Fill] = field(default_factory=list)
    sums: list[Decimal] = field(default_factory=list)
    """By fill: the sum with this one."""


@dataclass(slots=True)
class HourPart:
    """The fills of one group in one hour."""

    fills: list[Fill] = field(default_factory=list)

    @property
    def quantity(self) -> Decimal | None:
        """`None` where one is not known, or where they are of several instruments."""
        first = key_of(self.fills[0].contract)
        total = Decimal(0)
        for fill in self.fills:
            shares = quantity_of(fill)
            if shares is None or key_of(fill.contract) != first:
                return None
            total += shares
        return total


Curves = dict[str, dict[Group, Curve]]
"""By currency, by group."""


@dataclass(slots=True)
class DaySums:
    """One day."""

    groups: tuple[Group, ...] = ()
    """Those with most fills first."""
    commissions: Curves = field(default_factory=dict)
    realized_pnl: Curves = field(default_factory=dict)
    hours: dict[datetime, dict[Group, HourPart]] = field(default_factory=dict)
    """By the beginning of the hour on the clock of the zone, as UTC."""
    fills: int = 0
    """Executions that count, as in `totals.Totals`."""
    pending: int = 0
    """Of those that should have a commission, those whose amount has not been reported."""
    superseded: int = 0
    without_pnl: Counter[str] = field(default_factory=Counter)
    """By currency: commission reports without a realized P&L, as those of executions that open a position."""
    first: datetime | None = None
    last: datetime | None = None

    @property
    def currencies(self) -> list[str]:
        """Those with most reports first."""
        sizes = {currency: sum(len(curve.fills) for curve in curves.values()) for currency, curves in self._all()}
        return sorted(sizes, key=lambda currency: (-sizes[currency], currency))

    def _all(self) -> list[tuple[str, dict[Group, Curve]]]:
        return [*self.realized_pnl.items(), *self.commissions.items()]


def known_days(
    fills: Iterable[Fill],
    commissions: Iterable[Commission],
    admits: Callable[[str], bool] | None = None,
    zone: tzinfo | None = None,
) -> Generator[None, None, KnownDays]:
    """Sort fills into the days of a zone (`None`: this computer's). `admits` filters accounts; `None` admits all."""
    known = KnownDays()
    for number, fill in enumerate(fills, 1):
        if not number % _STRIDE:
            yield
        if admits is not None and not admits(fill.execution.acct_number):
            continue
        if fill.time is None:
            known.without_time += fill.superseded_by is None and fill.commission is not None
        else:
            known.fills.setdefault(fill.time.astimezone(zone).date(), []).append(fill)
    if admits is None:
        for number, commission in enumerate(commissions, 1):
            if not number % (10 * _STRIDE):
                yield
            known.without_time += commission.fill is None
    return known


def day_sums(fills: Iterable[Fill], group_by: GroupBy, zone: tzinfo | None = None) -> Generator[None, None, DaySums]:
    """Add up the fills of one day. Each has a time."""
    trades, result = Trades(), DaySums()
    for number, fill in enumerate(fills, 1):
        if not number % _STRIDE:
            yield
        trades.add(fill)
    result.superseded = trades.superseded
    counted: dict[datetime, list[Fill]] = {}
    paid: dict[datetime, list[Fill]] = {}
    sizes: Counter[str] = Counter()
    key = _group_keys[group_by]
    for number, order in enumerate(trades.orders(), 1):
        if not number % _STRIDE:
            yield
        trading, paying = chosen_fills(order)
        for into, some in ((counted, trading), (paid, paying)):
            for place, fill in enumerate(some, 1):
                if not place % _STRIDE:
                    yield
                into.setdefault(_minute(fill), []).append(fill)
                sizes[key(fill)] += 1
    biggest = sorted(sizes, key=lambda group: (-sizes[group], group))
    groups: dict[str, Group] = {name: name if place < MOST_GROUPS else None for place, name in enumerate(biggest)}
    result.groups = tuple(dict.fromkeys(groups.values()))
    yield from _add_hours(result, counted, lambda fill: groups[key(fill)], zone)
    yield from _add_money(result, paid, lambda fill: groups[key(fill)])
    return result


def _add_hours(
    result: DaySums, counted: dict[datetime, list[Fill]], group_of: Callable[[Fill], Group], zone: tzinfo | None
) -> Steps:
    for minute in sorted(counted):
        local = minute.astimezone(zone)
        parts = result.hours.setdefault(minute - timedelta(minutes=local.minute, seconds=local.second), {})
        for number, fill in enumerate(_by_time(counted[minute]), 1):
            if not number % _STRIDE:
                yield
            result.fills += 1
            _note_time(result, fill)
            parts.setdefault(group_of(fill), HourPart()).fills.append(fill)
        yield


def _add_money(result: DaySums, paid: dict[datetime, list[Fill]], group_of: Callable[[Fill], Group]) -> Steps:
    for minute in sorted(paid):
        for number, fill in enumerate(_by_time(paid[minute]), 1):
            if not number % _STRIDE:
                yield
            _note_time(result, fill)
            amount, realized_pnl = commission_of(fill), realized_pnl_of(fill)
            currency = "" if fill.commission is None else fill.commission.currency
            if amount is None:
                result.pending += 1
            else:
                _put(result.commissions, currency, group_of(fill), fill, amount)
            if realized_pnl is not None:
                _put(result.realized_pnl, currency, group_of(fill), fill, realized_pnl)
            elif amount is not None:
                result.without_pnl[currency] += 1
        yield


def _put(curves: Curves, currency: str, group: Group, fill: Fill, amount: Decimal) -> None:
    curve = curves.setdefault(currency, {}).setdefault(group, Curve())
    curve.fills.append(fill)
    curve.sums.append(amount + curve.sums[-1] if curve.sums else amount)


def _note_time(result: DaySums, fill: Fill) -> None:
    time = _time(fill)
    result.first = time if result.first is None else min(result.first, time)
    result.last = time if result.last is None else max(result.last, time)


def _time(fill: Fill) -> datetime:
    assert fill.time is not None  # noqa: S101 - only such fills belong to a day
    return fill.time


def _minute(fill: Fill) -> datetime:
    return _time(fill).astimezone(UTC).replace(second=0, microsecond=0)


def _by_time(fills: list[Fill]) -> list[Fill]:
    return sorted(fills, key=lambda fill: (_time(fill), fill.serial))


_group_keys: dict[GroupBy, Callable[[Fill], str]] = {
    GroupBy.ALL: lambda _fill: "",
    GroupBy.ACCOUNT: lambda fill: fill.execution.acct_number,
    GroupBy.SYMBOL: lambda fill: fill.contract.symbol or fill.contract.local_symbol,
}
