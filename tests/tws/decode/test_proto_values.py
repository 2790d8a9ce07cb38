"""Executions, contracts and commissions read from protobuf: absent is unknown, and 0 is 0."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal, InvalidOperation

import pytest
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.domain.records.events import CommissionReport
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.proto_values import commission_of, contract_of, execution_of


def test_absent_profit_and_yield_stay_unknown() -> None:
    proto = CommissionAndFeesReport(execId="a.1", commissionAndFees=1.5, currency="USD")
    report = commission_of(proto, Numbers())
    assert report == CommissionReport("a.1", Decimal("1.5"), "USD", None, None, None)


def test_zero_stays_zero() -> None:
    proto = CommissionAndFeesReport(execId="a.1", commissionAndFees=0.0, currency="USD", realizedPNL=0.0, bondYield=0)
    report = commission_of(proto, Numbers())
    assert report == CommissionReport("a.1", Decimal(0), "USD", Decimal(0), Decimal(0), None)


def test_what_an_execution_lacks_is_unknown() -> None:
    execution = execution_of(ExecutionDetails().execution, Numbers())
    unknown = {field.name for field in fields(execution) if getattr(execution, field.name) is None}
    texts = {field.name for field in fields(execution) if getattr(execution, field.name) == ""}
    assert unknown | texts == {field.name for field in fields(execution)}
    assert texts == {
        "exec_id", "time", "acct_number", "exchange", "side", "order_ref", "ev_rule", "model_code", "submitter",
    }  # fmt: skip


def test_zero_and_false_are_known() -> None:
    proto = ExecutionDetails().execution
    proto.price, proto.clientId, proto.orderId, proto.permId, proto.shares = 0.0, 0, 0, 0, "0"
    proto.isLiquidation, proto.isPriceRevisionPending, proto.evMultiplier = False, False, 0.0
    execution = execution_of(proto, Numbers())
    assert {execution.price, execution.shares, execution.ev_multiplier} == {Decimal(0)}
    assert (execution.client_id, execution.order_id, execution.perm_id) == (0, 0, 0)
    assert (execution.liquidation, execution.pending_price_revision) == (0, False)


def test_the_order_id_of_a_manual_order_and_the_end_of_an_option() -> None:
    proto = ExecutionDetails().execution
    proto.orderId, proto.optExerciseOrLapseType = 2147483647, -1
    execution = execution_of(proto, Numbers())
    assert (execution.order_id, execution.opt_exercise_or_lapse_type) == (None, None)
    proto.optExerciseOrLapseType = 100
    assert execution_of(proto, Numbers()).opt_exercise_or_lapse_type


def test_numbers_keep_the_digits_that_tws_sent() -> None:
    proto = ExecutionDetails().execution
    proto.shares, proto.cumQty, proto.price, proto.avgPrice = "0.0005", "100", 231.4, 231.42000000000002
    execution = execution_of(proto, Numbers())
    assert (str(execution.shares), str(execution.cum_qty)) == ("0.0005", "100")
    assert (execution.price, execution.avg_price) == (Decimal("231.4"), Decimal("231.42000000000002"))
    proto.shares = "many"
    with pytest.raises(InvalidOperation):
        execution_of(proto, Numbers())


def test_fills_of_one_contract_share_its_value() -> None:
    numbers, first, second = Numbers(), ExecutionDetails().contract, ExecutionDetails().contract
    for proto in (first, second):
        proto.conId, proto.symbol, proto.secType, proto.exchange = 8894, "KO", "STK", "NYSE"
    one = contract_of(first, numbers)
    assert (one.con_id, one.symbol, one.exchange) == (8894, "KO", "NYSE")
    assert contract_of(second, numbers) is one
    second.exchange = "IEX"
    assert contract_of(second, numbers).exchange == "IEX"
