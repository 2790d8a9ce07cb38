"""The short name of one instrument, as traders write it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.instruments.words import multiplier_text, single_name, trader_date
from ibmonitor.domain.records.records import Contract
from tests.support.make_contracts import (
    future,
    names_of,
    one,
    option,
    stock,
)


@pytest.mark.parametrize(
    ("contract", "name"),
    [
        (stock(1, "AAPL", trading_class="NMS", primary_exchange="NASDAQ"), "AAPL"),
        (option(1, "6740.0", trading_class="SPXW"), "SPX 19MAR26 6740 C"),
        (option(1, "212.50", "PUT", symbol="AAPL"), "AAPL 19MAR26 212.5 P"),
        (option(1, "5900", sec_type="FOP", symbol="ES"), "ES 19MAR26 5900 C FOP"),
        (future(1, "ES", multiplier="50"), "ES 18DEC26 FUT"),
        (future(1, "ES", "202612"), "ES DEC26 FUT"),
        (future(1, "ES", "20261218 08:30 US/Central"), "ES 18DEC26 FUT"),
        (future(1, "ES", "2026"), "ES 2026 FUT"),
        (future(1, "ES", "20261399"), "ES 20261399 FUT"),
        (one(1, "CASH", "EUR", local_symbol="EUR.USD"), "EUR.USD"),
        (one(1, "CRYPTO", "BTC"), "BTC CRYPTO"),
        (one(1, "CFD", "AAPL"), "AAPL CFD"),
        (one(1, "IND", "SPX"), "SPX IND"),
        (one(1, "BOND", "US-T", last_trade_date_or_contract_month="20350215"), "US-T 15FEB35 BOND"),
        (one(1, "STK", "", local_symbol="BRK  B"), "BRK B"),
        (one(1, "STK", "A\nB\t"), "A B"),
        (one(None, "", ""), ""),
        (stock(1, "KO", strike=Decimal("0.0"), right="?"), "KO"),
        (stock(1, "KO", strike=Decimal("9E+999999"), right="0"), "KO"),
    ],
)
def test_a_name_is_as_a_trader_writes_it(contract: Contract, name: str) -> None:
    assert single_name(contract) == name
    assert names_of(contract) == [name]


@pytest.mark.parametrize(
    ("raw", "text"),
    [("20260319", "19MAR26"), ("202612", "DEC26"), ("2026", "2026"), ("20261399", "20261399"), ("", "")],
)
def test_dates_as_traders_write_them(raw: str, text: str) -> None:
    assert trader_date(raw) == text


@pytest.mark.parametrize(("multiplier", "text"), [("1000.0", "×1000"), ("0.01", "×0.01"), ("", ""), (" A ", "A")])
def test_a_multiplier_is_one_text_however_tws_writes_it(multiplier: str, text: str) -> None:
    assert multiplier_text(multiplier) == text
