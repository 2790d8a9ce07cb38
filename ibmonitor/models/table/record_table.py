"""`RecordTable`: the Qt model of a live, sorted, filtered table of records. It owns its parts and connects them.

It sorts and filters in Python on the records' own values and keeps the visible order itself: a live update never sorts
the whole table again. `row_store.py` keeps the records, their order and their groups; `row_filters.py` decides which
are shown; `shown_rows.py` notifies Qt of every change of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ibmonitor.models.table.changed_rows import ChangedRows
from ibmonitor.models.table.column import Column, text_of_columns
from ibmonitor.models.table.column_model import NO_PARENT, CellLook, ColumnModel, Index
from ibmonitor.models.table.lit_rows import LitRows
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_filters import RowFilters
from ibmonitor.models.table.row_groups import Grouping
from ibmonitor.models.table.row_order import FEW
from ibmonitor.models.table.row_store import Record, RowStore
from ibmonitor.models.table.shown_rows import ShownRows
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

R = TypeVar("R", bound=Record)

_SERIAL = attrgetter("serial")
_SLICE = 0.005
"""Seconds the text filter reads at a time before the event loop runs again."""
_FEW_RELATED = 64
"""Up to this many records of changed groups are moved one by one: more at once take a pass over all rows."""
_SHOW_AFTER = 0.25
"""Seconds between two updates of the rows while texts are read: an update may take several milliseconds."""


class RecordTable(ColumnModel[R]):
    """Keeps the records passed to `merge`, and shows those that pass the filters."""

    counts_changed = Signal()
    """How many rows are shown, how many there are, or how many each choice would show, has changed."""
    settled = Signal()
    """Every row is where it belongs: a change of the records, of the filters or of what is expanded is complete."""
    filtered = Signal()
    """A filter has changed which rows are shown."""
    light_changed = Signal(object)
    """The rows, by their numbers, that are lit less brightly, or no longer: nothing else of them has changed."""
    look_changed = Signal(object)
    """A function of a record, which says whether it looks different, and has not changed otherwise."""
    painting_held = Signal(bool)
    """Views paint nothing, or paint again: rows change faster than anybody can read, and painting takes longer."""
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
        stamp: Callable[[R], object] | None = None,
    ) -> None:
        """`search_text` may replace the joined texts of all columns where it gives the same words faster.

        A record that is merged while its `stamp` is as it was is repainted and not lit: only its relatives changed.

        With `grouping`, records stand directly below those they are part of, and are shown when these are expanded.
        """
        super().__init__(columns, parent, row_tone=row_tone)
        self._grouping = grouping
        self._tree_column = self.column_number(grouping.column) if grouping else -1
        self._store: RowStore[R] = RowStore(grouping)
        self._filters: RowFilters[R] = RowFilters(self._store, search_text or text_of_columns(columns))
        self._rows: ShownRows[R] = ShownRows(self, self._store)
        self._lit = LitRows()
        self._lights_changes = False
        self._is_in_sight = True
        self._stamp = stamp
        self._stamps: list[object] = []
        """By position, where there is a `stamp`."""
        self._watchers: list[ChangedRows] = []
        self._fade_timer = QTimer(self)
        self._fade_timer.setSingleShot(True)
        self._fade_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._fade_timer.timeout.connect(self._fade)
        self._counts: object = None
        self.is_painting_held = False
        """Whether views paint nothing for now: a burst."""
        self.painting_seconds = 0.0
        """How long painting the rows has taken so far; views add to it."""
        self._read: list[int] = []
        """Positions whose new texts the filter has not yet been applied to."""
        self._shown_at = 0.0
        self._searching = False
        self._search_timer = QTimer(self)
        self._search_timer.setInterval(0)
        self._search_timer.timeout.connect(self.read_texts)
        ACCOUNT_NAMES.changed.connect(self._on_account_names_changed)
        SHOWN_ZONE.changed.connect(self._read_texts_again)

    # The rows

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def record(self, row: int) -> R:
        return self._store.records[self._rows.positions[row]]

    def row_of(self, record: R) -> int:
        """The row that shows the record; -1 if none does."""
        position = self._store.position(record)
        return self._rows.row_of(position) if position >= 0 else -1

    def key(self, row: int) -> R:
        """What identifies a row: its record."""
        return self.record(row)

    def row_with(self, key: R) -> int:
        """The row with this key; -1 if none has it."""
        return self.row_of(key)

    def visible_records(self) -> list[R]:
        """All that pass the filters, in the order shown, including children of collapsed rows."""
        records, children = self._store.records, self._store.groups.children
        if not children:
            return list(map(records.__getitem__, self._rows.positions))
        found: list[R] = []
        for position in self._rows.positions:
            found.append(records[position])
            if position in children:
                found += [records[child] for child in children[position] if child in self._filters.collapsed]
        return found

    @property
    def shown_count(self) -> int:
        """How many records pass the filters: the rows, and the children of collapsed rows."""
        return len(self._rows) + len(self._filters.collapsed)

    @property
    def total_count(self) -> int:
        """How many records there are, shown or not."""
        return len(self._store.all)

    def watch_rows(self) -> ChangedRows:
        """Return what notes from now on which records change, and which are shown or hidden."""
        changes = ChangedRows(self._filters.visible_flags())
        self._watchers.append(changes)
        return changes

    def take_changed(self, changes: ChangedRows) -> Iterator[tuple[R, bool]]:
        """The records noted there, each forgotten before the next one, and whether it passes the filters."""
        for position in changes.take():
            yield self._store.records[position], self._filters.is_visible(position)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the values of a column; -1 is the order of arrival, oldest first."""
        by = self.columns[column] if 0 <= column < len(self.columns) else None
        self._store.sort_by(by, descending=order == Qt.SortOrder.DescendingOrder)
        self._rows.reorder()

    # Groups of rows

    @property
    def has_groups(self) -> bool:
        """Whether any row can be expanded."""
        return bool(self._store.groups)

    def is_expandable(self, record: R) -> bool:
        """Whether other records stand below this one."""
        return self._store.position(record) in self._store.groups.children

    def is_expanded(self, record: R) -> bool:
        """Whether the records below this one are shown where no filter hides them."""
        return self._store.position(record) in self._store.groups.expanded

    def parent_record(self, record: R) -> R | None:
        """The record this one stands below; `None` where there is none."""
        parent = self._store.groups.parents.get(self._store.position(record))
        return None if parent is None else self._store.records[parent]

    def set_expanded(self, record: R, expanded: bool) -> None:
        """Show or hide what stands below a record. What the text filter finds is shown in any case."""
        position, groups = self._store.position(record), self._store.groups
        if position >= 0 and (position in groups.expanded) != expanded:
            groups.expanded ^= {position}
            self._regroup(dict.fromkeys({position} & groups.children.keys()))
            self._finish_change()

    def set_all_expanded(self, expanded: bool) -> None:
        """Show or hide what stands below every record there is now."""
        parents = set(self._store.groups.children)
        self._store.groups.expanded = parents if expanded else set()
        self._regroup(dict.fromkeys(parents))
        self._finish_change()

    def reveal(self, record: R) -> None:
        """Expand the row that hides a record."""
        parent = self.parent_record(record)
        if parent is not None:
            self.set_expanded(parent, expanded=True)

    def set_lighting(self, lights: bool) -> None:
        """Whether rows are lit for two seconds when they change or come; off until this is called."""
        self._lights_changes = lights
        if not lights and self._lit:
            self._lit.clear()
            self.repaint()

    def set_in_sight(self, *, in_sight: bool) -> None:
        """Whether anybody sees the rows: out of sight no light has to fade."""
        self._is_in_sight = in_sight
        if in_sight:
            self._fade()
        else:
            self._fade_timer.stop()

    def look(self, row: int, number: int) -> CellLook:
        look = super().look(row, number)
        light = self.light(row)
        if light:
            look = look._replace(light=light)
        groups = self._store.groups
        if number != self._tree_column or not groups:
            return look
        position = self._rows.positions[row]
        if position in groups.children:
            return look._replace(mark="▾" if self._filters.is_open(position) else "▸")
        return look._replace(is_indented=position in groups.parents)

    def light(self, row: int) -> float:
        """How brightly a row is lit since it has changed: 1 just now, 0 not."""
        return self._lit.brightness(self._rows.positions[row]) if self._lit else 0.0

    def accessible_text(self, row: int, number: int) -> str:
        position, groups = self._rows.positions[row], self._store.groups
        if self._grouping is None or number != self._tree_column or position not in groups:
            return ""
        text = self.columns[number].text(self._store.records[position])
        if position in groups.parents:
            return self._grouping.accessible_child_text(text)
        children = len(groups.children[position])
        return self._grouping.accessible_text(text, children, is_open=self._filters.is_open(position))

    # Records

    def merge(self, changed: Iterable[R], removed: Iterable[R] = ()) -> None:
        """Add or update the records `changed`, and remove those `removed`."""
        known: list[int] = []
        new: list[R] = []
        changed, removed = list(changed), list(removed)
        for record in dict.fromkeys(changed):
            position = self._store.position(record)
            if position < 0:
                new.append(record)
            else:
                known.append(position)
                if not self._store.live[position]:
                    self._store.revive(position)
        self._remove(self._store.live_positions(removed))
        self._filters.texts.outdate(known)
        known += self._read_few()
        self._update(known)
        self._add(sorted(new, key=_SERIAL))
        changed_known = self._changed(known)
        if self._lights_changes:
            self._light([*changed_known, *map(self._store.position, new)])
        self._regroup(self._store.relations(chain(changed, removed)))
        self._update_search()
        self._finish_change()

    def clear(self) -> None:
        """Remove all records; order and filters stay."""
        self._start_over([])

    # Filters

    def set_choices(self, name: str, choices: Mapping[str, Callable[[R], bool] | None]) -> None:
        """Count what each of these would show as the predicate of this name; for a table without groups of rows."""
        self._filters.set_choices(name, choices)
        self.filter_again()

    @property
    def choice_counts(self) -> Mapping[str, int]:
        """How many records pass all other filters and each of the choices."""
        return self._filters.tally.counts

    def set_predicate(self, name: str, predicate: Callable[[R], bool] | None) -> None:
        """Show only records for which this predicate holds, and those set under other names; `None` removes it."""
        if self._filters.set_predicate(name, predicate):
            self.filter_again()

    def set_text_filter(self, text: str) -> None:
        """Show only records in whose columns, shown or hidden, every blank-separated word occurs, in any case.

        The records' texts are made when they are first searched, and kept; the rows change when all are there.
        """
        if not self._filters.search_for(text):
            return
        if self._filters.is_waiting:
            self.read_texts()
        else:
            self.filter_again()
            self._update_search()

    def hidden_by(self, record: R) -> list[str]:
        """The names of the filters that a record of this table does not pass; that of the text filter is "text"."""
        position = self._store.position(record)
        return self._filters.hiding(position) if position >= 0 and self._store.live[position] else []

    @property
    def is_searching(self) -> bool:
        """Whether the text filter has not read all texts yet."""
        return self._searching

    def read_texts(self) -> None:
        """Read texts for some milliseconds; a timer calls this until all have been read."""
        texts = self._filters.texts
        self._read += texts.advance(_SLICE)
        is_due = not self._filters.is_searching or perf_counter() > self._shown_at + _SHOW_AFTER
        if is_due:
            read, self._read = self._read, []
            if not self._filters.is_waiting:
                self._update(read)
            self._shown_at = perf_counter()
        self._update_search()
        if is_due:
            self._finish_change()

    def _read_few(self) -> list[int]:
        """Read texts that a filter needs, if they are few; else the timer does, and merging is not slower for it."""
        texts = self._filters.texts
        return texts.advance(_SLICE) if self._filters.needs_texts and texts.backlog <= FEW else []

    def filter_again(self) -> None:
        """Apply all filters again: what a predicate depends on has changed."""
        before, collapsed = self._store.shown, self._filters.collapsed.copy()
        self._rows.show(self._filters.shown_flags())
        is_different = self._store.shown != before
        if is_different or self._filters.collapsed != collapsed:
            self._start_watching_over()
        self._finish_change()
        if is_different:
            self.filtered.emit()

    def _update_search(self) -> None:
        """Have the timer read the rest of the texts, or let the waiting text filter take effect."""
        searching = self._filters.is_searching
        if not searching and self._filters.apply_text():
            self.filter_again()
        if searching != self._searching:
            self._searching = searching
            if searching:
                self._search_timer.start()
            else:
                self._search_timer.stop()
            self.searching_changed.emit(searching)

    def _on_account_names_changed(self) -> None:
        if self._store.is_sorted_by_account:
            self._store.sort_again()
            self._rows.reorder()
        self._read_texts_again()

    def _read_texts_again(self) -> None:
        """Everything is written differently: the text filter must read it again."""
        self._filters.texts.outdate(range(len(self._store.records)))
        if self._filters.needs_texts:
            self.read_texts()

    # Changes of the records

    def _update(self, positions: list[int]) -> None:
        """Move live records whose contents have changed to where they belong now, and repaint them."""
        store = self._store
        self._filters.count(positions)
        self._note(positions)
        changes: list[tuple[int, Any, bool]] = []
        stay: list[int] = []
        if store.groups:
            groups = store.groups
            self._regroup({position: groups.parents.get(position) for position in positions if position in groups})
        for position in dict.fromkeys(positions):
            if store.live[position] and position not in store.groups:
                key, passes = store.new_key(position), self._filters.passes(position)
                if key != store.keys[position] or passes != store.shown[position]:
                    changes.append((position, key, passes))
                if passes and store.shown[position]:
                    stay.append(position)
        self._rows.put(changes)
        self._rows.repaint(stay)

    def _changed(self, known: list[int]) -> list[int]:
        """Those of these positions whose records have changed themselves."""
        if self._stamp is None:
            return known
        records, stamps = self._store.records, self._stamps
        stamps += map(self._stamp, records[len(stamps) :])
        changed = []
        for position in known:
            stamp = self._stamp(records[position])
            if stamp != stamps[position]:
                stamps[position] = stamp
                changed.append(position)
        return changed

    def _light(self, positions: list[int]) -> None:
        if not self._is_in_sight:
            # No timer does.
            self._lit.fade()
        self._lit.light(positions)
        self._wait_for_fading()

    def _wait_for_fading(self) -> None:
        # A burst makes all lights go out earlier.
        if self._lit and self._is_in_sight:
            self._fade_timer.start(int(1000 * self._lit.seconds()) + 1)

    def _fade(self) -> None:
        fading = [position for position in self._lit.fade() if self._store.shown[position]]
        self._wait_for_fading()
        if fading:
            self.light_changed.emit(list(map(self._rows.row_of, fading)))

    def _remove(self, gone: set[int]) -> None:
        if gone:
            shown = self._store.shown[:]
            for position in gone:
                shown[position] = 0
            self._store.remove(gone)
            self._filters.count(gone)
            self._note(gone)
            self._rows.show(shown)

    def _add(self, new: list[R]) -> None:
        """Add records that have never been here, in order of arrival."""
        store = self._store
        if not new:
            return
        if store.records and new[0].serial < store.records[-1].serial:
            # A latecomer shifts the positions of all after it. The blotter makes none.
            self._start_over(sorted([*store.all_records(), *new], key=_SERIAL))
            return
        added = store.append(new)
        self._read += self._read_few()
        placed = store.place(added)
        self._filters.count(added)
        self._note(added)
        self._rows.add(self._filters.passing(added), placed)

    def _regroup(self, parents: Mapping[int, int | None]) -> None:
        """Give these records their parents, move whole groups to where they are now, and show what should be shown."""
        if not parents:
            return
        store, groups = self._store, self._store.groups
        related = self._with_groups(parents)
        if len(related) <= _FEW_RELATED:
            self._move_related(related, parents)
        else:
            store.relate(parents)
            related |= self._with_groups(related)
            store.place_groups(related)
        related |= self._with_groups(related)
        self._note(related)
        shown = store.shown[:]
        self._filters.mark_shown(related, shown)
        if len(related) <= _FEW_RELATED:
            for position in related:
                if shown[position] != store.shown[position]:
                    parent = groups.parents.get(position)
                    self._rows.move(position, store.keys[position], bool(shown[position]), parent)
        else:
            self._rows.show(shown)
        self._rows.repaint([position for position in related if store.shown[position]])

    def _move_related(self, related: set[int], parents: Mapping[int, int | None]) -> None:
        """Give each of these its parent and its key: parents first, since their keys are those of their children."""
        store, groups = self._store, self._store.groups
        wanted = {position: parents.get(position, groups.parents.get(position)) for position in related}
        for position in sorted(wanted, key=lambda position: (wanted[position] is not None, position)):
            parent = wanted[position]
            if not store.live[position]:
                groups.set_parent(position, parent)
                continue
            key = store.key_of_head(position if parent is None else parent)
            if parent != groups.parents.get(position) or key != store.keys[position]:
                self._rows.move(position, key, bool(store.shown[position]), parent)

    def _with_groups(self, positions: Iterable[int]) -> set[int]:
        """These, and all that are in a group with one of them."""
        groups = self._store.groups
        heads = set(map(groups.head, positions))
        return heads.union(positions, *(groups.children.get(head, ()) for head in heads))

    def _start_over(self, records: list[R]) -> None:
        store = self._store
        self.beginResetModel()
        store.clear()
        self._lit.clear()
        self._stamps.clear()
        self._filters.clear()
        self._read = []
        self._shown_at = 0.0
        store.append(records)
        self._filters.texts.advance(_SLICE)
        store.place_all()
        store.shown = self._filters.shown_flags()
        self._rows.reset()
        self._start_watching_over()
        self.endResetModel()
        self._update_search()
        self._counts = None
        self._finish_change()

    def _note(self, positions: Collection[int]) -> None:
        """Note for those who watch that these records have changed, or may be shown or hidden."""
        for changes in self._watchers:
            changes.note(positions)

    def _start_watching_over(self) -> None:
        for changes in self._watchers:
            changes.start_over(self._filters.visible_flags())

    def hold_painting(self, *, held: bool) -> None:
        """Have views paint nothing for now, or paint again. Counts change on the screen when the rows do."""
        if held != self.is_painting_held:
            self.is_painting_held = held
            self.painting_held.emit(held)
            self._emit_counts()

    def _finish_change(self) -> None:
        self.settled.emit()
        self._emit_counts()

    def _emit_counts(self) -> None:
        if self.is_painting_held:
            return
        counts = len(self._rows), len(self._store.all), self.choice_counts
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit()
