"""What an order's fills say about it: how much is executed, and what that means for filled, remaining and done."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ibmonitor.domain.order_status import is_done, is_working
from ibmonitor.domain.records import ComboRole, Fill, Order

_ZERO = Decimal(0)
_LEG = ComboRole.LEG


def count_fill(order: Order, fill: Fill, times: int = 1) -> None:
    """Add a fill to what its order has executed, or with `times` -1 take it out again.

    A fill that is superseded or a combo's leg has no part in it: nothing changes.
    """
    shares = fill.execution.shares
    if shares is None or not _counts(fill):
        return
    if times > 0:
        if order.last_fill is None or _progress(order.last_fill) < _progress(fill):
            order.note_last_fill(fill)
    else:
        shares = -shares
        if fill is order.last_fill:
            others = [other for other in order.fills if other is not fill and _counts(other)]
            order.note_last_fill(latest_fill(others))
    if fill.is_whole:
        order.executed_whole += shares
    else:
        order.executed_parts += shares


def latest_fill(fills: Iterable[Fill]) -> Fill | None:
    """Return the fill after which most of the order was executed."""
    return max(fills, key=_progress, default=None)


def _counts(fill: Fill) -> bool:
    return fill.superseded_by is None and fill.combo_role is not _LEG


def _progress(fill: Fill) -> tuple[Decimal, str]:
    return fill.execution.cum_qty or _ZERO, fill.execution.exec_id


def tells_the_end(fill: Fill, order: Order) -> bool:
    """Whether a fill by itself shows that its order is as it is shown: filled, and this was the last of it."""
    if order.last_fill is not fill:
        return False
    return order.status == "Filled" or order.executed >= (order.total_quantity or _ZERO) > _ZERO


def settle(order: Order) -> bool:
    """Draw the conclusions and return whether any differs from before."""
    before = _conclusions(order)
    conclude(order)
    return before != _conclusions(order)


def conclude(order: Order) -> None:
    """Draw the conclusions from what was reported and what was executed."""
    order.executed = max(order.executed_whole, order.executed_parts)
    reported = order.reported
    order.filled = reported.filled if reported else None
    order.remaining = reported.remaining if reported else None
    order.avg_fill_price = _average_price(order)
    if order.executed > (order.filled or _ZERO):
        order.remaining = _remaining_after(order, order.executed)
        order.filled = order.executed
    full = order.filled is not None and order.filled >= (order.total_quantity or _ZERO) > 0
    completed = bool(order.completed_status or order.completed_time_raw)
    order.is_done = full or is_done(order.status) or (completed and not is_working(order.status))
    if order.is_done:
        order.missing_since = None
        order.looked_up = None


def _conclusions(order: Order) -> object:
    return order.executed, order.filled, order.remaining, order.avg_fill_price, order.is_done, order.missing_since


def _average_price(order: Order) -> Decimal | None:
    """Return TWS's average price from the last report, or from the last fill where that is ahead of it."""
    reported, last = order.reported, order.last_fill
    told = reported.avg_fill_price if reported else None
    if reported and told is not None and reported.filled is not None and reported.filled >= order.executed:
        return told
    # A fill's average is the order's only if it has seen all that counts: not where sub-accounts count for themselves.
    if last is not None and last.execution.cum_qty == order.executed:
        return last.execution.avg_price
    return told


def _remaining_after(order: Order, filled: Decimal) -> Decimal | None:
    """Return what is left where the fills are ahead of the last report; `None` where the whole is unknown."""
    reported = order.reported
    if reported and reported.filled is not None and reported.remaining is not None:
        whole = reported.filled + reported.remaining
    elif order.total_quantity:
        whole = order.total_quantity
    else:
        return None
    return max(whole - filled, _ZERO)
