"""Executions, contracts and commissions read from protobuf: absent is unknown, and 0 is 0."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import given
from hypothesis import strategies as st
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.Execution_pb2 import Execution as ExecutionProto
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.domain.records.events import CommissionReport
from ibmonitor.domain.records.execution import EXECUTION_FIELDS, Execution, UnreadExecution, WholeExecution
from ibmonitor.domain.records.records import Contract
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.proto_values import EXECUTION, commission_report, exec_details
from tests.tws.decode.both_ways import is_compared_by_its_fields, with_decimals


def test_absent_profit_and_yield_stay_unknown() -> None:
    proto = CommissionAndFeesReport(execId="a.1", commissionAndFees=1.5, currency="USD")
    report = commission_report(proto.SerializeToString(), Numbers())
    assert report == CommissionReport("a.1", Decimal("1.5"), "USD", None, None, None)


def test_zero_stays_zero() -> None:
    proto = CommissionAndFeesReport(execId="a.1", commissionAndFees=0.0, currency="USD", realizedPNL=0.0, bondYield=0)
    report = commission_report(proto.SerializeToString(), Numbers())
    assert report == CommissionReport("a.1", Decimal(0), "USD", Decimal(0), Decimal(0), None)


def execution_of(details: ExecutionDetails) -> Execution:
    details.contract.symbol = "KO"
    details.execution.SetInParent()
    event = exec_details(details.SerializeToString(), Numbers())
    assert event is not None
    return event.execution


def test_what_an_execution_lacks_is_unknown() -> None:
    execution = execution_of(ExecutionDetails())
    unknown = {name for name in EXECUTION_FIELDS if getattr(execution, name) is None}
    texts = {name for name in EXECUTION_FIELDS if getattr(execution, name) == ""}
    assert unknown | texts == set(EXECUTION_FIELDS)
    assert texts == {
        "exec_id", "time", "acct_number", "exchange", "side", "order_ref", "ev_rule", "model_code", "submitter",
    }  # fmt: skip


def test_zero_and_false_are_known() -> None:
    details = ExecutionDetails()
    proto = details.execution
    proto.price, proto.clientId, proto.orderId, proto.permId, proto.shares = 0.0, 0, 0, 0, "0"
    proto.isLiquidation, proto.isPriceRevisionPending, proto.evMultiplier = False, False, 0.0
    execution = execution_of(details)
    assert {execution.price, execution.shares, execution.ev_multiplier} == {Decimal(0)}
    assert (execution.client_id, execution.order_id, execution.perm_id) == (0, 0, 0)
    assert (execution.liquidation, execution.pending_price_revision) == (0, False)


def test_the_order_id_of_a_manual_order_and_the_end_of_an_option() -> None:
    details = ExecutionDetails()
    proto = details.execution
    proto.orderId, proto.optExerciseOrLapseType = 2147483647, -1
    execution = execution_of(details)
    assert (execution.order_id, execution.opt_exercise_or_lapse_type) == (None, None)
    proto.optExerciseOrLapseType = 100
    assert execution_of(details).opt_exercise_or_lapse_type


def test_numbers_keep_the_digits_that_tws_sent() -> None:
    details = ExecutionDetails()
    proto = details.execution
    proto.shares, proto.cumQty, proto.price, proto.avgPrice = "0.0005", "100", 231.4, 231.42000000000002
    execution = execution_of(details)
    assert (str(execution.shares), str(execution.cum_qty)) == ("0.0005", "100")
    assert (execution.price, execution.avg_price) == (Decimal("231.4"), Decimal("231.42000000000002"))
    proto.shares = "many"
    with pytest.raises(InvalidOperation):
        execution_of(details)


def contract_of(details: ExecutionDetails, numbers: Numbers) -> Contract:
    details.execution.execId = "a.1"
    event = exec_details(details.SerializeToString(), numbers)
    assert event is not None
    return event.contract


def test_fills_of_one_contract_share_its_value() -> None:
    numbers, first, second = Numbers(), ExecutionDetails(), ExecutionDetails()
    for details in (first, second):
        proto = details.contract
        proto.conId, proto.symbol, proto.secType, proto.exchange = 8894, "KO", "STK", "NYSE"
    one = contract_of(first, numbers)
    assert (one.con_id, one.symbol, one.exchange) == (8894, "KO", "NYSE")
    assert contract_of(second, numbers) is one
    second.contract.exchange = "IEX"
    assert contract_of(second, numbers).exchange == "IEX"


@pytest.mark.parametrize("missing", ["contract", "execution"])
def test_an_execution_without_a_part_is_no_event(missing: str) -> None:
    details = ExecutionDetails()
    details.reqId, details.contract.symbol, details.execution.execId = 7, "KO", "a.1"
    details.ClearField(missing)
    assert exec_details(details.SerializeToString(), Numbers()) is None


TEXTS = st.text(max_size=6)
DOUBLES = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**9), 10**9).map(lambda cents: cents / 100)
QUANTITIES = st.sampled_from(["", "0", "1", "100", "0.5", "1E+3", "1E+99", "-3", "NaN"]) | st.decimals(
    min_value=0, max_value=10**9, places=4
).map(str)
INTEGERS = st.integers(-(2**31), 2**31 - 1)
KINDS = {
    FieldDescriptor.TYPE_STRING: TEXTS,
    FieldDescriptor.TYPE_DOUBLE: DOUBLES,
    FieldDescriptor.TYPE_INT32: INTEGERS,
    FieldDescriptor.TYPE_INT64: st.integers(-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_BOOL: st.booleans(),
}
FIELDS = {
    field.name: QUANTITIES if field.name in {"shares", "cumQty"} else KINDS[field.type]
    for field in ExecutionProto.DESCRIPTOR.fields
    if field.name != "optExerciseOrLapseType"
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_an_unread_execution_says_what_a_whole_one_does(sent: dict[str, Any]) -> None:
    details = ExecutionDetails()
    for name, field in sent.items():
        setattr(details.execution, name, field)
    numbers = Numbers()
    whole = WholeExecution(**{name: read(details.execution, numbers) for name, read in EXECUTION.items()})
    execution = execution_of(details)
    assert execution == whole
    assert execution.whole() == whole
    assert with_decimals(execution.in_doubles()) == whole
    assert is_compared_by_its_fields(execution)
    if numbers.implausible:
        assert isinstance(execution, WholeExecution)


def test_an_ordinary_execution_is_left_unread() -> None:
    details = ExecutionDetails()
    proto = details.execution
    proto.execId, proto.shares, proto.cumQty, proto.price, proto.avgPrice = "a.1", "100", "300", 1.5, 1.25
    execution = execution_of(details)
    assert isinstance(execution, UnreadExecution)
    assert (execution.price, execution.avg_price, execution.cum_qty) == (Decimal("1.5"), Decimal("1.25"), Decimal(300))
    with pytest.raises(AttributeError):
        getattr(execution, "color")  # noqa: B009 - mypy would ask why
