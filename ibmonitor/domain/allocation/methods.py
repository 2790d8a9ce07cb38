"""IB's allocation methods, one row each: what a method divides an order by, what its amounts are, and the arithmetic.

Shares are exact, not rounded. A share that a method does not determine has a reason. The methods: TWS_FACTS and IB's
guide, "Allocation Methods and Groups".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import Enum

from ibmonitor.domain.allocation.values import Expected, Source
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.value import value
from ibmonitor.domain.wording.writing import plain_number

Shares = dict[str, Expected]

NO_AMOUNT = "The group gives it no amount"

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_LONGEST = 40
"""Digits that are written out: sums of plausible numbers have a few more than each of them."""


@value
class Amounts:
    """A group's amounts by account; an account that is listed twice has the sum of its amounts."""

    known: dict[str, Decimal]
    """0 or more."""
    missing: tuple[str, ...]
    """Accounts without an amount."""
    spoiled: dict[str, str]
    """Accounts whose amount cannot be used, and why not."""

    @property
    def accounts(self) -> tuple[str, ...]:
        return (*self.known, *self.missing, *self.spoiled)

    @property
    def total(self) -> Decimal:
        """The sum of what is known."""
        return sum(self.known.values(), _ZERO)

    def without(self, why: str) -> Shares:
        """Return no shares, because of `why`; an account whose own amount is unusable has that as its reason."""
        return undetermined(self.accounts, why) | self.unusable()

    def unusable(self) -> Shares:
        return {account: not_determined(why) for account, why in self.spoiled.items()}


def amounts_of(group: AccountGroup) -> Amounts:
    """Sort a group's amounts into usable ones and others."""
    known: dict[str, Decimal] = {}
    spoiled: dict[str, str] = {}
    for member in group.members:
        amount = member.amount
        if amount is None:
            continue
        if not is_plausible(amount):
            spoiled[member.account] = "The group's amount is not a plausible number"
        elif amount < 0:
            spoiled[member.account] = f"The group's amount is negative: {short_number(amount)}"
        else:
            known[member.account] = known.get(member.account, _ZERO) + amount
    known = {account: amount for account, amount in known.items() if account not in spoiled}
    missing = dict.fromkeys(account for account in group.accounts if account not in known and account not in spoiled)
    return Amounts(known, tuple(missing), spoiled)


def _equal(amounts: Amounts, quantity: Decimal) -> Shares:
    """One share for each account, however often it is listed."""
    count = len(amounts.accounts)
    share = quantity / count
    why = f"Equal 1/{count} → {short_number(share)}"
    return {account: Expected(share, Source.METHOD, why) for account in amounts.accounts}


def _by_ratio(amounts: Amounts, quantity: Decimal) -> Shares:
    """Each account's amount over the sum of all; an account without an amount gets nothing."""
    if reason := _without_a_sum(amounts):
        return amounts.without(reason)
    total = amounts.total
    shares = _each(
        amounts,
        lambda parts: (quantity * parts / total, f"Ratio {short_number(parts)} of {short_number(total)}"),
    )
    return shares | _nothing_for(amounts.missing)


def _by_percent(amounts: Amounts, quantity: Decimal) -> Shares:
    """Percentages of the order. Accounts without one are undetermined if the others leave something."""
    total = amounts.total
    if not total and not amounts.missing and not amounts.spoiled:
        return amounts.without(_without_a_sum(amounts))
    is_odd = total != _HUNDRED and not (amounts.missing and total < _HUNDRED)
    note = f"; the group's percentages add up to {short_number(total)}" if is_odd else ""
    shares = _each(amounts, lambda part: (quantity * part / _HUNDRED, f"Percent {short_number(part)}%"), note)
    return shares | _rest(amounts, total >= _HUNDRED) | amounts.unusable()


def _by_shares(amounts: Amounts, quantity: Decimal) -> Shares:
    """The amounts themselves, if they add up to the order, or if a missing one can be the rest."""
    total = amounts.total
    is_open = bool(amounts.missing or amounts.spoiled)
    if total > quantity or (total != quantity and not is_open):
        return amounts.without(
            f"The group's amounts add up to {short_number(total)}, the order is of {short_number(quantity)}"
        )
    shares = _each(amounts, lambda amount: (amount, "Shares"))
    return shares | _rest(amounts, total == quantity) | amounts.unusable()


def by_money(amounts: Amounts, price: Decimal, multiplier: Decimal, price_words: str) -> Shares:
    """The quantity that each account's money buys; `price` and `multiplier` are positive. No amount is 0."""
    if not amounts.known or not amounts.total:
        return amounts.without(_without_a_sum(amounts))
    at = f" at {price_words}, {short_number(price)}"
    if multiplier != 1:
        at += f" × {short_number(multiplier)}"
    shares = _each(amounts, lambda money: (money / (price * multiplier), f"Money {short_number(money)}{at}"))
    return shares | _nothing_for(amounts.missing) | amounts.unusable()


def _by_own_money(amounts: Amounts, _money: Decimal) -> Shares:
    """The amounts themselves, if they are the whole money of the order. No amount is 0."""
    shares = _each(amounts, lambda money: (money, "Money"))
    return shares | _nothing_for(amounts.missing) | amounts.unusable()


def undetermined(accounts: Iterable[str], why: str) -> Shares:
    return {account: not_determined(why) for account in accounts}


def not_determined(why: str) -> Expected:
    return Expected(None, Source.NONE, why)


def short_number(number: Decimal) -> str:
    """Write a number as tables do, without exponent, to four decimals; a smaller one exactly.

    One that is too small to be plausible is the remainder of a division, and written as 0.
    """
    if number and not is_plausible(number):
        if number.adjusted() < 0:
            return "0"
        if not number.is_finite() or number.adjusted() > _LONGEST:
            return str(number)
    rounded = Decimal(f"{number:.4f}")
    if not rounded:
        return plain_number(number)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_shares(money: Shares, quantity: Decimal | None, cash: Decimal, currency: str) -> Shares:
    """Convert shares of an order's money to shares of the filled quantity; `cash` is positive."""
    shares: Shares = {}
    for account, share in money.items():
        why = share.why
        if share.quantity is not None and share.source is Source.METHOD:
            why = f"{why} {currency}".rstrip()
        if share.quantity is None or (quantity is None and share.quantity):
            shares[account] = not_determined(f"{why}; nothing is filled yet" if share.quantity else why)
        else:
            shares[account] = Expected(share.quantity * (quantity or _ZERO) / cash, share.source, why)
    return shares


def _each(amounts: Amounts, share: Callable[[Decimal], tuple[Decimal, str]], note: str = "") -> Shares:
    """The share of each account with an amount, and how it was calculated."""
    shares: Shares = {}
    for account, amount in amounts.known.items():
        quantity, words = share(amount)
        why = f"{words} → {short_number(quantity)}{note}"
        shares[account] = Expected(quantity, Source.METHOD, why if amount else NO_AMOUNT)
    return shares


def _rest(amounts: Amounts, is_nothing_left: bool) -> Shares:
    """The shares of accounts without an amount: 0 if nothing is left, otherwise undetermined."""
    if is_nothing_left:
        return {
            account: Expected(_ZERO, Source.OTHERS, "The other accounts' shares add up to all of it")
            for account in amounts.missing
        }
    return undetermined(amounts.missing, NO_AMOUNT)


def _nothing_for(accounts: Iterable[str]) -> Shares:
    return {account: Expected(_ZERO, Source.METHOD, NO_AMOUNT) for account in accounts}


def _without_a_sum(amounts: Amounts) -> str:
    """Why the amounts are no shares of their sum; empty if they are."""
    if amounts.spoiled:
        return "An amount of the group cannot be used"
    if not amounts.known:
        return "The group has no amounts"
    return "" if amounts.total else "The group's amounts add up to 0"


class ShareRule(Enum):
    """What an account's share of an order follows from."""

    EQUAL = "the number of accounts"
    SUM = "its amount and the sum of all amounts"
    PERCENT = "its amount, in percent"
    ACCOUNT_VALUES = "account values, which IB Monitor does not request"
    POSITIONS = "positions, which IB Monitor does not request"


@value
class Method:
    """One of IB's allocation methods."""

    names: tuple[str, ...]
    """As TWS writes it; the first is today's name."""
    rule: ShareRule
    meaning: str
    """What the amounts are, in a sentence."""
    divide: Callable[[Amounts, Decimal], Shares] | None = None
    """Divides the order's quantity; `None` where more is needed than a group's amounts."""
    divides_money: bool = False
    """Whether it can divide the money of an order by money."""

    @property
    def reads_amounts(self) -> bool:
        """Whether an account's share follows from its amount."""
        return self.rule in {ShareRule.SUM, ShareRule.PERCENT}


EQUAL = Method(
    # The second is its name before groups and profiles were one.
    ("Equal", "EqualQuantity"),
    ShareRule.EQUAL,
    "All accounts get the same.",
    _equal,
    divides_money=True,
)
RATIO = Method(
    ("Ratio",),
    ShareRule.SUM,
    "Amounts are ratios; an account gets its share of their total.",
    _by_ratio,
    divides_money=True,
)
PERCENT = Method(
    ("Percent",),
    ShareRule.PERCENT,
    "Amounts are percentages of the order.",
    _by_percent,
    divides_money=True,
)
CONTRACTS_OR_SHARES = Method(("ContractsOrShares",), ShareRule.SUM, "Amounts are shares or contracts.", _by_shares)
MONETARY_AMOUNT = Method(
    ("MonetaryAmount",),
    ShareRule.SUM,
    "Amounts are money; an account gets what its amount buys.",
    _by_own_money,
    divides_money=True,
)
NET_LIQ = Method(
    ("NetLiq",),
    ShareRule.ACCOUNT_VALUES,
    "An account's share follows its net liquidation value, which IB Monitor does not request.",
)
AVAILABLE_EQUITY = Method(
    ("AvailableEquity",),
    ShareRule.ACCOUNT_VALUES,
    "An account's share follows its available equity, which IB Monitor does not request.",
)
PCT_CHANGE = Method(("PctChange",), ShareRule.POSITIONS, "An order changes the accounts' positions by a percentage.")

_METHODS = (EQUAL, RATIO, PERCENT, CONTRACTS_OR_SHARES, MONETARY_AMOUNT, NET_LIQ, AVAILABLE_EQUITY, PCT_CHANGE)


def method_called(name: str) -> Method | None:
    """Return the method that TWS calls so, without regard to case and blanks; `None` for one that is not known."""
    return _BY_NAME.get(_folded(name))


def share_by_account(group: AccountGroup) -> dict[str, Decimal]:
    """Return shares in per cent, not rounded; accounts whose share is not determined are left out.

    By Percent a share is the amount itself, even if the sum is not 100.
    """
    method, amounts = method_called(group.default_method), amounts_of(group)
    match method.rule if method is not None else None:
        case ShareRule.EQUAL:
            return {account: _HUNDRED / len(amounts.accounts) for account in amounts.accounts}
        case ShareRule.PERCENT:
            return dict(amounts.known)
        case ShareRule.SUM if amounts.total and not amounts.spoiled:
            return {account: _HUNDRED * amount / amounts.total for account, amount in amounts.known.items()}
        case _:
            return {}


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


_BY_NAME = {_folded(name): method for method in _METHODS for name in method.names}
