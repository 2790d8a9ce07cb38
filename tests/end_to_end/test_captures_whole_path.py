"""Real frames of real Gateways through the client, the adapter and the blotter, to what a user reads."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.records import Order, Severity
from ibmonitor.domain.timeline.timeline import timeline
from tests.support.tws_frames import capture, decoded


def book(captures: Path, *names: str) -> Blotter:
    blotter = Blotter()
    for name in names:
        for event in decoded(*capture(captures / name)):
            blotter.apply(event)
    return blotter


def test_executions_come_once_each(captures: Path) -> None:
    blotter = book(captures, "executions_sv225.txt")
    assert len(blotter.fills) == len(blotter.commissions) == 8
    assert blotter.link.accounts == ("DU9000001",)
    for fill in blotter.fills:
        assert fill.commission is not None
        assert (fill.commission.realized_pnl is None) == (fill.execution.side == "BOT")
        assert fill.superseded_by is None
    (first,) = (fill for fill in blotter.fills if fill.execution.time == "20260825 14:00:04 US/Eastern")
    assert first.time is not None
    assert first.time.isoformat() == "2026-08-25T18:00:04+00:00"
    assert {message.severity for message in blotter.messages} == {Severity.INFO}


def test_two_orders_and_their_fills(captures: Path) -> None:
    blotter = book(captures, "order_fill_sv200.txt")
    bought, sold = blotter.orders
    assert [status.status for status in bought.status_history if status.source == "orderStatus"] == [
        "PreSubmitted",
        "Filled",
    ]
    for order, fills in ((bought, 1), (sold, 3)):
        assert order.status == "Filled"
        assert order.is_done
        assert order.filled == order.executed == Decimal(100)
        assert order.remaining == Decimal(0)
        assert len(order.fills) == fills
    assert (bought.order_id, sold.order_id) == (371, 372)
    assert [str(fill.commission.commission_and_fees) for fill in sold.fills if fill.commission] == [
        "1.2488",
        "0.248775",
        "0.124388",
    ]
    assert [(s.filled, s.remaining) for s in sold.status_history if s.source == "orderStatus"][-3:] == [
        (Decimal(40), Decimal(60)),
        (Decimal(80), Decimal(20)),
        (Decimal(100), Decimal(0)),
    ]


def test_completed_orders(captures: Path) -> None:
    blotter = book(captures, "completed_orders_sv204.txt", "completed_orders_cancelled_sv200.txt")
    by_trader, filled, by_system = blotter.orders
    assert (by_trader.status, by_trader.completed_status) == ("Cancelled", "Cancelled by Trader")
    assert (filled.status, filled.filled) == ("Filled", Decimal(1))
    assert filled.total_quantity != 0
    assert by_system.completed_status.strip() == "Cancelled by System:"
    assert by_system.completed_time is not None
    assert by_system.completed_time_raw == "20260411 22:18:53 US/Eastern"
    assert (by_system.perm_id, by_system.order_id, by_system.client_id) == (1002, None, None)
    assert all(order.is_done for order in blotter.orders)


def test_a_cancel_and_its_messages(captures: Path) -> None:
    blotter = book(captures, "orders_sv203.txt")
    (order,) = blotter.orders
    assert order.status == "Cancelled"
    assert order.is_done
    assert {message.code for message in order.messages} == {202, 161}


def test_settings_and_refusals(captures: Path) -> None:
    blotter = book(captures, "config_sv225.txt", "read_only_sv225.txt")
    assert blotter.link.api_settings is not None
    assert blotter.link.api_settings["readOnlyApi"] is True
    assert [message.code for message in blotter.messages] == [321, 321]
    assert all(message.order is None for message in blotter.messages)


def by_order_id(blotter: Blotter, order_id: int) -> Order:
    (order,) = (order for order in blotter.orders if order.order_id == order_id)
    return order


@pytest.mark.parametrize(
    ("name", "order_id", "headline", "is_rejection"),
    [
        ("forex_sv225.txt", 498, "FX trade would expose account to currency leverage.", True),
        ("algo_sv225.txt", 458, "Vwap: start time is after close time", False),
        ("trailing_discarded_sv225.txt", 474, "Order was discarded.", False),
    ],
)
def test_the_reason_that_tws_gave_is_what_people_read(
    captures: Path, name: str, order_id: int, headline: str, *, is_rejection: bool
) -> None:
    explained = explain(by_order_id(book(captures, name), order_id))
    assert f'"{headline}"' in explained.headline
    assert explained.reason is not None
    assert (explained.reason.words, explained.reason.is_rejection) == (headline, is_rejection)
    assert explained.look_at == ()


def test_an_empty_cancellation_is_given_no_reason(captures: Path) -> None:
    order = by_order_id(book(captures, "algo_sv225.txt"), 455)
    assert order.status == "Cancelled"
    assert explain(order).reason is None
    assert "will not be placed at the exchange until 2026-08-25 09:30:00" in " ".join(
        entry.what for entry in timeline(order)
    )


def test_a_message_that_names_a_perm_id_is_about_that_order(captures: Path) -> None:
    blotter = book(captures, "trailing_discarded_sv225.txt")
    about = {message.text.rpartition("=")[2]: message for message in blotter.messages if message.code == 161}
    assert len(about) == 2
    assert {perm_id: each.order and each.order.perm_id for perm_id, each in about.items()} == {
        perm_id: int(perm_id) if int(perm_id) == 312255409 else None for perm_id in about
    }
