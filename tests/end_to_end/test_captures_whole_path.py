"""Real frames of real Gateways through the client, the adapter and the blotter, to what a user reads."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.records import Severity
from tests.tws.wire import capture, decoded


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
