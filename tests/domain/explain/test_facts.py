"""What is known of an order besides its status: how much is filled, what TWS reported, and its messages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.records import Message
from tests.domain.explain.explained_orders import (
    CANCELLED,
    DOCUMENTED,
    LATER,
    PRESET,
    REJECTED,
    WARNED,
    change,
    message,
    order,
    text_of,
)
from tests.support.make_records import NOON


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"mkt_cap_price": Decimal("10.50")}, "Its price has been capped: the current capped price is 10.5."),
        ({"mkt_cap_price": Decimal("10.50"), "is_done": True}, "Its price was capped, at 10.5."),
        ({"warning_text": "Far from\nthe market "}, 'TWS warns: "Far from the market"'),
        ({"reject_reason": "No funds"}, 'Reject reason: "No funds"'),
        ({"completed_status": "Cancelled by System:\n"}, 'TWS reports how it ended: "Cancelled by System:"'),
        ({"completed_status": "Filled Size: 3"}, 'TWS reports how it ended: "Filled Size: 3"'),
        (
            {"completed_time": NOON, "completed_time_raw": "x"},
            "It is in TWS's list of completed orders, completed at 2026-07-01 12:00:00 UTC.",
        ),
        (
            {"completed_time_raw": "20260709 18:55:06 XYZ"},
            "It is in TWS's list of completed orders, completed at 20260709 18:55:06 XYZ (zone unknown).",
        ),
        (
            {"completed_time_raw": "20261025 02:55:06", "completed_time_zone": ZoneInfo("Europe/Paris")},
            "It is in TWS's list of completed orders, completed at 20261025 02:55:06 (one of two moments).",
        ),
        (
            {"status_history": [change("Inactive", source="completedOrder")]},
            "It is in TWS's list of completed orders.",
        ),
        ({"parent_id": 12, "client_id": 1}, "Its parent is order ID 12 of client 1."),
        ({"parent_id": -3}, "Its parent is order ID -3."),
        ({"oca_group": "pair"}, 'It is in the OCA group "pair".'),
        (
            {"oca_group": "pair", "order_fields": {"ocaType": 1}},
            'It is in the OCA group "pair": a fill cancels the rest of the group.',
        ),
        ({"oca_group": "pair", "order_fields": {"ocaType": 3}}, "a fill reduces the rest of the group."),
        ({"by_snapshot": True}, "This is its state as of the last list of open orders"),
        ({"order_fields": {"deactivate": True}}, "It is deactivated: kept in TWS without working"),
    ],
)
def test_facts_that_tws_sent_are_listed(known: dict[str, Any], said: str) -> None:
    explained = text_of(explain(order("PendingCancel", **known)))
    assert explained.count(said) == 1


@pytest.mark.parametrize(
    ("known", "unsaid"),
    [
        ({"mkt_cap_price": Decimal("0.0")}, "capped"),
        ({"mkt_cap_price": None}, "capped"),
        ({"parent_id": 0}, "parent is"),
        ({"by_snapshot": True, "is_done": True}, "last list"),
        ({"order_fields": {"deactivate": True}, "is_done": True}, "deactivated:"),
        ({"status_history": [change("Submitted")]}, "completed orders."),
        (
            {"status_history": [change("Cancelled", source="completedOrder"), change("Submitted")]},
            "completed orders.",
        ),
        ({"cash_qty": Decimal(0)}, "amount of money"),
    ],
)
def test_facts_that_tws_did_not_send_are_not_listed(known: dict[str, Any], unsaid: str) -> None:
    assert unsaid not in text_of(explain(order("Submitted", **known)))


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (("PendingCancel", "Submitted"), "Before, TWS had reported PendingCancel; Submitted is its last status."),
        (("PendingCancel", "Cancelled", "Submitted"), "Before, TWS had reported Cancelled; Submitted is"),
        (("PreSubmitted", "Submitted"), ""),
        (("PreSubmitted", "PendingCancel"), ""),
        (("PendingCancel", "Cancelled"), ""),
    ],
)
def test_statuses_that_go_backwards_are_mentioned(history: tuple[str, ...], said: str) -> None:
    explained = text_of(explain(order(history[-1], status_history=[change(status) for status in history])))
    assert said in explained if said else "Before, TWS had reported" not in explained


@pytest.mark.parametrize("status", ["PreSubmitted", "Submitted", "PendingCancel"])
@pytest.mark.parametrize("message", [REJECTED, CANCELLED, WARNED, PRESET], ids=["201", "202", "399", "10349"])
def test_a_message_never_changes_the_status(status: str, message: Message) -> None:
    explained = explain(order(status, messages=[message]))
    assert explained.headline.startswith(f"{status}: ")
    assert DOCUMENTED[status] in text_of(explained)
    note = next(fact for fact in explained.facts if fact.startswith("Last message about it"))
    assert f"({message.code}, 2026-07-01 12:00:00 UTC): {message.plain} TWS: " in note
    assert " ".join(message.text.split()) in note
    assert any(f"TWS's last status is {status}" in fact for fact in explained.facts)


@pytest.mark.parametrize(
    ("status", "message", "speaks_of"),
    [
        ("Submitted", REJECTED, "a refusal"),
        ("PreSubmitted", CANCELLED, "a cancellation"),
        ("Submitted", WARNED, ""),
        ("Submitted", PRESET, ""),
        ("PendingCancel", CANCELLED, ""),
        ("Cancelled", CANCELLED, ""),
        ("Inactive", REJECTED, ""),
    ],
)
def test_a_message_at_odds_with_the_status_is_pointed_out(status: str, message: Message, speaks_of: str) -> None:
    facts = explain(order(status, messages=[message])).facts
    said = [fact for fact in facts if fact.startswith("The last message reports")]
    hint = f"The last message reports {speaks_of}, but TWS's last status is {status}: it may be about a change only."
    assert said == ([hint] if speaks_of else [])


def test_the_last_message_is_the_one_received_last_even_as_a_repeat() -> None:
    repeated = message(399, "again", "A warning.", 0, count=3, last_received=LATER)
    explained = explain(order("Submitted", messages=[repeated, message(202, "once", "A cancellation.", 1)]))
    assert any('(399, 2026-07-01 12:00:00 UTC, 3 times): A warning. TWS: "again"' in f for f in explained.facts)
    assert "There is one more message about it." in explained.facts


def test_a_message_that_may_be_about_another_clients_order_is_possibly_related() -> None:
    explained = explain(order("Submitted", possible_messages=[REJECTED]))
    assert any(fact.startswith("Possibly related message (201, ") and "No funds" in fact for fact in explained.facts)
    assert not any("Last message about it" in fact for fact in explained.facts)
    assert explained.look_at == ()


def test_of_several_possibly_related_messages_the_last_is_shown() -> None:
    explained = explain(order("Submitted", possible_messages=[message(399, "first"), message(399, "second", serial=1)]))
    assert '"second"' in text_of(explained)
    assert '"first"' not in text_of(explained)


def test_twss_words_that_equal_the_plain_sentence_are_not_repeated() -> None:
    explained = text_of(explain(order("Submitted", messages=[message(2999, "All the same.", "All the same.")])))
    assert explained.count("All the same.") == 1
