"""The allocations as they are exported: each account's part of each group order, and the executions behind them.

Both sheets are flat: what is below collapsed rows is there too, and nothing has to be read from the row above it.
Accounts are hidden in a file while they are hidden in the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_trades import FillKind, Trades, chosen_fills
from ibmonitor.domain.wording.rounding import rounded, rounded_average
from ibmonitor.exporting.sheet import Cell, Sheet
from ibmonitor.models.allocations.bars import order_line
from ibmonitor.models.allocations.columns import NAME, note_of
from ibmonitor.models.allocations.items import Item, UnassignedAccount, needs_review
from ibmonitor.models.allocations.share_sums import ShareSums
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.columns.fills import FILL_COLUMNS, row_tone
from ibmonitor.models.output.printout import (
    ROW,
    PrintColumn,
    Printout,
    PrintRow,
    print_column,
    print_totals,
    printed_text,
)
from ibmonitor.models.output.row_facts import FACT_TITLES, NOT_EXPECTED, REPORTED, row_facts
from ibmonitor.models.output.sheet_cells import STRIDE, Stepwise, stride_of, tone_word, written_columns
from ibmonitor.models.output.sheet_zone import SheetZone, sheet_zone
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import NO, PENDING, YES

SHEET_TITLES = ("Allocations", "Executions")

_OF_THE_ORDER = "the master account's execution"
_NOT_IN_TOTALS = "the master account's executions, and those in no group order"
_REVIEW = "Needs review"
_OTHER_CURRENCY = "A further currency of the row above."


@dataclass(frozen=True, slots=True)
class _Underlying:
    """An execution, and how it was matched."""

    fill: Fill
    order: GroupAllocation | None
    matched_by: str


def allocation_sheets(tree: AllocationTree) -> Stepwise[list[Sheet]]:
    """Make a row for each account of each group order shown, accounts without anything included; and the executions.

    An account that paid in several currencies has a row for each, and its quantities in the first one only, so that
    every column can be summed. Executions that a correction replaced are included; a column marks them.
    """
    items = [item for _, item in tree.rows()]
    zone = sheet_zone()
    rows: list[tuple[Cell, ...]] = []
    order: GroupAllocation | None = None
    for number, item in enumerate(items):
        if not number % STRIDE:
            yield 0.5 * number / len(items)
        if isinstance(item, GroupAllocation):
            order = item
            if not item.shares:
                rows.append(_parent_row(item))
        elif isinstance(item, AccountShare) and order is not None:
            rows += _share_rows(order, item)
    allocations = Sheet(SHEET_TITLES[0], _titles(zone), rows, zone.zone)
    return [allocations, (yield from _executions(items, zone))]


def _titles(zone: SheetZone) -> tuple[str, ...]:
    alias = ("Account alias",) if ACCOUNT_NAMES.has_aliases else ()
    return (
        *FACT_TITLES,
        *(zone.heading("Time"), zone.heading("Last fill")),
        *("Group", "Method", "Side", "Contract", "Order quantity", "Order filled", "Order status"),
        *("Perm ID", "Order ID", "Client ID", "Order ref", "Model code"),
        *("Account", *alias, "Expected", "Due now", "Allocated", "Difference", "State", "Reason", "Average price"),
        *("Commission", "Currency", "Realized P&L", "Matched by"),
    )


def _share_rows(allocation: GroupAllocation, share: AccountShare) -> Iterator[tuple[Cell, ...]]:
    commissions, realized_pnl = dict(share.commissions), dict(share.realized_pnl)
    order = _order_cells(allocation)
    is_stale = any(fill.live_interval.ended is not None for fill in share.fills)
    state = PENDING if share.pending else REPORTED if commissions else NOT_EXPECTED
    quantities: tuple[Cell, ...] = (
        *(_number(share.expected.quantity), _number(share.due), _number(share.allocated), _number(share.difference)),
        *(share.state.value, _text(note_of(share)), _average(share.average_price)),
    )
    for number, currency in enumerate(sorted({*commissions, *realized_pnl}) or [""]):
        facts: tuple[Cell, ...] = (FillKind.PART.value, YES, state, tone_word("stale" if is_stale else "") or None)
        if number:
            facts = (facts[0], YES, REPORTED, facts[3])
            quantities = (*(None,) * 5, _OTHER_CURRENCY, None)
        money = (_number(commissions.get(currency)), _text(currency), _number(realized_pnl.get(currency)))
        matched_by = ", ".join(sorted(match.value for match in share.matches)) or None
        yield (*facts, *order, *_account_cells(share.account), *quantities, *money, matched_by)


def _parent_row(allocation: GroupAllocation) -> tuple[Cell, ...]:
    """The row of a group order whose accounts are not known, so that it is not missing."""
    quantities: tuple[Cell, ...] = (None, None, None, None, allocation.state.value, _text(note_of(allocation)), None)
    facts = (FillKind.PARENT.value, NO, NOT_EXPECTED, None)
    return (*facts, *_order_cells(allocation), *_account_cells(""), *quantities, *(None,) * 4)


def _order_cells(allocation: GroupAllocation) -> tuple[Cell, ...]:
    order, times = allocation.order, _times(allocation)
    fills = (*allocation.parent_fills, *(fill for share in allocation.shares for fill in share.fills))
    execution = fills[0].execution if fills else None
    known = order if order is not None else execution
    status = (order.status if order is not None else None) or ""
    return (
        *(min(times, default=None), max(times, default=None)),
        *(_text(allocation.group_name), _text(allocation.method), _text(allocation.side)),
        _text(CONTRACT_NAMES.name(allocation.contract)),
        *(_number(allocation.quantity), _number(allocation.filled), _text(status)),
        *((known.perm_id, known.order_id, known.client_id) if known is not None else (None, None, None)),
        *((_text(known.order_ref), _text(known.model_code)) if known is not None else (None, None)),
    )


def _account_cells(account: str) -> tuple[Cell, ...]:
    number = _text(account)
    return (number, _text(ACCOUNT_NAMES.alias(account))) if ACCOUNT_NAMES.has_aliases else (number,)


def _times(allocation: GroupAllocation) -> list[datetime]:
    """Of the executions that count: the master's, or where there are none the accounts'."""
    fills = allocation.parent_fills or [fill for share in allocation.shares for fill in share.fills]
    return [fill.time for fill in fills if fill.time is not None and fill.superseded_by is None]


def _executions(items: Sequence[Item], zone: SheetZone) -> Stepwise[Sheet]:
    underlying = yield from _underlying(items)
    counted = yield from _counted(items)
    facts = yield from row_facts([each.fill for each in underlying], row_tone)
    written = written_columns(FILL_COLUMNS, zone)
    rows: list[tuple[Cell, ...]] = []
    stride = stride_of(written)
    for number, each in enumerate(underlying):
        if not number % stride:
            yield 0.5 + 0.5 * number / len(underlying)
        of_row = facts(each.fill)._replace(counted=YES if each.fill in counted else NO)
        group_order = _text(" ".join(order_line(each.order).split())) if each.order is not None else None
        order = each.order.order if each.order is not None else None
        perm_id = order.perm_id if order is not None else None
        cells = (cell(each.fill) for _, cell in written)
        rows.append((*of_row.cells(), group_order, perm_id, each.matched_by, *cells))
    titles = ("Group order", "Group order perm ID", "Matched by", *(heading for heading, _ in written))
    return Sheet(SHEET_TITLES[1], (*FACT_TITLES, *titles), rows, zone.zone)


def _counted(items: Sequence[Item]) -> Stepwise[set[Fill]]:
    """The executions whose money is in the accounts' sums, and so in those of the footer."""
    counted: set[Fill] = set()
    for number, item in enumerate(items):
        if not number % STRIDE:
            yield 0.5
        if isinstance(item, AccountShare):
            trades = Trades()
            for fill in item.fills:
                trades.add(fill)
            for order in trades.orders():
                counted.update(chosen_fills(order)[1])
    return counted


def _underlying(items: Iterable[Item]) -> Stepwise[list[_Underlying]]:
    """Each execution of the rows once, in the rows' order."""
    found: dict[Fill, _Underlying] = {}
    order: GroupAllocation | None = None
    matched_by = ""
    for number, item in enumerate(items):
        if not number % STRIDE:
            yield 0.5
        match item:
            case GroupAllocation():
                order, matched_by = item, ""
                fills, how = item.parent_fills, _OF_THE_ORDER
            case AccountShare():
                matched_by = ", ".join(sorted(match.value for match in item.matches))
                fills, how = item.fills, matched_by
            case Unassigned():
                order, matched_by = None, item.why.value
                # A filter may have left only some of these: they have their own rows.
                fills, how = (), ""
            case UnassignedAccount():
                fills, how = item.fills, item.why.value
            case _:
                fills, how = (item,), matched_by
        for fill in fills:
            found.setdefault(fill, _Underlying(fill, order, how))
    return list(found.values())


def _number(number: Decimal | None) -> Decimal | None:
    return rounded(number) if number is not None and is_plausible(number) else None


def _average(price: Decimal | None) -> Decimal | None:
    return rounded_average(price) if price is not None and is_plausible(price) else None


def _text(text: str) -> str | None:
    return ACCOUNT_MASK.text(text) or None


def tree_printout(tree: AllocationTree, columns: Sequence[int]) -> Stepwise[Printout]:
    """Make the printout of the tree: all rows that pass the filters, collapsed or not, indented."""
    items = list(tree.rows())
    # Paper indents the first column, which is that of the names.
    chosen = sorted((tree.columns[number] for number in columns), key=lambda column: column.key != NAME)
    words: list[str] = []
    sums = ShareSums()
    for number, (_, item) in enumerate(items):
        if not number % STRIDE:
            yield 0.0
        words.append(", ".join(filter(None, (_REVIEW if needs_review(item) else "", tone_word(tree.row_tone(item))))))
        if isinstance(item, AccountShare):
            sums.add(item)
    has_words = any(words)
    rows: list[PrintRow] = []
    for number, ((depth, item), word) in enumerate(zip(items, words, strict=True)):
        if not number % STRIDE:
            yield number / len(items)
        tone = tree.row_tone(item)
        cells = [printed_text(column.full_text(item)) for column in chosen]
        if has_words:
            cells.append(word)
        rows.append(PrintRow(tuple(cells), depth, is_struck=tone == "superseded", is_italic=tone == "stale"))
    printed = [*map(print_column, chosen), *([PrintColumn(ROW)] if has_words else [])]
    totals = print_totals(sums.commissions, sums.realized_pnl, sums.pending, _NOT_IN_TOTALS)
    return Printout(tuple(printed), rows, totals)
