"""`OrderedRows`: keeps records in the order of one column and tells Qt of every change, with few signals.

Which records are shown is decided above, in `record_table.py`; where each stands, in `row_order.py`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, compress
from operator import attrgetter, gt
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import CHANGED_ROLES, NO_PARENT, ColumnModel, Index
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_groups import RowGroups
from ibmonitor.models.table.row_order import POSITION, RowOrder, in_order, runs


class Record(Protocol):
    """What the table asks of a record besides what the columns read."""

    serial: int
    """Its place in the order of arrival; no two records have the same."""


R = TypeVar("R", bound=Record)

FEW = 16
"""Up to so many rows, or runs of rows, are moved, inserted or removed one by one; more at once by a new layout."""
_SERIAL = attrgetter("serial")
_SORTED_ROWS = QAbstractTableModel.LayoutChangeHint.VerticalSortHint


class OrderedRows(ColumnModel[R]):
    """Records are known by their position, the place in the order of arrival, which never changes."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        row_tone: Callable[[R], Tone] | None = None,
    ) -> None:
        super().__init__(columns, parent, row_tone=row_tone)
        self._sort_column = -1
        self._sort_order = Qt.SortOrder.AscendingOrder
        self._forget_all()

    def _forget_all(self) -> None:
        self._records: list[R] = []
        """By position; a removed one stays in its place and is no longer live."""
        self._keys: list[Any] = []
        """The sort key each record had when it was last put in its place."""
        self._live = bytearray()
        self._shown = bytearray()
        self._families = RowGroups()
        self._all = self._order(())
        """All live records in order, shown or not: what makes a change of filter a single pass."""
        self._rows = self._order(())
        """What is shown; changed only between Qt's begin and end."""
        self._in_transition = False
        """Between two signals of one change the rows are in no order that could be searched."""

    # What Qt and the views ask

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows.positions)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the values of a column; -1 is the order of arrival, oldest first."""
        if not 0 <= column < len(self.columns):
            column = -1
        self._sort_order = order
        if column != self._sort_column:
            self._sort_column = column
            self._compare_again()
        self._order_again()
        self._show(self._shown)

    @property
    def sort_state(self) -> tuple[int, Qt.SortOrder]:
        """The column the table is sorted by (-1: order of arrival) and the direction."""
        return self._sort_column, self._sort_order

    @property
    def total_count(self) -> int:
        """How many records there are, shown or not."""
        return len(self._all)

    def record(self, row: int) -> R:
        return self._records[self._rows.positions[row]]

    def row_of(self, record: R) -> int:
        """The row that shows the record; -1 if none does."""
        position = self._position(record)
        return self._row_at(position) if position >= 0 else -1

    def visible_records(self) -> list[R]:
        """What is shown, in the order it is shown in."""
        return list(map(self._records.__getitem__, self._rows.positions))

    def all_records(self) -> list[R]:
        """Every record in order of arrival, shown or not."""
        return list(compress(self._records, self._live))

    # Where records are

    @property
    def _descending(self) -> bool:
        return self._sort_order == Qt.SortOrder.DescendingOrder

    def _order(self, positions: Iterable[int]) -> RowOrder:
        return RowOrder(self._keys, descending=self._descending, positions=positions, families=self._families)

    def _order_again(self) -> None:
        self._all = self._order(self._sorted(compress(range(len(self._records)), self._live)))

    def _compare_again(self) -> None:
        self._keys[:] = self._keys_of(self._records)
        self._share_keys()

    def _on_names_changed(self) -> None:
        super()._on_names_changed()
        if self._sort_column >= 0 and self.columns[self._sort_column].searched is not None:
            self._compare_again()
            self._order_again()
            self._show(self._shown)

    def _sorted(self, live: Iterable[int]) -> list[int]:
        """Sort all live positions, given in order of arrival or as runs that are in order, oldest run first."""
        parents = self._families.parents
        if not parents:
            return in_order(live, self._keys, descending=self._descending)
        heads = [position for position in live if position not in parents]
        return self._families.with_children(in_order(heads, self._keys, descending=self._descending), self._live)

    def _key(self, record: R) -> Any:
        return self.columns[self._sort_column].sort_key(record) if self._sort_column >= 0 else None

    def _keys_of(self, records: list[R]) -> list[Any]:
        return self.columns[self._sort_column].sort_keys(records) if self._sort_column >= 0 else [None] * len(records)

    def _share_keys(self) -> None:
        """Give all children the keys of their parents, below which they stand."""
        for child, parent in self._families.parents.items():
            self._keys[child] = self._keys[parent]

    def _position(self, record: R) -> int:
        """The record's place in the order of arrival, be it live or not; -1 if it never came."""
        records = self._records
        if not records or records[-1].serial < record.serial:
            return -1
        position = bisect_left(records, record.serial, key=_SERIAL)
        return position if records[position] is record else -1

    def _row_at(self, position: int) -> int:
        positions = self._rows.positions
        if self._in_transition:
            return positions.index(position) if position in positions else -1
        return self._rows.find(position) if self._shown[position] else -1

    # A few records, one by one

    def _put(self, position: int, key: Any, shown: bool) -> None:
        """Give a live record a new key and a new verdict, and bring its row to where they say."""
        rows = self._rows
        row = rows.find(position) if self._shown[position] else -1
        target = rows.place(position, key)
        finish = self._begin(row, target, shown)
        if row >= 0:
            rows.pop(row)
        self._all.pop(self._all.find(position))
        self._keys[position] = key
        self._shown[position] = shown
        self._all.insert(self._all.place(position, key), position)
        if shown:
            rows.insert(target - (0 <= row < target), position)
        finish()

    def _begin(self, row: int, target: int, shown: bool) -> Callable[[], object]:
        """Announce that the row (-1: not there yet) is to stand before `target`, or to go; return what ends it."""
        if row < 0 and shown:
            self.beginInsertRows(NO_PARENT, target, target)
            return self.endInsertRows
        if row >= 0 and not shown:
            self.beginRemoveRows(NO_PARENT, row, row)
            return self.endRemoveRows
        if row >= 0 and target not in (row, row + 1):
            self.beginMoveRows(NO_PARENT, row, row, NO_PARENT, target)
            return self.endMoveRows
        return int

    def _insert_rows(self, row: int, positions: list[int]) -> None:
        if positions:
            self.beginInsertRows(NO_PARENT, row, row + len(positions) - 1)
            self._rows.insert_run(row, positions)
            for position in positions:
                self._shown[position] = 1
            self.endInsertRows()

    def _announce(self, positions: list[int]) -> None:
        """Have the rows of these positions painted again; many scattered ones at one stroke."""
        if not positions:
            return
        spans = [(0, len(self._rows) - 1)]
        if len(positions) <= FEW * FEW:
            rows = sorted(map(self._row_at, positions))
            spans = runs(rows, FEW) or [(rows[0], rows[-1])]
        for first, last in spans:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1), CHANGED_ROLES)

    # Any number of records

    def _put_many(self, changes: list[tuple[int, Any, bool]]) -> None:
        """Give live records new keys and verdicts."""
        shown = self._shown[:]
        moved = False
        for position, key, verdict in changes:
            moved = moved or key != self._keys[position]
            self._keys[position] = key
            shown[position] = verdict
        if moved:
            self._order_again()
        self._show(shown)

    def _put_again(self, positions: set[int]) -> None:
        """Give families that have changed their keys and their places among all records; shows nothing yet."""
        staying = [position for position in self._all.positions if position not in positions]
        parents = self._families.parents
        for position in positions:
            self._keys[position] = self._key(self._records[parents.get(position, position)])
        self._all = self._order(staying)
        for position in sorted(positions, key=self._families.rank):
            if self._live[position]:
                self._all.insert(self._all.place(position, self._keys[position]), position)

    def _append(self, new: list[R]) -> range:
        """Take in records that have never been here, not shown yet, in order of arrival; return their positions."""
        first = len(self._records)
        self._records += new
        self._keys += self._keys_of(new)
        self._live += b"\1" * len(new)
        self._shown += bytes(len(new))
        return range(first, len(self._records))

    def _place_new(self, added: range, passing: list[int]) -> None:
        """Put the newest records in order, and show those of them that are `passing`."""
        if self._sort_column < 0:
            self._all.positions.extend(added)
            self._insert_rows(len(self._rows), passing)
        elif len(added) <= FEW:
            for position in added:
                self._all.insert(self._all.place(position, self._keys[position]), position)
            for position in passing:
                self._insert_rows(self._rows.place(position, self._keys[position]), [position])
        else:
            run = in_order(added, self._keys, descending=self._descending)
            self._all = self._order(self._sorted(chain(self._all.positions, run)))
            shown = self._shown[:]
            for position in passing:
                shown[position] = 1
            self._show(shown)

    def _show(self, shown: bytearray) -> None:
        """Show the records flagged in `shown`, in the order of `_all`, with as few signals as that takes."""
        was, self._shown = self._shown, shown
        target = self._order(shown_of(self._all.positions, shown))
        wanted = target.positions
        self._in_transition = True
        if was != shown:
            staying = common_flags(was, shown)
            if staying < len(self._rows):
                self._drop_rows(shown, array(POSITION, [position for position in wanted if was[position]]))
            if staying < len(wanted):
                self._enter_rows(was, wanted)
        if self._rows.positions != wanted:
            self._lay_out(wanted)
        self._rows = target
        self._in_transition = False

    def _drop_rows(self, shown: bytearray, kept: array[int]) -> None:
        """Take the rows away that are not to be shown; the others come into the order of `kept` if need be."""
        positions = self._rows.positions
        spans = runs((row for row, position in enumerate(positions) if not shown[position]), FEW)
        if spans is None:
            self._lay_out(kept + array(POSITION, [position for position in positions if not shown[position]]))
            spans = [(len(kept), len(self._rows) - 1)]
        for first, last in reversed(spans):
            self.beginRemoveRows(NO_PARENT, first, last)
            self._rows.pop_run(first, last)
            self.endRemoveRows()

    def _enter_rows(self, was: bytearray, wanted: array[int]) -> None:
        """Insert the rows of `wanted` that were not there, in their places if that takes few signals, or else last."""
        spans = runs((row for row, position in enumerate(wanted) if not was[position]), FEW)
        if spans is None:
            entering = list(compress(range(len(was)), map(gt, self._shown, was)))
            self._enter_run(len(self._rows), array(POSITION, entering))
            return
        kept = array(POSITION, [position for position in wanted if was[position]])
        if self._rows.positions != kept:
            self._lay_out(kept)
        for first, last in spans:
            self._enter_run(first, wanted[first : last + 1])

    def _enter_run(self, row: int, positions: array[int]) -> None:
        self.beginInsertRows(NO_PARENT, row, row + len(positions) - 1)
        self._rows.positions[row:row] = positions
        self.endInsertRows()

    def _lay_out(self, positions: array[int]) -> None:
        """Bring the rows into another order; selection and current cell stay with their records."""
        full_signal(self.layoutAboutToBeChanged).emit([], _SORTED_ROWS)
        before = self.persistentIndexList()
        places = [(self._rows.positions[index.row()], index.column()) for index in before]
        self._rows.positions = positions[:]
        held = {position for position, _ in places}
        row_of = {position: row for row, position in enumerate(positions) if position in held} if held else {}
        after = [self.index(row_of[position], column) for position, column in places]
        self.changePersistentIndexList(before, after)
        full_signal(self.layoutChanged).emit([], _SORTED_ROWS)


def shown_of(positions: array[int], shown: bytearray) -> Iterable[int]:
    return positions if all(shown) else [position for position in positions if shown[position]]


def common_flags(some: bytearray, others: bytearray) -> int:
    """How many flags are set in both; as two large numbers, since that takes no loop."""
    return (int.from_bytes(some, "little") & int.from_bytes(others, "little")).bit_count()


def full_signal(signal: Any) -> Any:
    """One of the layout signals with both arguments, among the three that PySide6 makes of its default arguments."""
    return signal["QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"]
