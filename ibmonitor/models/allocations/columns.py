"""The columns of the allocations: the same for group orders, their accounts and their executions.

A column that does not apply to a kind of row leaves it empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar, Unpack

from ibmonitor.domain.allocation.sums import Money
from ibmonitor.domain.allocation.values import AccountShare, Gap, GroupAllocation, Match, State, Unassigned
from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.domain.wording.money import with_currency
from ibmonitor.models.allocations.bars import size_text
from ibmonitor.models.allocations.items import Item, UnassignedAccount
from ibmonitor.models.allocations.money import COMMISSION, MONEY, PER_SHARE, REALIZED_PNL, pending_of
from ibmonitor.models.allocations.share_bar import share_bar
from ibmonitor.models.allocations.times import change_key, moment_of
from ibmonitor.models.columns.fill_notes import uncharged_text
from ibmonitor.models.table.column import (
    Column,
    ColumnOptions,
    id_column,
    number_column,
    ratio_column,
    text_column,
    time_column,
)
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import PENDING, count_text, number_text

K = TypeVar("K")
V = TypeVar("V")

NOT_RECEIVED, WAITING = "not received yet", "waiting"
_MOST_NAMED = 3
"""Accounts in a sentence."""
_STATE_TONES: dict[State, Tone] = {State.REVIEW: "bad", State.WAITING: "pending"}


def _name(item: Item) -> str:
    match item:
        case GroupAllocation():
            return item.group_name or _model(item) or "Group not known"
        case AccountShare() | UnassignedAccount():
            return ACCOUNT_NAMES.name(item.account)
        case Unassigned():
            return item.why.value.partition(": ")[0]
        case Fill():
            exchange = item.execution.exchange
            return f"Fill on {exchange}" if exchange else "Fill"


def _model(item: GroupAllocation) -> str:
    return item.order.model_code if item.order is not None else ""


def _order(item: GroupAllocation) -> str:
    words = (item.side, size_text(item), CONTRACT_NAMES.name(item.contract))
    return " ".join(filter(None, words)) or "Order not known"


def _searched_order(item: Item) -> str:
    """An order is found by all names of its instrument."""
    if not isinstance(item, GroupAllocation):
        return ""
    names = CONTRACT_NAMES.words(item.contract) if item.contract is not None else ()
    return "\n".join((_order(item), *names))


def _order_key(item: Item) -> object:
    """By instrument: which orders are of the same one is what a user looks for."""
    if not isinstance(item, GroupAllocation):
        return None
    return (CONTRACT_NAMES.name(item.contract).casefold(), item.side, item.quantity or Decimal(0))


def _name_key(item: Item) -> object:
    match item:
        case GroupAllocation():
            return _name(item).casefold()
        case AccountShare() | UnassignedAccount():
            return ACCOUNT_NAMES.sort_key(item.account)
        case Fill():
            return item.serial
        case _:
            return 0


def _of(kind: type[K], read: Callable[[K], V], otherwise: V) -> Callable[[Item], V]:
    """Return a getter that reads rows of one kind, and returns `otherwise` for all others."""
    return lambda item: read(item) if isinstance(item, kind) else otherwise


def _of_order_and_fill(field: str, otherwise: Any) -> Callable[[Item], Any]:
    """Return a getter of a field that orders and executions have; `otherwise` where there is none."""

    def read(item: Item) -> Any:
        match item:
            case GroupAllocation() if item.order is not None:
                return getattr(item.order, field)
            case Fill():
                return getattr(item.execution, field)
            case _:
                return otherwise

    return read


_filled = _of(GroupAllocation, attrgetter("filled"), None)
_perm_id = _of_order_and_fill("perm_id", None)


def _allocated(item: Item) -> Decimal | None:
    match item:
        case GroupAllocation() | AccountShare():
            return item.allocated
        case Fill():
            return item.execution.shares
        case _:
            return None


def _difference(item: Item) -> Decimal | None:
    match item:
        case GroupAllocation():
            return None if item.unallocated is None else -item.unallocated
        case AccountShare():
            return item.difference
        case _:
            return None


def _average_price(item: Item) -> Decimal | None:
    match item:
        case GroupAllocation() | AccountShare():
            return item.average_price
        case Fill():
            return item.execution.price
        case _:
            return None


def _money_text(money: Money) -> str:
    return ", ".join(with_currency(number_text(amount, 2, 6), currency) for currency, amount in money)


def _commission_text(item: Item) -> str:
    reported = _money_text(MONEY[COMMISSION](item))
    if isinstance(item, Fill):
        return reported or uncharged_text(item)
    waiting = pending_of(item)
    return ", ".join(filter(None, (reported, f"{waiting:,} {PENDING}" if waiting else "")))


def _only_amount(money: Money) -> Decimal | None:
    """The amount to sort by; `None` for amounts in several currencies."""
    return money[0][1] if len(money) == 1 else None


def _money_column(
    key: str,
    title: str,
    tooltip: str,
    *,
    text: Callable[[Item], str] | None = None,
    **looks: Unpack[ColumnOptions[Item]],
) -> Column[Item]:
    """Amounts with their currencies. Amounts in several currencies sort as unknown."""
    money = MONEY[key]

    def written(item: Item) -> str:
        return _money_text(money(item))

    def sort_key(item: Item) -> float | None:
        amount = _only_amount(money(item))
        return None if amount is None else float(amount)

    return Column(
        key=key, title=title, tooltip=tooltip, getter=written, text=text or written, sort_key=sort_key, **looks
    )


def _allocated_text(item: Item) -> str:
    if isinstance(item, AccountShare) and item.allocated is None:
        return WAITING if item.gap is Gap.WAITING else NOT_RECEIVED
    return number_text(_allocated(item))


def _difference_text(item: Item) -> str:
    number = _difference(item)
    if number is None:
        return ""
    text = number_text(number, 0, 4)
    return f"+{text}" if number > 0 else text


def _whole(item: Item) -> Decimal | None:
    """The quantity of an order by money is what is filled, and so no whole."""
    return item.quantity if isinstance(item, GroupAllocation) and item.cash is None else None


def _bar_hint(item: Item) -> str:
    """What the bar shows, in words."""
    if share_bar(item) is None or not isinstance(item, AccountShare):
        return ""
    allocated = _allocated_text(item)
    words = f"Allocated {allocated} of {number_text(item.expected.quantity, max_decimals=4)} expected"
    is_partial = item.due is not None and item.due != item.expected.quantity
    return f"{words}, {number_text(item.due, max_decimals=4)} by now" if is_partial else words


def _difference_tone(item: Item) -> Tone:
    return "bad" if isinstance(item, AccountShare) and item.is_flagged else ""


def _allocated_tone(item: Item) -> Tone:
    return "pending" if isinstance(item, AccountShare) and item.allocated is None else ""


def _commission_tone(item: Item) -> Tone:
    return "pending" if pending_of(item) and not MONEY[COMMISSION](item) else ""


def note_of(item: Item) -> str:
    """What needs review, and why; of an account, how its expected quantity was computed."""
    match item:
        case GroupAllocation():
            return "; ".join(_order_notes(item))
        case AccountShare():
            why = "" if item.gap is Gap.OUTSIDE else item.expected.why
            reasons = {words.casefold(): words for words in (why, item.reason) if words}
            inferred = f"matched by {Match.ORDER_REF.value}" if Match.ORDER_REF in item.matches else ""
            return "; ".join(filter(None, (*reversed(reasons.values()), inferred)))
        case Fill():
            corrected = f"corrected by {item.superseded_by}" if item.superseded_by else ""
            # Its quantity is part of the combo's, which has its own row.
            leg = f"leg: {CONTRACT_NAMES.name(item.contract)}" if item.combo_role is ComboRole.LEG else ""
            return "; ".join(filter(None, (leg, corrected)))
        case Unassigned():
            return item.why.value.partition(": ")[2]
        case _:
            return ""


def review_sentence(allocation: GroupAllocation | None) -> str:
    """What needs review in how an order was divided, or what it waits for; empty where there is neither."""
    if allocation is None or not (allocation.flagged or allocation.is_waiting):
        return ""
    needs = "needs review" if allocation.flagged else "is not complete"
    return f"The allocation {needs}: {note_of(allocation)}."


def _note_hint(item: Item) -> str:
    """The note, and possible reasons for a difference as sentences."""
    reasons = item.possible_reasons if isinstance(item, AccountShare) else ()
    return "\n".join(filter(None, (note_of(item), *reasons)))


def _order_notes(item: GroupAllocation) -> list[str]:
    if item.is_waiting:
        return [waiting_text(item)]
    notes = _flagged_notes(item)
    notes += dict.fromkeys(share.reason for share in item.shares if share.gap is Gap.POSSIBLE)
    if item.without_anything:
        notes.append(f"{_names(item.without_anything)}: 0 allocated")
    if item.outsiders:
        notes.append(f"{_names(item.outsiders)} outside the group")
    if item.unallocated:
        amount = number_text(abs(item.unallocated), max_decimals=4)
        notes.append(f"{amount} not allocated" if item.unallocated > 0 else f"{amount} allocated beyond the fill")
    return notes


def _flagged_notes(item: GroupAllocation) -> list[str]:
    """What is flagged, account by account; accounts without anything and outsiders are named apart."""
    apart = {*item.without_anything, *item.outsiders}
    named = [share for share in item.flagged if share.account not in apart]
    notes = [f"{ACCOUNT_NAMES.name(share.account)}: {share.reason}" for share in named[:_MOST_NAMED]]
    more = len(named) - _MOST_NAMED
    return [*notes, f"and {count_text(more, 'account')} more"] if more > 0 else notes


def waiting_text(item: GroupAllocation) -> str:
    """What a waiting group order is waiting for."""
    missing, filled = item.unallocated or Decimal(0), number_text(item.filled, max_decimals=4)
    if missing < 0:
        return f"waiting for the order's own fill: {number_text(item.allocated, max_decimals=4)} allocated of {filled}"
    return f"waiting for the accounts' parts: {number_text(missing, max_decimals=4)} of {filled}"


def _names(accounts: tuple[str, ...]) -> str:
    named = ", ".join(ACCOUNT_NAMES.name(account) for account in accounts[:_MOST_NAMED])
    return named if len(accounts) <= _MOST_NAMED else f"{named} and {len(accounts) - _MOST_NAMED:,} more"


def _note_tone(item: Item) -> Tone:
    match item:
        case GroupAllocation() | AccountShare():
            return _STATE_TONES.get(item.state, "")
        case _:
            return ""


def _status(item: GroupAllocation) -> str:
    return (item.order.status or "") if item.order is not None else ""


NAME, CHANGED, EXPECTED = "name", "last_change", "expected"
ALLOCATION_TREE_COLUMNS: tuple[Column[Item], ...] = (
    replace(
        time_column(
            CHANGED,
            "Time",
            "When the order or a part of it last changed; of an account, its last execution. TWS sends times with "
            "executions and completed orders only; for all else it is when IB Monitor received it.",
            lambda item: moment_of(item).time,
            moment=moment_of,
            width=66,
            visible=True,
        ),
        sort_key=change_key,
    ),
    Column(
        key=NAME,
        title="Group / account",
        tooltip="The account group or the model of an order, the accounts that have a part in it, and their fills.",
        getter=_name,
        text=_name,
        sort_key=_name_key,
        width=132,
        visible=True,
    ),
    text_column(
        "fa_group", "Group", "faGroup: the account group.", _of(GroupAllocation, attrgetter("group_name"), ""), width=90
    ),
    text_column(
        "fa_method",
        "Method",
        "How the order is divided: its own faMethod, or the group's default.",
        _of(GroupAllocation, attrgetter("method"), ""),
        width=84,
        visible=True,
    ),
    Column(
        key="order",
        title="Order",
        tooltip="Side, quantity and contract.",
        getter=_of(GroupAllocation, _order, ""),
        text=_of(GroupAllocation, _order, ""),
        sort_key=_order_key,
        searched=_searched_order,
        width=160,
        visible=True,
    ),
    text_column(
        "status", "Status", "The order's status, as TWS reported it.", _of(GroupAllocation, _status, ""), width=84
    ),
    number_column(
        "quantity",
        "Quantity",
        "The whole order's quantity.",
        _of(GroupAllocation, attrgetter("quantity"), None),
        width=72,
    ),
    ratio_column(
        "filled",
        "Filled",
        "What of the whole is filled, by TWS's report or the master account's executions. Parts are not added to it.",
        _filled,
        _whole,
        width=90,
        visible=True,
    ),
    number_column(
        "due",
        "Due now",
        "The account's expected share of what has been filled by now.",
        _of(AccountShare, attrgetter("due"), None),
        max_decimals=4,
        width=76,
    ),
    number_column(
        "allocated",
        "Allocated",
        "What the account's executions add up to, without corrected ones; of an order, the sum of its parts.",
        _allocated,
        text=_allocated_text,
        tone=_allocated_tone,
        width=66,
        visible=True,
    ),
    number_column(
        EXPECTED,
        "Expected",
        "What the account should get of the whole order, marked in a bar of what it got. Empty where it is not "
        "determined: the reason is next to it.",
        _of(AccountShare, attrgetter("expected.quantity"), None),
        max_decimals=4,
        hint=_bar_hint,
        width=108,
        visible=True,
    ),
    number_column(
        "difference",
        "Difference",
        "Allocated less expected; of an order, the sum of its parts less what is filled.",
        _difference,
        text=_difference_text,
        tone=_difference_tone,
        width=70,
        visible=True,
    ),
    text_column(
        "note",
        "Reason",
        "What needs review or is pending, and how the expected quantity was computed.",
        note_of,
        tone=_note_tone,
        hint=_note_hint,
        width=180,
        takes_free_width=True,
        visible=True,
    ),
    number_column(
        "average_price",
        "Average price",
        "Of the executions, weighted by shares, without commissions; of a fill, its price.",
        _average_price,
        min_decimals=2,
        max_decimals=6,
        width=92,
        visible=True,
    ),
    number_column(
        "price_spread",
        "Price spread",
        "The highest average price of an account less the lowest.",
        _of(GroupAllocation, attrgetter("price_spread"), None),
        max_decimals=6,
        width=86,
    ),
    _money_column(
        COMMISSION,
        "Commission",
        "Commissions and fees of the parts, each currency separately; the parent's are not added.",
        text=_commission_text,
        tone=_commission_tone,
        width=98,
        visible=True,
    ),
    _money_column(
        PER_SHARE,
        "Commission / share",
        "Reported commissions of the parts over the quantity they were charged for.",
        width=120,
    ),
    _money_column(REALIZED_PNL, "Realized P&L", "Realized P&L of the parts, each currency separately.", width=110),
    text_column(
        "matched_by",
        "Matched by",
        "How the account's executions were matched to the order.",
        _of(AccountShare, lambda share: ", ".join(sorted(match.value for match in share.matches)), ""),
        width=110,
    ),
    id_column("perm_id", "Perm ID", "The permId of the order.", _perm_id, width=96),
    text_column("order_ref", "Order ref", "The order reference.", _of_order_and_fill("order_ref", ""), width=100),
    text_column(
        "exec_id", "Exec ID", "The execution's execId.", _of(Fill, attrgetter("execution.exec_id"), ""), width=190
    ),
    text_column(
        "model_code", "Model code", "The model portfolio's code.", _of_order_and_fill("model_code", ""), width=84
    ),
)
