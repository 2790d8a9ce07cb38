"""`Tally`: how many of the records that pass all other filters each of several choices keeps. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import mul
from typing import Generic, TypeVar

R = TypeVar("R")


class Tally(Generic[R]):
    """Knows records by their position. A change asks its own record only, and another filter asks none again."""

    def __init__(self, choices: Mapping[str, Callable[[R], bool] | None]) -> None:
        """Up to eight choices, by their keys; `None` keeps all."""
        self._choices = [(key, 1 << number, keeps) for number, (key, keeps) in enumerate(choices.items())]
        self.clear()

    def clear(self) -> None:
        """Forget all records."""
        self._counts = {key: 0 for key, _, _ in self._choices}
        self._kept = bytearray()
        """By position, the choices that keep a record: a bit for each."""
        self._counted = bytearray()
        """The same of the records that are counted, and 0 of the others."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records each choice keeps, by its key."""
        return dict(self._counts)

    def update(self, position: int, record: R, *, passes: bool) -> None:
        """Count a record that has changed, or the next one that is new; `passes` is about all other filters."""
        if position == len(self._kept):
            self._kept.append(0)
            self._counted.append(0)
        self._kept[position] = self._kept_by(record)
        before, now = self._counted[position], self._kept[position] if passes else 0
        if now != before:
            self._counted[position] = now
            self._add(before, -1)
            self._add(now, 1)

    def count_again(self, records: Sequence[R], flags: bytearray) -> None:
        """Count all records under another filter; `flags` holds 1 for each record that passes, else 0."""
        self._kept += bytes(map(self._kept_by, records[len(self._kept) :]))
        self._counted = bytearray(map(mul, self._kept, flags))
        self._counts = dict.fromkeys(self._counts, 0)
        for kept in set(self._counted):
            self._add(kept, self._counted.count(kept))

    def _kept_by(self, record: R) -> int:
        return sum(bit for _, bit, keeps in self._choices if keeps is None or keeps(record))

    def _add(self, kept: int, number: int) -> None:
        for key, bit, _ in self._choices:
            if kept & bit:
                self._counts[key] += number
