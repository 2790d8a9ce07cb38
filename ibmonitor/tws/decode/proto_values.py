"""Reads executions and commissions from protobuf, without ibapi's objects, in which absent fields have become 0.

Executions and commissions, of which there can be hundreds of thousands; `proto_orders.py` reads orders.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any

from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from ibapi.decoder_utils import decodeContract
from ibapi.execution import OptionExerciseType
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport as CommissionProto
from ibapi.protobuf.Contract_pb2 import Contract as ContractProto
from ibapi.protobuf.Execution_pb2 import Execution as ExecutionProto
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.utils import getEnumTypeFromString

from ibmonitor.domain.records.events import LIVE_FILL, CommissionReport, ExecDetails
from ibmonitor.domain.records.execution import Execution, UnreadExecution, WholeExecution
from ibmonitor.domain.records.records import Contract
from ibmonitor.tws.decode.ibapi_values import NO_EXERCISE, contract_value
from ibmonitor.tws.decode.numbers import Doubles, Numbers, is_plausible_double

Field = Callable[[Any, Numbers], Any]
"""Reads one field of a protobuf message; raises `decimal.InvalidOperation` for a garbled quantity."""


def exec_details(body: bytes, numbers: Numbers) -> ExecDetails | None:
    """The event of an ExecutionDetails message; `None` where it lacks its contract or the execution itself."""
    parts = _Parts.FromString(body)
    if not (parts.HasField("contract") and parts.HasField("execution")):
        return None
    req_id = parts.reqId if parts.HasField("reqId") else LIVE_FILL
    contract, body = proto_contract(numbers, parts.contract), parts.execution
    proto = ExecutionProto.FromString(body)
    return ExecDetails(req_id, contract, _execution_of(proto, body, numbers), proto.time)


def commission_report(body: bytes, numbers: Numbers) -> CommissionReport:
    """The event of a report; realized P&L and yield are absent for opening trades, which ibapi makes 0.0."""
    proto = CommissionProto.FromString(body)
    has, amount = proto.HasField, numbers.amount
    return CommissionReport(
        proto.execId,
        amount(proto.commissionAndFees) if has("commissionAndFees") else None,
        intern(proto.currency),
        amount(proto.realizedPNL) if has("realizedPNL") else None,
        amount(proto.bondYield) if has("bondYield") else None,
        proto.yieldRedemptionDate or None,
    )


def _without_reading_its_parts(details: Any) -> Any:
    """The class of a message whose parts are left as bytes: in protobuf they are written alike."""
    file = FileDescriptorProto(name="parts.proto", syntax="proto3")
    parts = file.message_type.add(name="Parts")
    for field in details.DESCRIPTOR.fields:
        is_message = field.type == FieldDescriptorProto.TYPE_MESSAGE
        parts.field.add(
            name=field.name,
            number=field.number,
            label=FieldDescriptorProto.LABEL_OPTIONAL,
            type=FieldDescriptorProto.TYPE_BYTES if is_message else field.type,
            proto3_optional=True,
            oneof_index=len(parts.oneof_decl),
        )
        parts.oneof_decl.add(name=f"_{field.name}")
    pool = DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return GetMessageClass(pool.FindMessageTypeByName(parts.name))


_Parts = _without_reading_its_parts(ExecutionDetails)


@lru_cache(maxsize=1 << 12)
def proto_contract(numbers: Numbers, body: bytes) -> Contract:
    """One value for all the fills of a contract, found by its bytes."""
    return contract_value(decodeContract(ContractProto.FromString(body)), numbers)


_BRIEF = attrgetter(
    "execId", "acctNumber", "permId", "orderId", "clientId", "price", "shares", "cumQty", "avgPrice", "evMultiplier",
    "isLiquidation", "optExerciseOrLapseType",
)  # fmt: skip
_LONGEST_QUANTITY = 18
"""Digits of a whole number that an account can certainly have."""


def _execution_of(proto: Any, body: bytes, numbers: Numbers) -> Execution:
    """The execution, unread where all its fields are certain to be readable, and it is of no liquidation."""
    (
        exec_id, account, perm_id, order_id, client_id, price, shares, cum_qty, average, multiplier,
        liquidation, exercise,
    ) = _BRIEF(proto)  # fmt: skip
    has, plausible = proto.HasField, is_plausible_double
    if (
        numbers.text_decimal(shares) is None
        or not (
            (cum_qty.isdecimal() and len(cum_qty) <= _LONGEST_QUANTITY) or numbers.text_decimal(cum_qty) is not None
        )
        or not (plausible(price) and plausible(average) and (not multiplier or plausible(multiplier)))
        or liquidation
        or (exercise != NO_EXERCISE and has("optExerciseOrLapseType"))
    ):
        return _whole(proto, numbers)
    # What is not 0 is present.
    return UnreadExecution(
        _READER,
        body,
        exec_id,
        intern(account),
        numbers.shared(perm_id) if perm_id or has("permId") else None,
        numbers.shared(numbers.integer(order_id)) if order_id or has("orderId") else None,
        client_id if client_id or has("clientId") else None,
        price if price or has("price") else None,
    )


@lru_cache(maxsize=64)
def _exercise_name(number: int) -> str | None:
    if number == NO_EXERCISE:
        return None
    return str(getEnumTypeFromString(OptionExerciseType, number).value[1]).strip()


def _text(name: str) -> Field:
    return lambda proto, _numbers: intern(getattr(proto, name))


def _quantity(name: str) -> Field:
    return lambda proto, numbers: numbers.text_decimal(getattr(proto, name))


def _double(name: str) -> Field:
    return lambda proto, numbers: numbers.double(getattr(proto, name)) if proto.HasField(name) else None


def _number(name: str) -> Field:
    return lambda proto, _numbers: getattr(proto, name) if proto.HasField(name) else None


EXECUTION: dict[str, Field] = {
    # The only unset number that is not absent: executions of manual orders were reported with 2147483647.
    "order_id": lambda proto, numbers: numbers.integer(proto.orderId) if proto.HasField("orderId") else None,
    "client_id": _number("clientId"),
    "exec_id": lambda proto, _numbers: proto.execId,
    "time": lambda proto, _numbers: proto.time,
    "acct_number": _text("acctNumber"),
    "exchange": _text("exchange"),
    "side": _text("side"),
    "shares": _quantity("shares"),
    "price": _double("price"),
    "perm_id": _number("permId"),
    "liquidation": lambda proto, _numbers: int(proto.isLiquidation) if proto.HasField("isLiquidation") else None,
    "cum_qty": _quantity("cumQty"),
    "avg_price": _double("avgPrice"),
    "order_ref": _text("orderRef"),
    "ev_rule": _text("evRule"),
    "ev_multiplier": _double("evMultiplier"),
    "model_code": _text("modelCode"),
    "last_liquidity": _number("lastLiquidity"),
    "pending_price_revision": _number("isPriceRevisionPending"),
    "submitter": _text("submitter"),
    "opt_exercise_or_lapse_type": lambda proto, _numbers: (
        _exercise_name(proto.optExerciseOrLapseType) if proto.HasField("optExerciseOrLapseType") else None
    ),
}
"""How each field of `Execution` is read, in their order."""

_LATER = Numbers()
"""Reads the numbers of executions that were left unread; they were checked when they came."""
_DOUBLES = Doubles()


_ALL = attrgetter(
    "orderId", "clientId", "execId", "time", "acctNumber", "exchange", "side", "shares", "price", "permId",
    "isLiquidation", "cumQty", "avgPrice", "orderRef", "evRule", "evMultiplier", "modelCode", "lastLiquidity",
    "isPriceRevisionPending", "submitter", "optExerciseOrLapseType",
)  # fmt: skip


def _whole(proto: Any, numbers: Numbers) -> WholeExecution:
    """All fields, as `EXECUTION` reads them one by one: in a third of the time, for the text filter reads them all."""
    (
        order_id, client_id, exec_id, time, account, exchange, side, shares, price, perm_id,
        liquidation, cum_qty, avg_price, order_ref, ev_rule, multiplier, model_code, liquidity,
        pending, submitter, exercise,
    ) = _ALL(proto)  # fmt: skip
    has, double, quantity = proto.HasField, numbers.double, numbers.text_decimal
    # What is not 0 is present.
    return WholeExecution(
        numbers.integer(order_id) if order_id or has("orderId") else None,
        client_id if client_id or has("clientId") else None,
        exec_id,
        time,
        intern(account),
        intern(exchange),
        intern(side),
        quantity(shares),
        double(price) if price or has("price") else None,
        perm_id if perm_id or has("permId") else None,
        int(liquidation) if liquidation or has("isLiquidation") else None,
        quantity(cum_qty),
        double(avg_price) if avg_price or has("avgPrice") else None,
        intern(order_ref),
        intern(ev_rule),
        double(multiplier) if multiplier or has("evMultiplier") else None,
        intern(model_code),
        liquidity if liquidity or has("lastLiquidity") else None,
        pending if pending or has("isPriceRevisionPending") else None,
        intern(submitter),
        _exercise_name(exercise) if exercise or has("optExerciseOrLapseType") else None,
    )


def _from_bytes(read: Field, numbers: Numbers) -> Callable[[bytes], Any]:
    parse = ExecutionProto.FromString
    return lambda body: read(parse(body), numbers)


_FIELDS, _COMPARED = (
    {name: _from_bytes(read, numbers) for name, read in EXECUTION.items()} for numbers in (_LATER, _DOUBLES)
)


class _Reader:
    def field(self, name: str) -> Callable[[bytes], Any]:
        read = _FIELDS.get(name)
        if read is None:
            raise AttributeError(name)
        return read

    def compared(self, name: str) -> Callable[[bytes], Any]:
        return _COMPARED[name]

    def whole(self, unread: UnreadExecution) -> WholeExecution:
        return _whole(ExecutionProto.FromString(unread.body), _LATER)

    def in_doubles(self, unread: UnreadExecution) -> WholeExecution:
        return _whole(ExecutionProto.FromString(unread.body), _DOUBLES)


_READER = _Reader()
