"""The data of a day's charts: running sums of commission and realized P&L by currency, and fills by the hour.

They follow the fills that change. What takes time in proportion to all fills are generators that yield every few of
them, so that it can be spread over many turns of an event loop. Times are TWS's execution times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from ibmonitor.domain.instruments.key import key_of
from ibmonitor.domain.records.by_serial import BySerial
from ibmonitor.domain.records.numbers import EXACT, decimal_of
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_orders import DayEntry, DayOrders
from ibmonitor.domain.sums.day_trades import place_of, quantity_of
from ibmonitor.domain.sums.totals import CurrencySums, money_of

MOST_GROUPS = 8
"""Accounts or symbols with a line of their own; the others share one."""
_CLEARLY = 1.1
"""So many times as big is clearly bigger."""
_STRIDE = 100
"""Fills between two yields."""
_ZERO = Decimal(0)

Group = str | None
"""An account, a symbol, or "" for all in one; `None` stands for all groups beyond the biggest."""
Steps = Generator[None, None, None]
_T = TypeVar("_T")


class GroupBy(Enum):
    """What the lines of a chart are for; the value is stored in the window's state."""

    ALL = "all"
    ACCOUNT = "account"
    SYMBOL = "symbol"


@dataclass(slots=True)
class DaySums:
    """The sums of one day."""

    groups: tuple[Group, ...] = ()
    """Those with most fills first."""
    currencies: tuple[str, ...] = ()
    """Those with most reports first."""
    commissions: dict[str, Decimal] = field(default_factory=dict)
    realized_pnl: dict[str, Decimal] = field(default_factory=dict)
    """By currency."""
    fills: int = 0
    """Executions that count, as in `totals.Totals`."""
    pending: int = 0
    """Of those that should have a commission, those whose amount has not been reported."""
    superseded: int = 0
    without_pnl: Counter[str] = field(default_factory=Counter)
    """By currency: commission reports without a realized P&L, as those of executions that open a position."""
    first: datetime | None = None
    last: datetime | None = None


class Step:
    """Fills of a curve that are close together in time, and what they add to it."""

    __slots__ = ("amount", "fills")

    def __init__(self) -> None:
        self.fills: list[Fill] = []
        self.amount = _ZERO


@dataclass(slots=True)
class Curve:
    """The amounts of one group in one currency."""

    reports: int = 0
    steps: dict[int, Step] = field(default_factory=dict)
    """By their numbers on the time axis; none before `KeptDay.scale`."""


Curves = dict[Group, Curve]


class Payments:
    """The commissions of a day, or its realized P&L."""

    def __init__(self, place: int) -> None:
        self.place = place
        """Of the amount in `Money`."""
        self.totals = CurrencySums()
        self.scales: dict[str, tuple[float, float]] = {}
        """By currency, the start of the time axis and the width of a step, in seconds; only of one that has steps."""
        self._curves: dict[str, Curves] = {}

    def clear(self) -> None:
        """Remove the curves; the totals stay."""
        self.scales.clear()
        self._curves.clear()

    def curves(self, currency: str) -> Curves:
        """The curves in a currency, by their groups, in no order."""
        return self._curves.get(currency, {})

    def reports(self) -> dict[str, int]:
        """How many reports there are, by currency."""
        return {currency: sum(curve.reports for curve in of.values()) for currency, of in self._curves.items()}

    def count(self, currency: str, group: Group, sign: int) -> None:
        """Count a report of a group (1), or count it no longer (-1)."""
        curves = self._curves.get(currency)
        if curves is None:
            curves = self._curves[currency] = {}
        curve = curves.get(group)
        if curve is None:
            curve = curves[group] = Curve()
        curve.reports += sign
        if not curve.reports:
            del curves[group]
            if not curves:
                del self._curves[currency]


class KeptDay:
    """One day. Put in each fill that is new or has changed, also those whose combo has, and call `arrange`."""

    def __init__(self, group_by: GroupBy, zone: tzinfo | None = None) -> None:
        self.hours: dict[datetime, dict[Group, list[Fill]]] = {}
        """By the beginning of the hour on the clock of the zone, as UTC: the fills, in order of time."""
        self.groups: tuple[Group, ...] = ()
        self._name_of = _names[group_by]
        self._zone = zone
        self._hours_of_minutes: dict[int, datetime] = {}
        self._entries: BySerial[DayEntry] = BySerial()
        self._orders = DayOrders(self._entry, self._count_trade, self._count_money)
        self._fills = self._pending = self._superseded = 0
        self._without_pnl: Counter[str] = Counter()
        self._sizes: Counter[str] = Counter()
        """By account or symbol."""
        self._lines: dict[str, Group] | None = None
        """By account or symbol the group that it is in; `None` before the first `arrange`."""
        self.commissions, self.realized_pnl = self._payments = Payments(1), Payments(2)
        self._times: Counter[datetime] = Counter()
        self._first: datetime | None = None
        self._last: datetime | None = None

    def put(self, fill: Fill) -> None:
        """Count a fill with a time that is new or has changed."""
        assert fill.time is not None  # noqa: S101 - only such fills belong to a day
        place = None if fill.superseded_by is not None else place_of(fill)
        shares = quantity_of(fill) or _ZERO
        entry = DayEntry(fill, fill.time, order_key(fill), place, self._name_of(fill), shares, money_of(fill))
        if entry == self._entries.get(fill):
            return
        self.take_out(fill)
        self._entries.set(fill, entry)
        if place is None:
            self._superseded += 1
        else:
            self._orders.put(entry)

    def take_out(self, fill: Fill) -> None:
        """Count a fill no longer; it need not be in."""
        entry = self._entries.get(fill)
        if entry is None:
            return
        if entry.place is None:
            self._superseded -= 1
        else:
            self._orders.take_out(entry)
        self._entries.set(fill, None)

    def arrange(self) -> Steps:
        """Bring everything up to date: which fills of an order count, and which groups are the biggest."""
        yield from self._orders.settle()
        biggest = sorted(self._sizes, key=lambda name: (-self._sizes[name], name))
        is_right = self._lines is not None and self._are_lines_right(self._lines)
        if self._lines is None or not is_right:
            self._lines = {name: name if place < MOST_GROUPS else None for place, name in enumerate(biggest)}
        # The others come last.
        # One whose only fills await their commissions is in no hour and no curve yet.
        named = [name for name in biggest if self._group_of(name) is not None]
        self.groups = (*named, *([None] if len(named) < len(biggest) else []))
        if is_right:
            return
        self.hours.clear()
        for payments in self._payments:
            payments.clear()
        for number, entry in enumerate(self._entries.values(), 1):
            is_trade, is_paid = self._orders.standing(entry)
            if is_trade:
                self._put_hour(entry, 1)
            if is_paid:
                self._count_reports(entry, 1)
            if not number % _STRIDE:
                yield

    def scale(self, currency: str, start: float, widths: Mapping[Payments, float]) -> Steps:
        """Divide the curves of a currency into steps of these widths, in seconds; `start` is an epoch time."""
        other = [each for each, width in widths.items() if each.scales.get(currency) != (start, width)]
        for payments in other:
            payments.scales[currency] = start, widths[payments]
            for curve in payments.curves(currency).values():
                curve.steps.clear()
        for number, entry in enumerate(self._entries.values() if other else (), 1):
            if entry.money[0] == currency and self._orders.standing(entry)[1]:
                for payments in other:
                    self._put_step(payments, entry, 1)
            if not number % _STRIDE:
                yield

    def sums(self) -> DaySums:
        """The sums, as they are now."""
        return DaySums(
            self.groups,
            tuple(self._currencies()),
            self.commissions.totals.amounts,
            self.realized_pnl.totals.amounts,
            self._fills,
            self._pending,
            self._superseded,
            self._without_pnl.copy(),
            self._first,
            self._last,
        )

    def _currencies(self) -> list[str]:
        sizes = self.realized_pnl.reports() | self.commissions.reports()
        return sorted(sizes, key=lambda currency: (-sizes[currency], currency))

    def _count_trade(self, entry: DayEntry, sign: int) -> None:
        self._fills += sign
        self._note(entry, sign)
        if self._lines is not None:
            self._put_hour(entry, sign)

    def _count_money(self, entry: DayEntry, sign: int) -> None:
        self._note(entry, sign)
        currency, amount, realized_pnl = entry.money
        if amount is None:
            self._pending += sign
        else:
            self.commissions.totals.put(currency, amount, sign)
        if realized_pnl is not None:
            self.realized_pnl.totals.put(currency, realized_pnl, sign)
        elif amount is not None:
            _add(self._without_pnl, currency, sign)
        if self._lines is not None:
            self._count_reports(entry, sign)

    def _note(self, entry: DayEntry, sign: int) -> None:
        time, times = entry.time, self._times
        if sign > 0:
            self._sizes[entry.name] += 1
            # Most are new: a `Counter` would then take longer.
            times[time] = times.get(time, 0) + 1
            if self._first is None or time < self._first:
                self._first = time
            if self._last is None or time > self._last:
                self._last = time
            return
        _add(self._sizes, entry.name, sign)
        _add(times, time, sign)
        if time not in times and time in (self._first, self._last):
            self._first, self._last = min(times, default=None), max(times, default=None)

    def _put_hour(self, entry: DayEntry, sign: int) -> None:
        hour, group = self._hour_of(entry.time), self._group_of(entry.name)
        groups = self.hours.setdefault(hour, {})
        self._put_in_time(groups.setdefault(group, []), entry, sign)
        if not groups[group]:
            del groups[group]
            if not groups:
                del self.hours[hour]

    def _hour_of(self, time: datetime) -> datetime:
        minute = int(time.timestamp()) // 60
        hour = self._hours_of_minutes.get(minute)
        if hour is None:
            start = datetime.fromtimestamp(60 * minute, UTC)
            local = start.astimezone(self._zone)
            hour = self._hours_of_minutes[minute] = start - timedelta(minutes=local.minute, seconds=local.second)
        return hour

    def _count_reports(self, entry: DayEntry, sign: int) -> None:
        """Count what is paid in the curves, and in their steps where there are any."""
        currency = entry.money[0]
        for payments in self._payments:
            if entry.money[payments.place] is not None:
                is_scaled = currency in payments.scales
                if sign < 0 and is_scaled:
                    self._put_step(payments, entry, sign)
                payments.count(currency, self._group_of(entry.name), sign)
                if sign > 0 and is_scaled:
                    self._put_step(payments, entry, sign)

    def _put_step(self, payments: Payments, entry: DayEntry, sign: int) -> None:
        currency, amount = entry.money[0], entry.money[payments.place]
        if amount is None or isinstance(amount, str):
            return
        start, width = payments.scales[currency]
        number = int((entry.time.timestamp() - start) / width)
        steps = payments.curves(currency)[self._group_of(entry.name)].steps
        step = steps.get(number)
        if step is None:
            step = steps[number] = Step()
        self._put_in_time(step.fills, entry, sign)
        step.amount = (EXACT.add if sign > 0 else EXACT.subtract)(step.amount, decimal_of(amount))
        if not step.fills:
            del steps[number]

    def _are_lines_right(self, lines: Mapping[str, Group]) -> bool:
        """Whether no account or symbol is clearly bigger than one that has a line of its own.

        Where many are of the same size, as in orders of a group, the lines would change with each fill otherwise.
        """
        sizes = self._sizes
        named = [sizes[name] for name, group in lines.items() if group is not None and name in sizes]
        others = [sizes[name] for name, group in lines.items() if group is None and name in sizes]
        return not others or (len(named) == MOST_GROUPS and max(others) <= _CLEARLY * min(named))

    def _group_of(self, name: str) -> Group:
        """The group of an account or a symbol; a new one gets a line of its own if there are few."""
        lines = self._lines
        assert lines is not None  # noqa: S101 - nothing is in a group before
        if name not in lines:
            lines[name] = name if len(lines) < MOST_GROUPS else None
        return lines[name]

    def _put_in_time(self, fills: list[Fill], entry: DayEntry, sign: int) -> None:
        place = entry.time, entry.fill.serial
        # Most come in the order of their times.
        is_last = sign > 0 and (not fills or self._place_in_time(fills[-1]) < place)
        number = len(fills) if is_last else bisect_left(fills, place, key=self._place_in_time)
        if sign > 0:
            fills.insert(number, entry.fill)
        else:
            del fills[number]

    def _place_in_time(self, fill: Fill) -> tuple[datetime, int]:
        return self._entry(fill).time, fill.serial

    def _entry(self, fill: Fill) -> DayEntry:
        entry = self._entries.get(fill)
        assert entry is not None  # noqa: S101 - only fills that are in are asked for
        return entry


def total_quantity(fills: Iterable[Fill]) -> Decimal | None:
    """The quantity of fills; `None` where one is not known, or where they are of several instruments."""
    total, instrument = _ZERO, None
    for fill in fills:
        shares, key = quantity_of(fill), key_of(fill.contract)
        if shares is None or key != (instrument or key):
            return None
        total, instrument = total + shares, key
    return total


def _add(numbers: Counter[_T], key: _T, number: int) -> None:
    numbers[key] += number
    if not numbers[key]:
        del numbers[key]


_names: dict[GroupBy, Callable[[Fill], str]] = {
    GroupBy.ALL: lambda _fill: "",
    GroupBy.ACCOUNT: lambda fill: fill.execution.acct_number,
    GroupBy.SYMBOL: lambda fill: fill.contract.symbol or fill.contract.local_symbol,
}
