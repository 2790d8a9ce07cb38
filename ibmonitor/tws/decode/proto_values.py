"""Translates protobuf messages directly into the domain's values, so that absent fields do not become 0.

Executions and commissions, of which there can be hundreds of thousands; `proto_orders.py` reads orders.
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
from ibmonitor.tws.decode.ibapi_values import NO_EXERCISE, contract_value
from ibmonitor.tws.decode.numbers import Numbers


def contract_of(proto: Any, numbers: Numbers) -> Contract:
    """The contract of an execution: one value for all the fills of a contract, found by its bytes."""
    return _contract_of_bytes(numbers, proto.SerializeToString())


@lru_cache(maxsize=1 << 12)
def _contract_of_bytes(numbers: Numbers, serialized: bytes) -> Contract:
    return contract_value(decodeContract(ContractProto.FromString(serialized)), numbers)


def execution_of(proto: Any, numbers: Numbers) -> Execution:
    """All fields of an execution; raises `decimal.InvalidOperation` for a garbled quantity.

    Unset numbers are absent, but for the orderId: executions of manual orders were reported with 2147483647.
    """
    has, double, quantity = proto.HasField, numbers.double, numbers.text_decimal
    exercise = _exercise_name(proto.optExerciseOrLapseType) if has("optExerciseOrLapseType") else None
    return Execution(
        order_id=numbers.integer(proto.orderId) if has("orderId") else None,
        client_id=proto.clientId if has("clientId") else None,
        exec_id=proto.execId,
        time=intern(proto.time),
        acct_number=intern(proto.acctNumber),
        exchange=intern(proto.exchange),
        side=intern(proto.side),
        shares=quantity(proto.shares),
        price=double(proto.price) if has("price") else None,
        perm_id=proto.permId if has("permId") else None,
        liquidation=int(proto.isLiquidation) if has("isLiquidation") else None,
        cum_qty=quantity(proto.cumQty),
        avg_price=double(proto.avgPrice) if has("avgPrice") else None,
        order_ref=intern(proto.orderRef),
        ev_rule=intern(proto.evRule),
        ev_multiplier=double(proto.evMultiplier) if has("evMultiplier") else None,
        model_code=intern(proto.modelCode),
        last_liquidity=proto.lastLiquidity if has("lastLiquidity") else None,
        pending_price_revision=proto.isPriceRevisionPending if has("isPriceRevisionPending") else None,
        submitter=intern(proto.submitter),
        opt_exercise_or_lapse_type=exercise,
    )


def commission_of(proto: Any, numbers: Numbers) -> CommissionReport:
    """A commission and fees report; realized P&L and yield are absent for opening trades, which ibapi makes 0.0."""
    has = proto.HasField
    return CommissionReport(
        proto.execId,
        numbers.double(proto.commissionAndFees) if has("commissionAndFees") else None,
        intern(proto.currency),
        numbers.double(proto.realizedPNL) if has("realizedPNL") else None,
        numbers.double(proto.bondYield) if has("bondYield") else None,
        proto.yieldRedemptionDate or None,
    )


@lru_cache(maxsize=64)
def _exercise_name(number: int) -> str | None:
    if number == NO_EXERCISE:
        return None
    return str(getEnumTypeFromString(OptionExerciseType, number).value[1]).strip()
