"""`ShownRows`: the rows a table shows. Its positions change only between the begin and end signals of the Qt model."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel

from ibmonitor.models.table.column_model import CHANGED_ROLES, NO_PARENT
from ibmonitor.models.table.row_changes import Insertion, Removal, RowChange, row_changes, shown_of
from ibmonitor.models.table.row_order import FEW, POSITION, Block, runs
from ibmonitor.models.table.row_store import Record, RowStore

R = TypeVar("R", bound=Record)

_SORTED_ROWS = QAbstractTableModel.LayoutChangeHint.VerticalSortHint


class ShownRows(Generic[R]):
    """What is flagged as shown in the store, in the store's order."""

    def __init__(self, model: QAbstractTableModel, store: RowStore[R]) -> None:
        self._model = model
        self._store = store
        self._rows = store.order(())
        self._in_transition = False
        """Between two signals of one change the rows are in no order that could be searched."""

    def __len__(self) -> int:
        return len(self._rows.positions)

    @property
    def positions(self) -> array[int]:
        """The position of the record in each row; read only."""
        return self._rows.positions

    def row_of(self, position: int) -> int:
        """The row that shows the record at a position; -1 if none does."""
        positions = self._rows.positions
        if self._in_transition:
            return positions.index(position) if position in positions else -1
        return self._rows.find(position) if self._store.shown[position] else -1

    def reset(self) -> None:
        """Show what the store has flagged; called while the model resets, so that no other signal is needed."""
        self._rows = self._store.order(shown_of(self._store.all.positions, self._store.shown))

    def put(self, changes: list[tuple[int, Any, bool]]) -> None:
        """Give live records, by position, a new key and a new shown flag, and move their rows accordingly."""
        if len(changes) <= FEW:
            for position, key, is_shown in changes:
                self.move(position, key, is_shown, self._store.groups.parents.get(position))
            return
        keys = self._store.keys
        if all(is_shown and key == keys[position] for position, key, is_shown in changes):
            # What the text filter has found: nothing else has to be compared.
            self._insert_blocks(self._rows.blocks(sorted(position for position, _, _ in changes)))
            return
        shown = self._store.shown[:]
        for position, _, is_shown in changes:
            shown[position] = is_shown
        self._store.set_keys((position, key) for position, key, _ in changes)
        self.show(shown)

    def add(self, positions: Sequence[int], placed: list[Block]) -> None:
        """Show the newest records, given in order of arrival; `placed` is how the store has put them in its order."""
        if not positions:
            return
        is_all = len(self._rows) + len(positions) == len(self._store.all)
        self._insert_blocks(placed if is_all else self._rows.blocks(positions))

    def show(self, shown: bytearray) -> None:
        """Show the records flagged in `shown`, with as few signals as that takes."""
        was, self._store.shown = self._store.shown, shown
        target = self._store.order(shown_of(self._store.all.positions, shown))
        self._in_transition = True
        for change in row_changes(self._rows.positions, target.positions, was, shown):
            self._apply(change)
        self._rows = target
        self._in_transition = False

    def reorder(self) -> None:
        """The store has another order."""
        self.show(self._store.shown)

    def repaint(self, positions: list[int]) -> None:
        """Repaint the rows of these positions; if they are many and scattered, all rows at once."""
        if not positions:
            return
        spans = [(0, len(self._rows) - 1)]
        if len(positions) <= FEW * FEW:
            rows = sorted(map(self.row_of, positions))
            spans = runs(rows, FEW) or [(rows[0], rows[-1])]
        model, last_column = self._model, self._model.columnCount() - 1
        for first, last in spans:
            model.dataChanged.emit(model.index(first, 0), model.index(last, last_column), CHANGED_ROLES)

    def move(self, position: int, key: Any, shown: bool, parent: int | None) -> None:
        """Give one live record a new key, a new shown flag and a parent, and move its row accordingly."""
        store, rows = self._store, self._rows
        row = rows.find(position) if store.shown[position] else -1
        target = rows.place_below(parent, position, key)
        finish = self._begin(row, target, shown)
        if row >= 0:
            rows.pop(row)
        store.move(position, key, parent)
        store.shown[position] = shown
        if shown:
            rows.insert(target - (0 <= row < target), position)
        finish()

    def _begin(self, row: int, target: int, shown: bool) -> Callable[[], object]:
        """Announce that the row (-1: not there yet) will stand before `target`, or will go; return what ends it."""
        model = self._model
        if row < 0 and shown:
            model.beginInsertRows(NO_PARENT, target, target)
            return model.endInsertRows
        if row >= 0 and not shown:
            model.beginRemoveRows(NO_PARENT, row, row)
            return model.endRemoveRows
        if row >= 0 and target not in (row, row + 1):
            model.beginMoveRows(NO_PARENT, row, row, NO_PARENT, target)
            return model.endMoveRows
        return int

    def _insert(self, row: int, positions: list[int]) -> None:
        if positions:
            self._model.beginInsertRows(NO_PARENT, row, row + len(positions) - 1)
            self._rows.insert_run(row, positions)
            for position in positions:
                self._store.shown[position] = 1
            self._model.endInsertRows()

    def _insert_blocks(self, blocks: list[Block]) -> None:
        if len(blocks) > FEW:
            self._insert_scattered(blocks)
            return
        # From the bottom up, so that no block moves the place of another.
        for row, run in reversed(blocks):
            self._insert(row, run)

    def _insert_scattered(self, blocks: list[Block]) -> None:
        """Insert them all at the end, and move them from there to where they belong."""
        target = self._store.order(self._rows.positions)
        target.insert_blocks(blocks)
        self._in_transition = True
        self._insert(len(self._rows), [position for _, run in blocks for position in run])
        self._lay_out(target.positions, target.find)
        self._rows = target
        self._in_transition = False

    def _apply(self, change: RowChange) -> None:
        model, positions = self._model, self._rows.positions
        match change:
            case Removal(first, last):
                model.beginRemoveRows(NO_PARENT, first, last)
                del positions[first : last + 1]
                model.endRemoveRows()
            case Insertion(first, new):
                model.beginInsertRows(NO_PARENT, first, first + len(new) - 1)
                positions[first:first] = new
                model.endInsertRows()
            case _:
                self._lay_out(change.positions)

    def _lay_out(self, positions: array[int], find: Callable[[int], int] | None = None) -> None:
        """Reorder the rows; selection and current cell stay with their records. `find` gives the new row of each."""
        model = self._model
        _full_signal(model.layoutAboutToBeChanged).emit([], _SORTED_ROWS)
        before = model.persistentIndexList()
        places = [(self._rows.positions[index.row()], index.column()) for index in before]
        self._rows.positions = positions[:]
        held = {position for position, _ in places}
        row_of = _rows_of(held, positions) if find is None else {position: find(position) for position in held}
        after = [model.index(row_of[position], column) for position, column in places]
        model.changePersistentIndexList(before, after)
        _full_signal(model.layoutChanged).emit([], _SORTED_ROWS)


def _rows_of(held: set[int], positions: array[int]) -> dict[int, int]:
    """The rows of some positions. A few are found as bytes: a pass over a million rows takes 80 ms."""
    if len(held) > FEW:
        return {position: row for row, position in enumerate(positions) if position in held}
    rows, memory = {}, positions.tobytes() if held else b""
    for position in held:
        wanted = array(POSITION, [position]).tobytes()
        place = memory.find(wanted)
        while place > 0 and place % positions.itemsize:
            # These bytes also occur across two others.
            place = memory.find(wanted, place + 1)
        rows[position] = place // positions.itemsize
    return rows


def _full_signal(signal: Any) -> Any:
    """One of the layout signals with both arguments, among the three that PySide6 makes of its default arguments."""
    return signal["QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"]
