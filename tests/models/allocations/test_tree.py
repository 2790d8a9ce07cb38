"""The tree of group orders, accounts and executions: what it shows, finds, and leaves in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from ibmonitor.domain.allocation.values import Gap, GroupAllocation, Unassigned, UnassignedReason
from ibmonitor.domain.records.live_interval import Confirmed, LiveInterval
from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.allocations.bars import order_line
from ibmonitor.models.allocations.columns import NOT_RECEIVED
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.table.roles import RowToneRole, ToneRole
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import contract_text
from tests.support.make_allocation import group_allocation, share
from tests.support.make_records import make_fill, make_order

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)
FIRST = group_allocation(
    share("U1", "34", "34", commissions=(("USD", Decimal("1.05")),)),
    share("U2", "33", "20", is_flagged=True),
    share("U3", None, None, why="NetLiq needs account values"),
    key=1,
)
SECOND = group_allocation(share("U1", "5", "5"), share("U4", "6", "6"), key=2, group_name="Income")


def fill_of(serial: int, account: str = "U1", exec_id: str = "e") -> Fill:
    fill = make_fill(serial)
    fill.execution = replace(fill.execution, acct_number=account, exec_id=exec_id)
    return fill


def texts(tree: AllocationTree, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """The first column from the top, indented."""
    parent = parent or QModelIndex()
    lines = []
    for row in range(tree.rowCount(parent)):
        index = tree.index(row, 0, parent)
        lines.append("  " * depth + str(index.data()))
        lines += texts(tree, index, depth + 1)
    return lines


def cell(tree: AllocationTree, key: str, row: int, *below: int) -> str:
    index = tree.index(row, tree.column_number(key) if not below else 0)
    for place, number in enumerate(below):
        column = tree.column_number(key) if place == len(below) - 1 else 0
        index = tree.index(number, column, index)
    return str(index.data())


@pytest.fixture
def tree(qtmodeltester: ModelTester) -> AllocationTree:
    made = AllocationTree()
    qtmodeltester.check(made)  # type: ignore[no-untyped-call]
    return made


def with_fills(allocation: GroupAllocation, *exec_ids: str) -> GroupAllocation:
    """The allocation, with these executions in its first account."""
    first, *others = allocation.shares
    fills = tuple(fill_of(serial, exec_id=exec_id) for serial, exec_id in enumerate(exec_ids))
    return replace(allocation, shares=(replace(first, fills=fills), *others))


def test_orders_accounts_and_what_is_apart(tree: AllocationTree) -> None:
    fill = fill_of(7, "U9")
    tree.show([FIRST, SECOND], [Unassigned(UnassignedReason.UNKNOWN, (fill,))])
    lines = texts(tree)
    assert [line.strip() for line in lines[:3]] == [lines[0], "U1", "U4"], "the newest order is on top"
    assert lines[-3] == "Unassigned"
    assert cell(tree, "note", 2) == "no matching group order"
    assert lines[-2] == "  U9"
    assert cell(tree, "allocated", 1, 2) == NOT_RECEIVED
    assert cell(tree, "expected", 1, 2) == ""
    assert "NetLiq needs account values" in cell(tree, "note", 1, 2)
    assert "1 to review" in cell(tree, "note", 1)
    assert cell(tree, "difference", 1, 1) == "\u221213"
    assert cell(tree, "commission", 1, 0) == "1.05 USD"
    assert tree.counts() == (2, 2)


def filled_at(allocation: GroupAllocation, *fills: tuple[int, int | None]) -> GroupAllocation:
    """The allocation with executions of the master's: the serial number of each, and its second, if that is known."""
    parents = []
    for serial, second in fills:
        fill = fill_of(serial, "DF1")
        fill.time = None if second is None else NOON + timedelta(seconds=second)
        parents.append(fill)
    return replace(allocation, parent_fills=tuple(parents))


@pytest.mark.parametrize("is_reversed", [False, True])
def test_orders_are_in_the_order_of_their_first_fills_however_they_arrived(
    tree: AllocationTree, *, is_reversed: bool
) -> None:
    """TWS lists open orders before executions, so that an older order can arrive after a newer one."""
    orders = [
        filled_at(replace(FIRST, key=3, order=make_order(1, order_ref="not filled")), (9, None)),
        filled_at(replace(FIRST, key=4, order=make_order(2, order_ref="second, later")), (8, 30), (5, 40)),
        filled_at(replace(FIRST, key=5, order=make_order(3, order_ref="second, earlier")), (7, 30)),
        filled_at(replace(FIRST, key=6, order=make_order(4, order_ref="first")), (6, 10), (10, 90)),
    ]
    tree.show(orders[::-1] if is_reversed else orders, [])
    shown = [tree.item(tree.index(row, 0)) for row in range(4)]
    assert [item.order.order_ref for item in shown if isinstance(item, GroupAllocation) and item.order] == [
        "not filled",
        "second, later",
        "second, earlier",
        "first",
    ]


def test_an_order_of_which_only_parts_are_known_stands_by_their_times(tree: AllocationTree) -> None:
    part = fill_of(1)
    part.time = NOON
    first, *others = FIRST.shares
    only_parts = replace(FIRST, key=7, parent_fills=(), shares=(replace(first, fills=(part,)), *others))
    tree.show([filled_at(SECOND, (2, 1)), only_parts], [])
    assert texts(tree)[1].strip() == "U1"
    assert tree.item(tree.index(1, 0)) == only_parts


WAITING = replace(
    group_allocation(
        replace(share("U1", "10", "5"), gap=Gap.WAITING, reason="waiting for its part"),
        replace(share("U2", "10", None, why="Ratio 1 of 2 → 10"), gap=Gap.WAITING, reason="waiting for its part"),
    ),
    is_waiting=True,
    filled=Decimal(20),
    unallocated=Decimal(15),
)


def test_what_waits_says_so_in_a_tone_of_its_own(tree: AllocationTree) -> None:
    tree.show([WAITING], [])
    assert cell(tree, "note", 0) == "waiting for the accounts' parts: 15 of 20"
    assert cell(tree, "note", 0, 1) == "waiting for its part; Ratio 1 of 2 → 10"
    assert [cell(tree, "allocated", 0, place) for place in (0, 1)] == ["5", "waiting"]
    note, difference = tree.column_number("note"), tree.column_number("difference")
    order = tree.index(0, 0)
    rows = (order, tree.index(0, 0, order), tree.index(1, 0, order))
    assert {row.siblingAtColumn(note).data(ToneRole) for row in rows} == {"pending"}
    assert {row.siblingAtColumn(difference).data(ToneRole) or "" for row in rows} == {""}
    tree.set_filter(text="", admits=None, flagged_only=True)
    assert texts(tree) == []
    tree.set_filter(text="", admits=None, flagged_only=False)
    tree.show([replace(WAITING, unallocated=Decimal(-5), allocated=Decimal(25))], [])
    assert cell(tree, "note", 0) == "waiting for the order's own fill: 25 allocated of 20"


def test_a_possible_reason_is_named_without_alarm(tree: AllocationTree) -> None:
    possible = replace(
        share("U1", "10", "15", why="Equal 1/2 → 10"),
        gap=Gap.POSSIBLE,
        reason="possible: equal positions afterwards",
        possible_reasons=("Equal can mean two things.",),
    )
    tree.show([replace(group_allocation(possible, share("U2", "10", "0")), unallocated=Decimal(0))], [])
    assert cell(tree, "note", 0) == "possible: equal positions afterwards; U2: 0 allocated"
    assert cell(tree, "note", 0, 0) == "possible: equal positions afterwards; Equal 1/2 → 10"
    account = tree.index(0, tree.column_number("note"), tree.index(0, 0))
    assert not account.data(ToneRole)
    assert "Equal can mean two things." in str(account.data(Qt.ItemDataRole.ToolTipRole))


def test_an_order_by_money_is_called_by_it(tree: AllocationTree) -> None:
    money = replace(group_allocation(share("U1", None, None)), cash=Decimal(1000), quantity=None)
    tree.show([money], [])
    assert texts(tree)[0].startswith("BUY 1,000.00 USD of AAPL")
    assert order_line(money).startswith("BUY 1,000.00 USD of AAPL")


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


def test_the_legs_of_a_combo_are_told_from_its_own_fill(tree: AllocationTree) -> None:
    tree.show([with_fills(FIRST, "bag", "leg")], [])
    order = tree.item(tree.index(0, 0))
    assert isinstance(order, GroupAllocation)
    leg = order.shares[0].fills[1]
    assert cell(tree, "note", 0, 0, 1) == ""
    leg.combo_role = ComboRole.LEG
    assert cell(tree, "note", 0, 0, 1) == f"leg: {contract_text(leg.contract)}"
    assert contract_text(leg.contract)


def test_the_filters_that_hide_a_row_are_named(tree: AllocationTree) -> None:
    tree.show([FIRST, SECOND], [])
    assert tree.hidden_by((2,)) == []
    tree.set_filter(text="income", admits={"U1", "U2"}.__contains__, flagged_only=True)
    assert tree.hidden_by((2,)) == ["flagged_only"]
    assert tree.hidden_by((2, "U4")) == ["admits", "flagged_only"]
    assert tree.hidden_by((1,)) == ["text"]
    assert tree.hidden_by((1, "U3")) == ["text", "admits"]
    assert tree.has_row((1, "U3"))
    # Of one that is gone nobody knows.
    assert tree.hidden_by((3,)) == ["text", "admits", "flagged_only"]
    assert not tree.has_row((3,))


def test_what_is_selected_stays_while_orders_come_and_change(tree: AllocationTree) -> None:
    one = with_fills(FIRST, "a", "b")
    tree.show([one], [])
    account = QPersistentModelIndex(tree.index(0, 0, tree.index(0, 0)))
    fill = QPersistentModelIndex(tree.index(1, 0, tree.index(0, 0, tree.index(0, 0))))
    tree.show([one, SECOND], [])
    tree.sort(tree.column_number("name"), Qt.SortOrder.DescendingOrder)
    tree.sort(tree.column_number("filled"), Qt.SortOrder.AscendingOrder)
    changed = replace(one, shares=(replace(one.shares[0], allocated=Decimal(35)), *one.shares[1:]))
    tree.show([changed, SECOND], [])
    assert account.data() == "U1"
    assert account.sibling(account.row(), tree.column_number("allocated")).data() == "35"
    assert tree.record(fill) is one.shares[0].fills[1]
    tree.show([SECOND], [])
    assert not account.isValid()
    assert not fill.isValid()


def test_changes_are_told_of_the_rows_that_changed_alone(tree: AllocationTree) -> None:
    tree.show([FIRST, SECOND], [])
    told: list[str] = []
    tree.dataChanged.connect(lambda first, _last: told.append(str(first.data())))
    tree.show([FIRST, SECOND], [])
    assert told == []
    tree.show([FIRST, replace(SECOND, shares=(replace(SECOND.shares[0], pending=1), SECOND.shares[1]))], [])
    assert told[1:] == ["U1"]


@pytest.mark.parametrize(
    ("text", "admitted", "flagged_only", "expected"),
    [
        ("", None, False, ["Income", "U1", "U4", "Growth", "U1", "U2", "U3"]),
        ("income", None, False, ["Income", "U1", "U4"]),
        ("u4", None, False, ["Income", "U4"]),
        ("netliq NEEDS", None, False, ["Growth", "U3"]),
        ("", {"U1"}, False, ["Income", "U1", "Growth", "U1"]),
        ("", {"U4"}, False, ["Income", "U4"]),
        ("", set(), False, []),
        ("", None, True, ["Growth", "U1", "U2", "U3"]),
        ("no such text", None, False, []),
    ],
)
def test_filters(
    tree: AllocationTree, text: str, admitted: set[str] | None, flagged_only: bool, expected: list[str]
) -> None:
    tree.show([FIRST, SECOND], [])
    admits = None if admitted is None else admitted.__contains__
    tree.set_filter(text=text, admits=admits, flagged_only=flagged_only)
    shown = [line.strip().rpartition(", ")[2] for line in texts(tree)]
    assert shown == expected
    assert tree.counts() == (sum(each in {"Growth", "Income"} for each in expected), 2)


def test_what_is_apart_is_filtered_by_account_and_text(tree: AllocationTree) -> None:
    fills = (fill_of(1, "U7", "x1"), fill_of(2, "U8", "x2"))
    tree.show([], [Unassigned(UnassignedReason.OWN_ORDER, fills)])
    tree.set_filter(text="", admits={"U7"}.__contains__, flagged_only=False)
    assert texts(tree)[1].strip() == "U7"
    assert len(texts(tree)) == 3
    tree.set_filter(text="x2", admits=None, flagged_only=False)
    assert texts(tree)[1].strip() == "U8"
    tree.set_filter(text="single-ACCOUNT", admits={"U7"}.__contains__, flagged_only=False)
    assert [line.strip() for line in texts(tree)[:2]] == [UnassignedReason.OWN_ORDER.value, "U7"]
    tree.set_filter(text="", admits=None, flagged_only=True)
    assert texts(tree) == []


def test_unknown_comes_last_in_both_directions(tree: AllocationTree) -> None:
    tree.show([FIRST], [])
    for order, first in ((Qt.SortOrder.AscendingOrder, "U2"), (Qt.SortOrder.DescendingOrder, "U1")):
        tree.sort(tree.column_number("allocated"), order)
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


def test_rows_are_stale_with_what_they_are_of(tree: AllocationTree) -> None:
    order = make_order(1)
    one = replace(with_fills(FIRST, "a"), order=order)
    tree.show([one], [])
    group = tree.index(0, 0)
    account, other = tree.index(0, 0, group), tree.index(1, 0, group)
    assert [row.data(RowToneRole) for row in (group, account, other)] == ["", "", ""]
    ended = LiveInterval(began=order.first_seen)
    ended.ended = order.first_seen
    heard: tuple[Confirmed, ...] = (order, one.shares[0].fills[0])
    for each in heard:
        each.live_interval = ended
    assert [row.data(RowToneRole) for row in (group, account, other)] == ["stale", "stale", ""]
