"""`RowFilters`: which records of a store are shown: by predicates, by the text filter, and by their group. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from ibmonitor.models.table.row_store import Record, RowStore
from ibmonitor.models.table.tally import Tally
from ibmonitor.models.table.text_search import TextSearch, Words, all_of, words_of

R = TypeVar("R", bound=Record)

TEXT_FILTER = "text"
"""The name of the text filter among those of the predicates."""


class RowFilters(Generic[R]):
    """A record passes if all predicates hold and every word of the text filter occurs in its text.

    A new text filter takes effect once all texts have been read and searched: see `search_for` and `apply_text`.
    """

    def __init__(self, store: RowStore[R], text_of: Callable[[R], str]) -> None:
        self._store = store
        self._predicates: dict[str, Callable[[R], bool]] = {}
        self._words: Words = ()
        self._next_words: Words | None = None
        """The text filter that is waiting for the records' texts."""
        self.texts = TextSearch(store.records, text_of)
        self.tally: Tally[R] = Tally({})
        self._choice = ""
        """The name of the predicate that is one of the choices counted."""
        self.collapsed: set[int] = set()
        """The children that pass, and are hidden only because their parent is collapsed."""

    def clear(self) -> None:
        """Discard the texts of all records; the filters stay."""
        self.texts.clear()
        self.collapsed.clear()
        self.tally.clear()
        if self.needs_texts:
            self.texts.start()

    def set_predicate(self, name: str, predicate: Callable[[R], bool] | None) -> bool:
        """Set or, with `None`, remove a predicate; return whether that may change anything."""
        if predicate is None:
            return self._predicates.pop(name, None) is not None
        self._predicates[name] = predicate
        return True

    def set_choices(self, name: str, choices: Mapping[str, Callable[[R], bool] | None]) -> None:
        """Count from the next `shown_flags` on what the predicate of this name would keep if it were each of these."""
        self._choice, self.tally = name, Tally(choices)

    def count(self, positions: Iterable[int]) -> None:
        """Count these records: they are new or gone, or they or their texts have changed."""
        if self._choice:
            for position in positions:
                passes = bool(self._store.live[position]) and self._is_found(position)
                passes = passes and self._is_allowed(position, but=self._choice)
                self.tally.update(position, self._store.records[position], passes=passes)

    # The text filter

    @property
    def needs_texts(self) -> bool:
        return bool(self._words or self._next_words)

    @property
    def is_waiting(self) -> bool:
        """Whether there is a new text filter that has not taken effect."""
        return self._next_words is not None

    @property
    def is_searching(self) -> bool:
        """Whether texts are needed that have not been read, or not been searched for a new text filter."""
        if self.is_waiting and not self.texts.is_searched:
            return True
        return self.needs_texts and self.texts.backlog > 0

    def search_for(self, text: str) -> bool:
        """Set a new text filter; an empty one takes effect at once. Return whether it is a different one."""
        words = words_of(text)
        if words == (self._words if self._next_words is None else self._next_words):
            return False
        if words:
            self.texts.start()
            self.texts.look_for(words)
            self._next_words = words
        else:
            self._words, self._next_words = (), None
        return True

    def apply_text(self) -> bool:
        """Let a waiting text filter take effect; return whether there is one."""
        if self._next_words is None:
            return False
        self._words, self._next_words = self._next_words, None
        return True

    # What is shown

    def hiding(self, position: int) -> list[str]:
        """The names of the filters that a record does not pass."""
        record = self._store.records[position]
        names = [name for name, predicate in self._predicates.items() if not predicate(record)]
        return names if self._is_found(position) else [*names, TEXT_FILTER]

    def passes(self, position: int) -> bool:
        """Whether a record passes all filters; its group may still hide or show it."""
        return self._is_found(position) and self._is_allowed(position)

    def shown_flags(self) -> bytearray:
        """One byte per position: whether the record is shown."""
        flags = self._store.live[:]
        if self._words:
            flags = all_of(flags, self.texts.matching(self._words))
        others = [predicate for name, predicate in self._predicates.items() if name != self._choice]
        for predicate in others:
            flags = all_of(flags, bytearray(map(predicate, self._store.records)))
        if self._choice:
            self.tally.count_again(self._store.records, flags)
        if self._choice in self._predicates:
            flags = all_of(flags, bytearray(map(self._predicates[self._choice], self._store.records)))
        self.collapsed.clear()
        for head in self._store.groups.children:
            self._mark_group(head, flags)
        return flags

    def mark_shown(self, positions: set[int], shown: bytearray) -> None:
        """Set in `shown` which members of these whole groups, and which former members, are shown."""
        groups = self._store.groups
        for position in positions:
            if position not in groups:
                self.collapsed.discard(position)
                shown[position] = bool(self._store.live[position]) and self.passes(position)
        for head in set(map(groups.head, positions)):
            self._mark_group(head, shown)

    def is_open(self, parent: int) -> bool:
        """Whether the children of a row are shown, where no filter hides them."""
        groups = self._store.groups
        return parent in groups.expanded or any(self._store.shown[child] for child in groups.children[parent])

    def is_visible(self, position: int) -> bool:
        """Whether a record is shown, or hidden only because its parent is collapsed."""
        return bool(self._store.shown[position]) or position in self.collapsed

    def visible_flags(self) -> bytearray:
        """One byte per position: whether the record is visible."""
        flags = self._store.shown[:]
        for position in self.collapsed:
            flags[position] = 1
        return flags

    def _mark_group(self, head: int, flags: bytearray) -> None:
        """Decide which of a group are shown. What the text filter finds is never hidden by a collapsed parent."""
        groups = self._store.groups
        children = groups.children.get(head)
        if children is None:
            return
        is_allowed = self._is_allowed(head)
        is_open = bool(self._words) or head in groups.expanded or not is_allowed
        found = [bool(self._store.live[child]) and self.passes(child) for child in children]
        for child, is_found in zip(children, found, strict=True):
            flags[child] = is_found and is_open
            if is_found and not is_open:
                self.collapsed.add(child)
            else:
                self.collapsed.discard(child)
        flags[head] = bool(self._store.live[head]) and is_allowed and (self.passes(head) or any(found))

    def passing(self, positions: Sequence[int]) -> Sequence[int]:
        """Those of the positions whose records pass all filters."""
        return list(filter(self.passes, positions)) if self._words or self._predicates else positions

    def _is_found(self, position: int) -> bool:
        return not self._words or self.texts.matches(position, self._words)

    def _is_allowed(self, position: int, *, but: str = "") -> bool:
        record = self._store.records[position]
        return all(predicate(record) for name, predicate in self._predicates.items() if name != but)
