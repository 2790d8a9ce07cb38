"""How an order stands, in the words that people ask by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.search.standing import Standing, standing_of
from tests.support.make_records import NOON, make_order

WHOLE = {"filled": Decimal(100), "total_quantity": Decimal(100)}
PART = {"filled": Decimal(30), "total_quantity": Decimal(100)}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"status": "Submitted", "action": "BUY"}, Standing.WORKING | Standing.BUY),
        ({"status": "Submitted", **PART}, Standing.WORKING | Standing.PARTLY_FILLED),
        ({"status": "Submitted", **WHOLE}, Standing.FILLED),
        ({"status": "Filled", "is_done": True, "action": "SSHORT"}, Standing.FILLED | Standing.DONE | Standing.SELL),
        ({"status": "Cancelled", "is_done": True, **PART}, Standing.CANCELLED | Standing.DONE | Standing.PARTLY_FILLED),
        ({"status": "Cancelled", "is_done": True, "reject_reason": "no"}, Standing.REJECTED | Standing.DONE),
        ({"status": "Inactive", "reject_reason": "no"}, Standing.REJECTED),
        ({"status": "Inactive"}, Standing.HELD),
        ({"status": "PreSubmitted"}, Standing.PENDING | Standing.WORKING),
        ({"status": "PendingCancel"}, Standing.CANCELLING | Standing.WORKING),
        ({"status": "Submitted", "why_held": "locate"}, Standing.HELD | Standing.WORKING),
        ({"status": "Submitted", "filled": Decimal(0)}, Standing.WORKING | Standing.UNFILLED),
        ({"status": "Submitted", "missing_since": NOON}, Standing.GONE),
        ({}, Standing.NONE),
    ],
)
def test_standing(known: dict[str, Any], expected: Standing) -> None:
    assert standing_of(make_order(0, **known)) == expected | Standing.LISTED
