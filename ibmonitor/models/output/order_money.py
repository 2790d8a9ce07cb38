"""The money of orders in a sheet: a column for each currency, since amounts with their currencies cannot be summed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.domain.wording.money import currency_name
from ibmonitor.domain.wording.rounding import rounded
from ibmonitor.exporting.sheet import Cell
from ibmonitor.models.output.sheet_cells import Stepwise, Written
from ibmonitor.models.table.column import Column

_SUMS: Mapping[str, Callable[[Totals], Mapping[str, Decimal]]] = {
    "commission": lambda totals: totals.commissions,
    "realized_pnl": lambda totals: totals.realized_pnl,
}
"""By the key of the column."""


def order_money(columns: Sequence[Column[Any]], records: Sequence[Any]) -> Stepwise[dict[str, list[Written]]]:
    """The columns of a sheet for the columns of an order's money, by their keys; empty for other records."""
    keys = [column.key for column in columns if column.key in _SUMS]
    if not keys or not records or not isinstance(records[0], Order):
        return {}
    currencies: dict[str, set[str]] = {key: set() for key in keys}
    for order in records:
        # An order can have a thousand fills.
        yield 0.0
        totals = totals_of(order)
        for key in keys:
            currencies[key].update(_SUMS[key](totals))
    titles = {column.key: column.title for column in columns}
    return {
        key: [(f"{titles[key]}, {currency_name(each)}", _amount(key, each)) for each in sorted(currencies[key])]
        or [(titles[key], lambda _order: None)]
        for key in keys
    }


def totals_of(order: Order) -> Totals:
    """The totals of an order's fills."""
    totals = Totals()
    for fill in order.fills:
        totals.add(fill)
    return totals


def _amount(key: str, currency: str) -> Callable[[Order], Cell]:
    def cell(order: Order) -> Cell:
        amount = _SUMS[key](totals_of(order)).get(currency)
        return None if amount is None else rounded(amount)

    return cell
