"""TWS's order statuses in IB's words, and which of them mean that nothing is working any more."""

from __future__ import annotations

DESCRIPTIONS: dict[str, str] = {
    "PendingSubmit": "The order has been transmitted, but its destination has not yet confirmed that it accepted it.",
    "PendingCancel": (
        "A request to cancel the order has been sent, but its destination has not yet confirmed the cancellation. "
        "The order is not confirmed cancelled, and may still be filled."
    ),
    "PreSubmitted": (
        "A simulated order type has been accepted by IB's system and has yet to be elected. The order is held in IB's "
        "system until its conditions are met, then transmitted to its destination."
    ),
    "Submitted": "The order has been accepted by the system and is working.",
    "ApiCancelled": "An API client asked to cancel the order after it was submitted and before it was acknowledged.",
    "Cancelled": (
        "IB's system has confirmed that the balance of the order is cancelled. This can be unexpected, when IB or the "
        "destination has rejected the order."
    ),
    "Filled": "The order has been completely filled. Market orders do not always report this.",
    "Inactive": (
        "The system has received the order, but it is not active: rejected, cancelled, deactivated, not yet eligible, "
        "or its exchange is closed. See the order's messages and warning text."
    ),
    "ApiPending": "The order is on its way from an API client and has not been sent on yet.",
    "PreCancelled": "A request to cancel the order has been accepted and has yet to be sent on.",
    "WarnState": "The order waits for a warning to be acknowledged in TWS.",
}

# Inactive is not among them: a deactivated order, or one whose exchange is closed or which is not yet eligible,
# may become active again, and an order that might still trade must not be shown as over. One that was rejected
# for good comes as a completed order, and that is what ends it.
_DONE = frozenset({"ApiCancelled", "Cancelled", "Filled"})

_WORKING = frozenset(
    {"ApiPending", "PendingSubmit", "PreSubmitted", "Submitted", "PendingCancel", "PreCancelled", "WarnState"}
)


def is_done(status: str | None) -> bool:
    """Whether TWS's word means that no part of the order is working any more; an unknown word does not."""
    return status in _DONE


def is_working(status: str | None) -> bool:
    """Whether TWS's word means that the order may still trade."""
    return status in _WORKING


def describe(status: str) -> str:
    """Return what the status means, or an empty text for one that IB has not documented."""
    return DESCRIPTIONS.get(status, "")
