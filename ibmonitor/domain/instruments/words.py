"""The short name of one instrument, as traders write it, and the additions where two names would be equal.

Names are the same in every locale: numbers without group separators, dates as 19MAR26. For sorting there is
`sort_text`.
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
"""Types that are left out of the name."""
_SERIES = {"OPT", "FUT", "FOP", "CONTFUT", "WAR", "IOPT", "EC"}
"""Types with series: they differ first in multiplier and class, all others in the currency."""
_UNDATED = {"", "STK", "CASH", "CFD", "CMDTY", "CRYPTO", "FUND", "IND"}
"""Types without date, strike and right; TWS fills these in with 0 and ?."""
_DATED = {"FUT", "CONTFUT", "BOND", "BILL"}
"""Types with a date only."""
_MOST_DIGITS = 12


class Words(NamedTuple):
    """The parts of a name; parts that the instrument does not have are empty."""

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
    """Format TWS's date as 19MAR26 and a contract month as MAR26; any other text is unchanged."""
    match = _DATE.match(raw)
    if match is None:
        return one_line(raw)
    year, month, day = match.groups("")
    return f"{day}{_MONTHS[int(month) - 1]}{year[2:]}"


def additions(contract: Contract, exchange: str) -> tuple[str, ...]:
    """Return the possible additions to the name, the most useful first; unknown ones are empty."""
    multiplier = multiplier_text(contract.multiplier)
    trading_class, currency = one_line(contract.trading_class), one_line(contract.currency)
    local_symbol = one_line(contract.local_symbol)
    if contract.sec_type in _SERIES:
        return multiplier, trading_class, currency, exchange, local_symbol
    # A stock's class is that of its listing, such as NMS or SET0, which is not used as a name.
    return currency, exchange, multiplier, trading_class, local_symbol


def multiplier_text(multiplier: str) -> str:
    """Format a multiplier as ×1000, however TWS writes the number."""
    try:
        number = Decimal(multiplier)
    except InvalidOperation:
        return one_line(multiplier)
    return f"×{plain_number(number)}"


def sort_text(contract: Contract) -> str:
    """Return the sort key of an instrument: symbol, date, strike and right, then the other parts.

    Empty where none of these is known.
    """
    words, strike = words_of(contract), strike_of(contract) or Decimal(0)
    if not any(words):
        return ""
    padded = f"{strike:0{_MOST_DIGITS + 7}.6f}"
    multiplier = multiplier_text(contract.multiplier).rjust(_MOST_DIGITS)
    date = contract.last_trade_date_or_contract_month
    parts = (words.symbol, date, padded, words.right, words.kind, multiplier, contract.trading_class, contract.currency)
    # A blank sorts before all characters of a word.
    return " \t".join(parts).casefold()
