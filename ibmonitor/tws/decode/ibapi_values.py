"""ibapi's objects to the domain's values: sentinels become `None` or disappear, doubles the decimals TWS wrote."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from sys import intern
from typing import TypeVar

from ibapi.const import UNSET_DECIMAL, UNSET_DOUBLE, UNSET_INTEGER, UNSET_LONG
from ibapi.contract import Contract as IbContract
from ibapi.execution import Execution as IbExecution
from ibapi.order import Order as IbOrder
from ibapi.order_state import OrderState as IbOrderState

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.records import ComboLeg, Contract, Execution, TwsFields

UNSET_NUMBERS = frozenset({UNSET_INTEGER, UNSET_LONG, -UNSET_LONG - 1})
"""What TWS writes into an integer it does not set; the last two were seen in text messages only."""

NO_EXERCISE = -1
"""`OptionExerciseType.NoneItem`: the execution is of no exercise, lapse or assignment."""

UNSET_TEXTS = frozenset({"1.7976931348623157E308"})
"""The unset double where ibapi keeps TWS's text: the margins of OrderState."""


unbelievable: list[object] = []
"""Numbers TWS has sent that count as unknown since no account can have them. Whoever reads a frame empties this."""


def known_int(number: int | None) -> int | None:
    """An integer as TWS sent it; `None` for its sentinels, and for what is more than TWS's own 64 bits can hold."""
    if number is None or number in UNSET_NUMBERS:
        return None
    if -UNSET_LONG <= number <= UNSET_LONG:
        return number
    unbelievable.append(number)
    return None


def known_decimal(number: Decimal | None) -> Decimal | None:
    """A quantity as TWS sent it; `None` for its sentinel, for what is no number, and for what cannot be believed.

    A garbled quantity such as 9E+999999 would overflow the first sum it comes into. Comparing comes last, because a
    signalling NaN raises there.
    """
    if number is None or not number.is_finite() or number == UNSET_DECIMAL:
        return None
    if is_plausible(number):
        return number
    unbelievable.append(number)
    return None


def _double(number: float | None) -> Decimal | None:
    if number is None or number == UNSET_DOUBLE or not math.isfinite(number):
        return None
    return known_decimal(Decimal(repr(float(number))) if number else Decimal("0.0"))


def _text_decimal(text: str) -> Decimal | None:
    return known_decimal(Decimal(text)) if text else None


Raw = TypeVar("Raw")


class _Recurring(dict[Raw, Decimal | None]):
    """Numbers by what TWS sent for them; what is unknown is read again each time.

    Prices, commissions and quantities recur in an account's day, so most calls cost a look-up, and one object for each
    saves a hundred bytes a time.
    """

    MOST = 1 << 16

    def __init__(self, read: Callable[[Raw], Decimal | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, raw: Raw) -> Decimal | None:
        number = self._read(raw)
        if number is not None:
            if len(self) >= self.MOST:
                self.clear()
            self[raw] = number
        return number


doubles = _Recurring(_double)
known_double = doubles.__getitem__
"""The decimal TWS wrote for a double: the shortest that reads back as it; `None` for what `known_decimal` refuses.

The look-up takes equal numbers for one: so 0.0 and -0.0 are both 0.0, and the integer that ibapi leaves in a field is
read as the double it stands for.
"""

known_text_decimal = _Recurring(_text_decimal).__getitem__
"""A quantity that TWS sends as text; `None` when it is empty or no finite number.

Raises `decimal.InvalidOperation`.
"""


def contract_value(contract: IbContract) -> Contract:
    """The contract's identity and what a table shows of it."""
    shared = _shared_contract(
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
        ComboLeg(known_int(leg.conId), known_int(leg.ratio), leg.action, leg.exchange) for leg in contract.comboLegs
    ]
    return _with_legs(shared, tuple(legs))


@lru_cache(maxsize=1 << 12)
def _shared_contract(
    con_id: int, symbol: str, sec_type: str, last_trade_date: str, strike: float, *texts: str
) -> Contract:
    """One value for all the fills of a contract: an account trades few contracts often."""
    known = known_int(con_id), symbol, sec_type, last_trade_date, known_double(strike)
    return Contract(*known, *texts)  # type: ignore[arg-type]  # eight texts: the legs, behind them, are left out


@lru_cache(maxsize=1 << 10)
def _with_legs(contract: Contract, legs: tuple[ComboLeg, ...]) -> Contract:
    return replace(contract, combo_legs=legs)


def execution_value(execution: IbExecution) -> Execution:
    """All fields of ibapi's Execution, in the order of ours."""
    exercise, name = execution.optExerciseOrLapseType.value
    return Execution(
        known_int(execution.orderId),
        known_int(execution.clientId),
        execution.execId,
        intern(execution.time),
        intern(execution.acctNumber),
        intern(execution.exchange),
        intern(execution.side),
        known_decimal(execution.shares),
        known_double(execution.price),
        known_int(execution.permId),
        known_int(execution.liquidation),
        known_decimal(execution.cumQty),
        known_double(execution.avgPrice),
        intern(execution.orderRef),
        intern(execution.evRule),
        known_double(execution.evMultiplier),
        intern(execution.modelCode),
        known_int(execution.lastLiquidity),
        execution.pendingPriceRevision,
        intern(execution.submitter),
        None if exercise == NO_EXERCISE else name.strip(),
    )


def contract_fields(contract: IbContract) -> TwsFields:
    """Every non-default field of the contract by TWS's name."""
    return _non_default(contract, CONTRACT_DEFAULTS)


def order_fields(order: IbOrder) -> TwsFields:
    """Every non-default field of the order by TWS's name."""
    return _non_default(order, ORDER_DEFAULTS)


def order_state_fields(state: IbOrderState) -> TwsFields:
    """Every non-default field of the order state by TWS's name."""
    return _non_default(state, ORDER_STATE_DEFAULTS)


def _non_default(sent: object, defaults: Mapping[str, object]) -> TwsFields:
    fields = {}
    for name, raw in vars(sent).items():
        if raw == defaults.get(name) or raw is None:
            continue
        plain = _plain(raw)
        if plain is not None:
            fields[name] = plain
    return fields


def _plain(raw: object) -> object:  # noqa: PLR0911 - one return a kind of value
    """A field's value without ibapi's classes: texts, booleans, ints, decimals, and tuples and dicts of these."""
    match raw:
        case bool():
            return raw
        case str():
            return None if raw in UNSET_TEXTS else raw
        case Enum():
            return raw.name
        case int():
            return known_int(raw)
        case float():
            return "Infinity" if raw == math.inf else known_double(raw)
        case Decimal():
            return known_decimal(raw)
        case list() | tuple():
            return tuple(_plain(part) for part in raw) or None
        case _:
            parts = {name: _plain(part) for name, part in vars(raw).items()}
            return {name: part for name, part in parts.items() if part not in (None, "")} or None


CONTRACT_DEFAULTS: Mapping[str, object] = vars(IbContract())
ORDER_DEFAULTS: Mapping[str, object] = vars(IbOrder())
ORDER_STATE_DEFAULTS: Mapping[str, object] = vars(IbOrderState())
