"""What the columns of the allocations show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt

from ibmonitor.domain.allocation.values import Gap, GroupAllocation
from ibmonitor.domain.records.records import ComboRole
from ibmonitor.models.allocations.bars import order_line
from ibmonitor.models.allocations.tiles import Tile
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.table.roles import ToneRole
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from tests.models.allocations.trees import FIRST, cell, texts, with_fills
from tests.support.make_allocation import group_allocation, share
from tests.support.tree_columns import column_number

WAITING = replace(
    group_allocation(
        replace(share("U1", "10", "5"), gap=Gap.WAITING, reason="waiting for its part"),
        replace(share("U2", "10", None, why="Ratio 1 of 2 → 10"), gap=Gap.WAITING, reason="waiting for its part"),
    ),
    is_waiting=True,
    filled=Decimal(20),
    unallocated=Decimal(15),
)


def test_a_waiting_order_shows_what_it_waits_for(tree: AllocationTree) -> None:
    tree.show([WAITING], [])
    assert cell(tree, "note", 0) == "waiting for the accounts' parts: 15 of 20"
    assert cell(tree, "note", 0, 1) == "waiting for its part; Ratio 1 of 2 → 10"
    assert [cell(tree, "allocated", 0, place) for place in (0, 1)] == ["5", "waiting"]
    note, difference = column_number(tree, "note"), column_number(tree, "difference")
    order = tree.index(0, 0)
    rows = (order, tree.index(0, 0, order), tree.index(1, 0, order))
    assert {row.siblingAtColumn(note).data(ToneRole) for row in rows} == {"pending"}
    assert {row.siblingAtColumn(difference).data(ToneRole) or "" for row in rows} == {""}
    tree.set_filter(tile=Tile.REVIEW)
    assert texts(tree) == []
    tree.set_filter()
    tree.show([replace(WAITING, unallocated=Decimal(-5), allocated=Decimal(25))], [])
    assert cell(tree, "note", 0) == "waiting for the order's own fill: 25 allocated of 20"


def test_a_possible_reason_has_no_warning_tone(tree: AllocationTree) -> None:
    possible = replace(
        share("U1", "10", "15", why="Equal 1/2 → 10"),
        gap=Gap.POSSIBLE,
        reason="possible: equal positions afterwards",
        possible_reasons=("Equal can mean two things.",),
    )
    tree.show([replace(group_allocation(possible, share("U2", "10", "0")), unallocated=Decimal(0))], [])
    assert cell(tree, "note", 0) == "possible: equal positions afterwards; U2: 0 allocated"
    assert cell(tree, "note", 0, 1) == "possible: equal positions afterwards; Equal 1/2 → 10"
    account = tree.index(1, column_number(tree, "note"), tree.index(0, 0))
    assert not account.data(ToneRole)
    assert "Equal can mean two things." in str(account.data(Qt.ItemDataRole.ToolTipRole))


def test_an_order_by_money_is_named_by_its_amount(tree: AllocationTree) -> None:
    money = replace(group_allocation(share("U1", None, None)), cash=Decimal(1000), quantity=None)
    tree.show([money], [])
    assert cell(tree, "order", 0).startswith("BUY 1,000.00 USD of AAPL")
    assert cell(tree, "filled", 0) == "1,000"
    assert order_line(money).startswith("BUY 1,000.00 USD of AAPL")


def test_the_legs_of_a_combo_are_marked(tree: AllocationTree) -> None:
    tree.show([with_fills(FIRST, "bag", "leg")], [])
    order = tree.item(tree.index(0, 0))
    assert isinstance(order, GroupAllocation)
    leg = order.shares[0].fills[1]
    assert cell(tree, "note", 0, 1, 1) == ""
    leg.combo_role = ComboRole.LEG
    assert cell(tree, "note", 0, 1, 1) == f"leg: {CONTRACT_NAMES.name(leg.contract)}"
    assert CONTRACT_NAMES.name(leg.contract)


def test_an_order_has_its_group_its_words_and_what_is_filled_in_columns_of_their_own(tree: AllocationTree) -> None:
    orders = [replace(FIRST, quantity=Decimal(1250), filled=Decimal(250)), replace(FIRST, key=9, group_name="")]
    tree.show(orders, [])
    shown = {key: cell(tree, key, 0) for key in ("name", "fa_method", "order", "filled")}
    contract = CONTRACT_NAMES.name(FIRST.contract)
    assert shown == {"name": "Growth", "fa_method": "Ratio", "order": f"BUY 1,250 {contract}", "filled": "250 / 1,250"}
    filled = next(column for column in tree.columns if column.key == "filled")
    assert [filled.share(order) for order in orders if filled.share] == [0.2, 1.0]
    assert cell(tree, "name", 1) == "Group not known"


def test_the_reason_names_the_accounts_and_what_is_wrong(tree: AllocationTree) -> None:
    flagged = [replace(share(f"U{n}", "9", "4", is_flagged=True), reason="5 short of 9 expected") for n in range(1, 6)]
    nothing = share("U7", "9", "0", is_flagged=True)
    order = replace(group_allocation(*flagged, nothing), unallocated=Decimal(34))
    tree.show([order], [])
    assert cell(tree, "note", 0).split("; ") == [
        *(f"U{n}: 5 short of 9 expected" for n in range(1, 4)),
        "and 2 accounts more",
        "U7: 0 allocated",
        "34 not allocated",
    ]
