"""`AllocationTree`: group orders, their accounts, and the executions of these; below all, what is in no group order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.models.allocations.columns import ALLOCATION_TREE_COLUMNS
from ibmonitor.models.allocations.items import ApartAccount, Item
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.columns.fill_notes import money_look
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tree_rows import Branch, Index, Path, TreeRows
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES

_DESCENDING = Qt.SortOrder.DescendingOrder
_NEWEST = datetime.max.replace(tzinfo=UTC)


@value
class RowFilter:
    """Which rows are shown."""

    text: str = ""
    """In any column; folded for comparison."""
    admits: Callable[[str], bool] | None = None
    """Accounts; `None` admits all."""
    flagged_only: bool = False


_NO_FILTER = RowFilter()


class AllocationTree(TreeRows[Item]):
    """What passes the filters, in the order that is asked for; at first the newest order is on top."""

    counts_changed = Signal()
    """`counts` are others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(ALLOCATION_TREE_COLUMNS, parent)
        self._allocations: Sequence[GroupAllocation] = ()
        self._apart: Sequence[Unassigned] = ()
        self._filter = _NO_FILTER
        self._sort_column = -1
        self._order = Qt.SortOrder.AscendingOrder
        self._counts = (0, 0)
        self._kept: dict[int, tuple[GroupAllocation, object, Branch[Item] | None]] = {}
        """The rows of each group order as they were last, which are the same until it is another."""
        ACCOUNT_NAMES.changed.connect(self._show_again)
        CONTRACT_NAMES.changed.connect(self._show_again)

    def show(self, allocations: Sequence[GroupAllocation], apart: Sequence[Unassigned]) -> None:
        """Show these as they are now."""
        self._allocations, self._apart = allocations, apart
        self._show_changes()

    def set_filter(self, *, text: str, admits: Callable[[str], bool] | None, flagged_only: bool) -> None:
        """Show only rows with this text in any column, of accounts that are admitted, and of orders that need review.

        An order with a part that passes is shown, with those of its accounts that are admitted.
        """
        self._filter = RowFilter(text.strip().casefold(), admits, flagged_only)
        self._show_again()

    def has_row(self, path: Path, only: RowFilter = _NO_FILTER) -> bool:
        """Whether the row with this path would be shown with no filter but this."""
        branches = [self._order_branch(each, only) for each in self._allocations if (each.key,) == path[:1]]
        branches += [self._apart_branch(each, only) for each in self._apart if (each.why,) == path[:1]]
        for key in path:
            branch = next((each for each in branches if each is not None and each.key == key), None)
            if branch is None:
                return False
            branches = [*branch.branches]
        return True

    def hidden_by(self, path: Path) -> list[str]:
        """The names, in `RowFilter`, of the filters each of which hides a row; of a row that is gone, of all."""
        whole = self._filter
        alone = {
            "text": RowFilter(text=whole.text),
            "admits": RowFilter(admits=whole.admits),
            "flagged_only": RowFilter(flagged_only=whole.flagged_only),
        }
        return [name for name, each in alone.items() if each != _NO_FILTER and not self.has_row(path, each)]

    def counts(self) -> tuple[int, int]:
        """How many group orders are shown, and how many there are."""
        return self._counts

    def record(self, index: Index) -> Order | Fill | None:
        """The order or the execution that a row is about."""
        item = self.item(index)
        while item is not None and not isinstance(item, Fill | GroupAllocation):
            index = self.parent(index)
            item = self.item(index)
        return self.record_of(item) if item is not None else None

    def index_of_record(self, record: Order | Fill | None) -> QModelIndex:
        """The first cell of the topmost row that is about a record; an invalid index where there is none."""
        return self.index_where(lambda item: record is not None and self.record_of(item) is record)

    def allocation(self, index: Index) -> GroupAllocation | None:
        """The group order that a row is, or is below; `None` for what is in none."""
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
            case AccountShare() | ApartAccount():
                return "stale" if any(fill.live_interval.ended is not None for fill in item.fills) else ""
            case _:
                return ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows below each other by a column; a column of -1 brings back the order of arrival."""
        self._sort_column, self._order = column, order
        self._show_again()

    def _show_again(self) -> None:
        """The filters, the order or the names are others: all rows are looked at anew."""
        self._kept.clear()
        self._show_changes()

    def _show_changes(self) -> None:
        orders = [branch for each in self._in_order(self._allocations) if (branch := self._kept_branch(each))]
        apart = [branch for each in self._apart if (branch := self._apart_branch(each, self._filter))]
        self.show_branches([*orders, *apart])
        counts = (len(orders), len(self._allocations))
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit()

    def _kept_branch(self, allocation: GroupAllocation) -> Branch[Item] | None:
        look = _order_look(allocation)
        kept = self._kept.get(allocation.key)
        if kept is None or kept[0] is not allocation or kept[1] != look:
            kept = self._kept[allocation.key] = (allocation, look, self._order_branch(allocation, self._filter))
        return kept[2]

    def _order_branch(self, allocation: GroupAllocation, only: RowFilter) -> Branch[Item] | None:
        if only.flagged_only and not allocation.flagged:
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
        return Branch(allocation.key, allocation, (allocation, _order_look(allocation)), accounts)

    def _apart_branch(self, apart: Unassigned, only: RowFilter) -> Branch[Item] | None:
        if only.flagged_only:
            return None
        by_account: dict[str, list[Fill]] = {}
        for fill in apart.fills:
            account = fill.execution.acct_number
            if only.admits is None or only.admits(account):
                by_account.setdefault(account, []).append(fill)
        accounts = [ApartAccount(account, apart.why, tuple(fills)) for account, fills in sorted(by_account.items())]
        if only.text and not self._is_found(apart, only.text):
            accounts = [each for each in accounts if self._is_any_found((each, *each.fills), only.text)]
        below = [
            Branch[Item](each.account, each, each.fills, self._fill_branches(each.fills))
            for each in self._in_order(accounts)
        ]
        return Branch(apart.why, apart, None, below) if below else None

    def _fill_branches(self, fills: Sequence[Fill]) -> list[Branch[Item]]:
        return [Branch(fill, fill, _fill_look(fill)) for fill in self._in_order(fills)]

    def _in_order(self, items: Sequence[Any]) -> list[Any]:
        """Ordered by the column chosen, unknown last; without one, orders newest first, and all else as it is."""
        if self._sort_column < 0:
            newest_first = bool(items) and isinstance(items[0], GroupAllocation)
            return sorted(items, key=_began)[::-1] if newest_first else list(items)
        key = self.columns[self._sort_column].sort_key
        known = [item for item in items if key(item) is not None]
        unknown = [item for item in items if key(item) is None]
        return [*sorted(known, key=key, reverse=self._order == _DESCENDING), *unknown]

    def _is_any_found(self, items: Iterable[Item], text: str) -> bool:
        return any(self._is_found(item, text) for item in items)

    def _is_found(self, item: Item, text: str) -> bool:
        if isinstance(item, AccountShare | ApartAccount) and text in ACCOUNT_NAMES.searched(item.account).casefold():
            return True
        return any(text in column.search_text(item).casefold() for column in self.columns)


def _began(allocation: GroupAllocation) -> tuple[datetime, int]:
    """When the order began to fill, and the place of that among others of the same second; not filled is the newest.

    Not when it arrived: TWS lists open orders, executions and completed orders one after the other, whatever their age.
    """
    fills = allocation.parent_fills or [fill for share in allocation.shares for fill in share.fills]
    times = [(fill.time, fill.serial) for fill in fills if fill.time is not None]
    return min(times, default=(_NEWEST, allocation.order.serial if allocation.order is not None else 0))


def _order_look(allocation: GroupAllocation) -> object:
    order = allocation.order
    return order and (order.status, order.perm_id, order.order_ref)


def _fill_look(fill: Fill) -> object:
    """All that may change of what is shown of an execution."""
    return fill.superseded_by, fill.execution, fill.time, money_look(fill)
