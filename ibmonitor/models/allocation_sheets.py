"""The allocations as they are exported: the rows of the tree that pass its filters, and the executions below them.

Folded rows are exported too. Accounts are hidden in a file while they are hidden in the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Any, Protocol

from ibmonitor.domain.allocation import AccountShare, GroupAllocation, Money, Unassigned
from ibmonitor.domain.records import Fill
from ibmonitor.exporting.sheet import Cell, Sheet, in_utc
from ibmonitor.models.account_mask import ACCOUNT_MASK
from ibmonitor.models.allocation_bars import order_line
from ibmonitor.models.allocation_items import ApartAccount, Item
from ibmonitor.models.allocation_money import COMMISSION, MONEY, PER_SHARE, pending_of
from ibmonitor.models.allocation_tree_columns import NAME
from ibmonitor.models.column import RIGHT, Column
from ibmonitor.models.fill_columns import FILL_COLUMNS

_OF_THE_ORDER = "the advisor's own execution"
_PRECISE = Context(prec=15)
"""Digits that a spreadsheet keeps of a number."""
_QUOTIENTS = frozenset({"expected", "due", "difference", "average_price", "price_spread"})
"""Columns of numbers that may have no end of decimals; all others are exact, however long."""


class ShownTree(Protocol):
    """What is asked of the tree: `models/allocation_tree.py` is one."""

    @property
    def columns(self) -> Sequence[Column[Any]]:
        """The columns, whether shown or not."""

    def visible_items(self) -> Iterable[Item]:
        """The items of all rows that pass the filters, from the top, each before those below it."""


@dataclass(frozen=True, slots=True)
class _Underlying:
    """An execution, and how it came to be where it is."""

    fill: Fill
    group_order: str
    matched_by: str


def allocation_sheets(tree: ShownTree, shown: Sequence[int]) -> list[Sheet]:
    """Give the tree's rows with the columns of these numbers, in their order; and the executions of those rows.

    Executions that a correction replaced are among them; a column says which they are.
    """
    items = list(tree.visible_items())
    columns = [each for number in shown for each in _written(tree.columns[number], items)]
    rows = [(_kind(item), *(cell(item) for _, cell in columns)) for item in items]
    allocations = Sheet("Allocations", ("Row", *(title for title, _ in columns)), rows)
    titles = ("Group order", "Matched by", *(column.title for column in FILL_COLUMNS))
    executions = [
        (_masked(each.group_order) or None, each.matched_by, *(_cell(column, each.fill) for column in FILL_COLUMNS))
        for each in _underlying(items)
    ]
    return [allocations, Sheet("Executions", titles, executions)]


def _kind(item: Item) -> str:
    """What the row is of. Parts are never to be added to the whole: who sums a column filters by this first."""
    match item:
        case GroupAllocation():
            return "Group order"
        case AccountShare() | ApartAccount():
            return "Account"
        case Unassigned():
            return "Not in a group order"
        case _:
            return "Execution"


def _cell(column: Column[Any], item: object) -> Cell:
    """The value itself where it is a number or a time, else the text that is shown."""
    known = column.getter(item)
    if isinstance(known, (Decimal, datetime)):
        return known
    # A number that stands for a word is shown as the word, at the left.
    if isinstance(known, int) and not isinstance(known, bool) and column.alignment == RIGHT:
        return known
    return _masked(column.text(item)) or None


def _written(column: Column[Any], items: Sequence[Item]) -> list[tuple[str, Callable[[Item], Cell]]]:
    """A column of the tree as those of the sheet, with their titles: amounts have one for each currency."""
    if (money := MONEY.get(column.key)) is not None:
        return _written_money(column, money, items)

    def cell(item: Item) -> Cell:
        if column.key == NAME and isinstance(item, Fill) and item.time is not None:
            # All times of a file are in UTC.
            return f"{in_utc(item.time).isoformat(' ', 'seconds')} UTC"
        known = _cell(column, item)
        return _PRECISE.plus(known) if isinstance(known, Decimal) and column.key in _QUOTIENTS else known

    return [(column.title, cell)]


def _written_money(
    column: Column[Any], money: Callable[[Item], Money], items: Sequence[Item]
) -> list[tuple[str, Callable[[Item], Cell]]]:
    def amount(currency: str) -> Callable[[Item], Cell]:
        def cell(item: Item) -> Cell:
            known = dict(money(item)).get(currency)
            return None if known is None else _PRECISE.plus(known) if column.key == PER_SHARE else known

        return cell

    currencies = sorted({currency for item in items for currency, _ in money(item)})
    columns = [(f"{column.title}, {currency or 'currency unknown'}", amount(currency)) for currency in currencies]
    if column.key == COMMISSION and any(map(pending_of, items)):
        columns.append((f"{column.title}, reports pending", lambda item: pending_of(item) or None))
    return columns or [(column.title, lambda _item: None)]


def _masked(text: str) -> str:
    return ACCOUNT_MASK.text(text) if ACCOUNT_MASK.is_hiding else text


def _underlying(items: Iterable[Item]) -> list[_Underlying]:
    """Each execution of the rows once, in the rows' order."""
    found: dict[Fill, _Underlying] = {}
    order, matched_by = "", ""
    for item in items:
        match item:
            case GroupAllocation():
                order, matched_by = " ".join(order_line(item).split()), ""
                fills, how = item.parent_fills, _OF_THE_ORDER
            case AccountShare():
                matched_by = ", ".join(sorted(match.value for match in item.matches))
                fills, how = item.fills, matched_by
            case Unassigned():
                order, matched_by = "", item.why.value
                # Of these, a filter may have left only some: they stand below rows of their own.
                fills, how = (), ""
            case ApartAccount():
                fills, how = item.fills, item.why.value
            case _:
                fills, how = (item,), matched_by
        for fill in fills:
            found.setdefault(fill, _Underlying(fill, order, how))
    return list(found.values())
