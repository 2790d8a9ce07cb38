"""The changes of the rows, made one after the other, lead to what is wanted, and are few."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.models.table.row_changes import Insertion, Layout, Removal, row_changes
from ibmonitor.models.table.row_order import FEW, POSITION


def flags(rows: list[int], count: int) -> bytearray:
    shown = set(rows)
    return bytearray(position in shown for position in range(count))


def made(rows: list[int], changes: list[Removal | Insertion | Layout]) -> list[int]:
    """What the rows are after the changes; a layout may only reorder them."""
    for change in changes:
        match change:
            case Removal(first, last):
                assert 0 <= first <= last < len(rows)
                rows = rows[:first] + rows[last + 1 :]
            case Insertion(first, positions):
                assert 0 <= first <= len(rows)
                assert positions
                rows = [*rows[:first], *positions, *rows[first:]]
            case Layout(positions):
                assert sorted(positions) == sorted(rows)
                rows = list(positions)
    return rows


def changes_between(rows: list[int], wanted: list[int]) -> list[Removal | Insertion | Layout]:
    count = max([*rows, *wanted, 0]) + 1
    return row_changes(array(POSITION, rows), array(POSITION, wanted), flags(rows, count), flags(wanted, count))


@given(
    st.permutations(range(80)).flatmap(lambda rows: st.sampled_from([rows[:60], rows, rows[:5], []])),
    st.permutations(range(80)),
    st.integers(0, 80),
    st.booleans(),
)
def test_the_rows_become_those_wanted(rows: list[int], order: list[int], count: int, is_sorted: bool) -> None:
    wanted = sorted(order[:count]) if is_sorted else order[:count]
    before = sorted(rows) if is_sorted else rows
    changes = changes_between(before, wanted)
    assert made(before, changes) == wanted
    assert len(changes) <= 2 * FEW + 2


@pytest.mark.parametrize(
    ("rows", "wanted", "kinds"),
    [
        ([1, 2, 3], [1, 2, 3], []),
        ([1, 2, 3], [3, 2, 1], [Layout]),
        ([1, 2, 3, 4], [1, 4], [Removal]),
        ([1, 4], [1, 2, 3, 4], [Insertion]),
        ([1, 2, 3], [3, 4], [Removal, Insertion]),
        (list(range(100)), list(range(0, 100, 2)), [Layout, Removal]),
        (list(range(0, 100, 2)), list(range(100)), [Insertion, Layout]),
    ],
)
def test_no_more_changes_than_it_takes(rows: list[int], wanted: list[int], kinds: list[type]) -> None:
    changes = changes_between(rows, wanted)
    assert [type(change) for change in changes] == kinds
    assert made(rows, changes) == wanted
