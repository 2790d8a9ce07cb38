"""TWS's order statuses: one row each, with all that the program knows about it.

A new status is a row here; if none of the existing hints fits it, add one to `explain/hints.py` too.
"""

from __future__ import annotations

from enum import Enum

from ibmonitor.domain.records.value import value


class Phase(Enum):
    """What a state means for the order; the value is the word for it."""

    PENDING = "pending"
    """Not yet working at its destination: on its way, or waiting in IB's system to be elected."""
    WORKING = "working"
    HELD = "held"
    """Something keeps it from working."""
    CANCELLING = "cancelling"
    """Cancellation requested; it may still be filled."""
    FILLED = "filled"
    ENDED = "ended"
    """Cancelled, or ended in another way before it was filled."""
    UNKNOWN = "unknown"
    """TWS has sent no status yet, or one that IB does not document."""
    MISSING = "missing"
    """TWS's list of open orders came without it."""
    DISCONNECTED = "disconnected"
    """The connection was down, so TWS could not report what happened to it."""


class Hint(Enum):
    """Which possible reasons `explain/hints.py` gives for a status."""

    NONE = "none"
    NOT_ACCEPTED_YET = "not accepted yet"
    NOT_ELECTED_YET = "not elected yet"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    INACTIVE = "inactive"
    WARNING = "warning"


@value
class Status:
    """One status. That it is done follows from its phase."""

    meaning: str
    """IB's description."""
    phase: Phase
    hint: Hint = Hint.NONE
    is_working: bool = False
    """The order may still trade."""
    is_accepted: bool = False
    """IB has accepted the order and it is still open: a rejection can only concern a change to it."""
    brief: str = ""
    """The meaning in few words, which is enough for a working order of which nothing special is known."""
    is_often_rejection: bool = False
    """Mostly it means a rejection, which must not be overlooked."""


FILLED = "Filled"
INACTIVE = "Inactive"

STATUSES: dict[str, Status] = {
    "PendingSubmit": Status(
        "The order has been transmitted, but its destination has not yet confirmed that it accepted it.",
        Phase.PENDING,
        Hint.NOT_ACCEPTED_YET,
        is_working=True,
        brief="sent, not confirmed by its destination yet",
    ),
    "PendingCancel": Status(
        "A request to cancel the order has been sent, but its destination has not yet confirmed the cancellation. "
        "The order is not confirmed cancelled, and may still be filled.",
        Phase.CANCELLING,
        Hint.CANCELLING,
        is_working=True,
        is_accepted=True,
    ),
    "PreSubmitted": Status(
        "A simulated order type has been accepted by IB's system and has yet to be elected. The order is held in IB's "
        "system until its conditions are met, then transmitted to its destination.",
        Phase.PENDING,
        Hint.NOT_ELECTED_YET,
        is_working=True,
        is_accepted=True,
        brief="accepted by IB, not elected yet",
    ),
    "Submitted": Status(
        "The order has been accepted by the system and is working.",
        Phase.WORKING,
        is_working=True,
        is_accepted=True,
        brief="working",
    ),
    "ApiCancelled": Status(
        "An API client asked to cancel the order after it was submitted and before it was acknowledged.",
        Phase.ENDED,
    ),
    "Cancelled": Status(
        "IB's system has confirmed that the balance of the order is cancelled. This can be unexpected, when IB or the "
        "destination has rejected the order.",
        Phase.ENDED,
        Hint.CANCELLED,
    ),
    FILLED: Status(
        "The order has been completely filled. Market orders do not always report this.",
        Phase.FILLED,
    ),
    # Not done: a deactivated order, or one whose exchange is closed or which is not yet eligible, may become active
    # again, and an order that might still trade must not be shown as over. One that was rejected for good comes as a
    # completed order, and that is what ends it.
    INACTIVE: Status(
        "The system has received the order, but it is not active: rejected, cancelled, deactivated, not yet eligible, "
        "or its exchange is closed. See the order's messages and warning text.",
        Phase.HELD,
        Hint.INACTIVE,
        is_often_rejection=True,
    ),
    "ApiPending": Status(
        "The order is on its way from an API client and has not been sent on yet.",
        Phase.PENDING,
        Hint.NOT_ACCEPTED_YET,
        is_working=True,
        brief="not sent on yet",
    ),
    "PreCancelled": Status(
        "A request to cancel the order has been accepted and has yet to be sent on.",
        Phase.CANCELLING,
        Hint.CANCELLING,
        is_working=True,
        is_accepted=True,
    ),
    "WarnState": Status(
        "The order waits for a warning to be acknowledged in TWS.",
        Phase.HELD,
        Hint.WARNING,
        is_working=True,
    ),
}
"""By TWS's own word, in the order of the guide."""

_UNDOCUMENTED = Status("", Phase.UNKNOWN)

_DONE = frozenset(name for name, status in STATUSES.items() if status.phase in {Phase.FILLED, Phase.ENDED})
_WORKING = frozenset(name for name, status in STATUSES.items() if status.is_working)


def status_of(status: str | None) -> Status:
    """Return the row of a status; one without a meaning, of phase `UNKNOWN`, where IB has not documented it."""
    return STATUSES.get(status or "", _UNDOCUMENTED)


def phase_of(status: str | None, why_held: str = "") -> Phase:
    """Return the status's phase; `HELD` for an order that would work or wait but has a `whyHeld`."""
    phase = status_of(status).phase
    return Phase.HELD if why_held and phase in {Phase.PENDING, Phase.WORKING} else phase


def is_done(status: str | None) -> bool:
    """Whether no part of the order is working any more; `False` for an unknown status."""
    return status in _DONE


def is_working(status: str | None) -> bool:
    """Whether the order may still trade; `False` for an unknown status."""
    return status in _WORKING


def is_cancelling(status: str | None) -> bool:
    """Whether a cancellation is requested and not confirmed yet."""
    return status_of(status).phase is Phase.CANCELLING


def describe(status: str) -> str:
    """Return what the status means, or an empty text for one that IB has not documented."""
    return status_of(status).meaning
