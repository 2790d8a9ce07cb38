"""Messages in protobuf form: which fields are absent, since absent and 0 are not the same there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.ErrorMessage_pb2 import ErrorMessage
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus

from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.wire import proto_wire

STOCK = SimContract(1, "KO", "STK", "SMART", "USD")
EXECUTION = SimExecution(
    "a.01.01", STOCK, datetime(2026, 6, 11, 13, 30, 30, tzinfo=UTC), "20260611-13:30:30", "DU1", "NYSE", "BOT",
    Decimal("1E+2"), Decimal("60.5"), 7, 3, 1, Decimal(100), Decimal("60.5"),
)  # fmt: skip


def order(**fields: Any) -> SimOrder:
    return SimOrder(7, STOCK, "BUY", Decimal("0.5"), "LMT", "DU1", order_id=3, client_id=1, **fields)


def executed(execution: SimExecution, version: int = 225) -> Any:
    return ExecutionDetails.FromString(proto_wire.execution(9, execution, version))


def test_quantities_are_texts_and_prices_numbers() -> None:
    message = OpenOrder.FromString(proto_wire.open_order(order(lmt_price=Decimal("60.25"))))
    assert (message.order.totalQuantity, message.order.lmtPrice, message.order.orderType) == ("0.5", 60.25, "LMT")
    status = OrderStatus.FromString(proto_wire.order_status(order(filled=Decimal("0.125"), status_client_id=0)))
    assert (status.filled, status.remaining, status.clientId) == ("0.125", "0.375", 0)
    assert executed(EXECUTION).execution.shares == "100"


def test_fields_that_only_the_text_form_has_are_left_out() -> None:
    message = OpenOrder.FromString(proto_wire.open_order(order(more={"eTradeOnly": True, "hidden": True})))
    assert message.order.hidden
    names = {field.name for field, _ in message.order.ListFields()}
    assert not {"sharesAllocation", "eTradeOnly"} & names


def test_a_soft_dollar_tier_and_lists_of_parameters() -> None:
    more: dict[str, object] = {
        "softDollarName": "t",
        "softDollarDisplayName": "T 1",
        "algoStrategy": "Vwap",
        "algoParams": {"a": "1"},
    }
    sent = OpenOrder.FromString(proto_wire.open_order(order(more=more))).order
    assert (sent.softDollarTier.name, sent.softDollarTier.value, sent.softDollarTier.displayName) == ("t", "", "T 1")
    assert dict(sent.algoParams) == {"a": "1"}


def test_only_a_completed_order_has_a_completion() -> None:
    working = OpenOrder.FromString(proto_wire.open_order(order(completed_status="x")))
    assert not working.orderState.HasField("completedStatus")
    done = order(status="Filled", completed_status="Filled Size: 0.5", completed_time="20260611 09:30:30 US/Eastern")
    message = CompletedOrder.FromString(proto_wire.completed_order(done))
    assert message.orderState.completedStatus == "Filled Size: 0.5"
    assert message.order.totalQuantity == "0"


def test_a_status_says_why_it_is_held_only_if_it_is() -> None:
    assert not OrderStatus.FromString(proto_wire.order_status(order())).HasField("whyHeld")
    assert OrderStatus.FromString(proto_wire.order_status(order(why_held="locate"))).whyHeld == "locate"


def test_an_execution_has_the_contract_at_the_exchange_where_it_traded() -> None:
    nyse, iex = executed(EXECUTION), executed(replace(EXECUTION, exchange="IEX"))
    assert (nyse.reqId, nyse.contract.exchange, nyse.execution.exchange) == (9, "NYSE", "NYSE")
    assert (iex.contract.exchange, iex.contract.conId) == ("IEX", 1)
    assert [executed(EXECUTION, version).execution.time[-1] for version in (213, 214)] == ["0", "Z"]


def test_what_an_execution_lacks_is_absent() -> None:
    optional = ("orderId", "clientId", "permId", "isLiquidation", "evMultiplier", "isPriceRevisionPending", "orderRef")
    bare = executed(replace(EXECUTION, order_id=None, client_id=None, perm_id=None)).execution
    assert [name for name in optional if bare.HasField(name)] == []
    full = replace(
        EXECUTION, client_id=0, liquidation=1, ev_multiplier=Decimal(2), pending_price_revision=True, order_ref="r"
    )
    assert [name for name in optional if executed(full).execution.HasField(name)] == list(optional)


@pytest.mark.parametrize("known", [None, Decimal(0), Decimal("-2.5")])
def test_profit_and_yield_of_a_report_are_absent_where_unknown(known: Decimal | None) -> None:
    report = SimCommission("a.01", Decimal("1.25"), "EUR", known, known)
    message = CommissionAndFeesReport.FromString(proto_wire.commission(report))
    assert (message.commissionAndFees, message.currency) == (1.25, "EUR")
    assert message.HasField("realizedPNL") is message.HasField("bondYield") is (known is not None)
    assert message.realizedPNL == (known or 0)
    assert not message.HasField("yieldRedemptionDate")


def test_an_error_has_the_json_only_if_there_is_one() -> None:
    plain, rejected = (
        ErrorMessage.FromString(proto_wire.error(3, 201, "Größe", json, 1_700_000_000_123)) for json in ("", "{}")
    )
    assert (plain.id, plain.errorCode, plain.errorMsg, plain.errorTime) == (3, 201, "Größe", 1_700_000_000_123)
    assert not plain.HasField("advancedOrderRejectJson")
    assert rejected.advancedOrderRejectJson == "{}"
