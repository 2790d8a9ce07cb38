"""The short name of one instrument, as traders write it, and what can be added where two would read alike.

Numbers are written without group separators and dates as 19MAR26, the same in every locale: a name is a name. What
decides an order is `sort_text`.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.wording.writing import one_line, plain_number

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DATE = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])([0-9]{2})?(?![0-9])")
"""YYYYMMDD or a contract's month, YYYYMM; a time may follow."""
_RIGHTS = {"CALL": "C", "PUT": "P", "?": "", "0": ""}
_UNMARKED = {"STK", "OPT", "CASH"}
"""Types that a trader takes for granted: the name has no word for them."""
_SERIES = {"OPT", "FUT", "FOP", "CONTFUT", "WAR", "IOPT", "EC"}
"""Types that have series: what tells them apart first is multiplier and class. For all others it is the currency."""
_UNDATED = {"", "STK", "CASH", "CFD", "CMDTY", "CRYPTO", "FUND", "IND"}
"""Types without date, strike and right; TWS fills these in with 0 and ?."""
_DATED = {"FUT", "CONTFUT", "BOND", "BILL"}
"""Types with a date alone."""
_MOST_DIGITS = 12


class Words(NamedTuple):
    """The parts of a name; what the instrument does not have is empty."""

    symbol: str
    date: str
    strike: str
    right: str
    kind: str


def words_of(contract: Contract) -> Words:
    """Return the parts of an instrument's name."""
    symbol = one_line(contract.symbol or contract.local_symbol)
    if contract.sec_type == "CASH":
        symbol = ".".join(filter(None, (symbol, one_line(contract.currency))))
    kind = "" if contract.sec_type in _UNMARKED else one_line(contract.sec_type)
    if contract.sec_type in _UNDATED:
        return Words(symbol, "", "", "", kind)
    date = trader_date(contract.last_trade_date_or_contract_month)
    if contract.sec_type in _DATED:
        return Words(symbol, date, "", "", kind)
    strike, right = strike_of(contract), one_line(contract.right).upper()
    return Words(symbol, date, "" if strike is None else plain_number(strike), _RIGHTS.get(right, right), kind)


def single_name(contract: Contract) -> str:
    """Name an instrument that is no combo: "AAPL", "SPX 19MAR26 6740 C", "ES 18DEC26 FUT", "EUR.USD"."""
    return " ".join(filter(None, words_of(contract)))


def strike_of(contract: Contract) -> Decimal | None:
    """Return the strike; `None` where the instrument has none: TWS sends 0 then."""
    return known(contract.strike) or None


def trader_date(raw: str) -> str:
    """Write TWS's date as 19MAR26, a contract's month as MAR26; what is neither stays as it is."""
    match = _DATE.match(raw)
    if match is None:
        return one_line(raw)
    year, month, day = match.groups("")
    return f"{day}{_MONTHS[int(month) - 1]}{year[2:]}"


def additions(contract: Contract, exchange: str) -> tuple[str, ...]:
    """Return what may be added to the name, the most useful first; what is not known is empty."""
    multiplier = multiplier_text(contract.multiplier)
    trading_class, currency = one_line(contract.trading_class), one_line(contract.currency)
    local_symbol = one_line(contract.local_symbol)
    if contract.sec_type in _SERIES:
        return multiplier, trading_class, currency, exchange, local_symbol
    # The class of a stock is its listing's: NMS, SET0. Nobody calls it by that.
    return currency, exchange, multiplier, trading_class, local_symbol


def multiplier_text(multiplier: str) -> str:
    """Write a multiplier as ×1000, however TWS has written the number."""
    try:
        number = Decimal(multiplier)
    except InvalidOperation:
        return one_line(multiplier)
    return f"×{plain_number(number)}"


def sort_text(contract: Contract) -> str:
    """Return what instruments are ordered by: symbol, then date, strike and right, then what tells them apart.

    Empty where nothing is known that could be.
    """
    words, strike = words_of(contract), strike_of(contract) or Decimal(0)
    if not any(words):
        return ""
    padded = f"{strike:0{_MOST_DIGITS + 7}.6f}"
    multiplier = multiplier_text(contract.multiplier).rjust(_MOST_DIGITS)
    date = contract.last_trade_date_or_contract_month
    parts = (words.symbol, date, padded, words.right, words.kind, multiplier, contract.trading_class, contract.currency)
    # A blank comes before all that can be in a word.
    return " \t".join(parts).casefold()
