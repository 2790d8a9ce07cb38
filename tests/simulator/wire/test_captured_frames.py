"""The simulated TWS encodes the orders, fills and reports of real captures into the very bytes that IB sent.

The capture folder is next to the repository and is not part of it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.ErrorMessage_pb2 import ErrorMessage
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus

from ibmonitor.simulator.account import refusals
from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.wire.wire import Wire

CAPTURES = Path(__file__).parents[4] / "shared" / "captures"
pytestmark = pytest.mark.skipif(not CAPTURES.is_dir(), reason="the captures of real frames are not available")

AAPL = SimContract(265598, "AAPL", "STK", "SMART", "USD", "AAPL", "NMS")
TEXT_ONLY_ONCE = {"minCompeteSize": 100, "competeAgainstBestOffset": Decimal("0.02"), "manualOrderIndicator": 0}


def _frames(name: str) -> list[bytes]:
    """The server's frames of a capture."""
    lines = (CAPTURES / name).read_text(encoding="utf-8").splitlines()
    return [base64.b64decode(line.split()[2]) for line in lines if line.startswith("raw server ")]


def _of_kind(name: str, message_id: int) -> list[bytes]:
    """Those with this id, in either form."""
    ids = (b"%d\0" % message_id, message_id.to_bytes(4, "big"), (message_id + 200).to_bytes(4, "big"))
    return [frame for frame in _frames(name) if frame[4:].startswith(ids)]


def _market_order(order_id: int, action: str, **fields: Any) -> SimOrder:
    return SimOrder(
        perm_id=9_000_000_000 + order_id,
        contract=AAPL,
        action=action,
        total_quantity=Decimal(100),
        order_type="MKT",
        account="DU9000001",
        order_id=order_id,
        client_id=1,
        order_ref=f"ibkrgo-redacted-20260611T133024Z-{order_id - 370:03d}",
        submitter="papertrader01",
        **fields,
    )


def test_open_order_in_text() -> None:
    first = _market_order(371, "BUY", status="PreSubmitted", more=TEXT_ONLY_ONCE)
    assert Wire(200).open_order(first) == _of_kind("order_fill_sv200.txt", 5)[0]
    last = _market_order(
        372, "SELL", status="Filled", commission=Decimal("1.6219629999999998"), commission_currency="USD"
    )
    assert Wire(200).open_order(last) == _of_kind("order_fill_sv200.txt", 5)[-1]


def test_order_status_in_text() -> None:
    order = _market_order(
        372, "SELL", status="Submitted", filled=Decimal(80), avg_fill_price=Decimal("292.315"),
        last_fill_price=Decimal("292.30"),
    )  # fmt: skip
    assert Wire(200).order_status(order) in _of_kind("order_fill_sv200.txt", 3)


def test_execution_and_commission_in_text() -> None:
    when = datetime(2026, 6, 11, 13, 30, 34, tzinfo=UTC)
    contract = SimContract(265598, "AAPL", "STK", "SMART", "USD", "AAPL", "NMS", strike=Decimal("0.0"))
    execution = SimExecution(
        "redacted-fill-000000004", contract, when, "20260611-13:30:34", "DU9000001", "NYSE", "SLD", Decimal(20),
        Decimal("292.30"), 9_000_000_372, 372, 1, Decimal(100), Decimal("292.312"),
        order_ref="ibkrgo-redacted-20260611T133024Z-002",
    )  # fmt: skip
    assert Wire(200).execution(-1, execution) == _of_kind("order_fill_sv200.txt", 11)[-1]
    report = SimCommission("redacted-fill-000000004", Decimal("0.124388"), "USD")
    assert Wire(200).commission(report) == _of_kind("order_fill_sv200.txt", 59)[-1]


def test_accounts_and_ids_in_text() -> None:
    assert Wire(200).managed_accounts("DU9000001") == _of_kind("order_fill_sv200.txt", 15)[0]
    assert Wire(200).next_valid_id(371) == _of_kind("order_fill_sv200.txt", 9)[0]
    assert Wire(203).managed_accounts("DU9000001") == _of_kind("orders_sv203.txt", 15)[0]
    assert Wire(203).next_valid_id(448) == _of_kind("orders_sv203.txt", 9)[0]


def test_completed_order_in_text() -> None:
    more: dict[str, object] = {"trailStopPrice": None}
    order = SimOrder(
        perm_id=1002, parent_perm_id=1001, contract=AAPL, action="SELL", total_quantity=Decimal(1), order_type="LMT",
        account="DU12345", lmt_price=Decimal("500.0"), tif="GTC", oca_group="1001", more=more,
        auto_cancel_date="20260930 22:00:00 Central European Standard Time", status="Cancelled",
        completed_time="20260411 22:18:53 US/Eastern", completed_status="Cancelled by System:\n",
    )  # fmt: skip
    captured, end = _frames("completed_orders_cancelled_sv200.txt")
    assert Wire(200).completed_order(order) == captured
    assert Wire(200).completed_orders_end() == end


def _parsed(message: type[Any], frame: bytes) -> Any:
    return message.FromString(frame[8:])


def _named(message: Any) -> dict[str, Any]:
    return {descriptor.name: value for descriptor, value in message.ListFields()}


@pytest.mark.parametrize(
    ("name", "message_id", "parse", "encode"),
    [
        ("orders_sv203.txt", 5, OpenOrder, Wire(203).open_order),
        ("orders_sv203.txt", 3, OrderStatus, Wire(203).order_status),
        ("completed_orders_sv204.txt", 101, CompletedOrder, Wire(204).completed_order),
    ],
)
def test_orders_in_protobuf(name: str, message_id: int, parse: type[Any], encode: Callable[[SimOrder], bytes]) -> None:
    """Every field that both have is the same; TWS sends some that the simulated TWS lacks, never the reverse."""
    order = SimOrder(
        perm_id=900000001, contract=AAPL, action="BUY", total_quantity=Decimal(1), order_type="LMT",
        account="DU9000001", order_id=448 if message_id != 101 else 1, client_id=1 if message_id != 101 else 901,
        lmt_price=Decimal(50), trail_stop_price=Decimal(51), status="PreSubmitted", submitter="papertrader01",
    )  # fmt: skip
    if message_id == 101:
        order.status, order.completed_status = "Cancelled", "Cancelled by Trader"
        order.completed_time = "20260709 19:35:29 US/Eastern"
    frame = _of_kind(name, message_id)[0]
    ours, theirs = _parsed(parse, encode(order)), _parsed(parse, frame)
    assert encode(order)[4:8] == frame[4:8]
    for part in ("contract", "order", "orderState") if message_id != 3 else ("",):
        mine, captured = (_named(getattr(m, part) if part else m) for m in (ours, theirs))
        assert mine.items() <= captured.items()
        assert len(mine) > 3 or part == "orderState"


def test_executions_in_protobuf() -> None:
    frames = _of_kind("executions_sv225.txt", 11)
    assert len(frames) == 16
    for frame in frames:
        captured = _parsed(ExecutionDetails, frame)
        e = captured.execution
        execution = SimExecution(
            e.execId, AAPL, datetime.now(UTC), e.time, e.acctNumber, e.exchange, e.side, Decimal(e.shares),
            Decimal(repr(e.price)), e.permId, e.orderId, e.clientId, Decimal(e.cumQty), Decimal(repr(e.avgPrice)),
            order_ref=e.orderRef, last_liquidity=e.lastLiquidity,
        )  # fmt: skip
        ours = Wire(225).execution(captured.reqId, execution)
        assert ours[4:8] == frame[4:8]
        assert _parsed(ExecutionDetails, ours) == captured


def test_commissions_and_ends_in_protobuf() -> None:
    first, second = _of_kind("executions_sv225.txt", 59)[:2]
    opening = SimCommission("sanitized-exec-00000001", Decimal("1.000003"), "USD")
    assert Wire(225).commission(opening) == first
    assert len(second) > len(first)
    assert Wire(225).execution_end(1) == _of_kind("executions_sv225.txt", 55)[0]
    assert Wire(204).completed_orders_end() == _of_kind("completed_orders_sv204.txt", 102)[0]
    assert Wire(225).managed_accounts("DU9000001") == _of_kind("executions_sv225.txt", 15)[0]
    assert Wire(225).next_valid_id(602) == _of_kind("executions_sv225.txt", 9)[0]


def test_errors() -> None:
    refused, not_advisor = _frames("read_only_sv225.txt")
    for frame, (code, text) in ((refused, refusals.read_only("S")), (not_advisor, refusals.NOT_AN_ADVISOR)):
        time_ms = _parsed(ErrorMessage, frame).errorTime
        assert Wire(225).error(-1, code, text, time_ms) == frame
