"""The name of a combo by its legs: the traders' term, or the legs themselves. The leg that is bought comes first.

So reversed legs have another name: "6740/6750 C vertical" buys the 6740, "6750/6740 C vertical" sells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import gcd
from typing import NamedTuple

from ibmonitor.domain.instruments.words import additions, multiplier_text, single_name, strike_of, trader_date, words_of
from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.wording.writing import plain_number

_MOST_LISTED = 6
"""Legs; a name with more would be too long."""
_MINUS = "\N{MINUS SIGN}"
_OPTIONS = {"OPT", "FOP"}
_USUAL_MULTIPLIER = "×100"


class Part(NamedTuple):
    """One leg: how many are bought (negative: sold) per combo, and the contract, if it is known."""

    ratio: int
    contract: Contract | None
    con_id: int = 0


class _Option(NamedTuple):
    ratio: int
    date: str
    strike: Decimal
    right: str

    @property
    def strike_text(self) -> str:
        return plain_number(self.strike)


def combo_name(symbol: str, legs: Sequence[Part]) -> str:
    """Name a combo, as far as its legs are known."""
    known = [leg.contract for leg in legs if leg.contract is not None]
    if not legs:
        return f"{symbol} combo".lstrip()
    if not known or len(legs) > _MOST_LISTED:
        return f"{symbol} combo of {len(legs)} leg{'' if len(legs) == 1 else 's'}".lstrip()
    ordered = in_order(legs)
    if len(known) == len(legs) and gcd(*(leg.ratio for leg in legs)) == 1:
        common = _common_name(ordered)
        if common:
            return common
    return _listed(ordered)


def in_order(legs: Sequence[Part]) -> list[Part]:
    """Return the legs sorted: those that are bought first, then by date, strike and right."""
    return sorted(legs, key=_place)


def signed(ratio: int, what: str) -> str:
    """Write one leg with its side: "+1 AAPL" is bought."""
    return f"{'+' if ratio > 0 else _MINUS}{abs(ratio)} {what}"


def _place(leg: Part) -> tuple[object, ...]:
    contract = leg.contract
    if contract is None:
        return leg.ratio < 0, True, leg.con_id, leg.ratio
    date = contract.last_trade_date_or_contract_month
    return (
        leg.ratio < 0,
        False,
        0,
        date,
        strike_of(contract) or Decimal(0),
        contract.right,
        single_name(contract),
        leg.con_id,
        leg.ratio,
    )


def _listed(legs: Sequence[Part]) -> str:
    """Name the legs one by one, after the words that all have in common."""
    words = [words_of(leg.contract) for leg in legs if leg.contract is not None]
    symbols, dates = {each.symbol for each in words}, {each.date for each in words}
    has_one_date = len(words) == len(legs) and len(dates) == 1 and all(dates)
    shared = 0 if len(symbols) > 1 else 2 if has_one_date else 1
    prefix = words[0][:shared] or ("combo",)
    rests = _distinct([(_rest(leg, shared), leg) for leg in legs])
    return " ".join([*prefix, *(signed(leg.ratio, rest) for leg, rest in zip(legs, rests, strict=True))])


def _rest(leg: Part, shared: int) -> str:
    """Return the name of one leg without its first `shared` words."""
    if leg.contract is None:
        return "unknown"
    return " ".join(filter(None, words_of(leg.contract)[shared:])) or leg.contract.sec_type


def _distinct(legs: Sequence[tuple[str, Part]]) -> list[str]:
    """Return the name of each leg, with multiplier, class or the like where two would be equal."""
    contracts: dict[str, list[Contract]] = {}
    for rest, leg in legs:
        if leg.contract is not None:
            contracts.setdefault(rest, []).append(leg.contract)
    return [f"{rest} {_difference(leg.contract, contracts.get(rest, []))}".rstrip() for rest, leg in legs]


def _difference(own: Contract | None, alike: Sequence[Contract]) -> str:
    """Return the first addition to a name that differs among the contracts with that name."""
    if own is None:
        return ""
    columns = zip(*(additions(contract, "") for contract in (own, *alike)), strict=False)
    return next((column[0] for column in columns if len(set(column)) > 1), "")


def _common_name(legs: Sequence[Part]) -> str:
    """Return the traders' term for such a combo; empty where there is none."""
    contracts = [leg.contract for leg in legs if leg.contract is not None]
    kinds = {contract.sec_type for contract in contracts}
    symbols = {contract.symbol for contract in contracts}
    if len(legs) == 2 and kinds == {"STK"} and len(symbols) == 2:
        return f"{'/'.join(map(single_name, contracts))} pair" if _is_one_to_one(legs) else ""
    if len(symbols) != 1:
        return ""
    if len(legs) == 2 and kinds == {"STK", "OPT"}:
        return _buy_write(legs)
    if len(legs) == 2 and kinds == {"FUT"}:
        return _roll(legs)
    options = [_option(leg) for leg in legs]
    name = _option_name([option for option in options if option]) if len(kinds) == 1 and all(options) else ""
    return f"{words_of(contracts[0]).symbol} {name}" if name else ""


def _is_one_to_one(legs: Sequence[Part] | Sequence[_Option]) -> bool:
    return [leg.ratio for leg in legs] == [1, -1]


def _buy_write(legs: Sequence[Part]) -> str:
    """Return the name where one call is sold against its stock, or the reverse."""
    by_kind = {leg.contract.sec_type: leg for leg in legs if leg.contract is not None}
    stock, call = by_kind["STK"], by_kind["OPT"]
    contract = call.contract
    if contract is None or words_of(contract).right != "C" or abs(call.ratio) != 1:
        return ""
    covered = f"×{abs(stock.ratio)}" == (multiplier_text(contract.multiplier) or _USUAL_MULTIPLIER)
    if not covered or (stock.ratio > 0) == (call.ratio > 0):
        return ""
    return f"{single_name(contract)} {'' if stock.ratio > 0 else 'reverse '}buy-write"


def _roll(legs: Sequence[Part]) -> str:
    near, far = (leg.contract for leg in legs)
    if near is None or far is None or not _is_one_to_one(legs):
        return ""
    words = words_of(near), words_of(far)
    is_one_series = (near.trading_class, near.multiplier) == (far.trading_class, far.multiplier)
    if not is_one_series or words[0].date == words[1].date or not all(each.date for each in words):
        return ""
    return f"{words[0].symbol} {words[0].date}/{words[1].date} roll"


def _option(leg: Part) -> _Option | None:
    contract = leg.contract
    strike = None if contract is None else strike_of(contract)
    if contract is None or contract.sec_type not in _OPTIONS or strike is None:
        return None
    right, date = words_of(contract).right, trader_date(contract.last_trade_date_or_contract_month)
    return _Option(leg.ratio, date, strike, right) if right in {"C", "P"} and date else None


def _option_name(legs: Sequence[_Option]) -> str:
    """Return the traders' term for these options of one underlying, without its symbol; empty where there is none."""
    if len(legs) == 2:
        return _spread(*legs) if legs[0].ratio > 0 > legs[1].ratio else _volatility(*legs)
    if len({leg.date for leg in legs}) != 1:
        return ""
    by_strike = sorted(legs, key=lambda leg: (leg.strike, leg.right == "C"))
    ratios, rights = tuple(leg.ratio for leg in by_strike), "".join(leg.right for leg in by_strike)
    strikes = [leg.strike_text for leg in by_strike]
    date, is_one_right = legs[0].date, len(set(rights)) == 1
    if is_one_right and len(set(strikes)) == len(strikes):
        word = _SAME_RIGHT.get(ratios, "")
        return f"{date} {'/'.join(strikes)} {rights[0]} {word}" if word else ""
    word = _IRON.get(ratios, "") if rights == "PPCC" and strikes[0] != strikes[1] and strikes[2] != strikes[3] else ""
    if not word:
        return ""
    distinct = dict.fromkeys(strikes)
    return f"{date} {'/'.join(distinct)} {word} {'butterfly' if len(distinct) == 3 else 'condor'}"


_SAME_RIGHT: dict[tuple[int, ...], str] = {
    (1, -2, 1): "butterfly",
    (-1, 2, -1): "short butterfly",
    (1, -1, -1, 1): "condor",
    (-1, 1, 1, -1): "short condor",
}
"""By the ratios of calls, or of puts, from the lowest strike up."""
_IRON: dict[tuple[int, ...], str] = {(1, -1, -1, 1): "iron", (-1, 1, 1, -1): "reverse iron"}
"""By the ratios of two puts and two calls: iron ones sell the two in the middle."""


def _spread(bought: _Option, sold: _Option) -> str:
    """Return the name of two options of which one is bought and one sold."""
    if bought.right != sold.right:
        return ""
    dates, strikes = (bought.date, sold.date), (bought.strike_text, sold.strike_text)
    if not _is_one_to_one((bought, sold)):
        if dates[0] != dates[1] or strikes[0] == strikes[1]:
            return ""
        return f"{dates[0]} {'/'.join(strikes)} {bought.right} {bought.ratio}×{-sold.ratio} ratio spread"
    if dates[0] == dates[1]:
        return "" if strikes[0] == strikes[1] else f"{dates[0]} {'/'.join(strikes)} {bought.right} vertical"
    if strikes[0] == strikes[1]:
        return f"{'/'.join(dates)} {strikes[0]} {bought.right} calendar"
    return f"{dates[0]} {strikes[0]}/{dates[1]} {strikes[1]} {bought.right} diagonal"


def _volatility(one: _Option, other: _Option) -> str:
    """Return the name of a put and a call that are both bought or both sold."""
    by_right = {leg.right: leg for leg in (one, other)}
    if len(by_right) != 2 or one.date != other.date or abs(one.ratio) != 1 or one.ratio != other.ratio:
        return ""
    put, call = by_right["P"], by_right["C"]
    if put.strike > call.strike:
        return ""
    short = "short " if one.ratio < 0 else ""
    if put.strike == call.strike:
        return f"{one.date} {put.strike_text} {short}straddle"
    return f"{one.date} {put.strike_text}/{call.strike_text} {short}strangle"
