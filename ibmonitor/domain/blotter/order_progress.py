"""How much of an order is executed, and what follows for filled, remaining, average price and done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.order_fills import MANY, count, counts, paid_of, put
from ibmonitor.domain.records.records import ComboRole, Fill, Order
from ibmonitor.domain.records.statuses import FILLED, is_done, is_working

_ZERO = Decimal(0)
_LEG = ComboRole.LEG


def count_fill(order: Order, fill: Fill, times: int = 1) -> None:
    """Add a fill to its order's executed shares, or with `times` -1 subtract it again.

    A superseded fill and a combo's leg do not count.
    """
    order.unsettle()
    if order.fill_counts is not None:
        put(order.fill_counts, fill, times)
    if fill.superseded_by is not None:
        order.note_corrections(times)
        return
    shares = fill.execution.shares
    if shares is None or fill.combo_role is _LEG:
        return
    if fill.is_whole:
        order.executed_whole += times * shares
    else:
        order.executed_parts += times * shares
    if times > 0:
        if order.last_fill is None or _progress(order.last_fill) < _progress(fill):
            order.note_last_fill(fill)
        if not fill.is_whole:
            order.note_part_account(fill.execution.acct_number)
        return
    if fill is order.last_fill or order.part_account == "" or not order.executed_parts:
        _note_others(order, fill)


def _note_others(order: Order, fill: Fill) -> None:
    """Find the last fill and the account without this fill."""
    others = [other for other in order.fills if other is not fill and counts(other)]
    order.note_last_fill(latest_fill(others))
    order.forget_part_account()
    for other in others:
        if not other.is_whole:
            order.note_part_account(other.execution.acct_number)


@contextmanager
def recounted(fill: Fill) -> Iterator[None]:
    """Keep the order's sums right while the `with` block changes how the fill counts."""
    if fill.order is not None:
        count_fill(fill.order, fill, -1)
    yield
    if fill.order is not None:
        count_fill(fill.order, fill)


def latest_fill(fills: Iterable[Fill]) -> Fill | None:
    """Return the fill with the greatest cumulative quantity, of a master account if there are any."""
    return max(fills, key=_progress, default=None)


def _progress(fill: Fill) -> tuple[bool, Decimal, str]:
    execution = fill.execution
    return fill.is_whole, execution.cum_qty or _ZERO, execution.exec_id


def note_if_ahead(order: Order, fill: Fill) -> None:
    """Record it if a new execution is newer than TWS's last report of how much is filled.

    A live execution is. One in answer to a request may have happened long before the report.
    """
    reported = order.reported
    if fill.is_live or reported is None or (fill.time is not None and fill.time > reported.received):
        order.note_ahead(ahead=True)


def shows_end(fill: Fill, order: Order) -> bool:
    """Whether a fill confirms its order: the order is filled, and this is its last fill."""
    if order.last_fill is not fill:
        return False
    return order.status == FILLED or order.executed >= (order.total_quantity or _ZERO) > _ZERO


def recompute(order: Order) -> bool:
    """Recompute filled, remaining, average price and done; return whether any of them differs from before.

    TWS's own figures come before every sum: orderStatus, completedOrder, and the cumulative quantity of an execution.
    The executions fill in only what TWS has not reported yet (TWS_FACTS, "Status").
    """
    order.unsettle()
    if order.fill_counts is None and len(order.fills) > MANY:
        order.note_fill_counts(count(order.fills))
    before = _computed(order)
    order.executed = max(order.executed_whole, order.executed_parts)
    reported = order.reported
    order.filled = reported.filled if reported else None
    order.remaining = reported.remaining if reported else None
    executed = _executed(order)
    if executed and (order.filled is None or (order.is_ahead and executed > order.filled)):
        whole = _whole(order)
        shown = executed if whole is None else max(min(executed, whole), order.filled or _ZERO)
        order.filled = shown
        order.remaining = None if whole is None else max(whole - shown, _ZERO)
    order.avg_fill_price = _average_price(order)
    is_over = _is_over(order)
    order.is_done = is_over or _is_refused_and_gone(order)
    if is_over:
        order.missing_since = None
        order.looked_up = None
    return before != _computed(order)


def _computed(order: Order) -> object:
    return order.executed, order.filled, order.remaining, order.avg_fill_price, order.is_done, order.missing_since


def _executed(order: Order) -> Decimal:
    """Return how much the executions show: TWS's own cumulative quantity, or their sum where it has sent none.

    Parts in several accounts share no cumulative quantity.
    """
    last = order.last_fill
    if last is None or not (order.executed_whole or order.part_account):
        return order.executed
    return last.execution.cum_qty or order.executed


def _whole(order: Order) -> Decimal | None:
    """Return the whole quantity; `None` where it is unknown, as for an order by money."""
    if order.total_quantity:
        return order.total_quantity
    reported = order.reported
    if order.cash_qty or reported is None or reported.filled is None or reported.remaining is None:
        return None
    return reported.filled + reported.remaining or None


def _is_over(order: Order) -> bool:
    """Whether no part of it is working any more; never while TWS reports it working with a remainder."""
    if is_done(order.status):
        return True
    works = is_working(order.status)
    if (order.completed_status or order.completed_time_raw) and not works:
        return True
    is_full = order.filled is not None and order.filled >= (order.total_quantity or _ZERO) > 0
    return is_full and not (works and _has_remainder(order))


def _has_remainder(order: Order) -> bool:
    """Whether something remains to be filled by TWS's last figures."""
    reported, last = order.reported, order.last_fill
    if reported is None or not reported.remaining or order.missing_since is not None:
        return False
    # A cumulative quantity is TWS's own figure, too.
    return not (order.is_ahead and last is not None and last.execution.cum_qty == order.total_quantity)


def _is_refused_and_gone(order: Order) -> bool:
    """Whether TWS has rejected the order and no longer lists it: it may never complete it (TWS_FACTS, "Status")."""
    return order.missing_since is not None and rejection_of(order) is not None


def _average_price(order: Order) -> Decimal | None:
    """Return TWS's average price from the last report, or from the last fill where that is newer.

    After a correction it is the average of the fills that count: TWS's may be from before the correction.
    """
    reported, last = order.reported, order.last_fill
    average = reported.avg_fill_price if reported else None
    if order.corrections and order.filled == order.executed and order.executed:
        weighted = _weighted_price(order)
        if weighted is not None:
            return weighted
    if reported and average is not None and reported.filled is not None and reported.filled >= order.executed:
        return average
    # A fill's average is the order's only if it covers all that counts, unlike those of sub-accounts.
    if last is not None and last.execution.cum_qty == order.executed:
        return last.execution.avg_price
    return average


def _weighted_price(order: Order) -> Decimal | None:
    """Return the average price of the fills that count; `None` where a price is not known."""
    paid = paid_of(order)[order.executed_whole >= order.executed_parts]
    return None if paid.unknown else paid.amount / order.executed
