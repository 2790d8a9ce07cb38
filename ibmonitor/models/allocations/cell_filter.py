"""A filter by the value of one cell of the allocations: it keeps or excludes the rows of that level with this value."""

from __future__ import annotations

from collections.abc import Sequence

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.value import value
from ibmonitor.models.allocations.items import Item, UnassignedAccount
from ibmonitor.models.table.column import Column
from ibmonitor.models.table.tree_rows import Branch
from ibmonitor.models.text.plain_text import cut

_LONGEST = 40
"""Characters of a value in the name of a filter."""


@value
class CellFilter:
    """Compares the text that was shown when the user chose it."""

    column: Column[Item]
    level: int
    """Of orders 0, of accounts 1, of fills 2."""
    text: str
    is_excluded: bool

    @property
    def key(self) -> str:
        """Another value of the same column replaces one that is kept: no row has both."""
        return f"{self.column.key}: {self.words}" if self.is_excluded else f"{self.column.key} {self.level}"

    @property
    def words(self) -> str:
        """What it keeps, in words."""
        shown = cut(" ".join(self.text.split()), _LONGEST) or "empty"
        return f"{'Not ' if self.is_excluded else ''}{self.column.title}: {shown}"

    def keeps(self, item: Item) -> bool:
        """Whether a row stays, whatever is below it. Rows of other levels do."""
        return _level(item) != self.level or (self.column.text(item) == self.text) is not self.is_excluded


def cell_filter(column: Column[Item], item: Item, *, is_excluded: bool = False) -> CellFilter:
    """Return the filter by the value that a row has in a column."""
    return CellFilter(column, _level(item), column.text(item), is_excluded)


def without_others(branch: Branch[Item], filters: Sequence[CellFilter]) -> Branch[Item] | None:
    """Return the branch with the rows that all filters keep; `None` where nothing is left at the level of a filter."""
    if not all(each.keeps(branch.item) for each in filters):
        return None
    below = [kept for each in branch.branches if (kept := without_others(each, filters)) is not None]
    level = _level(branch.item)
    if not below and any(each.level > level for each in filters):
        return None
    return Branch(branch.key, branch.item, branch.look, below)


def _level(item: Item) -> int:
    match item:
        case GroupAllocation() | Unassigned():
            return 0
        case AccountShare() | UnassignedAccount():
            return 1
        case _:
            return 2
