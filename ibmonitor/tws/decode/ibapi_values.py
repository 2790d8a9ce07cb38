"""Translates ibapi's objects into the domain's values: unset fields become `None` or are left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from sys import intern

from ibapi.contract import Contract as IbContract
from ibapi.execution import Execution as IbExecution
from ibapi.order import Order as IbOrder
from ibapi.order_state import OrderState as IbOrderState

from ibmonitor.domain.records.execution import WholeExecution
from ibmonitor.domain.records.records import ComboLeg, Contract, TwsFields
from ibmonitor.tws.decode.numbers import Numbers

NO_EXERCISE = -1
"""`OptionExerciseType.NoneItem`: the execution is of no exercise, lapse or assignment."""

UNSET_TEXTS = frozenset({"1.7976931348623157E308"})
"""The unset double where ibapi keeps TWS's text: the margins of OrderState."""


def contract_value(contract: IbContract, numbers: Numbers) -> Contract:
    """The contract's identity and the fields that tables show."""
    shared = shared_contract(
        numbers,
        contract.conId,
        contract.symbol,
        contract.secType,
        contract.lastTradeDateOrContractMonth,
        contract.strike,
        contract.right,
        contract.multiplier,
        contract.exchange,
        contract.currency,
        contract.localSymbol,
        contract.tradingClass,
        contract.comboLegsDescrip,
        contract.primaryExchange,
    )
    if not contract.comboLegs:
        return shared
    legs = [
        ComboLeg(numbers.integer(leg.conId), numbers.integer(leg.ratio), leg.action, leg.exchange)
        for leg in contract.comboLegs
    ]
    return _with_legs(shared, tuple(legs))


@lru_cache(maxsize=1 << 12)
def shared_contract(
    numbers: Numbers, con_id: int, symbol: str, sec_type: str, last_trade_date: str, strike: float, *texts: str
) -> Contract:
    """Share one value among all fills of a contract: an account trades few contracts often."""
    known = numbers.integer(con_id), symbol, sec_type, last_trade_date, numbers.double(strike)
    return Contract(*known, *texts)  # type: ignore[arg-type]  # eight texts: the legs, behind them, are left out


@lru_cache(maxsize=1 << 10)
def _with_legs(contract: Contract, legs: tuple[ComboLeg, ...]) -> Contract:
    return replace(contract, combo_legs=legs)


def execution_value(execution: IbExecution, numbers: Numbers) -> WholeExecution:
    """All fields of ibapi's Execution."""
    exercise, name = execution.optExerciseOrLapseType.value
    return WholeExecution(
        order_id=numbers.integer(execution.orderId),
        client_id=numbers.integer(execution.clientId),
        exec_id=execution.execId,
        time=intern(execution.time),
        acct_number=intern(execution.acctNumber),
        exchange=intern(execution.exchange),
        side=intern(execution.side),
        shares=numbers.decimal(execution.shares),
        price=numbers.double(execution.price),
        perm_id=numbers.integer(execution.permId),
        liquidation=numbers.integer(execution.liquidation),
        cum_qty=numbers.decimal(execution.cumQty),
        avg_price=numbers.double(execution.avgPrice),
        order_ref=intern(execution.orderRef),
        ev_rule=intern(execution.evRule),
        ev_multiplier=numbers.double(execution.evMultiplier),
        model_code=intern(execution.modelCode),
        last_liquidity=numbers.integer(execution.lastLiquidity),
        pending_price_revision=execution.pendingPriceRevision,
        submitter=intern(execution.submitter),
        opt_exercise_or_lapse_type=None if exercise == NO_EXERCISE else name.strip(),
    )


def contract_fields(contract: IbContract, numbers: Numbers) -> TwsFields:
    """Every non-default field of the contract by TWS's name."""
    return _non_default(contract, CONTRACT_DEFAULTS, numbers)


def order_fields(order: IbOrder, numbers: Numbers) -> TwsFields:
    """Every non-default field of the order by TWS's name."""
    return _non_default(order, ORDER_DEFAULTS, numbers)


def order_state_fields(state: IbOrderState, numbers: Numbers) -> TwsFields:
    """Every non-default field of the order state by TWS's name."""
    return _non_default(state, ORDER_STATE_DEFAULTS, numbers)


def _non_default(sent: object, defaults: Mapping[str, object], numbers: Numbers) -> TwsFields:
    fields = {}
    for name, raw in vars(sent).items():
        if raw == defaults.get(name) or raw is None:
            continue
        plain = plain_value(raw, numbers)
        if plain is not None:
            fields[name] = plain
    return fields


def plain_value(raw: object, numbers: Numbers) -> object:  # noqa: PLR0911 - one return a kind of value
    """A field's value without ibapi's classes: texts, booleans, ints, decimals, and tuples and dicts of these."""
    match raw:
        case bool():
            return raw
        case str():
            return None if raw in UNSET_TEXTS else raw
        case Enum():
            return raw.name
        case int():
            return numbers.integer(raw)
        case float():
            return "Infinity" if raw == math.inf else numbers.double(raw)
        case Decimal():
            return numbers.decimal(raw)
        case list() | tuple():
            return tuple(plain_value(part, numbers) for part in raw) or None
        case _:
            parts = {name: plain_value(part, numbers) for name, part in vars(raw).items()}
            return {name: part for name, part in parts.items() if part not in (None, "")} or None


CONTRACT_DEFAULTS: Mapping[str, object] = vars(IbContract())
ORDER_DEFAULTS: Mapping[str, object] = vars(IbOrder())
ORDER_STATE_DEFAULTS: Mapping[str, object] = vars(IbOrderState())
