"""Sums of a group order's executions: quantities, prices, and money by currency."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.domain.records.value import value
from ibmonitor.domain.sums.totals import Totals

Money = tuple[tuple[str, Decimal], ...]
"""Amounts by currency, sorted by currency: never added across. Empty where nothing was reported."""

_ZERO = Decimal(0)


@value
class Sums:
    """Sums of one account's executions. Money is summed as in `Totals`; quantities are those of combos, not legs."""

    quantity: Decimal | None = None
    """`None` where no execution counts, or one has an unknown quantity."""
    average_price: Decimal | None = None
    """Weighted by shares; `None` where a price is not known."""
    commissions: Money = ()
    pending: int = 0
    realized_pnl: Money = ()


def is_valid(fill: Fill) -> bool:
    """Whether no correction has replaced the execution."""
    return fill.superseded_by is None


def counting(fills: Iterable[Fill]) -> list[Fill]:
    """Return the executions whose quantities count: none that was corrected, and no leg of a combo."""
    return [fill for fill in fills if fill.superseded_by is None and fill.combo_role is not ComboRole.LEG]


def sums_of(fills: Collection[Fill]) -> Sums:
    """Add up executions in one account."""
    if not fills:
        return Sums()
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    quantity, average_price = _traded(counting(fills))
    return Sums(quantity, average_price, _money(totals.commissions), totals.pending, _money(totals.realized_pnl))


def is_fully_reported(fills: Iterable[Fill]) -> bool:
    """Whether the parts add up to the whole and all have commissions; always `False` with combos."""
    whole, parts = _ZERO, _ZERO
    for fill in filter(is_valid, fills):
        shares = known(fill.execution.shares)
        if shares is None or fill.combo_role is not ComboRole.NONE:
            return False
        if fill.is_whole:
            whole += shares
        elif fill.commission is not None and known(fill.commission.commission_and_fees) is not None:
            parts += shares
        else:
            return False
    return parts == whole > 0


def added_up(amounts: Iterable[Money]) -> Money:
    """Add up amounts by currency."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        for currency, amount in money:
            sums[currency] = sums.get(currency, _ZERO) + amount
    return _money(sums)


def per_share(commissions: Money, fills: Iterable[Fill]) -> Money:
    """Divide commissions by the quantity they were charged for; a currency without one is left out."""
    charged: dict[str, Decimal] = {}
    for fill in counting(fills):
        shares = known(fill.execution.shares)
        if shares is None:
            continue
        report = fill.commission
        # TWS reports the commission of a combo with the whole or with its legs.
        reports = {report, *(leg.commission for leg in fill.legs if is_valid(leg))} if fill.legs else (report,)
        currencies = [each.currency for each in reports if each and known(each.commission_and_fees) is not None]
        for currency in currencies if len(currencies) < 2 else set(currencies):
            charged[currency] = charged.get(currency, _ZERO) + shares
    return tuple((currency, amount / charged[currency]) for currency, amount in commissions if charged.get(currency))


def _traded(fills: list[Fill]) -> tuple[Decimal | None, Decimal | None]:
    """Return the sum of the quantities, and the average price."""
    if not fills:
        return None, None
    shares, paid, is_price_known = _ZERO, _ZERO, True
    for fill in fills:
        quantity, price = known(fill.execution.shares), known(fill.execution.price)
        if quantity is None:
            return None, None
        shares += quantity
        if price is None:
            is_price_known = False
        else:
            paid += quantity * price
    return shares, paid / shares if is_price_known and shares else None


def _money(amounts: Mapping[str, Decimal]) -> Money:
    return tuple(sorted(amounts.items()))
