"""Expiries, TWS's names of options and futures, the legs of a combo, and what trading costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ibmonitor.simulator.account.records import SimContract
from ibmonitor.simulator.scenarios import instruments as ins


@pytest.mark.parametrize(
    ("after", "expiry"),
    [
        (date(2026, 3, 1), date(2026, 3, 20)),
        (date(2026, 3, 10), date(2026, 3, 20)),
        (date(2026, 3, 11), date(2026, 4, 17)),
        (date(2026, 5, 1), date(2026, 5, 15)),
        (date(2026, 12, 31), date(2027, 1, 15)),
    ],
)
def test_an_option_expires_at_the_first_third_friday_ten_days_ahead(after: date, expiry: date) -> None:
    assert ins.monthly_expiry(after) == expiry


@pytest.mark.parametrize(
    ("today", "ahead", "expiry"),
    [
        (date(2026, 3, 10), 0, date(2026, 3, 20)),
        (date(2026, 3, 11), 0, date(2026, 6, 19)),
        (date(2026, 3, 10), 1, date(2026, 6, 19)),
        (date(2026, 11, 1), 1, date(2027, 3, 19)),
    ],
)
def test_a_future_expires_in_the_last_month_of_a_quarter(today: date, ahead: int, expiry: date) -> None:
    assert ins.quarterly_expiry(today, ahead) == expiry


def test_options_and_futures_are_named_as_tws_names_them() -> None:
    put = ins.option(1, "AAPL", "227.5", "P", "3.10", date(2026, 3, 1)).contract
    assert (put.local_symbol, put.last_trade_date) == ("AAPL  260320P00227500", "20260320")
    assert (put.strike, put.right, put.multiplier, put.trading_class) == (Decimal("227.5"), "P", "100", "AAPL")
    weekly = ins.option(1, "SPX", "5900", "C", "10", date(2026, 3, 1), "SPXW").contract
    assert (weekly.trading_class, weekly.local_symbol) == ("SPXW", "SPX   260320C05900000")
    future = ins.future(2, "ES", "CME", "6000", "0.25", "50", date(2026, 12, 18)).contract
    assert (future.local_symbol, future.last_trade_date, future.multiplier) == ("ESZ6", "20261218", "50")


def test_a_combo_describes_its_legs_negative_where_they_are_sold() -> None:
    spread = ins.combo("KO", ((ins.KO, "SELL"), (ins.SPY, "BUY")), "-1.05").contract
    assert (spread.sec_type, spread.combo_legs_descrip) == ("BAG", "8894|-1,756733|1")
    assert [(leg.con_id, leg.action) for leg in spread.combo_legs] == [(8894, "SELL"), (756733, "BUY")]


@pytest.mark.parametrize(
    ("sec_type", "shares", "price", "side", "cost"),
    [
        ("STK", "100", "10", "BOT", "1.0"),
        ("STK", "1000", "10", "BOT", "5.0"),
        ("STK", "1000", "10", "SLD", "5.444"),
        ("OPT", "1", "3", "BOT", "1.0356"),
        ("OPT", "10", "3", "SLD", "6.856"),
        ("FUT", "2", "6000", "BOT", "4.5"),
        ("CASH", "25000", "1.05", "BOT", "2.0"),
    ],
)
def test_what_trading_costs(sec_type: str, shares: str, price: str, side: str, cost: str) -> None:
    contract = SimContract(1, "X", sec_type, "SMART", "USD")
    assert str(ins.cost(contract, Decimal(shares), Decimal(price), side)) == cost
