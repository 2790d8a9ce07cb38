"""`RecordTable`: the one table model of the program. What it shows is decided by its columns.

It sorts and filters in Python on the records' own values and keeps the visible order itself: a live update never sorts
the whole table again. The order of the rows lives in `row_order.py`, the text filter in `text_search.py`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import chain, compress
from operator import and_, attrgetter
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ibmonitor.models.column import Column
from ibmonitor.models.formats import separators
from ibmonitor.models.roles import DecimalsRole, RecordRole, RowToneRole, Tone, ToneRole
from ibmonitor.models.row_order import POSITION, RowOrder, in_order, runs
from ibmonitor.models.text_search import TextSearch, Words, words_of


class Record(Protocol):
    """What the table asks of a record besides what the columns read."""

    serial: int
    """Its place in the order of arrival; of two records, no two have the same."""


R = TypeVar("R", bound=Record)
Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()
_SERIAL = attrgetter("serial")
_FEW = 16
"""Up to so many rows, or runs of rows, are moved, inserted or removed one by one; more at once by a new layout."""
_SLICE = 0.005
"""Seconds the text filter works on end before it lets the event loop run."""
_MAX_DECIMALS = 8
"""A number with more decimals than this does not push its whole column to the left."""
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_CHANGED_ROLES = [_DISPLAY, _TOOLTIP, ToneRole, RowToneRole]
_SORTED_ROWS = QAbstractTableModel.LayoutChangeHint.VerticalSortHint


class RecordTable(QAbstractTableModel, Generic[R]):
    """A live, sorted, filtered table of records; it keeps them, and learns of their changes by `merge`."""

    counts_changed = Signal()
    """How many rows are shown, or how many there are, has changed."""
    searching_changed = Signal(bool)
    """The text filter has begun, or has finished, to read the records' texts: until then its result is incomplete."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        row_tone: Callable[[R], Tone] | None = None,
        search_text: Callable[[R], str] | None = None,
    ) -> None:
        """`search_text` may stand in for the joined texts of all columns where it is quicker and says the same."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._row_tone = row_tone
        self._search_text = search_text or self._texts_of_all_columns
        self._sort_column = -1
        self._sort_order = Qt.SortOrder.AscendingOrder
        self._predicates: dict[str, Callable[[R], bool]] = {}
        self._words: Words = ()
        self._next_words: Words | None = None
        """The text filter that is waiting for the records' texts."""
        self._searching = False
        self._search_timer = QTimer(self)
        self._search_timer.setInterval(0)
        self._search_timer.timeout.connect(self.search_on)
        self._decimals = [column.decimals for column in self.columns]
        self._decimals_timer = QTimer(self)
        self._decimals_timer.setSingleShot(True)
        self._decimals_timer.timeout.connect(self._on_decimals_grown)
        self._forget_all()

    def _forget_all(self) -> None:
        self._records: list[R] = []
        """In order of arrival; a removed one stays in its place, so that positions never change, and is not live."""
        self._keys: list[Any] = []
        """The sort key each record had when it was last put in its place."""
        self._live = bytearray()
        self._shown = bytearray()
        self._all = RowOrder(self._keys, descending=False)
        """All live records in order, shown or not: what makes a change of filter a single pass."""
        self._rows = RowOrder(self._keys, descending=False)
        """What is shown; changed only between Qt's begin and end."""
        self._search = TextSearch(self._records, self._search_text)
        self._counts = (0, 0)
        self._in_transition = False
        """Between two signals of one change the rows are in no order that could be searched."""

    # Qt's side of the model

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows.positions)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        number = index.column()
        column = self.columns[number]
        record = self._records[self._rows.positions[index.row()]]
        if role == _DISPLAY:
            text = column.text(record)
            self._note_decimals(number, text)
            return text
        if role == _ALIGNMENT:
            return column.alignment
        if role == _TOOLTIP:
            return plain_tooltip(column.hint(record)) if column.hint else None
        return self._own_data(number, record, role)

    def _own_data(self, number: int, record: R, role: int) -> Any:
        if role == RecordRole:
            return record
        if role == DecimalsRole:
            return self._decimals[number]
        if role == ToneRole:
            tone = self.columns[number].tone
            return (tone(record) if tone else "") or self.row_tone(record)
        if role == RowToneRole:
            return self.row_tone(record)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _DISPLAY:
            return column.title
        if role == _ALIGNMENT:
            return column.alignment
        if role == _TOOLTIP:
            return plain_tooltip(column.tooltip)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the values of a column; -1 is the order of arrival, oldest first."""
        self._sort_column = column if 0 <= column < len(self.columns) else -1
        self._sort_order = order
        if self._sort_column < 0:
            self._keys[:] = [None] * len(self._records)
        else:
            self._keys[:] = map(self.columns[column].sort_key, self._records)
        self._all = self._order(in_order(self._live_positions(), self._keys, descending=self._descending))
        self._show(self._shown)

    # The table's side

    @property
    def total_count(self) -> int:
        """How many records there are, shown or not."""
        return len(self._all)

    @property
    def sort_state(self) -> tuple[int, Qt.SortOrder]:
        """The column the table is sorted by (-1: order of arrival) and the direction."""
        return self._sort_column, self._sort_order

    @property
    def is_searching(self) -> bool:
        """Whether the text filter has not yet read all it must."""
        return self._searching

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

    def row_tone(self, record: R) -> Tone:
        return self._row_tone(record) if self._row_tone else ""

    def column_number(self, key: str) -> int:
        """The place of the column with this key; -1 if there is none."""
        return next((number for number, column in enumerate(self.columns) if column.key == key), -1)

    def clear(self) -> None:
        """Forget all records; order and filters stay."""
        self._start_over([])

    def merge(self, changed: Iterable[R], removed: Iterable[R] = ()) -> None:
        """Take in records that are new or different, and give up those `removed`."""
        known: list[int] = []
        new: list[R] = []
        for record in dict.fromkeys(changed):
            position = self._position(record)
            if position < 0:
                new.append(record)
            else:
                known.append(position)
                if not self._live[position]:
                    self._revive(position)
        gone = {position for position in map(self._position, removed) if position >= 0 and self._live[position]}
        if gone:
            self._remove(gone)
        self._search.outdate(known)
        searched = self._search.advance(_SLICE) if self._wants_texts else []
        self._update([position for position in dict.fromkeys(known + searched) if self._live[position]])
        self._add(sorted(new, key=_SERIAL))
        self._go_on_searching()
        self._report_counts()

    def set_predicate(self, name: str, predicate: Callable[[R], bool] | None) -> None:
        """Show only records the predicate holds for, besides all others set under other names; `None` takes it off."""
        if predicate is None:
            if self._predicates.pop(name, None) is None:
                return
        else:
            self._predicates[name] = predicate
        self._filter_again()

    def set_text_filter(self, text: str) -> None:
        """Show only records in whose columns, shown or hidden, every blank-separated word occurs, in any case."""
        words = words_of(text)
        if words == (self._words if self._next_words is None else self._next_words):
            return
        if words:
            self._search.start()
            self._next_words = words
            self.search_on()
        else:
            self._next_words = None
            self._words = ()
            self._filter_again()
            self._go_on_searching()

    # Where records are

    @property
    def _descending(self) -> bool:
        return self._sort_order == Qt.SortOrder.DescendingOrder

    @property
    def _wants_texts(self) -> bool:
        return bool(self._words or self._next_words)

    def _order(self, positions: Iterable[int]) -> RowOrder:
        return RowOrder(self._keys, descending=self._descending, positions=positions)

    def _key(self, record: R) -> Any:
        return self.columns[self._sort_column].sort_key(record) if self._sort_column >= 0 else None

    def _position(self, record: R) -> int:
        """The record's place in the order of arrival, be it live or not; -1 if it never came."""
        records = self._records
        if not records or records[-1].serial < record.serial:
            return -1
        position = bisect_left(records, record.serial, key=_SERIAL)
        return position if records[position] is record else -1

    def _row_at(self, position: int) -> int:
        if self._in_transition:
            try:
                return self._rows.positions.index(position)
            except ValueError:
                return -1
        return self._rows.find(position) if self._shown[position] else -1

    def _live_positions(self) -> Iterable[int]:
        return compress(range(len(self._records)), self._live)

    # Filters

    def _passes(self, position: int) -> bool:
        if self._words and not self._search.matches(position, self._words):
            return False
        record = self._records[position]
        return all(predicate(record) for predicate in self._predicates.values())

    def _verdicts(self) -> bytearray:
        """One byte for each position: whether the filters let it through."""
        verdicts = bytearray(self._live)
        if self._words:
            verdicts = bytearray(map(and_, verdicts, self._search.matching(self._words)))
        for predicate in self._predicates.values():
            for position in compress(range(len(verdicts)), bytes(verdicts)):
                verdicts[position] = predicate(self._records[position])
        return verdicts

    def _filter_again(self) -> None:
        self._show(self._verdicts())
        self._report_counts()

    def search_on(self) -> None:
        """Go on with the text filter for some milliseconds; a timer does this until it is through."""
        searched = self._search.advance(_SLICE)
        if self._next_words is None:
            self._update([position for position in searched if self._live[position]])
        self._go_on_searching()
        self._report_counts()

    def _go_on_searching(self) -> None:
        """Let the timer do what is left of the texts, or put the waiting text filter into force."""
        searching = self._wants_texts and self._search.backlog > 0
        if not searching and self._next_words is not None:
            self._words, self._next_words = self._next_words, None
            self._filter_again()
        if searching != self._searching:
            self._searching = searching
            if searching:
                self._search_timer.start()
            else:
                self._search_timer.stop()
            self.searching_changed.emit(searching)

    def _texts_of_all_columns(self, record: R) -> str:
        return "\n".join([column.search_text(record) for column in self.columns])

    # Changes of a few rows, one by one

    def _update(self, positions: list[int]) -> None:
        """Put records whose contents have changed where they belong now, and have them painted."""
        changes: list[tuple[int, Any, bool]] = []
        stay: list[int] = []
        for position in positions:
            key, passes = self._key(self._records[position]), self._passes(position)
            if key != self._keys[position] or passes != self._shown[position]:
                changes.append((position, key, passes))
            if passes and self._shown[position]:
                stay.append(position)
        if len(changes) <= _FEW:
            for change in changes:
                self._put(*change)
        else:
            self._put_many(changes)
        self._announce(stay)

    def _put(self, position: int, key: Any, passes: bool) -> None:
        """Give a live record a new key and a new verdict, and bring its row to where they say."""
        rows = self._rows
        row = rows.find(position) if self._shown[position] else -1
        target = rows.place(position, key)
        stays = row >= 0 and passes and target in (row, row + 1)
        if row >= 0 and not passes:
            self.beginRemoveRows(_NO_PARENT, row, row)
        elif row >= 0 and not stays:
            self.beginMoveRows(_NO_PARENT, row, row, _NO_PARENT, target)
        elif passes and not stays:
            self.beginInsertRows(_NO_PARENT, target, target)
        everything = self._all
        if row >= 0:
            rows.pop(row)
        everything.pop(everything.find(position))
        self._keys[position] = key
        self._shown[position] = passes
        everything.insert(everything.place(position, key), position)
        if passes:
            rows.insert(target - (0 <= row < target), position)
        if row >= 0 and not passes:
            self.endRemoveRows()
        elif row >= 0 and not stays:
            self.endMoveRows()
        elif passes and not stays:
            self.endInsertRows()

    def _announce(self, positions: list[int]) -> None:
        """Have the rows of these positions painted again; many scattered ones at one stroke."""
        if not positions:
            return
        last_column = len(self.columns) - 1
        if len(positions) > _FEW * _FEW:
            spans = [(0, len(self._rows) - 1)]
        else:
            spans = runs(sorted(map(self._row_at, positions)))
            if len(spans) > _FEW:
                spans = [(spans[0][0], spans[-1][1])]
        for first, last in spans:
            self.dataChanged.emit(self.index(first, 0), self.index(last, last_column), _CHANGED_ROLES)

    def _revive(self, position: int) -> None:
        """A removed record has come back."""
        self._live[position] = 1
        self._all.insert(self._all.place(position, self._keys[position]), position)

    # Changes of any size

    def _put_many(self, changes: list[tuple[int, Any, bool]]) -> None:
        shown = self._shown[:]
        for position, key, passes in changes:
            self._keys[position] = key
            shown[position] = passes
        self._all = self._order(in_order(self._live_positions(), self._keys, descending=self._descending))
        self._show(shown)

    def _remove(self, gone: set[int]) -> None:
        shown = self._shown[:]
        for position in gone:
            self._live[position] = shown[position] = 0
        self._all = self._order([position for position in self._all.positions if position not in gone])
        self._show(shown)

    def _add(self, new: list[R]) -> None:
        """Take in records that have never been here, in order of arrival."""
        if not new:
            return
        first = len(self._records)
        if first and new[0].serial < self._records[-1].serial:
            self._start_over(sorted([*self.all_records(), *new], key=_SERIAL))
            return
        self._append(new)
        if self._wants_texts:
            self._search.advance(_SLICE)
        added = range(first, len(self._records))
        passing = list(filter(self._passes, added))
        if self._sort_column < 0:
            self._all.positions.extend(added)
            self._insert_rows(len(self._rows), passing)
        elif len(new) <= _FEW:
            for position in added:
                self._all.insert(self._all.place(position, self._keys[position]), position)
            for position in passing:
                self._insert_rows(self._rows.place(position, self._keys[position]), [position])
        else:
            run = in_order(added, self._keys, descending=self._descending)
            both = chain(self._all.positions, run)
            self._all = self._order(in_order(both, self._keys, descending=self._descending))
            shown = self._shown[:]
            for position in passing:
                shown[position] = 1
            self._show(shown)

    def _append(self, new: list[R]) -> None:
        self._records += new
        self._keys += map(self._key, new)
        self._live += b"\1" * len(new)
        self._shown += bytes(len(new))

    def _insert_rows(self, row: int, positions: list[int]) -> None:
        if positions:
            self.beginInsertRows(_NO_PARENT, row, row + len(positions) - 1)
            self._rows.insert_run(row, positions)
            for position in positions:
                self._shown[position] = 1
            self.endInsertRows()

    def _start_over(self, records: list[R]) -> None:
        self.beginResetModel()
        self._forget_all()
        self._append(records)
        if self._wants_texts:
            self._search.start()
            self._search.advance(_SLICE)
        self._all = self._order(in_order(range(len(records)), self._keys, descending=self._descending))
        self._shown = self._verdicts()
        self._rows = self._order([position for position in self._all.positions if self._shown[position]])
        self.endResetModel()
        self._go_on_searching()
        self._report_counts()

    def _show(self, shown: bytearray) -> None:
        """Show the records flagged in `shown`, in the order of `_all`, with as few signals as that takes."""
        was, self._shown = self._shown, shown
        everything = self._all.positions
        target = self._order(everything if all(shown) else [position for position in everything if shown[position]])
        wanted = target.positions
        self._in_transition = True
        if was != shown:
            entering = [row for row, position in enumerate(wanted) if not was[position]]
            kept = array(POSITION, [position for position in wanted if was[position]]) if entering else wanted
            self._drop_rows(shown, kept)
            self._enter_rows(entering, kept, wanted)
        if self._rows.positions != wanted:
            self._lay_out(wanted)
        self._rows = target
        self._in_transition = False

    def _drop_rows(self, shown: bytearray, kept: array[int]) -> None:
        """Take the rows away that are not to be shown; the others come into the order of `kept` if need be."""
        leaving = [row for row, position in enumerate(self._rows.positions) if not shown[position]]
        spans = runs(leaving)
        if len(spans) > _FEW:
            self._lay_out(kept + array(POSITION, [self._rows.positions[row] for row in leaving]))
            spans = [(len(kept), len(self._rows) - 1)]
        for first, last in reversed(spans):
            self.beginRemoveRows(_NO_PARENT, first, last)
            self._rows.pop_run(first, last)
            self.endRemoveRows()

    def _enter_rows(self, entering: list[int], kept: array[int], wanted: array[int]) -> None:
        """Insert the rows that are new in `wanted`, which else is `kept`."""
        spans = runs(entering)
        if len(spans) > _FEW:
            end = len(self._rows)
            self.beginInsertRows(_NO_PARENT, end, end + len(entering) - 1)
            self._rows.positions.extend([wanted[row] for row in entering])
            self.endInsertRows()
            return
        if spans and self._rows.positions != kept:
            self._lay_out(kept)
        for first, last in spans:
            self.beginInsertRows(_NO_PARENT, first, last)
            self._rows.positions[first:first] = wanted[first : last + 1]
            self.endInsertRows()

    def _lay_out(self, positions: array[int]) -> None:
        """Bring the rows into another order; selection and current cell stay with their records."""
        _full_signal(self.layoutAboutToBeChanged).emit([], _SORTED_ROWS)
        before = self.persistentIndexList()
        places = [(self._rows.positions[index.row()], index.column()) for index in before]
        self._rows.positions = positions[:]
        wanted = {position for position, _ in places}
        row_of = {position: row for row, position in enumerate(positions) if position in wanted} if wanted else {}
        after = [self.index(row_of[position], column) for position, column in places]
        self.changePersistentIndexList(before, after)
        _full_signal(self.layoutChanged).emit([], _SORTED_ROWS)

    # Small matters

    def _report_counts(self) -> None:
        counts = (len(self._rows), len(self._all))
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit()

    def _note_decimals(self, number: int, text: str) -> None:
        """Remember the longest fraction seen in a column; its views hear of it once they have finished painting."""
        least = self._decimals[number]
        if least is None:
            return
        whole, point, fraction = text.rpartition(separators()[1])
        decimals = min(len(fraction), _MAX_DECIMALS) if point and whole else 0
        if decimals > least:
            self._decimals[number] = decimals
            self._decimals_timer.start(0)

    def _on_decimals_grown(self) -> None:
        if len(self._rows):
            end = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), end, [DecimalsRole])


def plain_tooltip(text: str) -> str | None:
    """Wrap plain text so that Qt shows it as it is: it takes some texts for HTML otherwise. `None` for an empty one."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else None


def _full_signal(signal: Any) -> Any:
    """One of the layout signals with both arguments, among the three that PySide6 makes of its default arguments."""
    return signal["QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"]
