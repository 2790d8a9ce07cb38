"""The tree of group orders, accounts and executions: what it shows, finds, and leaves in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from ibmonitor.domain.allocation.values import GroupAllocation, Unassigned, UnassignedReason
from ibmonitor.domain.records.live_interval import Confirmed, LiveInterval
from ibmonitor.models.allocations import tree as tree_module
from ibmonitor.models.allocations.columns import NOT_RECEIVED
from ibmonitor.models.allocations.tiles import Tile
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.table.roles import RowToneRole
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import cell_time_text
from tests.models.allocations.trees import FIRST, NOON, SECOND, cell, fill_of, texts, with_fills
from tests.support.make_allocation import share
from tests.support.make_records import make_order
from tests.support.tree_columns import column_number


def test_orders_accounts_and_unassigned_executions(tree: AllocationTree) -> None:
    fill = fill_of(7, "U9")
    tree.show([FIRST, SECOND], [Unassigned(UnassignedReason.UNKNOWN, (fill,))])
    lines = texts(tree)
    assert [line.strip() for line in lines[:3]] == [lines[0], "U2", "U1"], "what needs review is on top"
    assert lines[-3] == "Unassigned"
    assert cell(tree, "note", 2) == "no matching group order"
    assert lines[-2] == "  U9"
    assert cell(tree, "allocated", 0, 2) == NOT_RECEIVED
    assert cell(tree, "expected", 0, 2) == ""
    assert "NetLiq needs account values" in cell(tree, "note", 0, 2)
    assert "U2: not explained" in cell(tree, "note", 0)
    assert cell(tree, "difference", 0, 0) == "-13", "what needs attention is on top"
    assert cell(tree, "commission", 0, 1) == "1.05 USD"
    assert tree.counts() == (2, 2)


def filled_at(allocation: GroupAllocation, *fills: tuple[int, int | None]) -> GroupAllocation:
    """The allocation with executions of the master's: the serial number of each, and its second, if that is known."""
    parents = []
    for serial, second in fills:
        fill = fill_of(serial, "DF1")
        fill.time = None if second is None else NOON + timedelta(seconds=second)
        parents.append(fill)
    return replace(allocation, parent_fills=tuple(parents))


def test_what_needs_review_is_on_top_unless_a_column_is_chosen(tree: AllocationTree) -> None:
    nothing = share("U9", "5", "0")
    review = filled_at(FIRST, (1, 1))
    waiting = filled_at(replace(SECOND, group_name="Waiting", is_waiting=True, key=3), (2, 3))
    done = replace(filled_at(SECOND, (3, 2)), shares=(*SECOND.shares, share("U8", "5", "3"), nothing))
    tree.show([waiting, done, review], [])
    assert "".join(texts(tree)) == "Growth  U2  U1  U3Waiting  U1  U4Income  U9  U8  U1  U4"
    tree.sort(column_number(tree, "last_change"), Qt.SortOrder.DescendingOrder)
    assert "".join(texts(tree)) == "Waiting  U1  U4Income  U9  U8  U1  U4Growth  U2  U1  U3"


def test_an_order_that_changes_comes_to_the_top(tree: AllocationTree) -> None:
    order = make_order(1)
    newer = filled_at(SECOND, (2, None))
    newer.parent_fills[0].time = order.first_seen + timedelta(seconds=1)
    older = replace(FIRST, order=order)
    tree.sort(column_number(tree, "last_change"), Qt.SortOrder.DescendingOrder)
    tree.show([older, newer], [])
    assert [tree.path(tree.index(row, 0)) for row in range(2)] == [(2,), (1,)]
    order.completed_time = order.first_seen + timedelta(seconds=2)
    tree.show([older, newer], [])
    assert [tree.path(tree.index(row, 0)) for row in range(2)] == [(1,), (2,)]
    assert cell(tree, "last_change", 0) == cell_time_text(order.completed_time)


def test_an_order_of_which_only_parts_are_known_is_sorted_by_their_times(tree: AllocationTree) -> None:
    part = fill_of(1)
    part.time = NOON
    first, *others = SECOND.shares
    only_parts = replace(SECOND, key=7, parent_fills=(), shares=(replace(first, fills=(part,)), *others))
    tree.show([filled_at(SECOND, (2, 1)), only_parts], [])
    assert tree.item(tree.index(1, 0)) == only_parts


def test_a_row_is_found_by_its_path_and_by_its_record(tree: AllocationTree) -> None:
    fill = fill_of(7, "U9")
    tree.show([FIRST, with_fills(SECOND, "a", "b")], [Unassigned(UnassignedReason.UNKNOWN, (fill,))])
    paths = []
    waiting = [QModelIndex()]
    while waiting:
        parent = waiting.pop()
        paths.append(tree.path(parent))
        waiting += [
            tree.index(row, 2, parent.siblingAtColumn(0)) for row in range(tree.rowCount(parent.siblingAtColumn(0)))
        ]
    assert len(set(paths)) == len(paths) > 8
    for path in paths:
        found = tree.index_at(path)
        assert tree.path(found) == path
        assert found.isValid() == bool(path)
    assert not tree.index_at((1, "U9")).isValid()
    assert tree.path(tree.index_of_record(fill)) == (UnassignedReason.UNKNOWN, "U9", fill)
    assert not tree.index_of_record(fill_of(8)).isValid()
    assert not tree.index_of_record(None).isValid()


def test_the_filters_that_hide_a_row_are_named(tree: AllocationTree) -> None:
    tree.show([FIRST, SECOND], [])
    assert tree.hidden_by((2,)) == []
    tree.set_filter(text="income", admits={"U1", "U2"}.__contains__, tile=Tile.REVIEW)
    assert tree.hidden_by((2,)) == ["tile"]
    assert tree.hidden_by((2, "U4")) == ["admits", "tile"]
    assert tree.hidden_by((1,)) == ["text"]
    assert tree.hidden_by((1, "U3")) == ["text", "admits"]
    assert tree.has_row((1, "U3"))
    # Of a row that is gone, any filter may hide it.
    assert tree.hidden_by((3,)) == ["text", "admits", "tile"]
    assert not tree.has_row((3,))


def test_what_is_selected_stays_while_orders_come_and_change(tree: AllocationTree) -> None:
    one = with_fills(FIRST, "a", "b")
    tree.show([one], [])
    account = QPersistentModelIndex(tree.index(1, 0, tree.index(0, 0)))
    fill = QPersistentModelIndex(tree.index(1, 0, tree.index(1, 0, tree.index(0, 0))))
    tree.show([one, SECOND], [])
    tree.sort(column_number(tree, "name"), Qt.SortOrder.DescendingOrder)
    tree.sort(column_number(tree, "filled"), Qt.SortOrder.AscendingOrder)
    changed = replace(one, shares=(replace(one.shares[0], allocated=Decimal(35)), *one.shares[1:]))
    tree.show([changed, SECOND], [])
    assert account.sibling(account.row(), column_number(tree, "name")).data() == "U1"
    assert account.sibling(account.row(), column_number(tree, "allocated")).data() == "35"
    assert tree.record(fill) is one.shares[0].fills[1]
    tree.show([SECOND], [])
    assert not account.isValid()
    assert not fill.isValid()


def test_only_rows_that_changed_are_repainted(tree: AllocationTree) -> None:
    tree.show([FIRST, SECOND], [])
    repainted: list[str] = []
    name = column_number(tree, "name")
    tree.dataChanged.connect(lambda first, _last: repainted.append(str(first.siblingAtColumn(name).data())))
    tree.show([FIRST, SECOND], [])
    assert repainted == []
    tree.show([FIRST, replace(SECOND, shares=(replace(SECOND.shares[0], pending=1), SECOND.shares[1]))], [])
    assert repainted[1:] == ["U1"]


@pytest.mark.parametrize(
    ("text", "admitted", "tile", "expected"),
    [
        ("", None, Tile.ORDERS, ["Growth", "U2", "U1", "U3", "Income", "U1", "U4"]),
        ("income", None, Tile.ORDERS, ["Income", "U1", "U4"]),
        ("u4", None, Tile.ORDERS, ["Income", "U4"]),
        ("netliq NEEDS", None, Tile.ORDERS, ["Growth", "U3"]),
        ("", {"U1"}, Tile.ORDERS, ["Growth", "U1", "Income", "U1"]),
        ("", {"U4"}, Tile.ORDERS, ["Income", "U4"]),
        ("", set(), Tile.ORDERS, []),
        ("", None, Tile.REVIEW, ["Growth", "U2", "U1", "U3"]),
        ("no such text", None, Tile.ORDERS, []),
    ],
)
def test_filters(tree: AllocationTree, text: str, admitted: set[str] | None, tile: Tile, expected: list[str]) -> None:
    tree.show([FIRST, SECOND], [])
    admits = None if admitted is None else admitted.__contains__
    tree.set_filter(text=text, admits=admits, tile=tile)
    shown = [line.strip().rpartition(", ")[2] for line in texts(tree)]
    assert shown == expected
    assert tree.counts() == (sum(each in {"Growth", "Income"} for each in expected), 2)


def test_unassigned_executions_are_filtered_by_account_and_text(tree: AllocationTree) -> None:
    fills = (fill_of(1, "U7", "x1"), fill_of(2, "U8", "x2"))
    tree.show([], [Unassigned(UnassignedReason.OWN_ORDER, fills)])
    tree.set_filter(text="", admits={"U7"}.__contains__)
    assert texts(tree)[1].strip() == "U7"
    assert len(texts(tree)) == 3
    tree.set_filter(text="x2", admits=None)
    assert texts(tree)[1].strip() == "U8"
    tree.set_filter(text="single-ACCOUNT", admits={"U7"}.__contains__)
    assert [line.strip() for line in texts(tree)[:2]] == [UnassignedReason.OWN_ORDER.value, "U7"]
    tree.set_filter(tile=Tile.REVIEW)
    assert texts(tree) == []


def test_unknown_comes_last_in_both_directions(tree: AllocationTree) -> None:
    tree.show([FIRST], [])
    for order, first in ((Qt.SortOrder.AscendingOrder, "U2"), (Qt.SortOrder.DescendingOrder, "U1")):
        tree.sort(column_number(tree, "allocated"), order)
        below = [line.strip() for line in texts(tree)[1:]]
        assert (below[0], below[-1]) == (first, "U3")


def test_accounts_are_hidden_while_the_mask_hides_them(tree: AllocationTree) -> None:
    tree.show([FIRST], [])
    ACCOUNT_MASK.learn(["U1", "U2", "U3"])
    ACCOUNT_MASK.set_hiding(True)
    try:
        assert not {"U1", "U2", "U3"} & {line.strip() for line in texts(tree)}
    finally:
        ACCOUNT_MASK.set_hiding(False)


def test_rows_are_stale_when_their_records_are(tree: AllocationTree) -> None:
    order = make_order(1)
    one = replace(with_fills(FIRST, "a"), order=order)
    tree.show([one], [])
    group = tree.index(0, 0)
    other, account = tree.index(0, 0, group), tree.index(1, 0, group)
    assert [row.data(RowToneRole) for row in (group, account, other)] == ["", "", ""]
    ended = LiveInterval(began=order.first_seen)
    ended.ended = order.first_seen
    stale: tuple[Confirmed, ...] = (order, one.shares[0].fills[0])
    for each in stale:
        each.live_interval = ended
    assert [row.data(RowToneRole) for row in (group, account, other)] == ["stale", "stale", ""]


def test_rows_are_made_until_it_is_late_and_inserted_from_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "_MOST_NEW", 2)
    tree = AllocationTree()
    orders = [replace(FIRST, key=key) for key in (1, 2, 3)]

    def groups() -> list[tuple[int, str]]:
        return [(item.key, item.group_name) for _, item in tree.rows() if isinstance(item, GroupAllocation)]

    def show() -> list[tuple[int, str]]:
        """Go on as often as nothing more is shown; each time it is late at once."""
        before = groups()
        while not tree.show(orders, (), lambda: True) and groups() == before:
            pass
        return groups()

    name = FIRST.group_name
    assert show() == [(1, name), (2, name)]
    assert tree.counts() == (2, 3)
    assert show() == [(1, name), (2, name), (3, name)]
    orders = [replace(each, group_name="Other") for each in orders]
    assert show() == [(1, "Other"), (2, "Other"), (3, "Other")]
