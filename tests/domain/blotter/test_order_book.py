"""Which order an event is about, by permId and by client and order ID."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import Event, OrderBound
from tests.support.blotter_events import (
    START,
    completed_order,
    execution,
    new_blotter,
    open_order,
    order_status,
)


def test_an_order_is_found_by_both_its_ids() -> None:
    blotter = new_blotter()
    change = blotter.apply(open_order(9000000371, 1, 371, lmtPrice=Decimal("292.5"), ocaGroup="X", faGroup="All"))
    (order,) = blotter.orders
    assert change.orders == (order,)
    assert blotter.order_by_perm_id(9000000371) is order
    assert blotter.order_by_client(1, 371) is order
    assert blotter.order_by_client(2, 371) is None
    assert (order.perm_id, order.client_id, order.order_id, order.parent_id) == (9000000371, 1, 371, 0)
    assert (order.total_quantity, order.lmt_price, order.aux_price) == (Decimal(100), Decimal("292.5"), None)
    assert (order.action, order.order_type, order.oca_group, order.fa_group) == ("BUY", "MKT", "X", "All")
    assert order.contract_fields["symbol"] == "AAPL"
    assert order.first_seen == START + timedelta(seconds=1)


@pytest.mark.parametrize(
    "event",
    [
        open_order(7, 1, 5),
        open_order(7, 0, 0),
        order_status(7, 1, 5),
        order_status(7, 0, 0),
        completed_order(7),
        completed_order(7, 1, 5, filledQuantity=Decimal(3)),
        execution("a.b.c.01", perm_id=7),
    ],
)
def test_an_exact_repeat_changes_nothing(event: Event) -> None:
    blotter = new_blotter()
    assert blotter.apply(event) != NOTHING
    before = [(order.last_update, len(order.status_history)) for order in blotter.orders]
    assert blotter.apply(event) is NOTHING
    assert [(order.last_update, len(order.status_history)) for order in blotter.orders] == before
    assert len(blotter.fills) + len(blotter.orders) == 1


def test_the_client_that_cancels_does_not_become_the_owner() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(open_order(None, 9, 5))
    blotter.apply(order_status(7, 9, 5, status="PendingCancel"))
    owned, other = blotter.orders
    assert (owned.client_id, owned.order_id, owned.status) == (1, 5, "PendingCancel")
    assert (other.perm_id, other.status) == (None, "PreSubmitted")


def test_the_client_of_a_status_yields_to_the_owner_once_that_is_known() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 9, 5, status="PendingCancel"))
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(open_order(None, 9, 5))
    owned, other = blotter.orders
    assert (owned.client_id, owned.perm_id) == (1, 7)
    assert (other.client_id, other.perm_id) == (9, None)


def test_a_status_by_the_client_that_cancels_leaves_that_clients_own_order_alone() -> None:
    """Client 9 cancels order 7 of an owner not known here, and has an unacknowledged order 5 of its own."""
    blotter = new_blotter()
    blotter.apply(open_order(None, 9, 5, status="PendingSubmit"))
    blotter.apply(order_status(7, 9, 5, status="PendingCancel"))
    own, cancelled = blotter.orders
    assert (own.perm_id, own.client_id, own.status) == (None, 9, "PendingSubmit")
    assert (cancelled.perm_id, cancelled.client_id, cancelled.status) == (7, None, "PendingCancel")
    blotter.apply(open_order(8, 9, 5))
    blotter.apply(open_order(7, 1, 5, status="PendingCancel"))
    assert [(order.perm_id, order.client_id) for order in blotter.orders] == [(8, 9), (7, 1)]


def test_a_status_of_a_manual_order_leaves_the_cancelling_clients_own_order_alone() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 0, 0))
    blotter.apply(open_order(None, 9, 5))
    blotter.apply(order_status(7, 9, 5, status="PendingCancel"))
    manual, own = blotter.orders
    assert (manual.perm_id, manual.status, own.perm_id, own.status) == (7, "PendingCancel", None, "PreSubmitted")


def test_a_status_acknowledges_an_order_known_only_by_statuses() -> None:
    blotter = new_blotter()
    blotter.apply(order_status(None, 1, 5, status="PendingSubmit"))
    blotter.apply(order_status(7, 1, 5))
    (order,) = blotter.orders
    assert (order.perm_id, order.client_id, order.order_id) == (7, 1, 5)


def test_a_status_and_the_acknowledgement_of_its_own_order_meet_in_the_open_order() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(None, 1, 5, status="PendingSubmit"))
    blotter.apply(order_status(7, 1, 5))
    blotter.apply(open_order(7, 1, 5, status="Submitted"))
    (order,) = blotter.orders
    assert (order.perm_id, order.client_id, order.order_id) == (7, 1, 5)


def test_a_reused_order_id_belongs_to_the_newest_live_order() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5, status="Filled"))
    blotter.apply(open_order(8, 1, 5))
    blotter.apply(execution("old.1", perm_id=7, client_id=1, order_id=5))
    blotter.apply(completed_order(7, 1, 5, status="Filled"))
    old, new = blotter.orders
    assert blotter.order_by_client(1, 5) is new
    assert blotter.fills[0].order is old


def test_a_manual_order_gets_its_ids_when_it_is_bound() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 0, 0))
    blotter.apply(open_order(8, 0, 0))
    one, two = blotter.orders
    assert (one.client_id, one.order_id) == (0, 0)
    change = blotter.apply(OrderBound(7, 0, -3))
    assert change.orders == (one,)
    assert (one.client_id, one.order_id) == (0, -3)
    assert (two.client_id, two.order_id) == (0, 0)
    assert blotter.apply(OrderBound(7, 0, -3)) is NOTHING
    assert blotter.apply(OrderBound(99, 0, -4)) is NOTHING
    blotter.apply(order_status(None, 0, -4))
    assert blotter.orders[-1].perm_id == 99


def test_previews_are_not_orders() -> None:
    blotter = new_blotter()
    assert blotter.apply(open_order(7, 1, 5, whatIf=True)) is NOTHING
    assert blotter.orders == []


@pytest.mark.parametrize("event", [open_order(), order_status(0, 0, 0), completed_order(), execution("")])
def test_an_event_without_ids_becomes_a_message(event: Event) -> None:
    blotter = new_blotter()
    change = blotter.apply(event)
    assert change.messages == tuple(blotter.messages)
    assert "without an id" in blotter.messages[0].plain
    assert not blotter.orders
    assert not blotter.fills


def test_the_captured_fill_of_order_371() -> None:
    """The order of arrival of a real market order of a paper account."""
    blotter = new_blotter()
    price = Decimal("292.79")
    done = order_status(
        371_000, 1, 371, status="Filled", filled=100, remaining=0, avg_fill_price=price, last_fill_price=price
    )
    events: list[Event] = [
        open_order(371_000, 1, 371),
        order_status(371_000, 1, 371, status="PreSubmitted"),
        execution("redacted-fill-1", perm_id=371_000, client_id=1, order_id=371),
        open_order(371_000, 1, 371, status="Filled"),
        done,
        open_order(371_000, 1, 371, status="Filled", state={"commissionAndFees": Decimal("1.0003")}),
        done,
    ]
    for event in events:
        blotter.apply(event)
    (order,) = blotter.orders
    assert [(seen.status, seen.filled, seen.source) for seen in order.status_history] == [
        ("PreSubmitted", None, "openOrder"),
        ("PreSubmitted", 0, "orderStatus"),
        ("Filled", None, "openOrder"),
        ("Filled", 100, "orderStatus"),
    ]
    assert (order.filled, order.remaining, order.avg_fill_price) == (Decimal(100), Decimal(0), Decimal("292.79"))
    assert order.state_fields["commissionAndFees"] == Decimal("1.0003")
