"""How an order stands, in the words that people ask by: rejected, cancelled, working, filled, partly filled.

TWS's own status words are compared as they are; these are for what one status alone does not show.
"""

from __future__ import annotations

from enum import Flag, auto

from ibmonitor.domain.explain.filled import is_all_filled
from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED, Phase, is_working, phase_of
from ibmonitor.domain.wording.staleness import is_gone


class Standing(Flag):
    """What an order is; several can hold at once."""

    NONE = 0
    REJECTED = auto()
    CANCELLED = auto()
    """Ended before it was filled, and not by a rejection."""
    CANCELLING = auto()
    WORKING = auto()
    """It may still trade, as far as TWS has reported."""
    PENDING = auto()
    """Not yet working at its destination."""
    HELD = auto()
    FILLED = auto()
    PARTLY_FILLED = auto()
    """Some of it is filled and not all, whatever became of the rest."""
    UNFILLED = auto()
    """Nothing of it is filled."""
    DONE = auto()
    GONE = auto()
    """No longer in TWS's list of open orders, outcome unknown."""
    BUY = auto()
    SELL = auto()
    LISTED = auto()
    """Holds for all."""


_SIDES = {
    **dict.fromkeys(("BUY", "BOT", "SLONG"), Standing.BUY),
    **dict.fromkeys(("SELL", "SLD", "SSHORT"), Standing.SELL),
}
_PHASES = {
    Phase.CANCELLING: Standing.CANCELLING,
    Phase.PENDING: Standing.PENDING,
    Phase.HELD: Standing.HELD,
}


def side_standing(side: str) -> Standing:
    """Return what holds for whatever has this side or action: whether it buys or sells."""
    return Standing.LISTED | _SIDES.get(side.strip().upper(), Standing.NONE)


def standing_of(order: Order) -> Standing:
    """Return all that holds for an order, its side included."""
    found = side_standing(order.action)
    is_filled = order.status == FILLED or is_all_filled(order)
    if is_filled:
        found |= Standing.FILLED
    elif known(order.filled) is not None:
        found |= Standing.PARTLY_FILLED if order.filled else Standing.UNFILLED
    if order.is_done:
        found |= Standing.DONE
    if is_gone(order):
        return found | Standing.GONE
    if rejection_of(order) is not None:
        return found | Standing.REJECTED
    phase = phase_of(order.status, order.why_held)
    if phase is Phase.ENDED and not is_filled:
        return found | Standing.CANCELLED
    if not order.is_done:
        found |= _PHASES.get(phase, Standing.NONE)
        if is_working(order.status) and not is_filled:
            found |= Standing.WORKING
    return found
