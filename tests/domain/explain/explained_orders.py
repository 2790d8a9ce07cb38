"""Orders to explain, with only what a test is about, and what IB says of each status."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.domain.explain.explanation import Explanation
from ibmonitor.domain.records.records import ComboRole, Fill, Message, Order, Severity, StatusChange
from tests.support.make_records import NOON, empty_contract, full_execution, make_order

PARTLY: dict[str, Any] = {
    "total_quantity": Decimal(100),
    "filled": Decimal(40),
    "remaining": Decimal(60),
    "avg_fill_price": Decimal("292.33"),
    "executed": Decimal(40),
}
WHOLLY = PARTLY | {"filled": Decimal(100), "remaining": Decimal(0), "executed": Decimal(100)}
LATER = NOON + timedelta(minutes=1)


def order(status: str | None = None, **known: Any) -> Order:
    return make_order(0, status=status, **({"perm_id": 5} | known))


def message(code: int | None, text: str, plain: str = "", serial: int = 0, **known: Any) -> Message:
    return Message(serial, NOON, Severity.WARNING, code, 5, plain, text, NOON, **known)


def change(status: str, filled: int | None = None, source: str = "orderStatus") -> StatusChange:
    return StatusChange(NOON, status, None if filled is None else Decimal(filled), None, None, "", source)


def fill(serial: int = 0, role: ComboRole = ComboRole.NONE, superseded_by: str | None = None, **known: Any) -> Fill:
    said = {"pending_price_revision": False, "liquidation": 0, **known}
    return Fill(
        serial,
        NOON,
        replace(full_execution(f"1.{serial}.01.01"), **said),
        empty_contract(),
        NOON,
        role,
        superseded_by=superseded_by,
    )


def text_of(explanation: Explanation) -> str:
    return "\n".join((explanation.headline, *explanation.facts, *explanation.look_at))


DOCUMENTED = {
    "PendingSubmit": "has been transmitted, but its destination has not yet confirmed that it accepted it",
    "PendingCancel": "is not confirmed cancelled, and may still be filled",
    "PreSubmitted": "simulated order type has been accepted by IB's system and has yet to be elected",
    "Submitted": "has been accepted by the system and is working",
    "ApiCancelled": "asked to cancel the order after it was submitted and before it was acknowledged",
    "Cancelled": "the balance of the order is cancelled",
    "Filled": "has been completely filled",
    "Inactive": "has received the order, but it is not active",
    "ApiPending": "has not been sent on yet",
    "PreCancelled": "has been accepted and has yet to be sent on",
    "WarnState": "waits for a warning to be acknowledged",
}
"""What an explanation of each status must say, in words of IB's."""

REJECTED = message(201, "Order rejected - reason:No funds", "An order was rejected. The text says why.")
CANCELLED = message(202, "Order Canceled - reason:", "An order was cancelled.")
WARNED = message(399, "Order Message:\nBUY 1 KO  NYSE\nWarning: not before 09:30.", "TWS has a warning.")
PRESET = message(10349, "Order TIF was set to DAY based on order preset.", "TWS set an order's time in force.")
