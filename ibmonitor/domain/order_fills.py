"""What an order's fills say about it: how much is executed, and what that means for filled, remaining and done."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.accounts import is_advisor_account
from ibmonitor.domain.order_status import is_done, is_working
from ibmonitor.domain.records import ComboRole, Fill, Order

_ZERO = Decimal(0)
_LEG = ComboRole.LEG


def count_fill(order: Order, fill: Fill, times: int = 1) -> None:
    """Add a fill to what its order has executed, or with `times` -1 take it out again.

    A fill that is superseded or a combo's leg has no part in it: the sum does not change.
    """
    shares = fill.execution.shares
    if shares is None or fill.superseded_by is not None or fill.combo_role is _LEG:
        return
    if times < 0:
        shares = -shares
    if is_advisor_account(fill.execution.acct_number):
        order.executed_whole += shares
    else:
        order.executed_parts += shares


def settle(order: Order) -> bool:
    """Draw the conclusions from what was reported and what was executed; return whether any differs from before."""
    before = (order.executed, order.filled, order.remaining, order.is_done)
    order.executed = max(order.executed_whole, order.executed_parts)
    reported = order.reported
    order.filled = reported.filled if reported else None
    order.remaining = reported.remaining if reported else None
    if order.executed > (order.filled or _ZERO):
        order.remaining = _remaining_after(order, order.executed)
        order.filled = order.executed
    full = order.filled is not None and order.filled >= (order.total_quantity or _ZERO) > 0
    completed = bool(order.completed_status or order.completed_time_raw)
    order.is_done = full or is_done(order.status) or (completed and not is_working(order.status))
    return before != (order.executed, order.filled, order.remaining, order.is_done)


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
