"""What a sheet says about each row so that its columns can be summed: the role, and whether the footer counts the row.

The amounts of the counted rows add up to the sums in the footer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import ComboRole, Commission, Fill, Order
from ibmonitor.domain.sums.day_trades import FillKind, Trades, carries_money, chosen_fills, commission_of
from ibmonitor.exporting.sheet import Cell
from ibmonitor.models.output.order_money import totals_of
from ibmonitor.models.output.sheet_cells import STRIDE, Stepwise, tone_word
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.formats import NO, PENDING, YES

FACT_TITLES = ("Role", "Counted", "Commission state", "Row status")
REPORTED, NOT_EXPECTED = "reported", "not expected"
WHOLE_ORDER = "order"
"""The role of what is neither divided among accounts nor a combo."""

_BAG, _LEG = ComboRole.BAG, ComboRole.LEG
_COMBO_ROLES = {_BAG: FillKind.COMBO.value, _LEG: FillKind.LEG.value}


class RowFacts(NamedTuple):
    """The texts of the columns of `FACT_TITLES`."""

    role: str
    """Of an advisor's order "parent" and "part", of a combo "combo" and "leg"; both words, or "order" for neither."""
    counted: str
    """Whether the row's amounts are in the footer's sums: yes or no."""
    commission_state: str
    """Why the commission is known or empty."""
    status: str
    """That a correction replaced the row, or that TWS has not confirmed it since a connection was lost."""

    def cells(self) -> tuple[Cell, ...]:
        return tuple(text or None for text in self)


FactsOf = Callable[[Any], RowFacts]


def have_facts(records: Sequence[Any]) -> bool:
    """Whether such records can be summed: orders, fills and commissions."""
    return bool(records) and isinstance(records[0], Order | Fill | Commission)


def row_facts(records: Sequence[Any], row_tone: Callable[[Any], Tone]) -> Stepwise[FactsOf]:
    """Find out which of these records count together; return what gives the facts of each."""
    trades = Trades()
    wholes: set[object] = set()
    for number, record in enumerate(records):
        if not number % (10 * STRIDE):
            yield 0.0
        fill = _fill_of(record)
        if fill is not None:
            trades.add(fill)
            if fill.is_whole:
                wholes.add(order_key(fill))
    counted: set[Fill] = set()
    for number, order in enumerate(trades.orders()):
        if not number % (10 * STRIDE):
            yield 0.0
        counted.update(chosen_fills(order)[1])
    return _Reader(counted, wholes, row_tone).facts


class _Reader:
    """Gives the facts of records that count together."""

    def __init__(self, counted: set[Fill], wholes: set[object], row_tone: Callable[[Any], Tone]) -> None:
        """`wholes` are the keys of orders with an execution in a master account."""
        self._counted = counted
        self._wholes = wholes
        self._row_tone = row_tone
        self._divided: dict[Order, bool] = {}

    def facts(self, record: Any) -> RowFacts:
        status = tone_word(self._row_tone(record))
        if isinstance(record, Order):
            is_combo = record.contract is not None and record.contract.sec_type == "BAG"
            role = _role(
                FillKind.PARENT.value if self._is_divided(record) else "", FillKind.COMBO.value if is_combo else ""
            )
            return RowFacts(role, YES, state_of_order(record), status)
        fill = _fill_of(record)
        if fill is None:
            return RowFacts("", NO, REPORTED, status)
        role = _role(self._share_role(fill), _COMBO_ROLES.get(fill.combo_role, ""))
        return RowFacts(role, YES if fill in self._counted else NO, state_of_fill(fill), status)

    def _share_role(self, fill: Fill) -> str:
        if fill.is_whole:
            return FillKind.PARENT.value
        is_part = order_key(fill) in self._wholes or (fill.order is not None and self._is_divided(fill.order))
        return FillKind.PART.value if is_part else ""

    def _is_divided(self, order: Order) -> bool:
        """Kept, since the answer reads all fills of the order."""
        if order not in self._divided:
            self._divided[order] = is_allocated(order)
        return self._divided[order]


def state_of_fill(fill: Fill) -> str:
    """Whether a fill's commission was reported, or is still expected."""
    if commission_of(fill) is not None:
        return REPORTED
    return PENDING if carries_money(fill) else NOT_EXPECTED


def state_of_order(order: Order) -> str:
    """Whether all commissions of an order's fills were reported; none is expected before the first fill."""
    totals = totals_of(order)
    if totals.pending:
        return PENDING
    return REPORTED if totals.commissions else NOT_EXPECTED


def _fill_of(record: object) -> Fill | None:
    match record:
        case Fill():
            return record
        case Commission():
            return record.fill
        case _:
            return None


def _role(share: str, combo: str) -> str:
    return " ".join(filter(None, (share, combo))) or WHOLE_ORDER
