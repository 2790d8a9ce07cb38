"""The few changes that turn the rows a table shows into the rows it should show. No Qt: `shown_rows.py` applies them.

Rows are positions (see `row_store.py`), in an `array` from top to bottom.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import compress
from operator import gt
from typing import NamedTuple

from ibmonitor.models.table.row_order import FEW, POSITION, runs


class Removal(NamedTuple):
    first: int
    last: int
    """Included."""


class Insertion(NamedTuple):
    first: int
    positions: array[int]


class Layout(NamedTuple):
    """The same rows in another order."""

    positions: array[int]


RowChange = Removal | Insertion | Layout


def row_changes(rows: array[int], wanted: array[int], was_shown: bytearray, shown: bytearray) -> list[RowChange]:
    """The changes, in the order they must be made, from `rows` to `wanted`.

    The flags are by position: `was_shown` is set for all of `rows`, `shown` for all of `wanted`. Up to `FEW` runs are
    inserted or removed in place; more of them all at once at the end, with a new layout before or after.
    """
    changes: list[RowChange] = []
    if was_shown != shown:
        staying = _common_flags(was_shown, shown)
        if not staying:
            gone = [Removal(0, len(rows) - 1)] if rows else []
            return [*gone, *([Insertion(0, wanted)] if wanted else [])]
        if staying < len(rows):
            rows = _remove(changes, rows, wanted, was_shown, shown)
        if staying < len(wanted):
            rows = _insert(changes, rows, wanted, was_shown, shown)
    if rows != wanted:
        changes.append(Layout(wanted))
    return changes


def _remove(
    changes: list[RowChange], rows: array[int], wanted: array[int], was_shown: bytearray, shown: bytearray
) -> array[int]:
    spans = runs((row for row, position in enumerate(rows) if not shown[position]), FEW)
    if spans is not None:
        changes += [Removal(first, last) for first, last in reversed(spans)]
        return _flagged(rows, shown)
    kept = _flagged(wanted, was_shown)
    gone = array(POSITION, compress(range(len(shown)), map(gt, was_shown, shown)))
    changes += [Layout(kept + gone), Removal(len(kept), len(rows) - 1)]
    return kept


def _insert(
    changes: list[RowChange], rows: array[int], wanted: array[int], was_shown: bytearray, shown: bytearray
) -> array[int]:
    spans = runs((row for row, position in enumerate(wanted) if not was_shown[position]), FEW)
    if spans is None:
        new = array(POSITION, compress(range(len(was_shown)), map(gt, shown, was_shown)))
        changes.append(Insertion(len(rows), new))
        return rows + new
    kept = _flagged(wanted, was_shown)
    if rows != kept:
        changes.append(Layout(kept))
    changes += [Insertion(first, wanted[first : last + 1]) for first, last in spans]
    return wanted


def shown_of(positions: array[int], shown: bytearray) -> Iterable[int]:
    """Those of the positions that are flagged, in their order."""
    return positions if 0 not in shown else compress(positions, map(shown.__getitem__, positions))


def _common_flags(some: bytearray, others: bytearray) -> int:
    """How many flags are set in both; computed on two large integers, which needs no loop."""
    return (int.from_bytes(some, "little") & int.from_bytes(others, "little")).bit_count()


def _flagged(positions: array[int], flags: bytearray) -> array[int]:
    return array(POSITION, shown_of(positions, flags))
