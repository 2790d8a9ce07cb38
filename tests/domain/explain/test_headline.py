"""The first sentences of an explanation: the status in IB's words, and TWS's reason for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.statuses import STATUSES
from tests.domain.explain.explained_orders import (
    DOCUMENTED,
    PARTLY,
    REJECTED,
    WHOLLY,
    change,
    order,
    text_of,
)
from tests.support.make_records import NOON, empty_contract


def test_all_statuses_with_a_description_are_explained() -> None:
    assert DOCUMENTED.keys() == STATUSES.keys()


@pytest.mark.parametrize(("status", "meaning"), DOCUMENTED.items())
def test_each_status_is_explained_in_ibs_words(status: str, meaning: str) -> None:
    explained = explain(order(status))
    assert explained.headline.startswith(f"{status}: ")
    assert meaning in text_of(explained)


@pytest.mark.parametrize(
    ("known", "special"),
    [
        ({"status": "Submitted"}, "working"),
        ({"status": "Submitted", "filled": Decimal(0)}, "working"),
        ({"status": "Submitted", **PARTLY}, "filled 40 of 100 at an average price of 292.33; 60 remaining"),
        (
            {"status": "Submitted", "order_type": "TRAIL", "order_fields": {"trailStopPrice": Decimal(70)}, **PARTLY},
            "filled 40 of 100 at an average price of 292.33; 60 remaining",
        ),
        ({"status": "PreSubmitted"}, "accepted by IB, not elected yet"),
        ({"status": "PreSubmitted", **PARTLY}, "filled 40 of 100 at an average price of 292.33; 60 remaining"),
        ({"status": "PreSubmitted", "why_held": "locate", **PARTLY}, "locating shares for the short sale"),
        (
            {"status": "PreSubmitted", "why_held": "trigger", "order_type": "STP", "aux_price": Decimal("584.5")},
            "waiting for its stop price 584.5",
        ),
        ({"status": "PendingSubmit"}, "sent, not confirmed by its destination yet"),
        ({"status": "PendingSubmit", "perm_id": 0}, "not acknowledged by TWS yet (Perm ID 0)"),
        ({"status": "PendingCancel", **PARTLY}, "cancellation requested, may still fill"),
        ({"status": "ApiCancelled", "is_done": True}, "cancellation was requested"),
        ({"status": "Cancelled", "is_done": True, **PARTLY}, "TWS gave no reason"),
        ({"status": "Filled", "is_done": True, **WHOLLY}, "100 of 100 at an average price of 292.33"),
        ({"status": "Filled", "is_done": True}, "the order has been completely filled"),
    ],
)
def test_the_headline_has_what_is_special_and_is_short_where_nothing_is(known: dict[str, Any], special: str) -> None:
    assert explain(order(**known)).headline == f"{known['status']}: {special}."


@pytest.mark.parametrize("status", DOCUMENTED)
def test_a_hold_does_not_hide_the_meaning_of_the_status(status: str) -> None:
    explained = explain(order(status, why_held="child"))
    assert DOCUMENTED[status] in text_of(explained)
    assert explained.headline.startswith(f"{status}: ")


@pytest.mark.parametrize("status", ["ApiCancelled", "Cancelled", "Inactive", "ApiPending", "PendingSubmit", None])
def test_a_rejection_comes_first_in_tws_s_own_words(status: str | None) -> None:
    explained = explain(order(status, reject_reason="<html>No <b>funds</b><br>at all</html>"))
    known_as = f" (TWS status: {status})" if status else ""
    assert explained.headline == f'Rejected{known_as}: "No funds at all"'
    assert explained.reason is not None
    assert (explained.reason.words, explained.reason.is_rejection) == ("No funds at all", True)
    assert explained.look_at == (), "nothing is guessed next to a known reason"


@pytest.mark.parametrize("status", ["PreSubmitted", "Submitted", "PendingCancel"])
def test_an_order_that_lives_is_not_rejected(status: str) -> None:
    explained = explain(order(status, messages=[REJECTED]))
    assert explained.headline.startswith(f"{status}: ")
    assert explained.reason is None


@pytest.mark.parametrize("status", ["Foo", "submitted", "Api Rejected"])
def test_an_undocumented_status_is_shown_as_tws_wrote_it(status: str) -> None:
    explained = explain(order(status))
    assert explained.headline == f"{status}: IB does not document this status."
    assert explained.look_at


@pytest.mark.parametrize("status", [None, "", " \n"])
@pytest.mark.parametrize(
    ("known", "what"),
    [
        ({}, "only its IDs"),
        ({"contract": empty_contract()}, "only the order's terms"),
        (PARTLY, "only fills"),
    ],
)
def test_the_headline_mentions_a_missing_status(status: str | None, known: dict[str, Any], what: str) -> None:
    assert explain(order(status, **known)).headline == f"No status from TWS yet, {what}."


@pytest.mark.parametrize(
    ("known", "headline"),
    [
        ({"reject_reason": "No funds"}, 'Rejected (TWS status: Inactive): "No funds"'),
        ({"messages": [REJECTED]}, 'Rejected (TWS status: Inactive): "No funds"'),
        ({"warning_text": "Cap"}, 'Inactive: TWS warns: "Cap"'),
        ({"order_fields": {"deactivate": True}}, "Inactive: deactivated in TWS, kept there without working."),
    ],
)
def test_inactive_is_explained_by_what_is_known(known: dict[str, Any], headline: str) -> None:
    explained = explain(order("Inactive", **known))
    assert explained.headline == headline
    assert explained.look_at == ()
    assert "closed" not in explained.headline


@pytest.mark.parametrize(
    ("known", "fact"),
    [
        ({"status": "Submitted"}, "Submitted means: the order has been accepted by the system and is working."),
        ({"status": "ApiCancelled"}, "ApiCancelled means: an API client asked to cancel the order after it was submi"),
        ({"status": "Inactive"}, "Inactive means: the system has received the order, but it is not active: rejected"),
        ({"status": "Foo"}, "IB does not document Foo."),
    ],
)
@pytest.mark.parametrize("state", [{"missing_since": NOON}, WHOLLY])
def test_the_meaning_of_the_last_status_is_a_fact_if_the_headline_lacks_it(
    known: dict[str, Any], state: dict[str, Any], fact: str
) -> None:
    assert explain(order(**known, **state)).facts[0].startswith(fact)


def test_with_a_reason_the_whole_meaning_of_the_status_is_a_fact() -> None:
    rest = "The order is held in IB's system until its conditions are met, then transmitted to its destination."
    meaning = (
        f"PreSubmitted means: a simulated order type has been accepted by IB's system and has yet to be elected. {rest}"
    )
    assert explain(order("PreSubmitted", why_held="child")).facts[0] == meaning
    assert text_of(explain(order("PreSubmitted"))).count(rest) == 1


def test_causes_of_cancellations_are_not_listed_if_tws_gave_the_reason() -> None:
    can_be = "This can be unexpected, when IB or the destination has rejected the order."
    assert can_be in text_of(explain(order("Cancelled", is_done=True)))
    explained = explain(order("Cancelled", is_done=True, completed_status="Cancelled by Trader"))
    assert explained.headline == "Cancelled by Trader."
    assert can_be not in text_of(explained)


@pytest.mark.parametrize("status", ["Rejected", "No", "TWS"])
def test_a_status_that_the_headline_happens_to_begin_with_is_still_explained(status: str) -> None:
    rejected = explain(order(status, reject_reason="No funds"))
    gone = explain(order(status, missing_since=NOON))
    filled = explain(order(status, **WHOLLY))
    for explained in (rejected, gone, filled):
        assert f"IB does not document {status}." in explained.facts


def test_ibs_own_sentence_for_inactive_is_quoted_as_ibs() -> None:
    quoted = 'IB documents Inactive as "the order was received by the system but'
    for known in ({}, {"reject_reason": "no"}, {"warning_text": "a warning"}):
        assert any(fact.startswith(quoted) for fact in explain(order("Inactive", **known)).facts)
    assert not any("IB documents" in fact for fact in explain(order("Submitted")).facts)


def test_a_cancellation_that_was_requested_is_no_riddle() -> None:
    cancelled = order("Cancelled", is_done=True, status_history=[change("PendingCancel"), change("Cancelled")])
    explanation = explain(cancelled)
    assert explanation.headline == "Cancelled: cancellation was requested."
    assert explanation.look_at == ()
