"""Which values have which tone, for tones that more than one table uses."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import Phase, phase_of, status_of
from ibmonitor.domain.wording.staleness import is_gone
from ibmonitor.models.table.roles import Tone

_SIDES: dict[str, Tone] = {
    "BOT": "buy",
    "BUY": "buy",
    "SLONG": "buy",
    "SLD": "sell",
    "SELL": "sell",
    "SSHORT": "sell",
}
_PHASES: dict[Phase, Tone] = {
    Phase.PENDING: "pending",
    Phase.WORKING: "good",
    Phase.HELD: "warning",
    Phase.CANCELLING: "pending",
    Phase.FILLED: "good",
}


def side_tone(side: str) -> Tone:
    """The tone of an order's action or an execution's side."""
    return _SIDES.get(side, "")


def status_tone(status: str | None, why_held: str = "") -> Tone:
    """The tone of an order's status; pass `why_held` only where a held order should look held."""
    if status_of(status).is_often_rejection:
        return "bad"
    return _PHASES.get(phase_of(status, why_held), "")


def order_tone(order: Order, why_held: str = "") -> Tone:
    """The tone of an order's state, with what is known besides its status; `why_held` as for `status_tone`."""
    if is_gone(order):
        return "stale"
    if rejection_of(order) is not None:
        return "bad"
    if order.is_done and phase_of(order.status) is Phase.ENDED and order.filled:
        # Ended with a part filled: neither nothing nor all of it was traded.
        return "warning"
    return status_tone(order.status, why_held)


def money_tone(amount: Decimal | None) -> Tone:
    """The tone of a profit (good) or loss (bad)."""
    if not amount:
        return ""
    return "bad" if amount < 0 else "good"
