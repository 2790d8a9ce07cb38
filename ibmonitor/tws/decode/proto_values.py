"""Protobuf messages to the domain's values, without ibapi's objects between: absent fields can be told from 0 here.

Only what comes by the hundred thousand is read this way, executions and commissions.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import Any

from ibapi.decoder_utils import decodeContract
from ibapi.execution import OptionExerciseType
from ibapi.protobuf.Contract_pb2 import Contract as ContractProto
from ibapi.utils import getEnumTypeFromString

from ibmonitor.domain.records.events import CommissionReport
from ibmonitor.domain.records.records import Contract, Execution
from ibmonitor.tws.decode.ibapi_values import NO_EXERCISE, contract_value, known_double, known_int, known_text_decimal


def contract_of(proto: Any) -> Contract:
    """The contract of an execution: one value for all the fills of a contract, found by its bytes."""
    return _contract_of_bytes(proto.SerializeToString())


@lru_cache(maxsize=1 << 12)
def _contract_of_bytes(serialized: bytes) -> Contract:
    return contract_value(decodeContract(ContractProto.FromString(serialized)))


def execution_of(proto: Any) -> Execution:
    """All fields of an execution, in the order of ours; raises `decimal.InvalidOperation` for a garbled quantity.

    Unset numbers are absent, but for the orderId: executions of manual orders were reported with 2147483647.
    """
    has = proto.HasField
    return Execution(
        known_int(proto.orderId) if has("orderId") else None,
        proto.clientId if has("clientId") else None,
        proto.execId,
        intern(proto.time),
        intern(proto.acctNumber),
        intern(proto.exchange),
        intern(proto.side),
        known_text_decimal(proto.shares),
        known_double(proto.price) if has("price") else None,
        proto.permId if has("permId") else None,
        int(proto.isLiquidation) if has("isLiquidation") else None,
        known_text_decimal(proto.cumQty),
        known_double(proto.avgPrice) if has("avgPrice") else None,
        intern(proto.orderRef),
        intern(proto.evRule),
        known_double(proto.evMultiplier) if has("evMultiplier") else None,
        intern(proto.modelCode),
        proto.lastLiquidity if has("lastLiquidity") else None,
        proto.isPriceRevisionPending if has("isPriceRevisionPending") else None,
        intern(proto.submitter),
        _exercise_name(proto.optExerciseOrLapseType) if has("optExerciseOrLapseType") else None,
    )


def commission_of(proto: Any) -> CommissionReport:
    """A commission and fees report; realized P&L and yield are absent for opening trades, which ibapi makes 0.0."""
    has = proto.HasField
    return CommissionReport(
        proto.execId,
        known_double(proto.commissionAndFees) if has("commissionAndFees") else None,
        intern(proto.currency),
        known_double(proto.realizedPNL) if has("realizedPNL") else None,
        known_double(proto.bondYield) if has("bondYield") else None,
        proto.yieldRedemptionDate or None,
    )


@lru_cache(maxsize=64)
def _exercise_name(number: int) -> str | None:
    if number == NO_EXERCISE:
        return None
    return str(getEnumTypeFromString(OptionExerciseType, number).value[1]).strip()
