"""What the blotter makes of openOrder, orderStatus, completedOrder and orderBound."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.change import NOTHING
from tests.domain.blotter_events import execution, new_blotter, open_order, order_status


def test_an_order_is_found_by_both_its_names() -> None:
    blotter = new_blotter()
    change = blotter.apply(open_order(9000000371, 1, 371))
    (order,) = blotter.orders
    assert change.orders == (order,)
    assert blotter.order_by_perm_id(9000000371) is order
    assert blotter.order_by_client(1, 371) is order
    assert (order.perm_id, order.client_id, order.order_id) == (9000000371, 1, 371)
    assert order.total_quantity == Decimal(100)


def test_an_exact_repeat_changes_nothing() -> None:
    blotter = new_blotter()
    for event in (open_order(7, 1, 5), order_status(7, 1, 5, status="PreSubmitted"), execution("a.b.c.01", perm_id=7)):
        assert blotter.apply(event) != NOTHING
        assert blotter.apply(event) is NOTHING
    (order,) = blotter.orders
    assert [change.status for change in order.status_history] == ["PreSubmitted", "PreSubmitted"]


def test_names_that_meet_merge_their_rows() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 0, 0))
    blotter.apply(open_order(None, 1, 5))
    first, second = blotter.orders
    blotter.apply(execution("a.b.c.01", perm_id=None, client_id=1, order_id=5))
    change = blotter.apply(open_order(7, 1, 5))
    assert blotter.orders == [first]
    assert change.merged_orders == (second,)
    assert blotter.order_by_client(1, 5) is first
    assert [fill.order for fill in blotter.fills] == [first]
    assert first.executed == Decimal(100)
