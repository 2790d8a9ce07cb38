"""`Tally`: how many records each of several choices keeps, counted by the difference of what changes. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

R = TypeVar("R")


class Tally(Generic[R]):
    """Remembers which choices each record counts for, so that a change never needs the other records."""

    def __init__(self, choices: Mapping[str, Callable[[R], bool] | None]) -> None:
        """`choices` by their keys; `None` keeps all."""
        self._keeps = list(choices.values())
        self._keys = list(choices)
        self._counts = [0] * len(self._keys)
        self._of: dict[R, tuple[int, ...]] = {}
        """The positions of the choices that each record counts for."""
        self._admits: Callable[[R], bool] | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records each choice keeps, by its key."""
        return dict(zip(self._keys, self._counts, strict=True))

    def update(self, records: Iterable[R]) -> None:
        """Count these, which are new or have changed."""
        for record in records:
            now = self._kept_by(record)
            before = self._of.get(record, ())
            if now != before:
                self._add(before, -1)
                self._add(now, 1)
                self._of[record] = now

    def remove(self, records: Iterable[R]) -> None:
        """Count these no longer."""
        for record in records:
            self._add(self._of.pop(record, ()), -1)

    def count_again(self, records: Iterable[R], admits: Callable[[R], bool] | None) -> None:
        """Count all records anew, and from now on only those that `admits` accepts; `None` accepts all."""
        self._admits = admits
        self._of.clear()
        self._counts = [0] * len(self._keys)
        self.update(records)

    def _kept_by(self, record: R) -> tuple[int, ...]:
        if self._admits is not None and not self._admits(record):
            return ()
        return tuple(n for n, keeps in enumerate(self._keeps) if keeps is None or keeps(record))

    def _add(self, positions: tuple[int, ...], number: int) -> None:
        for position in positions:
            self._counts[position] += number
