"""Counts and sums of fills and their commissions by currency. No trade counts twice (`day_trades.py`).

Quantities are not summed, since instruments differ. A number that is not plausible counts as unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from ibmonitor.domain.records.numbers import EXACT, Number, decimal_of, known_number
from ibmonitor.domain.records.records import Commission, Fill
from ibmonitor.domain.sums.day_trades import (
    Alike,
    Chosen,
    FillKind,
    Place,
    Trades,
    choose,
    is_plain,
    place_of,
    quantity_of,
)

Money = tuple[str, Number | None, Number | None]
"""The currency, the commission and the realized P&L of a fill; what was not reported is empty or `None`."""

_ZERO = Decimal(0)
_add, _subtract = EXACT.add, EXACT.subtract


class _CurrencySum:
    __slots__ = ("amount", "number")

    def __init__(self) -> None:
        self.amount = _ZERO
        self.number = 0


class CurrencySums:
    """Sums of amounts by currency. An amount that is taken out leaves no trace."""

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        self._sums: dict[str, _CurrencySum] = {}

    @property
    def amounts(self) -> dict[str, Decimal]:
        """The sums; a currency without amounts is absent."""
        return {currency: total.amount for currency, total in self._sums.items()}

    def put(self, currency: str, amount: Number, count: int) -> None:
        """Add `count` amounts that are `amount` together; with a negative `count`, take them out."""
        amount = decimal_of(amount)
        total = self._sums.get(currency)
        if total is None:
            total = self._sums[currency] = _CurrencySum()
        total.number += count
        total.amount = _add(total.amount, amount) if count > 0 else _subtract(total.amount, amount)
        if not total.number:
            del self._sums[currency]

    def put_all(self, other: CurrencySums, sign: int) -> None:
        """Add (1) or take out (-1) all amounts of other sums."""
        for currency, total in other._sums.items():
            self.put(currency, total.amount, sign * total.number)


class PaidAlike(Alike):
    """The fills of one order in one place, with their money."""

    __slots__ = ("commissions", "realized_pnl")

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.commissions = CurrencySums()
        self.realized_pnl = CurrencySums()

    def put(
        self, shares: Decimal, currency: str, amount: Number | None, realized_pnl: Number | None, sign: int
    ) -> None:
        """Add (1) or take out (-1) a fill."""
        self.count(shares, sign, is_reported=amount is not None)
        if amount is not None:
            self.commissions.put(currency, amount, sign)
        if realized_pnl is not None:
            self.realized_pnl.put(currency, realized_pnl, sign)


class Sums:
    """The counts and sums of any number of orders."""

    __slots__ = ("_commissions", "_realized_pnl", "fills", "left_out", "pending", "superseded", "without_execution")

    def __init__(self) -> None:
        self.fills = 0
        """Executions that count: a combo's once, without its legs; a master account's once, without its parts."""
        self.pending = 0
        """Of the executions that should have a commission, those whose amount has not been reported."""
        self.superseded = 0
        """Executions that a correction has replaced."""
        self.without_execution = 0
        """Commissions whose execution is not known; their amounts are in no sum."""
        self.left_out: Counter[FillKind] = Counter()
        """By kind: executions that no sum of money contains, since the others of their order do. None is corrected."""
        self._commissions = CurrencySums()
        self._realized_pnl = CurrencySums()

    @property
    def commissions(self) -> Mapping[str, Decimal]:
        """Commissions and fees by currency; a currency nothing was reported in is absent."""
        return self._commissions.amounts

    @property
    def realized_pnl(self) -> Mapping[str, Decimal]:
        """Realized P&L by currency, of the executions for which TWS reported one."""
        return self._realized_pnl.amounts

    def put(self, currency: str, amount: Number | None, realized_pnl: Number | None, sign: int) -> None:
        """Add (1) or take out (-1) a fill of an order whose fills are all plain."""
        self.fills += sign
        if amount is None:
            self.pending += sign
        else:
            self._commissions.put(currency, amount, sign)
        if realized_pnl is not None:
            self._realized_pnl.put(currency, realized_pnl, sign)

    def put_order(self, order: Collection[PaidAlike], sign: int) -> None:
        """Add (1) or take out (-1) all fills of an order."""
        self.put_chosen(order, choose(order), sign)

    def put_chosen(self, fills: Collection[PaidAlike], chosen: Chosen, sign: int) -> None:
        """Add (1) or take out (-1) some fills of an order, of all of which these places count."""
        for alike in fills:
            if alike.place in chosen.trades:
                self.fills += sign * alike.fills
            if alike.place in chosen.money:
                self.pending += sign * alike.unreported
                self._commissions.put_all(alike.commissions, sign)
                self._realized_pnl.put_all(alike.realized_pnl, sign)
            else:
                self.left_out[alike.place.kind] += sign * alike.fills


class Totals:
    """The totals of the fills added so far, computed when they are read, or before that by `compute`.

    A fill that changes after it was added may leave its totals as they are: a view then starts new ones, or keeps
    `KeptTotals`.
    """

    __slots__ = ("_is_computed", "_sums", "_trades", "_without_execution")

    def __init__(self) -> None:
        self._without_execution = 0
        self._trades = Trades()
        self._sums = Sums()
        self._is_computed = False

    @property
    def sums(self) -> Sums:
        """The counts and sums of all that was added."""
        if not self._is_computed:
            for _ in self.compute():
                pass
        return self._sums

    @property
    def fills(self) -> int:
        """See `Sums`, as for the others."""
        return self.sums.fills

    @property
    def pending(self) -> int:
        return self.sums.pending

    @property
    def superseded(self) -> int:
        return self.sums.superseded

    @property
    def without_execution(self) -> int:
        return self.sums.without_execution

    @property
    def commissions(self) -> Mapping[str, Decimal]:
        return self.sums.commissions

    @property
    def realized_pnl(self) -> Mapping[str, Decimal]:
        return self.sums.realized_pnl

    @property
    def left_out(self) -> Counter[FillKind]:
        return self.sums.left_out

    def add(self, fill: Fill) -> None:
        """Count one fill, with its commission if it has one."""
        self._trades.add(fill)
        self._is_computed = False

    def add_commission(self, commission: Commission) -> None:
        """Count a commission whose execution is not known; one with its execution is counted with the fill."""
        if commission.fill is None:
            self._without_execution += 1
            self._is_computed = False

    def compute(self) -> Iterator[None]:
        """Compute the totals. Yields after each order, so that the work can be spread over slices."""
        self._sums = sums = Sums()
        sums.superseded = self._trades.superseded
        sums.without_execution = self._without_execution
        for order in self._trades.orders():
            if all(map(is_plain, order)):
                for fill in order:
                    sums.put(*money_of(fill), 1)
            else:
                alikes: dict[Place, PaidAlike] = {}
                for fill in order:
                    place = place_of(fill)
                    alikes.setdefault(place, PaidAlike(place)).put(quantity_of(fill) or _ZERO, *money_of(fill), 1)
                sums.put_order(alikes.values(), 1)
            yield
        self._is_computed = True


def money_of(fill: Fill) -> Money:
    """What a fill contributes to sums of money where it counts."""
    report = fill.commission
    if report is None:
        return "", None, None
    return report.currency, known_number(report.amount_sent), known_number(report.pnl_sent)
