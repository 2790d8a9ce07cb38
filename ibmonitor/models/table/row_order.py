"""`RowOrder`: which row stands where. Pure Python; knows positions and keys, neither records nor Qt.

A position is a record's place in the order of arrival; equal keys stay in that order, ascending or descending, and
unknown keys (`None`) come last in both.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ibmonitor.models.table.row_groups import RowGroups, rank_below

POSITION = "I"
"""The type code of an `array` of positions: four bytes per row, where a list of ints takes forty. Unsigned is by far
the fastest to fill."""
FEW = 16
"""Up to this many rows, or runs of rows, are moved, inserted or removed one by one; more of them by a new layout."""

_NO_GROUPS = RowGroups()


class Block(NamedTuple):
    """Positions to be inserted before a row."""

    row: int
    run: list[int]


class RowOrder:
    """A sequence of positions sorted by `keys`, a list that the owner shares and changes.

    The key of a position in the sequence may change only while it is not in it (see `pop` and `insert`).
    """

    __slots__ = ("_descending", "_groups", "_keys", "_known", "positions")

    def __init__(
        self,
        keys: list[Any],
        *,
        descending: bool,
        positions: Iterable[int] = (),
        groups: RowGroups = _NO_GROUPS,
    ) -> None:
        """`positions` must be in this order already.

        A child in `groups`, which the owner shares as well, has its parent's key and stands directly below it.
        """
        self._keys = keys
        self._groups = groups
        self._descending = descending
        self.positions: array[int] = array(POSITION, positions)
        self._known = bisect_left(self.positions, True, key=lambda position: keys[position] is None)

    def __len__(self) -> int:
        return len(self.positions)

    def place(self, position: int, key: object) -> int:
        """Where `position` with this key is, or would have to be inserted."""
        return self.place_below(self._groups.parents.get(position), position, key)

    def place_below(self, parent: int | None, position: int, key: object) -> int:
        """Where `position` would have to be inserted if it had this parent and this key."""
        first, last = self._equal_range(key)
        positions = self.positions
        groups = self._groups
        if groups.parents or parent is not None:
            return bisect_left(positions, rank_below(parent, position), first, last, key=groups.rank)
        if first == last or positions[last - 1] < position:
            return last
        return bisect_left(positions, position, first, last)

    def find(self, position: int) -> int:
        """The row of `position`, -1 if it is not here."""
        row = self.place(position, self._keys[position])
        return row if row < len(self.positions) and self.positions[row] == position else -1

    def insert(self, row: int, position: int) -> None:
        self.positions.insert(row, position)
        self._known += self._keys[position] is not None

    def insert_run(self, row: int, run: Iterable[int]) -> None:
        added = array(POSITION, run)
        self.positions[row:row] = added
        self._known += sum(self._keys[position] is not None for position in added)

    def blocks(self, added: Iterable[int]) -> list[Block]:
        """The runs of which positions that are not here yet, given in order of arrival, come to stand together."""
        blocks: list[Block] = []
        row = 0
        for position in in_order(added, self._keys, descending=self._descending):
            key, before = self._keys[position], row
            # Rows of one time or symbol come together: most belong right behind the one before.
            if not self._is_next(key, row):
                row = self.place(position, key)
            if blocks and row == before:
                blocks[-1].run.append(position)
            else:
                blocks.append(Block(row, [position]))
        return blocks

    def insert_blocks(self, blocks: Sequence[Block]) -> None:
        """Insert blocks, given from top to bottom."""
        if len(blocks) <= FEW:
            for row, run in reversed(blocks):
                self.insert_run(row, run)
            return
        # Many blocks are not moved by each other: what is between them is copied once.
        before, last = self.positions, 0
        merged = array(POSITION)
        for row, run in blocks:
            merged += before[last:row]
            merged.extend(run)
            last = row
            self._known += sum(self._keys[position] is not None for position in run)
        self.positions = merged + before[last:]

    def pop(self, row: int) -> int:
        self._known -= row < self._known
        return self.positions.pop(row)

    def _is_next(self, key: Any, row: int) -> bool:
        """Whether a key, known to belong at `row` or behind, certainly belongs there."""
        if key is None or row >= self._known:
            return key is not None
        other = self._keys[self.positions[row]]
        return bool(other < key if self._descending else key < other)

    def _equal_range(self, key: object) -> tuple[int, int]:
        if key is None:
            return self._known, len(self.positions)
        keys = self._keys
        wanted: Any = key
        # Most keys are not here yet: then the other end, which costs as much, need not be looked for.
        if not self._descending:
            first = bisect_left(self.positions, wanted, 0, self._known, key=keys.__getitem__)
            if first == self._known or keys[self.positions[first]] != wanted:
                return first, first
            last = bisect_right(self.positions, wanted, first, self._known, key=keys.__getitem__)
        else:
            first = bisect_left(self.positions, True, 0, self._known, key=lambda position: keys[position] <= wanted)
            if first == self._known or keys[self.positions[first]] != wanted:
                return first, first
            last = bisect_left(self.positions, True, first, self._known, key=lambda position: keys[position] < wanted)
        return first, last


def in_order(positions: Iterable[int], keys: list[Any], *, descending: bool) -> list[int]:
    """Sort `positions`, given in order of arrival or as runs that are in order, oldest run first."""
    given = list(positions)
    try:
        return sorted(given, key=keys.__getitem__, reverse=descending)
    except TypeError:  # Some keys are `None`, which cannot be compared: only now are they worth looking for.
        known = [position for position in given if keys[position] is not None]
        unknown = [position for position in given if keys[position] is None]
    known.sort(key=keys.__getitem__, reverse=descending)
    return known + unknown


def runs(rows: Iterable[int], most: int) -> list[tuple[int, int]] | None:
    """Join ascending row numbers into runs of neighbors: (first, last), both included; `None` if more than `most`."""
    joined: list[tuple[int, int]] = []
    for row in rows:
        if joined and joined[-1][1] == row - 1:
            joined[-1] = (joined[-1][0], row)
        elif len(joined) == most:
            return None
        else:
            joined.append((row, row))
    return joined
