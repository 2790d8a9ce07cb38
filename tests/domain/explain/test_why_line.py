"""Why an order is in its state, on one line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.explain.why_line import why_line
from ibmonitor.domain.wording.writing import Writing
from tests.domain.explain.explained_orders import LATER, WHOLLY, change, message, order
from tests.support.make_records import NOON

WRITING = Writing()

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing to explain": ("", {"status": "Submitted"}),
    "filled": ("", {"status": "Filled", **WHOLLY, "warning_text": "old"}),
    "filled without the status": ("", {"status": "Submitted", **WHOLLY}),
    "rejected": ("No shares", {"status": "Inactive", "reject_reason": "No shares"}),
    "rejected without words": ("TWS gave no reason", {"completed_status": "Rejected by System", "is_done": True}),
    "cancelled by the trader": (
        "Cancelled by Trader",
        {"status": "Cancelled", "is_done": True, "completed_status": "Cancelled by Trader"},
    ),
    "cancelled on request": (
        "Cancellation was requested",
        {"status": "Cancelled", "is_done": True, "status_history": [change("PendingCancel"), change("Cancelled")]},
    ),
    "cancelled without a reason": ("TWS gave no reason", {"status": "Cancelled", "is_done": True}),
    "inactive without a reason": ("TWS gave no reason", {"status": "Inactive"}),
    "deactivated": ("Deactivated in TWS", {"status": "Inactive", "order_fields": {"deactivate": True}}),
    "warned": ("Far from the market", {"status": "PreSubmitted", "warning_text": "Far from the market"}),
    "entered while its exchange is closed": (
        "Waits until 2026-11-30 09:30:00 US/Eastern",
        {
            "status": "PreSubmitted",
            "messages": [
                message(
                    399, "Warning: Your order will not be placed at the exchange until 2026-11-30 09:30:00 US/Eastern."
                )
            ],
        },
    ),
    "being cancelled": ("Cancellation requested, may still fill", {"status": "PendingCancel"}),
    "not transmitted": (
        "Not transmitted: it waits in TWS",
        {"status": "PreSubmitted", "order_fields": {"transmit": False}},
    ),
    "a stop": (
        "Waiting for its stop price 584.5",
        {"status": "PreSubmitted", "order_type": "STP", "aux_price": Decimal("584.50"), "why_held": "trigger"},
    ),
    "a trailing stop": (
        "Trailing stop now 69.4 (trails by 0.6)",
        {
            "status": "PreSubmitted",
            "order_type": "TRAIL",
            "aux_price": Decimal("0.60"),
            "order_fields": {"trailStopPrice": Decimal("69.40")},
        },
    ),
    "a short sale": ("Locating shares for the short sale", {"status": "PreSubmitted", "why_held": "locate"}),
    "held by an unknown word": ("Held (moon)", {"status": "PreSubmitted", "why_held": "moon"}),
    "to start later": (
        "Starts 20261201 09:30:00 US/Eastern",
        {"status": "PreSubmitted", "order_fields": {"goodAfterTime": "20261201 09:30:00 US/Eastern"}},
    ),
    "held by several words": (
        "Waiting for its parent order; waiting for its trigger",
        {"status": "PreSubmitted", "why_held": "child,trigger,child"},
    ),
    "cancelled by its client": ("Cancellation was requested", {"status": "ApiCancelled", "is_done": True}),
    "not acknowledged": ("Not acknowledged by TWS yet (Perm ID 0)", {"status": "PendingSubmit", "perm_id": 0}),
    "an undocumented status": ("IB does not document this status", {"status": "Parked"}),
    "gone": (
        "Last status Submitted",
        {"status": "Submitted", "missing_since": NOON, "looked_up": LATER},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_line_of(case: str) -> None:
    words, known = CASES[case]
    assert why_line(order(**{"perm_id": 5, **known}), WRITING) == words


def test_a_child_waits_for_its_parent_and_ends_with_it() -> None:
    parent = order("Submitted", order_id=6, client_id=1)
    child = order("PreSubmitted", parent_id=6, client_id=1, parent=parent, why_held="child", perm_id=5)
    assert why_line(child, WRITING) == "Waiting for parent order 6"
    child.parent_id = None
    parent.perm_id = 77
    assert why_line(child, WRITING) == "Waiting for its parent, Perm ID 77"
    parent.status, parent.is_done = "Cancelled", True
    child.status, child.is_done = "Cancelled", True
    assert why_line(child, WRITING) == "Its parent is Cancelled"


def test_a_refusal_is_quoted_without_the_words_that_the_status_has() -> None:
    refused = order("Inactive", perm_id=5)
    refused.messages.append(message(201, "Order rejected - reason:Size exceeds the limit"))
    assert why_line(refused, WRITING) == "Size exceeds the limit"


def test_conditions_say_when_the_order_becomes_active() -> None:
    time = {"type": 3, "isMore": True, "isConjunctionConnection": False, "time": "20261207 11:11:00 US/Eastern"}
    waiting = order("PreSubmitted", perm_id=5, order_fields={"conditions": (time,)})
    assert why_line(waiting, WRITING).startswith("Becomes active when ")
