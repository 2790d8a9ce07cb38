"""Filters by the value of one cell, at the level of its row."""

from __future__ import annotations

import pytest

from ibmonitor.domain.allocation.values import Unassigned, UnassignedReason
from ibmonitor.models.allocations.cell_filter import cell_filter
from ibmonitor.models.allocations.tree import AllocationTree
from tests.models.allocations.trees import FIRST, SECOND, fill_of, texts
from tests.support.tree_columns import column_number

APART = Unassigned(UnassignedReason.OWN_ORDER, (fill_of(7, "U1", "x"),))


@pytest.mark.parametrize(
    ("path", "key", "is_excluded", "shown"),
    [
        ((1,), "name", False, ["Growth", "U2", "U1", "U3"]),
        ((1,), "name", True, ["Income", "U1", "U4", UnassignedReason.OWN_ORDER.value, "U1", "Fill on ISLAND"]),
        # An account is filtered wherever it is, and an order without any such account is left out.
        (
            (1, "U1"),
            "name",
            False,
            ["Growth", "U1", "Income", "U1", UnassignedReason.OWN_ORDER.value, "U1", "Fill on "],
        ),
        ((1, "U1"), "name", True, ["Growth", "U2", "U3", "Income", "U4"]),
        ((1, "U2"), "difference", False, ["Growth", "U2"]),
    ],
)
def test_rows_of_the_same_level_with_the_value(
    tree: AllocationTree, path: tuple[object, ...], key: str, shown: list[str], *, is_excluded: bool
) -> None:
    tree.show([FIRST, SECOND], [APART])
    item = tree.item(tree.index_at(path))
    assert item is not None
    tree.set_filter(cells=(cell_filter(tree.columns[column_number(tree, key)], item, is_excluded=is_excluded),))
    lines = [line.strip() for line in texts(tree)]
    assert len(lines) == len(shown)
    assert all(line.startswith(start.removesuffix("ISLAND")) for line, start in zip(lines, shown, strict=True))


def test_another_value_of_a_column_replaces_one_that_is_kept(tree: AllocationTree) -> None:
    name = tree.columns[column_number(tree, "name")]
    kept = [cell_filter(name, each) for each in (FIRST, SECOND, FIRST.shares[0])]
    assert kept[0].key == kept[1].key != kept[2].key
    excluded = [cell_filter(name, each, is_excluded=True) for each in (FIRST, SECOND)]
    assert len({each.key for each in (*kept[:1], *excluded)}) == 3
    empty = cell_filter(tree.columns[column_number(tree, "order_ref")], FIRST)
    assert [each.words for each in (kept[0], excluded[1], empty)] == [
        "Group / account: Growth",
        "Not Group / account: Income",
        "Order ref: empty",
    ]
