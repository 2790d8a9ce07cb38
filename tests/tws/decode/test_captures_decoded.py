"""Real frames of real Gateways through the client and the adapter, to the values that captures/README.md names."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

from ibmonitor.domain.records import events
from ibmonitor.domain.records.numbers import Number, decimal_of
from tests.support.tws_frames import capture, decoded


def decimal(number: Number | None) -> Decimal | None:
    """As it reads: doubles are kept as they came."""
    return None if number is None else decimal_of(number)


def of(kind: type, received: list[events.Event]) -> list[events.Event]:
    return [event for event in received if isinstance(event, kind)]


def received_from(captures: Path, name: str) -> list[events.Event]:
    version, frames = capture(captures / name)
    received = decoded(version, frames)
    assert len(received) == len(frames)
    assert of(events.Fault, received) == []
    return received


def test_executions(captures: Path) -> None:
    received = received_from(captures, "executions_sv225.txt")
    assert received[:2] == [events.ManagedAccounts(("DU9000001",)), events.NextValidId(602)]
    notices = [event for event in received if isinstance(event, events.TwsMessage)]
    assert {notice.req_id for notice in notices} == {-1}
    assert {2104, 2158} <= {notice.code for notice in notices}
    fills = [event for event in received if isinstance(event, events.ExecDetails)]
    assert Counter(fill.req_id for fill in fills) == {1: 8, 2: 4, 3: 4}
    assert {(fill.execution.client_id, fill.execution.order_id) for fill in fills} == {
        *((1, order_id) for order_id in (596, 597, 598, 600, 601)),
        *((97, order_id) for order_id in (1, 2, 3)),
    }
    assert {fill.execution.shares for fill in fills} == {Decimal(1)}
    assert "20260825 14:00:04 US/Eastern" in {fill.execution.time for fill in fills}
    reports = [event for event in received if isinstance(event, events.CommissionReport)]
    assert len(reports) == 16
    side_of = {fill.execution.exec_id: fill.execution.side for fill in fills}
    for report in reports:
        opening = side_of[report.exec_id] == "BOT"
        assert (report.realized_pnl is None) == opening
        assert report.commission_and_fees is not None
        assert str(report.commission_and_fees).startswith("1.000003" if opening else "1.00656")
        assert report.yield_ is None
    assert Decimal("-2.516566") in {decimal(report.realized_pnl) for report in reports}


def test_a_fill_in_text_protocol(captures: Path) -> None:
    received = received_from(captures, "order_fill_sv200.txt")
    fills = [event.execution for event in received if isinstance(event, events.ExecDetails)]
    assert [(fill.order_id, fill.shares, fill.price, fill.avg_price) for fill in fills] == [
        (371, Decimal(100), Decimal("292.79"), Decimal("292.79")),
        (372, Decimal(40), Decimal("292.33"), Decimal("292.33")),
        (372, Decimal(40), Decimal("292.3"), Decimal("292.315")),
        (372, Decimal(20), Decimal("292.3"), Decimal("292.312")),
    ]
    assert {fill.time for fill in fills} >= {"20260611-13:30:30"}
    reports = [event for event in received if isinstance(event, events.CommissionReport)]
    assert [decimal(report.realized_pnl) for report in reports] == [Decimal("-68.051912"), None, None, None]
    assert [decimal(report.commission_and_fees) for report in reports[1:]] == [
        Decimal("1.2488"),
        Decimal("0.248775"),
        Decimal("0.124388"),
    ]
    repeats = Counter(event for event in received if isinstance(event, events.OrderStatus))
    assert sorted(repeats.values())[-3:] == [2, 2, 3]
    orders = [event for event in received if isinstance(event, events.OpenOrder)]
    for order in orders:
        assert "initMarginBefore" not in order.state_fields
        assert not any(
            value in (2147483647, Decimal("1.7976931348623157E+308")) for value in order.order_fields.values()
        )


def test_completed_orders_in_text_protocol(captures: Path) -> None:
    order, end = received_from(captures, "completed_orders_cancelled_sv200.txt")
    assert isinstance(order, events.CompletedOrder)
    assert order.order_fields["permId"] == 1002
    assert "orderId" not in order.order_fields
    assert "clientId" not in order.order_fields
    assert order.state_fields["status"] == "Cancelled"
    assert order.state_fields["completedStatus"] == "Cancelled by System:\n"
    assert order.state_fields["completedTime"] == "20260411 22:18:53 US/Eastern"
    assert end == events.CompletedOrdersEnd()


def test_completed_orders_in_protobuf(captures: Path) -> None:
    received = received_from(captures, "completed_orders_sv204.txt")
    cancelled, filled = (event for event in received if isinstance(event, events.CompletedOrder))
    assert cancelled.state_fields["completedStatus"] == "Cancelled by Trader"
    assert "commissionAndFees" not in cancelled.state_fields
    assert (filled.order_fields["totalQuantity"], filled.order_fields["filledQuantity"]) == (Decimal(0), Decimal(1))
    assert filled.state_fields["completedStatus"] == "Filled Size: 1"
    assert filled.state_fields["commissionAndFees"] == Decimal("1.006695")
    assert filled.order_fields["trailStopPrice"] == Decimal("306.97")
    assert received[-1] == events.CompletedOrdersEnd()


def test_a_cancelled_order_with_both_kinds_of_frames(captures: Path) -> None:
    received = received_from(captures, "orders_sv203.txt")
    statuses = [event.status for event in received if isinstance(event, events.OrderStatus)]
    assert statuses == ["PreSubmitted", "PendingCancel", "Cancelled"]
    messages = [(event.code, event.req_id, event.text) for event in received if isinstance(event, events.TwsMessage)]
    assert (202, 448) in {(code, req_id) for code, req_id, _ in messages}
    assert (161, 448) in {(code, req_id) for code, req_id, _ in messages}
    for order in (event for event in received if isinstance(event, events.OpenOrder)):
        assert "initMarginBefore" not in order.state_fields
        assert "orderRef" not in order.order_fields


def test_settings_of_the_gateway(captures: Path) -> None:
    for name in ("config_sv219.txt", "config_sv225.txt"):
        (response,) = received_from(captures, name)
        assert isinstance(response, events.ConfigResponse)
        assert response.api_settings["readOnlyApi"] is True
        assert response.api_settings["socketPort"] == 4001
        assert response.api_settings["trustedIPs"] == ("127.0.0.1",)
        assert "masterClientId" not in response.api_settings


def test_refusals(captures: Path) -> None:
    read_only, not_an_advisor = received_from(captures, "read_only_sv225.txt")
    assert isinstance(read_only, events.TwsMessage)
    assert isinstance(not_an_advisor, events.TwsMessage)
    assert (read_only.code, read_only.req_id) == (321, -1)
    assert "Read-Only mode" in read_only.text
    assert "non FA customers" in not_an_advisor.text
