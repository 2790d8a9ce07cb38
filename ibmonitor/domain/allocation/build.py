"""Builds the allocation of one group order from the order, its group and its executions.

`matching.py` finds the executions, `expected.py` calculates the shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from ibmonitor.domain.allocation.difference import Received, compare, rounding_unit
from ibmonitor.domain.allocation.expected import OrderFacts, expected_shares
from ibmonitor.domain.allocation.inference import buy_or_sell
from ibmonitor.domain.allocation.methods import MONETARY_AMOUNT, amounts_of, method_called, not_determined
from ibmonitor.domain.allocation.order_parts import AccountPart, reported_parts
from ibmonitor.domain.allocation.possible_reasons import Division, with_possible_reasons
from ibmonitor.domain.allocation.progress import Answer, AnswerOf, Progress, progress_of
from ibmonitor.domain.allocation.sums import Sums, added_up, counting, is_valid, per_share, sums_of
from ibmonitor.domain.allocation.values import AccountShare, Expected, GroupAllocation, Match
from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import ComboRole, Contract, Fill, Order
from ibmonitor.domain.records.value import value

_ZERO, _ONE = Decimal(0), Decimal(1)


@value
class GroupOrder:
    """A group order and the executions that belong to it."""

    key: int
    order: Order | None
    parents: tuple[Fill, ...]
    """The master account's, earliest first."""
    parts: Mapping[str, Mapping[Fill, Match]]
    """Those of each sub-account that has any, earliest first."""
    group: AccountGroup | None
    """`None` where TWS has not listed it, or the order names none."""
    candidates: tuple[str, ...]
    """The accounts that may have parts, as far as known: the group's members, or else all."""
    answer_of: AnswerOf
    clock_ahead: timedelta = timedelta()
    """How far TWS's clock is ahead of this computer's, as far as known."""
    sums: Mapping[str, Sums] | None = None
    """Those of each sub-account's executions, where they are known already."""


def build(group_order: GroupOrder) -> GroupAllocation:
    """Return the group order's allocation."""
    order, group, parents, parts = group_order.order, group_order.group, group_order.parents, group_order.parts
    whole = sums_of(parents)
    sums = group_order.sums
    if sums is None:
        sums = {account: sums_of(fills) for account, fills in parts.items()}
    part_fills = [fill for fills in parts.values() for fill in fills]
    allocated = sum((each.quantity for each in sums.values() if each.quantity is not None), _ZERO)
    counted = counting((*parents, *part_fills))
    unit = rounding_unit([_quantity(order), *(fill.execution.shares for fill in counted)])
    progress = progress_of(
        order,
        parents,
        part_fills,
        allocated,
        whole.quantity,
        _slack(unit, len(sums)),
        group_order.candidates,
        group_order.answer_of,
        group_order.clock_ahead,
    )
    facts = _facts(group_order, whole.average_price, progress.filled)
    shares = _shares(group_order, facts, sums, progress, unit)
    prices = [each.average_price for each in sums.values() if each.average_price is not None]
    # While no part is known, the whole's commissions are what there is to show; never both.
    has_parts = any(map(is_valid, part_fills))
    paying = list(sums.values()) if has_parts else [whole]
    commissions = added_up(each.commissions for each in paying)
    return GroupAllocation(
        key=group_order.key,
        order=order,
        group_name=order.fa_group if order else "",
        group=group,
        method=facts.method,
        contract=_contract(order, (*parents, *part_fills)),
        side=_side(order, (*parents, *part_fills)),
        quantity=facts.quantity,
        shares=shares,
        parent_fills=parents,
        filled=progress.filled,
        allocated=allocated,
        unallocated=None if progress.filled is None else progress.filled - allocated,
        average_price=whole.average_price,
        price_spread=max(prices) - min(prices) if len(prices) > 1 else None,
        commissions=commissions,
        pending=sum(each.pending for each in paying),
        commission_per_share=per_share(commissions, part_fills if has_parts else parents),
        realized_pnl=added_up(each.realized_pnl for each in sums.values()),
        is_waiting=progress.is_waiting,
        executed=whole.quantity,
        cash=facts.cash,
    )


def _shares(
    group_order: GroupOrder,
    facts: OrderFacts,
    sums: Mapping[str, Sums],
    progress: Progress,
    unit: Decimal,
) -> tuple[AccountShare, ...]:
    group, parts, reported = group_order.group, group_order.parts, _reported(group_order)
    expected = expected_shares(facts)
    members = dict.fromkeys(group.accounts if group else ())
    others = sorted((expected.keys() | parts.keys()) - members.keys())
    shares = []
    for account in (*members, *others):
        fills, got = parts.get(account, {}), sums.get(account, Sums())
        quantity = got.quantity
        is_complete = progress.is_all_received or _is_answered(group_order, account, progress)
        if is_complete and not any(map(is_valid, fills)):
            quantity = _ZERO
        should = expected.get(account) or _of_an_outsider()
        # TWS has not sent the members of a group without any.
        is_member = account in members if group and group.members else None
        received = _received(progress, is_complete=is_complete)
        verdict = compare(should, quantity, facts.quantity, progress.filled, unit, is_member, received)
        shares.append(
            AccountShare(
                account=account,
                expected=should,
                due=verdict.due,
                allocated=quantity,
                difference=verdict.difference,
                gap=verdict.gap,
                reason=verdict.reason,
                is_flagged=verdict.is_flagged,
                average_price=got.average_price,
                commissions=got.commissions,
                pending=got.pending,
                realized_pnl=got.realized_pnl,
                is_member=is_member,
                matches=frozenset(fills.values()),
                fills=tuple(fills),
                reported=reported.get(account),
            )
        )
    return with_possible_reasons(shares, _division(group_order, facts, progress, unit))


def _division(group_order: GroupOrder, facts: OrderFacts, progress: Progress, unit: Decimal) -> Division:
    order, group = group_order.order, group_order.group
    fills = counting(fill for fills in group_order.parts.values() for fill in fills)
    side, multiplier = _side(order, group_order.parents), known(facts.multiplier) or _ZERO
    method = method_called(facts.method)
    # There may be tens of thousands, and only this method asks for them.
    is_asked = multiplier > 0 and method is MONETARY_AMOUNT
    prices = [facts.price, *(fill.execution.price for fill in (*group_order.parents, *fills))] if is_asked else []
    return Division(
        method=method,
        is_buy=side == "BUY",
        is_one_way=all(buy_or_sell(each) == side for each in {fill.execution.side for fill in fills}),
        filled=known(progress.filled),
        quantity=known(facts.quantity),
        unit=unit,
        slack=_slack(unit, len(group_order.parts)),
        amounts=amounts_of(group).known if group is not None else {},
        prices=tuple(price for each in prices if (price := known(each)) is not None and price > 0),
        multiplier=multiplier,
        codes=frozenset(message.code for message in (order.messages if order else ()) if message.code is not None),
    )


def _slack(unit: Decimal, parts: int) -> Decimal:
    """How much the parts may differ from the whole by rounding: whole units are never lost."""
    return unit * parts if unit < 1 else _ZERO


def _is_answered(group_order: GroupOrder, account: str, progress: Progress) -> bool:
    return group_order.answer_of(account, progress.asked_after) is Answer.COMPLETE


def _received(progress: Progress, *, is_complete: bool) -> Received:
    is_explained = progress.is_all_received or progress.is_filled_explained
    if is_complete and is_explained and not progress.is_waiting:
        return Received.ALL
    return Received.WAITING if progress.is_waiting else Received.MISSING


def _facts(group_order: GroupOrder, average_price: Decimal | None, filled: Decimal | None) -> OrderFacts:
    order, group = group_order.order, group_order.group
    reported = _reported(group_order)
    if group is None:
        # Accounts with executions share the rest of the quantities that TWS sent.
        reported |= {account: AccountPart(account) for account in group_order.parts if account not in reported}
    method = (order.fa_method if order else "") or (group.default_method if group else "")
    contract = _contract(order, group_order.parents)
    price, price_words = average_price, "its average price"
    if price is None and order is not None:
        price = order.avg_fill_price or None
    if price is None and order is not None:
        price, price_words = order.lmt_price, "its limit price"
    cash = _cash(order)
    return OrderFacts(
        method=method,
        group=group,
        quantity=(filled or None) if cash is not None else _quantity(order),
        price=price,
        multiplier=_multiplier(contract),
        percentage=order.fa_percentage if order else "",
        reported=reported,
        price_words=price_words,
        cash=cash,
        currency=contract.currency if contract is not None else "",
    )


def _reported(group_order: GroupOrder) -> dict[str, AccountPart]:
    """The orderAllocations of sub-accounts."""
    order = group_order.order
    if order is None or not order.state_fields.get("orderAllocations"):
        return {}
    masters = {fill.execution.acct_number for fill in group_order.parents}
    return {
        part.account: part
        for part in reported_parts(order)
        if part.account and part.account not in masters and not is_master_account(part.account)
    }


def _of_an_outsider() -> Expected:
    return not_determined("It is not in the order's group")


def _quantity(order: Order | None) -> Decimal | None:
    """The whole order's quantity: TWS leaves it out of orders by an amount of money or a change in per cent."""
    if order is None:
        return None
    total = known(order.total_quantity)
    if total is not None and total > 0:
        return total
    filled = known(order.filled) if order.is_done else None
    return filled or None


def _cash(order: Order | None) -> Decimal | None:
    """The money of an order by money, which has no quantity of its own."""
    if order is None or known(order.total_quantity):
        return None
    cash = order.order_fields.get("cashQty")
    return cash if isinstance(cash, Decimal) and known(cash) is not None and cash > 0 else None


def _contract(order: Order | None, fills: Iterable[Fill]) -> Contract | None:
    if order is not None and order.contract is not None:
        return order.contract
    best = min(fills, key=lambda fill: fill.combo_role is ComboRole.LEG, default=None)
    return best.contract if best is not None else None


def _side(order: Order | None, fills: Iterable[Fill]) -> str:
    if order is not None and order.action:
        return buy_or_sell(order.action)
    best = min(fills, key=lambda fill: fill.combo_role is ComboRole.LEG, default=None)
    return buy_or_sell(best.execution.side) if best is not None else ""


def _multiplier(contract: Contract | None) -> Decimal:
    """Return the contract's multiplier; 0 where TWS's text is no number, so that it is not used."""
    if contract is None or not contract.multiplier.strip():
        return _ONE
    try:
        return Decimal(contract.multiplier.strip())
    except InvalidOperation:
        return _ZERO
