"""openOrder, orderStatus and completedOrder can differ about one order, again at each refresh."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import Event, RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import completed_order, new_blotter, open_order, order_status

PRE_SUBMITTED, SUBMITTED = open_order(7, 1, 5, status="PreSubmitted"), order_status(7, 1, 5, status="Submitted")
CANCELLED = completed_order(7, status="Cancelled")


@pytest.mark.parametrize(
    ("events", "statuses"),
    [
        ((PRE_SUBMITTED, SUBMITTED), ["PreSubmitted", "Submitted"]),
        ((SUBMITTED, PRE_SUBMITTED), ["Submitted", "PreSubmitted", "Submitted"]),
        (
            (PRE_SUBMITTED, SUBMITTED, CANCELLED),
            ["PreSubmitted", "Submitted", "Cancelled", "PreSubmitted", "Submitted"],
        ),
    ],
)
def test_the_history_does_not_grow_where_sources_disagree(events: tuple[Event, ...], statuses: list[str]) -> None:
    blotter = new_blotter()
    for _ in range(5):
        for event in events:
            blotter.apply(event)
    (order,) = blotter.orders
    assert [seen.status for seen in order.status_history] == statuses
    assert order.status == "Submitted"


def test_a_refresh_with_the_same_reports_changes_nothing() -> None:
    blotter = new_blotter()
    blotter.apply(PRE_SUBMITTED)
    blotter.apply(SUBMITTED)
    assert blotter.apply(PRE_SUBMITTED) is NOTHING
    assert blotter.apply(SUBMITTED) is NOTHING


def test_a_new_status_in_open_order_is_a_change() -> None:
    blotter = new_blotter()
    for event in (PRE_SUBMITTED, SUBMITTED, open_order(7, 1, 5, status="PendingCancel"), PRE_SUBMITTED):
        blotter.apply(event)
    (order,) = blotter.orders
    assert [seen.status for seen in order.status_history][2:] == ["PendingCancel", "PreSubmitted"]
    assert order.status == "PreSubmitted"


def test_an_order_that_is_open_again_is_not_shown_as_done() -> None:
    blotter = new_blotter()
    blotter.apply(PRE_SUBMITTED)
    blotter.apply(CANCELLED)
    assert blotter.orders[0].is_done
    blotter.apply(PRE_SUBMITTED)
    assert (blotter.orders[0].status, blotter.orders[0].is_done) == ("PreSubmitted", False)


def test_an_order_that_is_done_again_is_not_shown_as_open() -> None:
    blotter = new_blotter()
    for event in (CANCELLED, SUBMITTED):
        blotter.apply(event)
    for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE):
        blotter.apply(RequestChanged(RequestKind.OPEN_ORDERS, progress))
    (order,) = blotter.orders
    assert (order.status, order.is_done, order.missing_since is None) == ("Submitted", False, False)
    blotter.apply(CANCELLED)
    assert (order.status, order.is_done, order.missing_since) == ("Cancelled", True, None)


def test_statuses_are_as_tws_reports_them_forwards_and_backwards() -> None:
    blotter = new_blotter()
    reported = ["PendingCancel", "Submitted", "Submitted", "PreSubmitted", "Strange", "Cancelled"]
    for status in reported:
        blotter.apply(order_status(7, 1, 5, status=status))
    (order,) = blotter.orders
    assert [seen.status for seen in order.status_history] == [reported[0], reported[1], *reported[3:]]
    received = [seen.received for seen in order.status_history]
    assert received == sorted(set(received))
    assert order.is_done


def test_each_field_of_a_status_can_change() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 1, 5))
    blotter.apply(order_status(7, 1, 5, why_held="locate"))
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60, avg_fill_price=Decimal("292.33")))
    blotter.apply(order_status(7, 1, 5, filled=None, remaining=None, avg_fill_price=None))
    blotter.apply(open_order(7, 1, 5, status="Submitted"))
    (order,) = blotter.orders
    assert [seen.why_held for seen in order.status_history] == ["", "locate", ""]
    assert [seen.filled for seen in order.status_history] == [0, 0, 40]
    assert (order.filled, order.remaining, order.avg_fill_price) == (Decimal(40), Decimal(60), Decimal("292.33"))


def test_a_completed_order_erases_nothing_that_was_known() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5, orderRef="mine"))
    blotter.apply(
        completed_order(
            7,
            status="Filled",
            filledQuantity=Decimal(100),
            state={"completedStatus": "Filled Size: 100", "completedTime": "20260709 18:55:06 US/Eastern"},
        )
    )
    (order,) = blotter.orders
    assert (order.client_id, order.order_id, order.order_ref, order.account) == (1, 5, "mine", "DU1")
    assert (order.total_quantity, order.filled, order.remaining) == (Decimal(100), Decimal(100), Decimal(0))
    assert (order.status, order.completed_status, order.is_done) == ("Filled", "Filled Size: 100", True)
    assert order.status_history[-1].source == "completedOrder"


def test_a_completed_order_adds_to_the_fields_that_were_known() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5, lmtPrice=Decimal(50), ocaType=3, state={"warningText": "closed"}))
    done = completed_order(7, filledQuantity=Decimal(1), ocaType=1, state={"completedStatus": "Cancelled by Trader"})
    bare = replace(done, contract=replace(done.contract, con_id=None, exchange=""))
    blotter.apply(bare)
    (order,) = blotter.orders
    assert order.order_fields == {
        "permId": 7,
        "clientId": 1,
        "orderId": 5,
        "account": "DU1",
        "action": "BUY",
        "orderType": "MKT",
        "totalQuantity": Decimal(100),
        "lmtPrice": Decimal(50),
        "filledQuantity": Decimal(1),
        "ocaType": 1,
    }
    assert order.contract == done.contract
    assert order.contract_fields == {"conId": 265598, "symbol": "AAPL"}
    assert order.state_fields == {
        "status": "Cancelled",
        "warningText": "closed",
        "completedStatus": "Cancelled by Trader",
    }
    assert order.warning_text == "closed"
    assert blotter.apply(bare) is NOTHING


@pytest.mark.parametrize(("status", "total"), [("Filled", Decimal(1)), ("Cancelled", None)])
def test_a_completed_order_alone_knows_its_quantity_only_if_all_was_filled(status: str, total: Decimal | None) -> None:
    blotter = new_blotter()
    blotter.apply(completed_order(7, status=status, filledQuantity=Decimal(1)))
    (order,) = blotter.orders
    assert (order.total_quantity, order.filled, order.order_id, order.client_id) == (total, Decimal(1), None, None)
