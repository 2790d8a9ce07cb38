"""Two rows of one order, and two reports of one execution, become one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from ibmonitor.domain.blotter.merging import merged_contract
from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import OrderBound, TwsMessage
from ibmonitor.domain.records.records import HistoryKind
from tests.support.blotter_events import START, execution, new_blotter, open_order, order_status
from tests.support.make_records import empty_contract, full_contract


def test_rows_of_one_order_become_one() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 0, 0, filled=40, remaining=60))
    blotter.apply(open_order(None, 1, 5, orderRef="mine"))
    first, second = blotter.orders
    blotter.apply(execution("a.b.c.01", perm_id=None, client_id=1, order_id=5))
    assert blotter.fills[0].order is second
    change = blotter.apply(OrderBound(7, 1, 5))
    assert blotter.orders == [first]
    assert change.merged_orders == (second,)
    assert change.orders == (first,)
    assert change.fills == tuple(blotter.fills)
    assert blotter.order_by_client(1, 5) is blotter.order_by_perm_id(7) is first
    assert first.fills == blotter.fills
    assert blotter.fills[0].order is first
    assert (first.executed, first.filled, first.order_ref) == (Decimal(100), Decimal(100), "mine")
    assert [seen.status for seen in first.status_history] == ["Submitted", "PreSubmitted"]
    assert first.first_seen == START + timedelta(seconds=1)


def test_the_last_status_of_each_callback_is_kept() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 0, 0, status="Submitted"))
    blotter.apply(open_order(None, 1, 5, status="PreSubmitted"))
    blotter.apply(OrderBound(7, 1, 5))
    blotter.apply(order_status(7, 1, 5, status="Submitted"))
    blotter.apply(open_order(7, 1, 5, status="PreSubmitted"))
    assert blotter.orders[0].status == "Submitted"


def test_messages_move_to_the_row_that_stays() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 0, 0))
    blotter.apply(open_order(None, 1, 5))
    blotter.apply(TwsMessage(5, 399, "Order Message: warning", None))
    change = blotter.apply(open_order(7, 1, 5, totalQuantity=Decimal(5)))
    (order,) = blotter.orders
    assert order.messages == blotter.messages
    assert blotter.messages[0].order is order
    assert change.messages == tuple(blotter.messages)


def test_histories_are_merged_in_order_of_time() -> None:
    blotter = new_blotter(order_status(None, 0, -3, status="Submitted"), open_order(7, 0, 0), OrderBound(7, 0, -3))
    (order,) = blotter.orders
    assert [(entry.kind, entry.status.status if entry.status else entry.detail) for entry in order.history] == [
        (HistoryKind.STATUS, "Submitted"),
        (HistoryKind.STATUS, "PreSubmitted"),
        (HistoryKind.JOINED, "Perm ID 7"),
        (HistoryKind.BOUND, "order ID -3 of client 0"),
    ]


def test_a_second_report_adds_what_the_first_left_out() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(execution("a.b.c.01", perm_id=0, submitter=""))
    assert blotter.fills[0].order is None
    full = execution("a.b.c.01", perm_id=7, submitter="trader")
    change = blotter.apply(full)
    (fill,) = blotter.fills
    assert change.fills == (fill,)
    assert change.orders == tuple(blotter.orders)
    assert fill.execution == full.execution
    assert (fill.order, blotter.orders[0].executed) == (blotter.orders[0], Decimal(100))
    assert blotter.apply(execution("a.b.c.01", perm_id=0, submitter="")) is NOTHING
    assert fill.execution.perm_id == 7
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(90)))
    assert blotter.orders[0].executed == Decimal(90)
    assert blotter.orders[0].fills == [fill]


def test_a_known_field_is_never_lost_to_an_unknown_one() -> None:
    full, empty = full_contract(), empty_contract()
    assert merged_contract(full, empty) == merged_contract(empty, full) == full
