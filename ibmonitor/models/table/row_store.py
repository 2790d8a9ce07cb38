"""`RowStore`: the records of a table, their sort keys and groups, and which are live or shown. Knows no Qt.

A record is known by its position, its place in the order of arrival, which never changes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ibmonitor.models.table.row_groups import Grouping, RowGroups
from ibmonitor.models.table.row_order import Block, RowOrder, in_order

if TYPE_CHECKING:
    from ibmonitor.models.table.column import Column


class Record(Protocol):
    """What the table needs of a record besides what the columns read."""

    serial: int
    """Its place in the order of arrival; no two records have the same."""


R = TypeVar("R", bound=Record)

_SERIAL = attrgetter("serial")


class RowStore(Generic[R]):
    """Records in the order of one column, or of arrival. Which of them are shown is decided in `row_filters.py`."""

    def __init__(self, grouping: Grouping[R] | None = None) -> None:
        self._grouping = grouping
        self._column: Column[R] | None = None
        self._descending = False
        self.records: list[R] = []
        """By position; a removed record keeps its place and is no longer live."""
        self.keys: list[Any] = []
        """The sort key each record had when it was last put in its place; that of its parent for a child."""
        self.live = bytearray()
        self.shown = bytearray()
        self.groups = RowGroups()
        self.all = self.order(())
        """All live records in order, shown or not: this makes a change of filter a single pass."""

    def clear(self) -> None:
        """Remove every record; the sort order stays."""
        self.records.clear()
        self.keys.clear()
        self.live.clear()
        self.shown.clear()
        self.groups.clear()
        self.all = self.order(())

    # Reading

    def position(self, record: R) -> int:
        """The record's place in the order of arrival, live or not; -1 if it never arrived."""
        records = self.records
        if not records or records[-1].serial < record.serial:
            return -1
        position = bisect_left(records, record.serial, key=_SERIAL)
        return position if records[position] is record else -1

    def live_positions(self, records: Iterable[R]) -> set[int]:
        return {position for position in map(self.position, records) if position >= 0 and self.live[position]}

    def all_records(self) -> list[R]:
        """Every live record in order of arrival."""
        return list(compress(self.records, self.live))

    def order(self, positions: Iterable[int]) -> RowOrder:
        """Make a `RowOrder` of positions that are in the current order already."""
        return RowOrder(self.keys, descending=self._descending, positions=positions, groups=self.groups)

    def new_key(self, position: int) -> Any:
        """The sort key of a record, or of its parent, as its fields are now."""
        return self.key_of_head(self.groups.head(position))

    def key_of_head(self, position: int) -> Any:
        """The sort key of the records in a group, by the position of their parent."""
        return None if self._column is None else self._column.sort_key(self.records[position])

    # Order

    @property
    def is_sorted(self) -> bool:
        """Whether the order is that of a column; else it is that of arrival."""
        return self._column is not None

    @property
    def is_sorted_by_account(self) -> bool:
        """Whether the order depends on how accounts are named."""
        return self._column is not None and self._column.searched is not None

    def sort_by(self, column: Column[R] | None, *, descending: bool) -> None:
        self._descending = descending
        if column is not self._column:
            self._column = column
            self._renew_keys()
        self._reorder()

    def sort_again(self) -> None:
        """The sort keys of any record may be different."""
        self._renew_keys()
        self._reorder()

    def set_keys(self, keys: Iterable[tuple[int, Any]]) -> None:
        """Give any number of live records new keys."""
        is_moved = False
        for position, key in keys:
            is_moved = is_moved or key != self.keys[position]
            self.keys[position] = key
        if is_moved:
            self._reorder()

    def move(self, position: int, key: Any, parent: int | None) -> None:
        """Give one live record a new key and a parent."""
        self.all.pop(self.all.find(position))
        self.keys[position] = key
        self.groups.set_parent(position, parent)
        self._insert(position)

    # Records that come and go

    def append(self, new: list[R]) -> range:
        """Add records that have never been here, in order of arrival: live, not shown, not yet placed."""
        first = len(self.records)
        self.records += new
        self.keys += self._keys_of(new)
        self.live += b"\1" * len(new)
        self.shown += bytes(len(new))
        return range(first, len(self.records))

    def place(self, added: range) -> list[Block]:
        """Put the newest records in order; return how that was done."""
        blocks = self.all.blocks(added) if self.is_sorted else [Block(len(self.all), list(added))]
        self.all.insert_blocks(blocks)
        return blocks

    def place_all(self) -> None:
        """Group and sort records that have just been appended to an empty store."""
        self.relate(self.relations(self.records))
        self._share_keys()
        self._reorder()

    def revive(self, position: int) -> None:
        """A removed record has come back."""
        self.live[position] = 1
        self._insert(position)

    def remove(self, gone: set[int]) -> None:
        for position in gone:
            self.live[position] = 0
        self.all = self.order([position for position in self.all.positions if position not in gone])

    # Groups

    def relations(self, records: Iterable[R]) -> dict[int, int | None]:
        """The parents that all should have whose group may be different by what has changed, by position."""
        if self._grouping is None:
            return {}
        parents: dict[int, int | None] = {}
        for position in self._related(self._grouping, records):
            above = self._grouping.parent_of(self.records[position]) if self.live[position] else None
            parent = -1 if above is None else self.position(above)
            parents[position] = parent if parent >= 0 and self.live[parent] else None
        return parents

    def relate(self, parents: Mapping[int, int | None]) -> None:
        """Set parents; the order is wrong until all of these groups are placed."""
        for position, parent in parents.items():
            self.groups.set_parent(position, parent)

    def place_groups(self, positions: set[int]) -> None:
        """Give new keys and places to whole groups whose members or keys have changed."""
        staying = [position for position in self.all.positions if position not in positions]
        for position in positions:
            self.keys[position] = self.new_key(position)
        self.all = self.order(staying)
        for position in sorted(positions, key=self.groups.rank):
            if self.live[position]:
                self._insert(position)

    def _related(self, grouping: Grouping[R], records: Iterable[R]) -> set[int]:
        related: set[int] = set()
        groups = self.groups
        for record in records:
            parent, children = grouping.parent_of(record), grouping.children_of(record)
            if parent is None and not children and not groups:
                continue
            position = self.position(record)
            if parent is not None or children or position in groups:
                members: Sequence[R] = [record, *children] if parent is None else [record, parent, *children]
                related.update(map(self.position, members))
                related.update(groups.children.get(position, ()))
                related.add(groups.head(position))
        related.discard(-1)
        return related

    def _keys_of(self, records: list[R]) -> list[Any]:
        return [None] * len(records) if self._column is None else self._column.sort_keys(records)

    def _renew_keys(self) -> None:
        self.keys[:] = self._keys_of(self.records)
        self._share_keys()

    def _share_keys(self) -> None:
        for child, parent in self.groups.parents.items():
            self.keys[child] = self.keys[parent]

    def _insert(self, position: int) -> None:
        self.all.insert(self.all.place(position, self.keys[position]), position)

    def _reorder(self) -> None:
        self.all = self.order(self._sorted(compress(range(len(self.records)), self.live)))

    def _sorted(self, live: Iterable[int]) -> list[int]:
        """Sort all live positions, given in order of arrival or as runs that are in order, oldest run first."""
        parents = self.groups.parents
        if not parents:
            return in_order(live, self.keys, descending=self._descending)
        heads = [position for position in live if position not in parents]
        return self.groups.with_children(in_order(heads, self.keys, descending=self._descending), self.live)
