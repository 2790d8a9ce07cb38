"""`AllocationTree`: group orders, their accounts and executions; at the end, executions in no group order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.timeline.last_change import last_change
from ibmonitor.models.allocations.attention import attention_key, review_key
from ibmonitor.models.allocations.cell_filter import CellFilter, without_others
from ibmonitor.models.allocations.columns import ALLOCATION_TREE_COLUMNS, CHANGED
from ibmonitor.models.allocations.items import Item, UnassignedAccount
from ibmonitor.models.allocations.shown_sums import ShownCounts, ShownSums
from ibmonitor.models.allocations.tiles import Tile
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.columns.fill_notes import money_look
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tree_rows import Branch, Index, Path, TreeRows
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

_DESCENDING = Qt.SortOrder.DescendingOrder


@value
class RowFilter:
    """Which rows are shown."""

    text: str = ""
    """In any column; folded for comparison."""
    admits: Callable[[str], bool] | None = None
    """Accounts; `None` admits all."""
    tile: Tile = Tile.ORDERS
    """Orders only as this one counts them."""
    cells: tuple[CellFilter, ...] = ()
    """Rows only with, or without, the values of these cells."""


_NO_FILTER = RowFilter()
_MOST_NEW = 20
"""Group orders that are inserted at once where there is no time for more."""


class _Place(NamedTuple):
    """Where a group order is, as long as it does not change."""

    allocation: GroupAllocation
    look: object
    key: Any
    """What it is sorted by; `None` is unknown."""


class AllocationTree(TreeRows[Item]):
    """The rows that pass the filters, sorted; initially what needs review is on top, and then the newest change."""

    counts_changed = Signal()
    """`counts()` has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(ALLOCATION_TREE_COLUMNS, parent)
        self._allocations: Sequence[GroupAllocation] = ()
        self._unassigned: Sequence[Unassigned] = ()
        self._filter = _NO_FILTER
        self._sort_column = -1
        self._order = Qt.SortOrder.AscendingOrder
        self._counts = (0, 0)
        self._places: dict[int, _Place] = {}
        """By key: that of each group order, kept until it changes."""
        self._made: dict[int, tuple[_Place, Branch[Item] | None]] = {}
        """By key: the last rows of each group order, `None` where none passes the filters; and its place then."""
        self._ordered: list[_Place] = []
        """The places of all group orders, sorted."""
        self._in_order_of: object = None
        """Of which list of group orders that is; `None` where they have to be sorted again."""
        self._shown_keys: set[Hashable] = set()
        self._sums = ShownSums()
        ACCOUNT_NAMES.changed.connect(self._show_again)
        CONTRACT_NAMES.changed.connect(self._show_again)
        SHOWN_ZONE.changed.connect(self._show_again)

    def show(
        self,
        allocations: Sequence[GroupAllocation],
        unassigned: Sequence[Unassigned],
        is_late: Callable[[], bool] | None = None,
    ) -> bool:
        """Show these group orders and these executions in none; return whether all are shown.

        Once it is late, it leaves the rest: call it again with the same list to go on.
        """
        if allocations is not self._allocations:
            self._in_order_of = None
        self._allocations, self._unassigned = allocations, unassigned
        return self._show_changes(is_late)

    def set_filter(
        self,
        *,
        text: str = "",
        admits: Callable[[str], bool] | None = None,
        tile: Tile = Tile.ORDERS,
        cells: tuple[CellFilter, ...] = (),
    ) -> None:
        """Show only rows with this text in any column, of accounts that are admitted, and of orders that a tile counts.

        An order with a part that passes is shown, with its admitted accounts.
        """
        self._filter = RowFilter(text.strip().casefold(), admits, tile, cells)
        self._show_again()

    def has_row(self, path: Path, only: RowFilter = _NO_FILTER) -> bool:
        """Whether the row with this path would be shown with no filter but this."""
        branches = [self._order_branch(each, only) for each in self._allocations if (each.key,) == path[:1]]
        branches += [self._unassigned_branch(each, only) for each in self._unassigned if (each.why,) == path[:1]]
        for key in path:
            branch = next((each for each in branches if each is not None and each.key == key), None)
            if branch is None:
                return False
            branches = [*branch.branches]
        return True

    def hidden_by(self, path: Path) -> list[str]:
        """The fields of `RowFilter` each of which hides a row on its own; all that are set for a row that is gone."""
        whole = self._filter
        alone = {
            "text": RowFilter(text=whole.text),
            "admits": RowFilter(admits=whole.admits),
            "tile": RowFilter(tile=whole.tile),
            "cells": RowFilter(cells=whole.cells),
        }
        return [name for name, each in alone.items() if each != _NO_FILTER and not self.has_row(path, each)]

    def counts(self) -> tuple[int, int]:
        """How many group orders are shown, and how many there are in total."""
        return self._counts

    @property
    def shown(self) -> ShownCounts:
        """The counts and sums of the rows that are shown."""
        return self._sums.counts

    def record(self, index: Index) -> Order | Fill | None:
        """The order or execution that a row, or the nearest row above it, is about."""
        item = self.item(index)
        while item is not None and not isinstance(item, Fill | GroupAllocation):
            index = self.parent(index)
            item = self.item(index)
        return self.record_of(item) if item is not None else None

    def index_of_record(self, record: Order | Fill | None) -> QModelIndex:
        """The first cell of the topmost row that is about a record; an invalid index where there is none."""
        return self.index_where(lambda item: record is not None and self.record_of(item) is record)

    def allocation(self, index: Index) -> GroupAllocation | None:
        """The group order of a row; `None` for executions in none."""
        while index.isValid():
            item = self.item(index)
            if isinstance(item, GroupAllocation):
                return item
            index = self.parent(index)
        return None

    def record_of(self, item: Item) -> Order | Fill | None:
        match item:
            case Fill():
                return item
            case GroupAllocation():
                return item.order or next(iter(item.parent_fills), None)
            case _:
                return None

    def row_tone(self, item: Item) -> Tone:
        match item:
            case Fill():
                return fill_columns.row_tone(item)
            case GroupAllocation():
                return "stale" if item.order is not None and item.order.live_interval.ended is not None else ""
            case AccountShare() | UnassignedAccount():
                return "stale" if any(fill.live_interval.ended is not None for fill in item.fills) else ""
            case _:
                return ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort siblings by a column; -1 restores the initial order."""
        self._sort_column, self._order = column, order
        self._show_again()

    def _show_again(self) -> None:
        """Filters, order or names have changed: make all rows again."""
        self._places.clear()
        self._in_order_of = None
        self._show_changes()

    def _show_changes(self, is_late: Callable[[], bool] | None = None) -> bool:
        if self._in_order_of is not self._allocations:
            for allocation in self._allocations:
                if self._find_place(allocation) and is_late is not None and is_late():
                    return False
            places = [self._places[each.key] for each in self._allocations]
            self._ordered = self._sorted(places, attrgetter("key"))
            self._in_order_of = self._allocations
        for place in self._ordered:
            key = place.allocation.key
            if key not in self._made or self._made[key][0] is not place:
                self._made[key] = (place, self._order_branch(place.allocation, self._filter))
                if is_late is not None and is_late():
                    return False
        orders = [branch for each in self._ordered if (branch := self._made[each.allocation.key][1]) is not None]
        new = [branch for branch in orders if branch.key not in self._shown_keys]
        is_complete = len(new) <= _MOST_NEW or is_late is None
        if not is_complete:
            # From the top: nothing that is read moves when more rows come.
            later = {branch.key for branch in new[_MOST_NEW:]}
            orders = [branch for branch in orders if branch.key not in later]
        self._shown_keys = {branch.key for branch in orders}
        unassigned = [branch for each in self._unassigned if (branch := self._unassigned_branch(each, self._filter))]
        self.show_branches([*orders, *unassigned])
        self._sums.update([*orders, *unassigned])
        counts = (len(orders), len(self._allocations))
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit()
        return is_complete

    def _find_place(self, allocation: GroupAllocation) -> bool:
        """Find the place of a group order; return whether it may be another than before."""
        look, place = _order_look(allocation), self._places.get(allocation.key)
        if place is not None and place.allocation is allocation and place.look == look:
            return False
        key = review_key if self._sort_column < 0 else self.columns[self._sort_column].sort_key
        self._places[allocation.key] = _Place(allocation, look, key(allocation))
        return True

    def _order_branch(self, allocation: GroupAllocation, only: RowFilter) -> Branch[Item] | None:
        if not only.tile.shows(allocation):
            return None
        shares = [share for share in allocation.shares if only.admits is None or only.admits(share.account)]
        if only.admits is not None and not shares:
            return None
        if only.text and not self._is_found(allocation, only.text):
            shares = [share for share in shares if self._is_any_found((share, *share.fills), only.text)]
            if not shares:
                return None
        accounts = [
            Branch[Item](share.account, share, share, self._fill_branches(share.fills))
            for share in self._in_order(shares)
        ]
        made = Branch[Item](allocation.key, allocation, (allocation, _order_look(allocation)), accounts)
        return without_others(made, only.cells) if only.cells else made

    def _unassigned_branch(self, unassigned: Unassigned, only: RowFilter) -> Branch[Item] | None:
        if only.tile is not Tile.ORDERS:
            return None
        by_account: dict[str, list[Fill]] = {}
        for fill in unassigned.fills:
            account = fill.execution.acct_number
            if only.admits is None or only.admits(account):
                by_account.setdefault(account, []).append(fill)
        accounts = [
            UnassignedAccount(account, unassigned.why, tuple(fills)) for account, fills in sorted(by_account.items())
        ]
        if only.text and not self._is_found(unassigned, only.text):
            accounts = [each for each in accounts if self._is_any_found((each, *each.fills), only.text)]
        below = [
            Branch[Item](each.account, each, each.fills, self._fill_branches(each.fills))
            for each in self._in_order(accounts)
        ]
        made = Branch[Item](unassigned.why, unassigned, None, below) if below else None
        return without_others(made, only.cells) if made is not None and only.cells else made

    def _fill_branches(self, fills: Sequence[Fill]) -> list[Branch[Item]]:
        return [Branch(fill, fill, _fill_look(fill)) for fill in self._in_order(fills)]

    def _in_order(self, items: Sequence[Any]) -> list[Any]:
        """Sorted by the selected column, unknown last; without one, fills stay as they are.

        The accounts of an order are by what needs attention unless another column than the time is chosen.
        """
        first = items[0] if items else None
        is_by_time = self._sort_column < 0 or self.columns[self._sort_column].key == CHANGED
        if is_by_time and isinstance(first, AccountShare):
            return sorted(items, key=attention_key)
        return self._sorted(items, self.columns[self._sort_column].sort_key) if self._sort_column >= 0 else list(items)

    def _sorted(self, items: Sequence[Any], key: Callable[[Any], Any]) -> list[Any]:
        """Sorted by a key in the order chosen, unknown last; greatest first where none was chosen."""
        known = [item for item in items if key(item) is not None]
        unknown = [item for item in items if key(item) is None]
        return [*sorted(known, key=key, reverse=self._sort_column < 0 or self._order == _DESCENDING), *unknown]

    def _is_any_found(self, items: Iterable[Item], text: str) -> bool:
        return any(self._is_found(item, text) for item in items)

    def _is_found(self, item: Item, text: str) -> bool:
        if (
            isinstance(item, AccountShare | UnassignedAccount)
            and text in ACCOUNT_NAMES.searched(item.account).casefold()
        ):
            return True
        return any(text in column.search_text(item).casefold() for column in self.columns)


def _order_look(allocation: GroupAllocation) -> object:
    order = allocation.order
    return order and (order.status, order.perm_id, order.order_ref, last_change(order))


def _fill_look(fill: Fill) -> object:
    """Everything shown of an execution that can change."""
    return fill.superseded_by, fill.execution, fill.time, money_look(fill)
