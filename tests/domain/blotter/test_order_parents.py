"""Orders are linked to their parents, in either order of arrival."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.explain.explanation import explain
from tests.support.blotter_events import new_blotter, open_order, order_status


def test_a_child_waits_for_a_working_parent_but_not_for_a_filled_one() -> None:
    child = open_order(8, 1, 6, status="PreSubmitted", parentId=5, orderType="STP", auxPrice=Decimal(9))
    parent = open_order(7, 1, 5, status="Submitted")
    blotter = new_blotter(child, parent, order_status(7, 1, 5, filled=40, remaining=60))
    order = blotter.orders[0]
    words = "It waits for its parent to be filled: order ID 5 of client 1 is Submitted, filled 40 of 100."
    assert words in explain(order).facts
    assert explain(order).headline == "PreSubmitted: waiting for parent order 5."
    blotter.apply(order_status(7, 1, 5, status="Filled", filled=100, remaining=0))
    explanation = explain(order)
    assert "Its parent is order ID 5 of client 1: Filled, filled 100 of 100." in explanation.facts
    assert "waits for its parent" not in " ".join((explanation.headline, *explanation.facts, *explanation.look_at))


def test_a_parent_is_found_by_its_perm_id_too() -> None:
    parent, child = new_blotter(open_order(7, 1, 5), open_order(8, 2, 6, parentPermId=7)).orders
    assert child.parent is parent


def test_children_that_came_before_their_parent_are_in_the_change() -> None:
    blotter = new_blotter(open_order(8, 1, 6, parentId=5), open_order(9, 1, 7, parentId=5))
    assert [order.parent for order in blotter.orders] == [None, None]
    change = blotter.apply(open_order(7, 1, 5))
    *children, parent = blotter.orders
    assert all(child.parent is parent for child in children)
    assert change.orders == (parent, *children)


def test_an_order_id_of_another_client_is_no_parent() -> None:
    _, child = new_blotter(open_order(7, 2, 5), open_order(8, 1, 6, parentId=5)).orders
    assert child.parent is None


def test_a_parent_that_is_taken_away_is_forgotten() -> None:
    blotter = new_blotter(open_order(7, 1, 5), open_order(8, 1, 6, parentId=5))
    blotter.apply(open_order(8, 1, 6, parentId=0))
    assert blotter.orders[1].parent is None
