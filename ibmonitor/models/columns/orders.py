"""The columns of the orders table: identity, contract, terms, all of orderStatus; then all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter

from ibmonitor.domain.explain.why_line import why_line
from ibmonitor.domain.messages.reasons import last_reason_of, reason_of, rejection_of
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import describe
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.domain.terms.prices import average_price, limit_price, order_prices
from ibmonitor.domain.timeline.last_change import last_change
from ibmonitor.domain.wording.rounding import AVERAGE_DECIMALS
from ibmonitor.domain.wording.staleness import gone_while_away_sentence, is_gone, is_gone_while_away
from ibmonitor.models.columns.contract import contract_column, contract_columns, order_contract_columns
from ibmonitor.models.columns.moments import change_moment, completed_moment, first_seen, last_update
from ibmonitor.models.columns.order_fields import order_field_columns, texts_of_fields
from ibmonitor.models.table.column import (
    Column,
    flag_column,
    id_column,
    number_column,
    ratio_column,
    text_column,
    time_column,
)
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.stale_hints import stale_hint, with_stale_hints
from ibmonitor.models.table.tones import money_tone, order_tone, side_tone
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import (
    commissions_text,
    short_time_text,
    sums_text,
)
from ibmonitor.models.text.order_words import prices_hint, prices_text, quantity, quantity_text
from ibmonitor.models.text.writing import writing_of

IDENTITY = "Identity"
TERMS = "Order"
STATE = "Order status"
HERE = "Seen by IB Monitor"
COSTS = "Costs and results"

REJECTED = "Rejected"
LOOKING_UP = "No longer open: looking it up"
NO_LONGER_OPEN = "No longer open"
"""TWS had sent a reason before: the row's hint and the details quote it."""
OUTCOME_UNKNOWN = "No longer open, outcome unknown"
_LEFT_OUT = "TWS's last list of open orders came without it, so it is finished or unknown. "
_BEING_ASKED = "Executions and completed orders are being requested. Its last status was {}."
_IN_VAIN = "Executions and completed orders do not show how it ended. Its last status was {}."
_POLLED = "Polled with the list of open orders: what happens in between comes with the next list."


def row_tone(order: Order) -> Tone:
    """Stale takes precedence over done: the status and `updates` show that a stale order was working."""
    if order.live_interval.ended is not None or is_gone(order):
        return "stale"
    return "done" if order.is_done else ""


def _price(order: Order) -> Decimal | None:
    """The most important price for the order's type."""
    prices = order_prices(order)
    return prices[0].amount if prices else None


def _priced(name: str) -> Callable[[Order], Decimal | None]:
    """Read a price; TWS sends 0 when there is none, as before the first fill."""
    read = attrgetter(name)

    def price(order: Order) -> Decimal | None:
        return read(order) or None

    return price


def _status(order: Order) -> str | None:
    """TWS's last status, behind our word for a rejection; of an order that is no longer listed, that it is not."""
    if is_gone(order):
        if order.looked_up is None:
            return LOOKING_UP
        return OUTCOME_UNKNOWN if last_reason_of(order) is None else NO_LONGER_OPEN
    if rejection_of(order) is not None:
        return REJECTED if order.missing_since is not None or not order.status else f"{REJECTED} ({order.status})"
    return order.status


def _why(order: Order) -> str:
    return why_line(order, writing_of(order))


def _why_hint(order: Order) -> str:
    """TWS's own words where the row has them in short."""
    why, reason = _why(order), None if is_gone(order) else reason_of(order)
    return (why and reason and reason.words) or why


def _account(order: Order) -> str:
    """The account; of an advisor's group order the group or the model."""
    return order.account if not _is_grouped(order) else order.fa_group or order.model_code


def _is_grouped(order: Order) -> bool:
    return bool(order.fa_group or (order.model_code and not order.account))


def _account_text(order: Order) -> str:
    return _account(order) if _is_grouped(order) else ACCOUNT_NAMES.name(order.account)


def _account_searched(order: Order) -> str:
    return " ".join(filter(None, (_account(order), ACCOUNT_NAMES.searched(order.account))))


def _account_key(order: Order) -> str | None:
    return ACCOUNT_NAMES.sort_key(_account(order))


def _account_hint(order: Order) -> str:
    if not _is_grouped(order):
        return ""
    kind = "FA group" if order.fa_group else "model"
    method = f", method {order.fa_method}" if order.fa_method else ""
    account = f", account {ACCOUNT_NAMES.name(order.account)}" if order.account else ""
    return f"Allocated by {kind} {_account(order)}{method}{account}"


def _commission(order: Order) -> Decimal | None:
    return _single(_totals(order).commissions)


def _realized_pnl(order: Order) -> Decimal | None:
    return _single(_totals(order).realized_pnl)


def _commission_text(order: Order) -> str:
    totals = _totals(order)
    return commissions_text(sorted(totals.commissions.items()), totals.pending)


def _realized_pnl_text(order: Order) -> str:
    return sums_text(_totals(order).realized_pnl)


def _commission_tone(order: Order) -> Tone:
    return "pending" if order.fills and not _totals(order).commissions else ""


def _pnl_tone(order: Order) -> Tone:
    return money_tone(_realized_pnl(order))


def _single(sums: Mapping[str, Decimal]) -> Decimal | None:
    """The amount where there is one currency; `None` without any, and where there are several."""
    return next(iter(sums.values())) if len(sums) == 1 else None


def _totals(order: Order) -> Totals:
    totals = Totals()
    for fill in order.fills:
        totals.add(fill)
    return totals


def _gone_hint(order: Order) -> str:
    if not is_gone(order):
        return ""
    how = "" if is_gone_while_away(order) else _LEFT_OUT
    return how + (_BEING_ASKED if order.looked_up is None else _IN_VAIN).format(order.status or "not known")


def _row_hint(order: Order) -> str:
    """The hint that all cells of a row share."""
    return gone_while_away_sentence(order, short_time_text) or stale_hint(order)


def _updates(order: Order) -> str:
    """How this connection gets updates of an order that may still change."""
    if order.is_done:
        return ""
    if order.stale_since is not None:
        return f"Stale since {short_time_text(order.stale_since)}"
    if order.status is None:
        return ""
    return "Polled" if order.by_snapshot else "Live"


def _updates_hint(order: Order) -> str:
    return _POLLED if order.by_snapshot and not order.is_done and order.stale_since is None else ""


def _status_hint(order: Order) -> str:
    """What the status means, and everything TWS has sent about why the order has it."""
    reason = reason_of(order)
    lines = [
        describe(order.status) if order.status else "",
        reason.words if reason else "",
        _gone_hint(order),
        order.completed_status.strip(),
        order.reject_reason,
        order.warning_text,
        f"Why held: {_why_held(order)}" if _why_held(order) else "",
        *(message.plain for message in order.messages[-1:]),
    ]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _why_tone(order: Order) -> Tone:
    return "bad" if not is_gone(order) and rejection_of(order) is not None else ""


def _why_held(order: Order) -> str:
    """Nothing for an order that is done: TWS may leave what held it before."""
    return "" if order.is_done else order.why_held


def _held_tone(order: Order) -> Tone:
    return "warning" if _why_held(order) else ""


def _action_tone(order: Order) -> Tone:
    return side_tone(order.action)


_OWN: tuple[Column[Order], ...] = (
    time_column(
        "last_change",
        "Changed",
        "When the order last changed. TWS sends times with executions and completed orders only; for all else it is "
        "when IB Monitor received it.",
        last_change,
        moment=change_moment,
        is_short=True,
        visible=True,
        width=78,
        group=STATE,
    ),
    Column(
        key="account",
        title="Account",
        tooltip="The account the order is for; of an advisor's group order, the FA group or the model.",
        getter=_account,
        text=_account_text,
        sort_key=_account_key,
        searched=_account_searched,
        hint=_account_hint,
        visible=True,
        width=84,
        group=IDENTITY,
    ),
    text_column(
        "action",
        "Action",
        "BUY or SELL; SSHORT and SLONG are used by institutions.",
        width=46,
        tone=_action_tone,
        visible=True,
        group=TERMS,
    ),
    number_column(
        "total_quantity",
        "Quantity",
        "The number of positions ordered; of an order by money the amount with its currency. TWS sends 0 for a "
        "completed order: see Filled quantity.",
        quantity,
        text=quantity_text,
        width=66,
        visible=True,
        group=TERMS,
    ),
    contract_column(
        "contract",
        "Contract",
        "The instrument; of a combo, the leg that is bought comes first. Its single fields are columns of their own.",
        attrgetter("contract"),
        width=126,
        visible=True,
        group="Contract",
    ),
    text_column(
        "order_type", "Type", "The order's type, such as MKT, LMT, STP, TRAIL.", width=58, visible=True, group=TERMS
    ),
    number_column(
        "price",
        "Price",
        "The prices that the order's type has: the limit, the stop or trigger, the trailing stop and its distance.",
        _price,
        text=prices_text,
        min_decimals=2,
        width=100,
        hint=prices_hint,
        visible=True,
        group=TERMS,
    ),
    text_column(
        "status",
        "Status",
        "The current status of the order, in TWS's own word.",
        _status,
        width=136,
        tone=order_tone,
        is_toned_when_done=True,
        hint=_status_hint,
        visible=True,
        group=STATE,
    ),
    ratio_column(
        "progress",
        "Filled / quantity",
        "How much of the order is filled, of how much was ordered. The bar shows the part that is filled.",
        attrgetter("filled"),
        attrgetter("total_quantity"),
        visible=True,
        width=98,
        group=STATE,
    ),
    number_column(
        "avg_fill_price",
        "Avg fill price",
        "Average filling price, without commissions, shown to six decimals; after a correction that of the fills that "
        "count.",
        average_price,
        min_decimals=2,
        max_decimals=AVERAGE_DECIMALS,
        width=90,
        visible=True,
        group=STATE,
    ),
    text_column(
        "why",
        "Why",
        "Why the order is in its state, as far as its status does not show it: TWS's reason in its own words, or what "
        "the order waits for. The details have all of it.",
        _why,
        tone=_why_tone,
        is_toned_when_done=True,
        hint=_why_hint,
        visible=True,
        width=140,
        takes_free_width=True,
        group=STATE,
    ),
    id_column(
        "client_id",
        "Client ID",
        "API client which submitted the order. 0 is TWS itself, or the client connected as 0.",
        width=58,
        visible=True,
        group=IDENTITY,
    ),
    id_column(
        "order_id",
        "Order ID",
        "The API client's order ID, unique only among one client's orders; 0 or negative for orders of TWS itself.",
        width=60,
        visible=True,
        group=IDENTITY,
    ),
    number_column(
        "commission",
        "Commission",
        "Commissions and fees of the executions that count, each currency separately, and how many are pending.",
        _commission,
        text=_commission_text,
        tone=_commission_tone,
        width=104,
        group=COSTS,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "Realized P&L of the order's executions as TWS reported it with the commissions, each currency separately.",
        _realized_pnl,
        text=_realized_pnl_text,
        tone=_pnl_tone,
        is_toned_when_done=True,
        width=104,
        group=COSTS,
    ),
    id_column(
        "perm_id",
        "Perm ID",
        "The TWS order identifier, unique in the account. 0 until TWS has acknowledged the order.",
        width=86,
        group=IDENTITY,
    ),
    number_column(
        "lmt_price",
        "Limit price",
        "The limit price, for types of orders that have one.",
        limit_price,
        min_decimals=2,
        width=76,
        group=TERMS,
    ),
    number_column(
        "aux_price",
        "Aux price",
        "The stop price of stop orders, the trailing amount, or the offset of relative orders.",
        _priced("aux_price"),
        min_decimals=2,
        width=80,
        group=TERMS,
    ),
    text_column(
        "tif", "Time in force", "How long the order works: DAY, GTC, IOC, GTD, OPG, FOK, DTC.", width=90, group=TERMS
    ),
    number_column(
        "filled",
        "Filled",
        "Number of filled positions: what TWS reported; where it has not yet, what the executions show.",
        width=60,
        group=STATE,
    ),
    number_column("remaining", "Remaining", "The quantity that is not filled yet.", width=74, group=STATE),
    text_column(
        "why_held",
        "Why held",
        "Why the order is held. 'locate': TWS is trying to locate shares for a short sale; also child, trigger.",
        _why_held,
        width=64,
        tone=_held_tone,
        group=STATE,
    ),
    text_column(
        "updates",
        "Updates",
        "How this connection gets updates of the order: live as it changes, or polled with lists of open orders "
        "(reqAllOpenOrders). Which it is depends on the client ID: see what this connection can see. Stale: not "
        "confirmed by TWS since then.",
        _updates,
        width=72,
        hint=_updates_hint,
        group=HERE,
    ),
    number_column(
        "last_fill_price",
        "Last fill price",
        "Price at which the last positions were filled.",
        _priced("last_fill_price"),
        min_decimals=2,
        group=STATE,
    ),
    id_column(
        "parent_id", "Parent ID", "Order id of the parent. Used for bracket and auto trailing stop orders.", group=STATE
    ),
    number_column(
        "mkt_cap_price",
        "Market cap price",
        "If an order has been capped, this indicates the current capped price.",
        _priced("mkt_cap_price"),
        min_decimals=2,
        group=STATE,
    ),
    text_column("order_ref", "Order ref", "The user's own name for the order, kept for its lifetime.", group=TERMS),
    text_column("oca_group", "OCA group", "Orders of one group: a fill of one cancels the others.", group=TERMS),
    text_column("fa_group", "FA group", "The advisor's allocation group the order is for.", group=TERMS),
    text_column("fa_method", "FA method", "How the group allocates.", group=TERMS),
    text_column("fa_percentage", "FA percentage", "The percentage concerning the allocation method.", group=TERMS),
    text_column("model_code", "Model code", "The model the order is for.", group=TERMS),
    text_column("submitter", "Submitter", "The user who sent the order.", group=TERMS),
    text_column(
        "warning_text", "Warning text", "TWS's warning, if it has one about this order.", width=200, group=STATE
    ),
    text_column("reject_reason", "Reject reason", "Why the order was rejected.", width=200, group=STATE),
    text_column(
        "completed_status",
        "Completed status",
        "How the order ended, as TWS reported it.",
        lambda order: order.completed_status.strip(),
        width=164,
        group=STATE,
    ),
    time_column(
        "completed_time", "Completed time", "When the order ended.", moment=completed_moment, width=144, group=STATE
    ),
    flag_column(
        "is_done",
        "Done",
        "Whether no part of the order is working any more, as far as TWS has reported or its fills show.",
        group=HERE,
    ),
    number_column(
        "executed",
        "Executed",
        "Sum of the shares of the fills known here: corrected executions and combo legs left out.",
        group=HERE,
    ),
    id_column("fills", "Fills", "How many fills of this order are known here.", lambda o: len(o.fills), group=HERE),
    time_column(
        "first_seen",
        "First seen",
        "When IB Monitor first received the order.",
        moment=first_seen,
        width=144,
        group=HERE,
    ),
    time_column(
        "last_update",
        "Last update",
        "When IB Monitor last received an update of the order.",
        moment=last_update,
        width=144,
        group=HERE,
    ),
)

_WITH_CONTRACT = (*_OWN, *contract_columns(attrgetter("contract")))
_FIRST = (*_OWN, *order_contract_columns())

ORDER_COLUMNS: tuple[Column[Order], ...] = with_stale_hints(
    (*_FIRST, *order_field_columns({column.key for column in _FIRST})), _row_hint
)


def search_text(order: Order) -> str:
    """The texts of all columns, without asking each of the two hundred fields that are mostly unset."""
    return "\n".join([*(column.search_text(order) for column in _WITH_CONTRACT), *texts_of_fields(order)])
