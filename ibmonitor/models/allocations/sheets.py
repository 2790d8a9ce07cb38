"""The allocations as they are exported: the rows of the tree that pass its filters, and the executions below them.

Rows below collapsed ones are exported too. Accounts are hidden in a file while they are hidden in the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ibmonitor.domain.allocation.sums import Money
from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.wording.rounding import rounded
from ibmonitor.exporting.sheet import Cell, Sheet
from ibmonitor.models.allocations.bars import order_line
from ibmonitor.models.allocations.columns import NAME
from ibmonitor.models.allocations.items import Item, UnassignedAccount
from ibmonitor.models.allocations.money import COMMISSION, MONEY, pending_of
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.moments import execution_moment
from ibmonitor.models.output.printout import PrintColumn, Printout, PrintRow, print_column, printed_text
from ibmonitor.models.output.sheet_cells import STRIDE, Stepwise, cell_of, tone_word
from ibmonitor.models.output.table_sheets import ROW
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import moment_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

SHEET_TITLES = ("Allocations", "Executions")

_OF_THE_ORDER = "the master account's execution"

_Written = tuple[str, Callable[[Item], Cell]]
"""A column of the sheet: its title, and its cell for an item."""


@dataclass(frozen=True, slots=True)
class _Underlying:
    """An execution, and how it was matched."""

    fill: Fill
    group_order: str
    matched_by: str


def allocation_sheets(tree: AllocationTree, shown: Sequence[int]) -> Stepwise[list[Sheet]]:
    """Make the tree's rows with the columns of these numbers, in their order; and the executions of those rows.

    Executions that a correction replaced are included; a column marks them.
    """
    items = [item for _, item in tree.rows()]
    columns: list[_Written] = []
    for number in shown:
        columns += yield from _written(tree.columns[number], items)
    underlying = yield from _underlying(items)
    total = len(items) + len(underlying)
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        if not len(rows) % STRIDE:
            yield len(rows) / total
        rows.append((kind_of(item), *(cell(item) for _, cell in columns)))
    executions: list[tuple[Cell, ...]] = []
    for each in underlying:
        if not len(executions) % STRIDE:
            yield (len(rows) + len(executions)) / total
        cells = (cell_of(column, each.fill) for column in FILL_COLUMNS)
        executions.append((ACCOUNT_MASK.text(each.group_order) or None, each.matched_by, *cells))
    titles = ("Group order", "Matched by", *(column.title for column in FILL_COLUMNS))
    allocations = Sheet(SHEET_TITLES[0], ("Row", *(title for title, _ in columns)), rows)
    return [allocations, Sheet(SHEET_TITLES[1], titles, executions)]


def kind_of(item: Item) -> str:
    """The kind of a row. Parts must not be added to the whole: filter by this before summing a column."""
    match item:
        case GroupAllocation():
            return "Group order"
        case AccountShare() | UnassignedAccount():
            return "Account"
        case Unassigned():
            return "Not in a group order"
        case _:
            return "Execution"


def _written(column: Column[Any], items: Sequence[Item]) -> Stepwise[list[_Written]]:
    """The columns of the sheet for a column of the tree: amounts have one for each currency."""
    if (money := MONEY.get(column.key)) is not None:
        return (yield from _written_money(column, money, items))

    def cell(item: Item) -> Cell:
        if column.key == NAME and isinstance(item, Fill) and item.time is not None:
            # The heading does not name the zone: other rows of this column hold no times.
            text = moment_text(execution_moment(item))
            return text if SHOWN_ZONE.is_by_row else f"{text} {SHOWN_ZONE.name}"
        return cell_of(column, item)

    return [(column.title, cell)]


def _written_money(
    column: Column[Any], money: Callable[[Item], Money], items: Sequence[Item]
) -> Stepwise[list[_Written]]:
    def amount(currency: str) -> Callable[[Item], Cell]:
        def cell(item: Item) -> Cell:
            known = dict(money(item)).get(currency)
            return None if known is None else rounded(known)

        return cell

    currencies: set[str] = set()
    has_pending = False
    for number, item in enumerate(items):
        if not number % STRIDE:
            yield 0.0
        currencies.update(currency for currency, _ in money(item))
        has_pending = has_pending or (column.key == COMMISSION and bool(pending_of(item)))
    columns = [(f"{column.title}, {currency or 'no currency'}", amount(currency)) for currency in sorted(currencies)]
    if has_pending:
        columns.append((f"{column.title}, reports pending", lambda item: pending_of(item) or None))
    return columns or [(column.title, lambda _item: None)]


def _underlying(items: Iterable[Item]) -> Stepwise[list[_Underlying]]:
    """Each execution of the rows once, in the rows' order."""
    found: dict[Fill, _Underlying] = {}
    order, matched_by = "", ""
    for number, item in enumerate(items):
        if not number % STRIDE:
            yield 0.0
        match item:
            case GroupAllocation():
                order, matched_by = " ".join(order_line(item).split()), ""
                fills, how = item.parent_fills, _OF_THE_ORDER
            case AccountShare():
                matched_by = ", ".join(sorted(match.value for match in item.matches))
                fills, how = item.fills, matched_by
            case Unassigned():
                order, matched_by = "", item.why.value
                # A filter may have left only some of these: they have their own rows.
                fills, how = (), ""
            case UnassignedAccount():
                fills, how = item.fills, item.why.value
            case _:
                fills, how = (item,), matched_by
        for fill in fills:
            found.setdefault(fill, _Underlying(fill, order, how))
    return list(found.values())


def tree_printout(tree: AllocationTree, columns: Sequence[int]) -> Stepwise[Printout]:
    """Make the printout of the tree: all rows that pass the filters, collapsed or not, indented."""
    items = list(tree.rows())
    chosen = [tree.columns[number] for number in columns]
    rows: list[PrintRow] = []
    words: list[str] = []
    for number, (depth, item) in enumerate(items):
        if not number % STRIDE:
            yield number / len(items)
        tone = tree.row_tone(item)
        words.append(tone_word(tone))
        cells = tuple(printed_text(tree.text(item, column)) for column in chosen)
        rows.append(PrintRow((*cells, words[-1]), depth, is_struck=tone == "superseded", is_italic=tone == "stale"))
    return Printout((*map(print_column, chosen), PrintColumn(ROW)), rows)
