"""Each account's expected share of a group order.

A share that the order and its group do not determine is `None`, with the reason. Nothing is guessed, and no number
that TWS sends raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ibmonitor.domain.allocation import methods
from ibmonitor.domain.allocation.methods import (
    MONETARY_AMOUNT,
    NO_AMOUNT,
    PCT_CHANGE,
    Amounts,
    Method,
    ShareRule,
    Shares,
    method_called,
    not_determined,
    short_number,
    undetermined,
)
from ibmonitor.domain.allocation.order_parts import AccountPart
from ibmonitor.domain.allocation.values import Expected, Source
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.numbers import is_plausible, known
from ibmonitor.domain.records.value import value
from ibmonitor.domain.wording.writing import one_line

_ZERO = Decimal(0)

_LONGEST_WORD = 40
"""Of TWS's text within a sentence."""


@value
class OrderFacts:
    """What the shares of a group order are calculated from."""

    method: str
    """The order's own, or else the group's default; TWS's word, empty where there is none."""
    group: AccountGroup | None
    """`None` where TWS has not listed it, or the order has none."""
    quantity: Decimal | None
    """The whole order's."""
    price: Decimal | None
    """The price for MonetaryAmount: the parent's average fill price, or else its limit price."""
    multiplier: Decimal
    """The contract's; 1 for stocks."""
    percentage: str
    """TWS's faPercentage; empty where there is none."""
    reported: Mapping[str, AccountPart]
    """TWS's orderAllocations, by account."""
    price_words: str
    """Which price it is: "its average price" or "its limit price"."""
    cash: Decimal | None = None
    """The money of an order by money, whose `quantity` is the filled quantity; `None` for others."""
    currency: str = ""


def expected_shares(facts: OrderFacts) -> dict[str, Expected]:
    """Return the share of every member, and of every account in orderAllocations."""
    group = facts.group
    quantity = _positive(facts.quantity)
    shares = {account: not_determined(NO_AMOUNT) for account in (group.accounts if group else ())}
    for account, share in _by_method(facts, quantity).items():
        shares[account] = share if share.quantity is None or is_plausible(share.quantity) else _beyond_counting()
    shares |= undetermined((account for account in facts.reported if account not in shares), _why_no_member(facts))
    for account, part in facts.reported.items():
        if shares[account].quantity is None and (reported := _reported(part)) is not None:
            shares[account] = Expected(reported, Source.REPORTED, f"TWS's desiredAllocQty {short_number(reported)}")
    _leave_the_rest(shares, facts, quantity)
    return shares


def _by_method(facts: OrderFacts, quantity: Decimal | None) -> Shares:
    """The members' shares as far as the group's method and amounts determine them."""
    group = facts.group
    if group is None or not group.members:
        return {}
    method = method_called(_method_name(facts, group))
    why = _why_undetermined(method, facts, group)
    if method is None or why:
        return undetermined(group.accounts, why)
    amounts, cash = methods.amounts_of(group), _positive(facts.cash)
    if cash is not None and method.divides_money and (method is not MONETARY_AMOUNT or amounts.total == cash):
        return methods.in_shares(_of_quantity(method, amounts, cash), quantity, cash, facts.currency)
    if method is MONETARY_AMOUNT:
        return _by_price(amounts, facts)
    if quantity is None:
        return undetermined(group.accounts, "The order's quantity is not known")
    return _of_quantity(method, amounts, quantity)


def _by_price(amounts: Amounts, facts: OrderFacts) -> Shares:
    """The quantities that the group's amounts of money buy."""
    price, multiplier = _positive(facts.price), _positive(facts.multiplier)
    if price is None or multiplier is None:
        return amounts.without("MonetaryAmount needs a positive price")
    return methods.by_money(amounts, price, multiplier, facts.price_words)


def _why_undetermined(method: Method | None, facts: OrderFacts, group: AccountGroup) -> str:
    """Why a method determines no share, whatever the numbers; empty where it can."""
    name = _method_name(facts, group)
    if method is None:
        has_name = bool(name.strip())
        return (
            f'The method "{_word(name)}" is not known' if has_name else "Neither the order nor its group has a method"
        )
    if method is PCT_CHANGE:
        change = _word(facts.percentage.strip("% "))
        return f"PctChange needs positions: it changes them by {change}%" if change else "PctChange needs positions"
    if method.reads_amounts and group.default_method and method_called(group.default_method) is not method:
        return f"The group's amounts are for {_word(group.default_method)}, the order's method is {_word(name)}"
    return ""


def _of_quantity(method: Method, amounts: Amounts, quantity: Decimal) -> Shares:
    """Divide the order's quantity, or its money, by a method."""
    is_open = method.rule is ShareRule.ACCOUNT_VALUES or (method.reads_amounts and amounts.missing)
    if is_open and len(amounts.accounts) == 1:
        return {amounts.accounts[0]: Expected(quantity, Source.OTHERS, "The group has no other account")}
    if method.divide is None:
        return undetermined(amounts.accounts, f"{method.names[0]} needs account values")
    return method.divide(amounts, quantity)


def _leave_the_rest(shares: Shares, facts: OrderFacts, quantity: Decimal | None) -> None:
    """If one account's share is undetermined, give it the rest of the order."""
    opened = [account for account, share in shares.items() if share.quantity is None]
    if quantity is None or len(opened) != 1 or len(shares) < 2:
        return
    (account,) = opened
    group = facts.group
    if group is not None and (account not in group.accounts or account in _spoiled(facts, group)):
        return
    others = sum((share.quantity for share in shares.values() if share.quantity is not None), _ZERO)
    if others > quantity:
        words = f"The other accounts' shares add up to {short_number(others)}, more than the order"
        shares[account] = not_determined(words)
    elif is_plausible(rest := quantity - others):
        words = f"What the other accounts' {short_number(others)} leave of {short_number(quantity)}"
        shares[account] = Expected(rest, Source.OTHERS, words)


def _spoiled(facts: OrderFacts, group: AccountGroup) -> Iterable[str]:
    """Accounts whose amount the method needs, and that is unusable."""
    method = method_called(_method_name(facts, group))
    return methods.amounts_of(group).spoiled if method is not None and method.reads_amounts else ()


def _why_no_member(facts: OrderFacts) -> str:
    """Why an account that is not a known member has no share by a method."""
    if facts.group is not None:
        return "It is not in the order's group" if facts.group.members else "TWS lists no accounts in the order's group"
    return "TWS has not listed the order's group" if facts.method.strip() else "The order has no group and no method"


def _reported(part: AccountPart) -> Decimal | None:
    """TWS's desired quantity for the account; `None` if it sent none, or an amount of money."""
    quantity = known(part.desired_quantity)
    return None if part.is_monetary or quantity is None or quantity < 0 else quantity


def _beyond_counting() -> Expected:
    return not_determined("Its share is not a plausible quantity")


def _positive(number: Decimal | None) -> Decimal | None:
    number = known(number)
    return number if number is not None and number > 0 else None


def _method_name(facts: OrderFacts, group: AccountGroup) -> str:
    return facts.method.strip() or group.default_method


def _word(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST_WORD else f"{text[:_LONGEST_WORD]}…"
