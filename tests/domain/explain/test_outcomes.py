"""In which of four groups an order belongs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.explain.outcomes import Outcome, outcome_of
from tests.support.make_records import make_order

DONE = {"is_done": True}


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        ({"status": "Submitted"}, Outcome.WORKING),
        ({"status": "PreSubmitted"}, Outcome.WORKING),
        ({"status": None}, Outcome.WORKING),
        ({"status": "Inactive"}, Outcome.WORKING),
        ({"status": "Filled", **DONE}, Outcome.FILLED),
        ({"status": "Submitted", "total_quantity": Decimal(10), "filled": Decimal(10), **DONE}, Outcome.FILLED),
        ({"status": "Cancelled", "total_quantity": Decimal(10), "filled": Decimal(4), **DONE}, Outcome.CANCELLED),
        ({"status": "ApiCancelled", **DONE}, Outcome.CANCELLED),
        ({"status": "Inactive", "reject_reason": "No margin"}, Outcome.REJECTED),
        ({"status": "Cancelled", "completed_status": "Rejected by System: No margin", **DONE}, Outcome.REJECTED),
    ],
)
def test_every_order_has_one_outcome(known: dict[str, Any], outcome: Outcome) -> None:
    assert outcome_of(make_order(1, **known)) is outcome
