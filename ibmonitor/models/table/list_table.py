"""`ListTable`: a short list of records in the order it is given in, for the details pane.

It replaces the whole list with few signals, so that selection and scroll stay where rows stay. The big tables, which
sort and filter, use `record_table.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import compress, count, islice
from operator import is_not
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import CHANGED_ROLES, NO_PARENT, ColumnModel, Index
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_order import runs

R = TypeVar("R", bound=Hashable)

_MANY = 500
"""Where more rows than this differ, all are replaced at once: finding those that stay may take seconds."""


def _itself(record: Hashable) -> Hashable:
    return record


class ListTable(ColumnModel[R]):
    """Records in the order of the list last shown."""

    settled = Signal()
    """The rows are those of the list last shown."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        key: Callable[[R], Hashable] | None = None,
        row_tone: Callable[[R], Tone] | None = None,
    ) -> None:
        """`key` identifies a row: a record with the same key as one shown takes over its row. Default: the record."""
        super().__init__(columns, parent, row_tone=row_tone)
        self._key: Callable[[R], Hashable] = key or _itself
        self._records: list[R] = []

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._records)

    def record(self, row: int) -> R:
        return self._records[row]

    def records(self) -> list[R]:
        """What is shown, from top to bottom."""
        return list(self._records)

    def row_of(self, record: R) -> int:
        """The first row with the record's key; -1 if there is none."""
        return self.row_with(self._key(record))

    def key(self, row: int) -> Hashable:
        """The key of a row."""
        return self._key(self._records[row])

    def row_with(self, key: Hashable) -> int:
        """The first row with this key; -1 if there is none."""
        return next((row for row, other in enumerate(self._records) if self._key(other) == key), -1)

    def show(self, records: Sequence[R], start: int = 0) -> None:
        """Show these records, which are values, instead of those shown. A row whose key stays remains the same row.

        The rows before `start` stay as they are.
        """
        for first, last, new in self._differences(records[start:], start):
            self._replace(first, last, new)
        self._take_over(records[start:], start)
        self.settled.emit()

    def clear(self) -> None:
        """Remove all rows; no later row counts as the same as one of them."""
        self.beginResetModel()
        self._records = []
        self.endResetModel()

    def _differences(self, wanted: Sequence[R], start: int) -> list[tuple[int, int, Sequence[R]]]:
        """The runs of rows from `start` on to be replaced, last first: the rows of earlier runs then stay in place."""
        before = self._records[start:]
        # A list mostly grows at an end: only the middle that differs is compared all with all.
        head = self._count_same(zip(before, wanted, strict=False))
        most = min(len(before), len(wanted)) - head
        tail = self._count_same(islice(zip(reversed(before), reversed(wanted), strict=False), most))
        gone, new = before[head : len(before) - tail], wanted[head : len(wanted) - tail]
        row = start + head
        if max(len(gone), len(new)) > _MANY:
            return [(row, row + len(gone), new)]
        from difflib import SequenceMatcher  # noqa: PLC0415 - 2 ms of the start, in which no list changes

        matcher = SequenceMatcher(None, list(map(self._key, gone)), list(map(self._key, new)), autojunk=False)
        return [
            (row + first, row + last, new[begin:end])
            for tag, first, last, begin, end in reversed(matcher.get_opcodes())
            if tag != "equal"
        ]

    def _count_same(self, pairs: Iterable[tuple[R, R]]) -> int:
        """How many of the first pairs have the same key."""
        count, key = 0, self._key
        for one, other in pairs:
            if one is not other and key(one) != key(other):
                break
            count += 1
        return count

    def _replace(self, first: int, last: int, new: Sequence[R]) -> None:
        """Replace the rows from `first` to before `last` with new records."""
        if last > first:
            self.beginRemoveRows(NO_PARENT, first, last - 1)
            del self._records[first:last]
            self.endRemoveRows()
        if new:
            self.beginInsertRows(NO_PARENT, first, first + len(new) - 1)
            self._records[first:first] = new
            self.endInsertRows()

    def _take_over(self, wanted: Sequence[R], start: int) -> None:
        """Store records whose keys match the rows from `start` on; emit changes for the runs of those that differ."""
        shown = self._records[start:]
        others = compress(zip(count(start), wanted, shown, strict=False), map(is_not, wanted, shown))
        changed = [row for row, record, before in others if record != before]
        self._records[start:] = wanted
        for first, last in runs(changed, len(changed)) or ():
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1), CHANGED_ROLES)
