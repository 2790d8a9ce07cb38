"""Makes contracts of every kind, and names them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.records.records import ComboLeg, Contract

_BLANK = Contract(None, "", "", "", None, "", "", "SMART", "USD", "", "")


def one(con_id: int | None, sec_type: str, symbol: str, **known: Any) -> Contract:
    return replace(_BLANK, con_id=con_id, sec_type=sec_type, symbol=symbol, **known)


def stock(con_id: int | None, symbol: str, **known: Any) -> Contract:
    return one(con_id, "STK", symbol, **known)


def future(con_id: int, symbol: str, date: str = "20261218", **known: Any) -> Contract:
    return one(con_id, "FUT", symbol, last_trade_date_or_contract_month=date, **known)


def option(con_id: int, strike: str, right: str = "C", date: str = "20260319", **known: Any) -> Contract:
    series = {"symbol": "SPX", "sec_type": "OPT", "multiplier": "100", **known}
    return replace(
        _BLANK, con_id=con_id, strike=Decimal(strike), right=right, last_trade_date_or_contract_month=date, **series
    )


def combo(*legs: tuple[Contract | int, int], symbol: str = "SPX", **known: Any) -> Contract:
    listed = tuple(
        ComboLeg(leg if isinstance(leg, int) else leg.con_id, abs(ratio), "BUY" if ratio > 0 else "SELL", "SMART")
        for leg, ratio in legs
    )
    return one(28812380, "BAG", symbol, local_symbol=symbol, trading_class="COMB", combo_legs=listed, **known)


def names_of(*contracts: Contract, others: tuple[Contract, ...] = ()) -> list[str]:
    instruments = Instruments()
    for contract in (*contracts, *others):
        instruments.learn(contract)
    return [instruments.name(contract) for contract in contracts]


C6700, C6740, C6750, C6800 = (option(number, str(number)) for number in (6700, 6740, 6750, 6800))
P6600, P6650, P6740 = (option(number, str(number), "P") for number in (6600, 6650, 6741))
P6740 = replace(P6740, strike=Decimal(6740))
APRIL, APRIL6750 = option(1, "6740", date="20260416"), option(2, "6750", date="20260416")
AAPL = stock(3, "AAPL")
AAPL_CALL = option(4, "230", date="20260619", symbol="AAPL")
MINI_CALL = replace(AAPL_CALL, con_id=5, multiplier="10")
ES_DEC, ES_MAR = future(6, "ES", multiplier="50"), future(7, "ES", "20270319", multiplier="50")
WEEKLY, MONTHLY = replace(C6740, con_id=10, trading_class="SPXW"), replace(C6740, trading_class="SPX")
FULL, MINI = future(11, "SI", multiplier="5000"), future(12, "SI", multiplier="1000")
KO, PEP = stock(8, "KO"), stock(9, "PEP")
LSE = {"currency": "GBP", "exchange": "LSE", "trading_class": "SET0"}
