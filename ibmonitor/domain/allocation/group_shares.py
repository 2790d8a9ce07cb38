"""What a group's method and amounts say of each member's share, whatever the order."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.allocation.methods import amounts_of
from ibmonitor.domain.records.groups import AccountGroup

_HUNDRED = Decimal(100)
_EQUAL = {"equal", "equalquantity"}
_OF_THE_SUM = {"ratio", "contractsorshares", "monetaryamount"}
_PERCENT = "percent"
_MEANINGS = {
    "availableequity": "An account's share follows its available equity, which IB Monitor does not ask for.",
    "netliq": "An account's share follows its net liquidation value, which IB Monitor does not ask for.",
    "contractsorshares": "Amounts are shares or contracts.",
    "monetaryamount": "Amounts are money; an account gets what its amount buys.",
    _PERCENT: "Amounts are per cent of the order.",
    "ratio": "Amounts are ratios; an account gets its share of their total.",
    "pctchange": "An order changes the accounts' positions by a percentage.",
    **dict.fromkeys(_EQUAL, "All accounts get the same."),
}


def meaning_of(method: str) -> str:
    """What a method's amounts are, in a sentence; empty for a method that is not known."""
    return _MEANINGS.get(_name(method), "")


def is_by_percent(method: str) -> bool:
    """Whether amounts are per cent, and so should add up to 100."""
    return _name(method) == _PERCENT


def reads_amounts(method: str) -> bool:
    """Whether a member's share follows from its amount."""
    return _name(method) in {_PERCENT, *_OF_THE_SUM}


def share_by_account(group: AccountGroup) -> dict[str, Decimal]:
    """Return shares in per cent, exact as far as a division is; accounts without one that is determined are absent.

    By Percent it is the amount itself, be the sum 100 or not.
    """
    name, amounts = _name(group.default_method), amounts_of(group)
    if name in _EQUAL:
        accounts = set(group.accounts)
        return {account: _HUNDRED / len(accounts) for account in accounts}
    if name == _PERCENT:
        return dict(amounts.known)
    if name in _OF_THE_SUM and amounts.total and not amounts.spoiled:
        return {account: _HUNDRED * amount / amounts.total for account, amount in amounts.known.items()}
    return {}


def _name(method: str) -> str:
    return "".join(method.split()).casefold()
