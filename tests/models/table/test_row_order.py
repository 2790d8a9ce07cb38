"""Where each row stands: by its key, equal keys in order of arrival, unknown keys last."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.models.table.row_order import RowOrder, in_order, runs

_KEYS = st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=40)


def naive(keys: list[int | None], descending: bool) -> list[int]:
    known = [position for position, key in enumerate(keys) if key is not None]
    known.sort(key=lambda position: keys[position] or 0, reverse=descending)
    return known + [position for position, key in enumerate(keys) if key is None]


@given(_KEYS, st.booleans())
def test_positions_are_sorted_by_their_keys(keys: list[int | None], descending: bool) -> None:
    assert in_order(range(len(keys)), keys, descending=descending) == naive(keys, descending)


@given(_KEYS, st.booleans(), st.randoms(use_true_random=False))
def test_positions_that_are_inserted_one_by_one_stand_where_sorting_puts_them(
    keys: list[int | None], descending: bool, random: object
) -> None:
    arriving = list(range(len(keys)))
    random.shuffle(arriving)  # type: ignore[attr-defined]
    rows = RowOrder(keys, descending=descending)
    for position in arriving:
        rows.insert(rows.place(position, keys[position]), position)
    expected = naive(keys, descending)
    assert list(rows.positions) == expected
    assert [rows.find(position) for position in expected] == list(range(len(expected)))
    for position in arriving[::2]:
        rows.pop(rows.find(position))
        assert rows.find(position) == -1
    assert list(rows.positions) == [position for position in expected if position not in arriving[::2]]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("most", [3, 60, 10_000])
def test_many_positions_form_the_blocks_that_come_to_stand_together(most: int, *, descending: bool) -> None:
    random = Random(most)  # noqa: S311 - no secrets
    keys = [random.choice([None, *range(most)]) for _ in range(600)]
    rows = RowOrder(keys, descending=descending, positions=in_order(range(400), keys, descending=descending))
    before = list(rows.positions)
    blocks = rows.blocks(range(400, 600))
    assert [row for row, _ in blocks] == sorted({row for row, _ in blocks})
    rows.insert_blocks(blocks)
    expected = naive(keys, descending)
    assert list(rows.positions) == expected
    for row, run in blocks:
        first = expected.index(run[0])
        assert expected[first : first + len(run)] == run
        assert expected[first + len(run) :][:1] == before[row : row + 1]
    assert [rows.find(position) for position in expected] == list(range(600))


@given(_KEYS, st.booleans(), st.integers(0, 20))
def test_positions_that_are_merged_stand_where_sorting_puts_them(
    keys: list[int | None], descending: bool, there: int
) -> None:
    first, later = range(len(keys))[:there], range(len(keys))[there:]
    rows = RowOrder(keys, descending=descending, positions=in_order(first, keys, descending=descending))
    rows.insert_blocks(rows.blocks(later))
    expected = naive(keys, descending)
    assert list(rows.positions) == expected
    assert [rows.find(position) for position in expected] == list(range(len(expected)))


@pytest.mark.parametrize(
    ("rows", "most", "expected"),
    [
        ([], 2, []),
        ([3], 2, [(3, 3)]),
        ([1, 2, 3, 7, 8], 2, [(1, 3), (7, 8)]),
        ([1, 3, 5], 2, None),
    ],
)
def test_neighbors_are_joined_into_runs(rows: list[int], most: int, expected: list[tuple[int, int]] | None) -> None:
    assert runs(rows, most) == expected
