"""`RecordTable`: the one table model of the program. What it shows is decided by its columns and its filters.

It sorts and filters in Python on the records' own values and keeps the visible order itself: a live update never sorts
the whole table again. The order of the rows is kept in `ordered_rows.py`, which rows stand below
others in `family_rows.py`, the text filter in `text_search.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import and_, attrgetter
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import CHANGED_ROLES
from ibmonitor.models.table.family_rows import FamilyRows
from ibmonitor.models.table.ordered_rows import FEW, Record, shown_of
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_groups import Grouping
from ibmonitor.models.table.text_search import TextSearch, Words, words_of

R = TypeVar("R", bound=Record)

TEXT_FILTER = "text"
"""The name of the text filter beside those of the predicates."""
_SERIAL = attrgetter("serial")
_SLICE = 0.005
"""Seconds the text filter reads on end before it lets the event loop run."""
_SHOW_AFTER = 0.25
"""Seconds between two looks at what has been read, while more is to come: to show it may take several milliseconds."""


class RecordTable(FamilyRows[R]):
    """A live, sorted, filtered table of records; it keeps them, and learns of their changes by `merge`."""

    counts_changed = Signal()
    """How many rows are shown, or how many there are, has changed."""
    settled = Signal()
    """Every row is where it belongs: a change of the records, of the filters or of what is expanded is complete."""
    filtered = Signal()
    """A filter has changed which rows are shown."""
    searching_changed = Signal(bool)
    """The text filter has begun, or has finished, to read the records' texts: until then its result is incomplete."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        row_tone: Callable[[R], Tone] | None = None,
        search_text: Callable[[R], str] | None = None,
        grouping: Grouping[R] | None = None,
    ) -> None:
        """`search_text` may stand in for the joined texts of all columns where it is quicker and says the same.

        With `grouping`, records stand directly below those they are part of, and are seen when these are expanded.
        """
        self._word_texts = [column.searched or column.text for column in columns if column.decimals is None]
        self._number_columns = [column for column in columns if column.decimals is not None]
        self._search_text = search_text or self._texts_of_all_columns
        self._predicates: dict[str, Callable[[R], bool]] = {}
        self._words: Words = ()
        self._next_words: Words | None = None
        """The text filter that is waiting for the records' texts."""
        self._searching = False
        super().__init__(columns, parent, row_tone=row_tone, grouping=grouping)
        self._search_timer = QTimer(self)
        self._search_timer.setInterval(0)
        self._search_timer.timeout.connect(self.search_on)

    def _forget_all(self) -> None:
        super()._forget_all()
        self._search = TextSearch(self._records, self._search_text)
        self._read: list[int] = []
        """Positions whose new texts the filter has not yet been asked about."""
        self._looked_at = 0.0
        self._counts = (0, 0)

    # What changes the records

    def merge(self, changed: Iterable[R], removed: Iterable[R] = ()) -> None:
        """Take in records that are new or different, and give up those `removed`."""
        known: list[int] = []
        new: list[R] = []
        changed, removed = list(changed), list(removed)
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
        if self._wants_texts:
            known += self._search.advance(_SLICE)
        self._update(known)
        self._add(sorted(new, key=_SERIAL))
        self._relate(chain(changed, removed))
        self._go_on_searching()
        self._finish_change()

    def look_again(self) -> None:
        """Have all rows painted anew: how they look has changed by something that is not in the records themselves."""
        if self.rowCount():
            end = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), end, CHANGED_ROLES)

    def clear(self) -> None:
        """Forget all records; order and filters stay."""
        self._start_over([])

    # What changes the filters

    def set_predicate(self, name: str, predicate: Callable[[R], bool] | None) -> None:
        """Show only records the predicate holds for, besides all others set under other names; `None` takes it off."""
        if predicate is None:
            if self._predicates.pop(name, None) is None:
                return
        else:
            self._predicates[name] = predicate
        self._filter_again()

    def set_text_filter(self, text: str) -> None:
        """Show only records in whose columns, shown or hidden, every blank-separated word occurs, in any case.

        The records' texts are made when they are first searched, and kept; the rows change when all are there.
        """
        words = words_of(text)
        if words == (self._words if self._next_words is None else self._next_words):
            return
        if words:
            self._search.start()
            self._next_words = words
            self.search_on()
        else:
            self._words, self._next_words = (), None
            self._filter_again()
            self._go_on_searching()

    def hidden_by(self, record: R) -> list[str]:
        """The names of the filters that a record of this table does not pass; that of the text filter is "text"."""
        position = self._position(record)
        if position < 0 or not self._live[position]:
            return []
        names = [name for name, predicate in self._predicates.items() if not predicate(record)]
        is_found = not self._words or self._search.matches(position, self._words)
        return names if is_found else [*names, TEXT_FILTER]

    @property
    def is_searching(self) -> bool:
        """Whether the text filter has not yet read all it must."""
        return self._searching

    def search_on(self) -> None:
        """Go on with the text filter for some milliseconds; a timer does this until it is through."""
        self._read += self._search.advance(_SLICE)
        if not self._search.backlog or perf_counter() > self._looked_at + _SHOW_AFTER:
            read, self._read = self._read, []
            if self._next_words is None:
                self._update(read)
            self._looked_at = perf_counter()
        self._go_on_searching()
        self._finish_change()

    # Filters

    def _on_names_changed(self) -> None:
        super()._on_names_changed()
        self._search.outdate(range(len(self._records)))
        if self._wants_texts:
            self.search_on()

    @property
    def _wants_texts(self) -> bool:
        return bool(self._words or self._next_words)

    def _texts_of_all_columns(self, record: R) -> str:
        words = [text(record) for text in self._word_texts]
        return "\n".join(words + [column.search_text(record) for column in self._number_columns])

    @property
    def _has_text_filter(self) -> bool:
        return bool(self._words)

    def _is_allowed(self, position: int) -> bool:
        record = self._records[position]
        return all(predicate(record) for predicate in self._predicates.values())

    def _passes(self, position: int) -> bool:
        if self._words and not self._search.matches(position, self._words):
            return False
        return self._is_allowed(position)

    def _verdicts(self) -> bytearray:
        """One byte for each position: whether the filters let it through."""
        verdicts = self._live[:]
        if self._words:
            verdicts = bytearray(map(and_, verdicts, self._search.matching(self._words)))
        for predicate in self._predicates.values():
            verdicts = bytearray(map(and_, verdicts, map(predicate, self._records)))
        self._judge_all(verdicts)
        return verdicts

    def _filter_again(self) -> None:
        before = self._shown
        self._show(self._verdicts())
        self._finish_change()
        if self._shown != before:
            self.filtered.emit()

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

    # Changes

    def _update(self, positions: list[int]) -> None:
        """Put live records whose contents have changed where they belong now, and have them painted."""
        changes: list[tuple[int, Any, bool]] = []
        stay: list[int] = []
        if self._families:
            positions = self._update_families(positions)
        for position in dict.fromkeys(positions):
            if self._live[position]:
                key, passes = self._key(self._records[position]), self._passes(position)
                if key != self._keys[position] or passes != self._shown[position]:
                    changes.append((position, key, passes))
                if passes and self._shown[position]:
                    stay.append(position)
        if len(changes) <= FEW:
            for change in changes:
                self._put(*change)
        else:
            self._put_many(changes)
        self._announce(stay)

    def _revive(self, position: int) -> None:
        """A removed record has come back."""
        self._live[position] = 1
        self._all.insert(self._all.place(position, self._keys[position]), position)

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
        if self._records and new[0].serial < self._records[-1].serial:
            # A latecomer shifts the positions of all after it. The blotter makes none.
            self._start_over(sorted([*self.all_records(), *new], key=_SERIAL))
            return
        added = self._append(new)
        if self._wants_texts:
            self._read += self._search.advance(_SLICE)
        self._place_new(added, list(filter(self._passes, added)))

    def _start_over(self, records: list[R]) -> None:
        self.beginResetModel()
        self._forget_all()
        self._append(records)
        if self._wants_texts:
            self._search.start()
            self._search.advance(_SLICE)
        self._relate_all()
        self._all = self._order(self._sorted(range(len(records))))
        self._shown = self._verdicts()
        self._rows = self._order(shown_of(self._all.positions, self._shown))
        self.endResetModel()
        self._go_on_searching()
        counts = (len(self._rows), len(self._all))
        self._counts = counts
        self.settled.emit()
        self.counts_changed.emit()

    def _finish_change(self) -> None:
        self.settled.emit()
        counts = (len(self._rows), len(self._all))
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit()
