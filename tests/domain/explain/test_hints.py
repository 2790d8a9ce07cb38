"""Possible reasons: only where TWS has given none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.explain.explanation import explain
from tests.domain.explain.explained_orders import (
    CANCELLED,
    PARTLY,
    order,
    text_of,
)


def test_inactive_without_a_reason_lists_possible_reasons() -> None:
    explained = explain(order("Inactive"))
    assert explained.headline.endswith("TWS has given no reason.")
    causes = " ".join(explained.look_at)
    for cause in ("rejected", "not be eligible yet", "closed", "precaution", "deactivated", "become active again"):
        assert cause in causes


def test_inactive_that_is_among_the_completed_orders_will_not_come_back() -> None:
    explained = explain(order("Inactive", is_done=True, completed_status="Rejected", completed_time_raw="?", **PARTLY))
    assert explained.headline == "Rejected (TWS status: Inactive). TWS has given no reason."
    assert explained.look_at == ()


@pytest.mark.parametrize(
    ("known", "hint"),
    [
        ({}, "It may be waiting for its price or its conditions."),
        ({"order_type": "STP", "aux_price": Decimal("584.5")}, "It may be waiting for its trigger price (STP)."),
        ({"order_type": "STP LMT"}, "It may be waiting for its trigger price (STP LMT)."),
        ({"order_type": "TRAIL", "aux_price": Decimal(1)}, "It may be waiting for its trailing stop (TRAIL)."),
        ({"order_fields": {"conditions": ("a",)}}, "It may be waiting for its conditions to be met."),
        ({"order_fields": {"goodAfterTime": "20260711 09:30:00"}}, "It may be waiting for its start."),
        ({"parent_id": 12, "client_id": 1}, "for its parent to be filled: order ID 12 of client 1."),
        ({"why_held": "locate"}, "check the shortable shares in TWS"),
    ],
)
def test_pre_submitted_lists_what_it_may_be_waiting_for(known: dict[str, Any], hint: str) -> None:
    explained = explain(order("PreSubmitted", **known))
    assert any(hint in each for each in explained.look_at), explained.look_at
    assert "may be waiting" not in explained.headline


def test_conditions_that_cancel_are_nothing_to_wait_for() -> None:
    fields = {"conditions": ("a",), "conditionsCancelOrder": True}
    assert "condition to be met" not in text_of(explain(order("PreSubmitted", order_fields=fields)))


@pytest.mark.parametrize("status", ["PendingCancel", "PreCancelled"])
def test_a_cancellation_under_way_may_still_be_filled(status: str) -> None:
    assert "Until the status is Cancelled, the rest of it may still be filled" in explain(order(status)).look_at[0]


@pytest.mark.parametrize(
    ("known", "hints"),
    [
        ({"completed_status": "Cancelled by Trader"}, ()),
        ({"reject_reason": "No funds"}, ()),
        ({"completed_status": "Cancelled by System:\n"}, ("If nobody requested",)),
        ({}, ("If nobody requested",)),
        (
            {"messages": [CANCELLED], "parent_id": 4, "oca_group": "pair"},
            ("Its parent may", "A fill of another order of its OCA group may", "If nobody requested"),
        ),
    ],
)
def test_cancelled_lists_what_may_have_cancelled_it(known: dict[str, Any], hints: tuple[str, ...]) -> None:
    look_at = explain(order("Cancelled", is_done=True, **known)).look_at
    assert len(look_at) == len(hints)
    assert all(said.startswith(hint) for said, hint in zip(look_at, hints, strict=True))
