"""The facts of a record as labels and values, the most important first.

The details show them, and a text for a ticket lists them. An order begins with those that every order has, known or
not, so that they stand in the same places; what else is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ibmonitor.domain.explain.facts import is_unacknowledged
from ibmonitor.domain.explain.other_records import Record, order_of
from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.exec_id import is_leg
from ibmonitor.domain.records.field_values import text_in
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.identifiers import FIVE_SEGMENTS
from ibmonitor.domain.sums.totals import Sums, Totals
from ibmonitor.domain.terms.prices import OrderPrice, PriceKind, average_price, order_prices
from ibmonitor.domain.terms.terms import time_in_words
from ibmonitor.domain.wording.held import held_words
from ibmonitor.domain.wording.money import currency_name, with_currency
from ibmonitor.domain.wording.rounding import rounded_average
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.models.columns.moments import (
    change_moment,
    commission_received,
    completed_moment,
    execution_moment,
    fill_received,
)
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import (
    Moment,
    commissions_text,
    flag_text,
    moment_hint,
    moment_text,
    number_text,
    price_text,
    short_moment_text,
    sums_text,
)
from ibmonitor.models.text.order_words import order_words

_PRICE_LABELS = {
    PriceKind.LIMIT: "Limit price",
    PriceKind.STOP: "Stop price",
    PriceKind.TRIGGER: "Trigger price",
    PriceKind.TRAILING_STOP: "Trailing stop",
    PriceKind.TRAIL_BY: "Trails by",
    PriceKind.TRAIL_PERCENT: "Trails by",
    PriceKind.LIMIT_OFFSET: "Limit offset",
    PriceKind.OFFSET: "Offset",
}
NOT_ACKNOWLEDGED = "0 (not acknowledged by TWS yet)"
EV_CAUTION = (
    "About how much the market value would change if the price changed by 1. Price times this is not the market value."
)
"""IB's caution about EvMultiplier ("The Execution Object"), in short."""


@value
class Fact:
    """One fact as it is shown, in one line; account numbers still have to pass the mask."""

    label: str
    text: str
    hint: str = ""
    """More about it, for a tooltip."""
    moment: Moment | None = None
    """Of a time, for a text that must be read elsewhere; `None` for all else."""
    is_fixed: bool = False
    """Every order has it, and its text may be empty."""


def facts_of(record: Record, sums: Sums | None = None) -> tuple[Fact, ...]:
    """Return what is known of the record's order; of a record without one, what is known of itself.

    `sums` are those of the order's fills, if they are known already.
    """
    order = order_of(record)
    match record:
        case _ if order is not None:
            facts = _order_facts(order, _sums_of(order.fills) if sums is None else sums)
        case Fill():
            facts = _fill_facts(record)
        case Commission() if record.fill is not None:
            facts = _fill_facts(record.fill)
        case Commission():
            facts = _commission_facts(record)
        case _:
            facts = iter(())
    return tuple(fact for fact in facts if fact.text or fact.is_fixed)


def status_text(order: Order) -> str:
    """Return TWS's status, our word for a rejection before it; that the order is gone, with its last status."""
    status = order.status or ""
    if is_gone(order):
        return f"No longer open (last: {status or 'no status'})"
    if rejection_of(order) is not None and status:
        return f"Rejected ({status})"
    held = "" if order.is_done else ", ".join(held_words(order.why_held))
    return f"{status} (held: {held})" if status and held else status or "No status from TWS yet"


def filled_text(order: Order) -> str:
    """Return "200 of 500"; empty while it is not known how much is filled."""
    filled, whole = known(order.filled), known(order.total_quantity)
    if filled is None:
        return ""
    return f"{number_text(filled)} of {number_text(whole)}" if whole else number_text(filled)


def average_text(order: Order) -> str:
    """Return the average price of what is filled, to six decimals; empty where nothing is."""
    average = known(average_price(order)) if known(order.filled) else None
    return "" if average is None else price_text(rounded_average(average))


def group_text(order: Order) -> str:
    """Return an advisor's group, or model, with the method; empty for an order of a single account."""
    return " · ".join(filter(None, (order.fa_group or order.model_code, order.fa_method, _percentage(order))))


def _percentage(order: Order) -> str:
    return f"{order.fa_percentage}%" if order.fa_percentage else ""


def _order_facts(order: Order, sums: Sums) -> Iterator[Fact]:
    price, *more_prices = [*map(_price, order_prices(order)), Fact("Price", "")]
    group = Fact("Model" if order.model_code and not order.fa_group else "Group", group_text(order))
    account = Fact("Account", ACCOUNT_NAMES.name(order.account))
    for fact in (
        Fact("Status", status_text(order)),
        Fact("Filled", filled_text(order)),
        price,
        Fact("Avg fill price", average_text(order)),
        Fact("Time in force", _time_in_force(order)),
        Fact("Remaining", number_text(known(order.remaining))),
        account if account.text or not group.text else group,
        Fact("Client · order ID", _ids(order.client_id, order.order_id)),
        Fact("Perm ID", NOT_ACKNOWLEDGED if is_unacknowledged(order) else _digits(order.perm_id)),
        _moment("Changed", change_moment(order)),
    ):
        yield replace(fact, is_fixed=True)
    yield from _money(sums)
    yield from more_prices
    cap = known(order.mkt_cap_price)
    yield Fact("Capped price", price_text(cap) if cap else "")
    yield group if account.text else account
    yield Fact("Parent", _parent(order))
    yield Fact("OCA group", " ".join(order.oca_group.split()))
    yield Fact("Order ref", " ".join(order.order_ref.split()))
    if order.completed_time is None and order.completed_time_raw.strip():
        yield Fact("Completed", moment_text(completed_moment(order)))


def _price(price: OrderPrice) -> Fact:
    is_percent = price.kind is PriceKind.TRAIL_PERCENT
    return Fact(_PRICE_LABELS[price.kind], f"{number_text(price.amount)}%" if is_percent else price_text(price.amount))


def _sums_of(fills: Iterable[Fill]) -> Sums:
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    return totals.sums


def _money(sums: Sums) -> Iterator[Fact]:
    yield Fact("Commission", commissions_text(sorted(sums.commissions.items()), sums.pending))
    yield Fact("Realized P&L", sums_text(sums.realized_pnl))


def _fill_facts(fill: Fill) -> Iterator[Fact]:
    """The facts of an execution whose order is not known."""
    execution = fill.execution
    yield _moment("Executed", execution_moment(fill))
    at = "" if execution.price is None else f" at {price_text(execution.price)}"
    yield Fact("Traded", f"{execution.side} {number_text(execution.shares)}{at}".strip())
    yield Fact("Exchange", execution.exchange)
    yield Fact("Account", ACCOUNT_NAMES.name(execution.acct_number))
    yield Fact("Client · order ID", _ids(execution.client_id, execution.order_id))
    yield Fact(
        "Perm ID", "0: the trade may originate outside IB" if execution.perm_id == 0 else _digits(execution.perm_id)
    )
    yield Fact("Order ref", " ".join(execution.order_ref.split()))
    yield Fact("Exec ID", execution.exec_id, FIVE_SEGMENTS if is_leg(execution.exec_id) else "")
    yield Fact("EV rule", execution.ev_rule)
    yield Fact("EV multiplier", number_text(execution.ev_multiplier or None), EV_CAUTION)
    yield Fact("Price may change", flag_text(execution.pending_price_revision or None), "Pending price revision")
    yield _moment("Received", fill_received(fill))
    yield from _money(_sums_of([fill]))


def _commission_facts(commission: Commission) -> Iterator[Fact]:
    """The facts of a commission whose execution is not known."""
    amount, pnl = commission.commission_and_fees, commission.realized_pnl
    yield Fact("Commission", "" if amount is None else with_currency(price_text(amount), commission.currency))
    yield Fact("Realized P&L", "" if pnl is None else with_currency(price_text(pnl), commission.currency))
    yield Fact("Currency", currency_name(commission.currency) if amount is None and pnl is None else "")
    yield Fact("Yield", number_text(commission.yield_))
    yield Fact("Redemption date", commission.yield_redemption_date or "")
    yield _moment("Received", commission_received(commission))
    yield Fact("Exec ID", commission.exec_id)


def _time_in_force(order: Order) -> str:
    after, until = (text_in(order.order_fields, name).strip() for name in ("goodAfterTime", "goodTillDate"))
    parts = (
        order.tif,
        f"from {time_in_words(after)}" if after else "",
        f"until {time_in_words(until)}" if until else "",
    )
    return " ".join(filter(None, parts))


def _parent(order: Order) -> str:
    parent = order.parent
    if parent is None:
        return f"Order ID {order.parent_id}, not known here" if order.parent_id else ""
    name = f"Order ID {order.parent_id}" if order.parent_id else f"Perm ID {parent.perm_id}" if parent.perm_id else ""
    return " · ".join(filter(None, (name, order_words(parent), status_text(parent))))


def _ids(client_id: int | None, order_id: int | None) -> str:
    """Both, or the one that is known: "7 · 1217"."""
    if client_id is None and order_id is None:
        return ""
    return f"{_digits(client_id) or 'unknown'} · {_digits(order_id) or 'unknown'}"


def _moment(label: str, moment: Moment) -> Fact:
    return Fact(label, short_moment_text(moment), moment_hint(moment), moment)


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)
