"""Why an order is in its state: every documented status, what it can mean, and orders that are gone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.events import Event, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.records.statuses import STATUSES
from tests.domain.explain.explained_orders import (
    CANCELLED,
    DOCUMENTED,
    LATER,
    PARTLY,
    REJECTED,
    WHOLLY,
    order,
    text_of,
)
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status
from tests.support.make_records import NOON, empty_contract


def test_all_statuses_with_a_description_are_explained() -> None:
    assert DOCUMENTED.keys() == STATUSES.keys()


@pytest.mark.parametrize(("status", "meaning"), DOCUMENTED.items())
def test_a_status_is_told_first_and_in_ib_s_words(status: str, meaning: str) -> None:
    headline = explain(order(status)).headline
    assert headline.startswith(f"{status}: ")
    assert meaning in headline


@pytest.mark.parametrize("status", DOCUMENTED)
def test_no_hold_pushes_out_what_a_status_means(status: str) -> None:
    told = explain(order(status, why_held="child"))
    assert DOCUMENTED[status] in text_of(told)
    assert told.headline.startswith(f"{status}: ")


@pytest.mark.parametrize("status", ["ApiCancelled", "Cancelled", "Inactive", "ApiPending", "PendingSubmit", None])
def test_a_rejection_comes_first_in_tws_s_own_words(status: str | None) -> None:
    told = explain(order(status, reject_reason="<html>No <b>funds</b><br>at all</html>"))
    known_as = f" (TWS status: {status})" if status else ""
    assert told.headline == f'Rejected{known_as}: "No funds at all"'
    assert told.reason is not None
    assert (told.reason.words, told.reason.is_rejection) == ("No funds at all", True)
    assert told.look_at == (), "nothing is guessed next to a known reason"


@pytest.mark.parametrize("status", ["PreSubmitted", "Submitted", "PendingCancel"])
def test_an_order_that_lives_is_not_rejected(status: str) -> None:
    told = explain(order(status, messages=[REJECTED]))
    assert told.headline.startswith(f"{status}: ")
    assert told.reason is None


@pytest.mark.parametrize("status", ["Foo", "submitted", "Api Rejected"])
def test_an_undocumented_status_is_shown_as_tws_wrote_it(status: str) -> None:
    told = explain(order(status))
    assert told.headline == f"{status}: IB does not document this status."
    assert told.look_at


@pytest.mark.parametrize("status", [None, "", " \n"])
@pytest.mark.parametrize(
    ("known", "what"),
    [
        ({}, "only its ids"),
        ({"contract": empty_contract()}, "only what the order is"),
        (PARTLY, "only fills"),
    ],
)
def test_no_status_yet_is_said(status: str | None, known: dict[str, Any], what: str) -> None:
    assert explain(order(status, **known)).headline == f"No status from TWS yet, {what}."


@pytest.mark.parametrize(
    ("why_held", "said"),
    [
        ("locate", "It is held (locate) and waits for shares to be located for a short sale."),
        ("child", "It is held (child) and waits for its parent order to be filled."),
        (
            "trigger",
            "It is held (trigger) and waits for its trigger price to be reached or its conditions to be met.",
        ),
        (
            "locate,child",
            (
                "It is held (locate, child) and waits for shares to be located for a short sale and for its parent "
                "order to be filled."
            ),
        ),
        (
            "child, trigger,locate,",
            (
                "It is held (child, trigger, locate) and waits for its parent order to be filled, for its trigger "
                "price to be reached or its conditions to be met and for shares to be located for a short sale."
            ),
        ),
        ("Locate,locate", "It is held (Locate, locate) and waits for shares to be located for a short sale."),
        ("moon", 'TWS gives a reason for holding it that IB has not documented: "moon".'),
        (
            "child,full moon,tide",
            (
                "It is held (child, full moon, tide) and waits for its parent order to be filled. TWS gives another "
                'reason for holding it that IB has not documented: "full moon" and "tide".'
            ),
        ),
    ],
)
def test_why_held_in_words(why_held: str, said: str) -> None:
    told = explain(order("PreSubmitted", why_held=why_held))
    assert told.headline.endswith(f"has yet to be elected. {said}")
    assert text_of(told).count(said) == 1


@pytest.mark.parametrize("why_held", ["", ",", " , "])
def test_no_word_is_no_reason(why_held: str) -> None:
    assert "held (" not in text_of(explain(order("Submitted", why_held=why_held)))


@pytest.mark.parametrize("known", [{"status": "Cancelled", "is_done": True}, {"missing_since": NOON}])
def test_an_order_that_is_over_or_gone_waits_for_nothing_any_more(known: dict[str, Any]) -> None:
    told = explain(order(**({"status": "PreSubmitted", "why_held": "locate"} | known)))
    assert "It is held" not in text_of(told)
    assert "When TWS last reported why it was held (locate), it waited for shares to be located for a short sale." in (
        told.facts
    )


def test_inactive_of_which_nothing_is_known_lists_what_it_can_mean() -> None:
    told = explain(order("Inactive"))
    assert told.headline.endswith("TWS has given no reason.")
    causes = " ".join(told.look_at)
    for cause in ("rejected", "not yet eligible", "closed", "precaution", "deactivated", "become active again"):
        assert cause in causes


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
    told = explain(order("Inactive", **known))
    assert told.headline == headline
    assert told.look_at == ()
    assert "closed" not in told.headline


def test_inactive_that_is_among_the_completed_orders_will_not_come_back() -> None:
    told = explain(order("Inactive", is_done=True, completed_status="Rejected", completed_time_raw="?", **PARTLY))
    assert told.headline == "Rejected (TWS status: Inactive). TWS has given no reason."
    assert told.look_at == ()


@pytest.mark.parametrize(
    ("known", "hint"),
    [
        ({}, "It can be waiting for its price or its conditions."),
        ({"order_type": "STP", "aux_price": Decimal("584.5")}, "It can be waiting for its trigger price (STP)."),
        ({"order_type": "STP LMT"}, "It can be waiting for its trigger price (STP LMT)."),
        ({"order_type": "TRAIL", "aux_price": Decimal(1)}, "It can be waiting for its trailing stop (TRAIL)."),
        ({"order_fields": {"conditions": ("a",)}}, "It can be waiting for its conditions to be met."),
        ({"order_fields": {"goodAfterTime": "20260711 09:30:00"}}, "It can be waiting for its start."),
        ({"parent_id": 12, "client_id": 1}, "for its parent to be filled: order ID 12 of client 1."),
        ({"why_held": "locate"}, "check the shortable shares in TWS"),
    ],
)
def test_pre_submitted_says_what_it_can_be_waiting_for(known: dict[str, Any], hint: str) -> None:
    told = explain(order("PreSubmitted", **known))
    assert any(hint in each for each in told.look_at), told.look_at
    assert "can be waiting" not in told.headline


def test_conditions_that_cancel_are_nothing_to_wait_for() -> None:
    fields = {"conditions": ("a",), "conditionsCancelOrder": True}
    assert "condition to be met" not in text_of(explain(order("PreSubmitted", order_fields=fields)))


@pytest.mark.parametrize("status", ["PendingCancel", "PreCancelled"])
def test_a_cancellation_under_way_may_still_be_filled(status: str) -> None:
    assert "Until the status is Cancelled, what is left of it can still be filled" in explain(order(status)).look_at[0]


@pytest.mark.parametrize(
    ("known", "hints"),
    [
        ({"completed_status": "Cancelled by Trader"}, ()),
        ({"reject_reason": "No funds"}, ()),
        ({"completed_status": "Cancelled by System:\n"}, ("If nobody asked",)),
        ({}, ("If nobody asked",)),
        (
            {"messages": [CANCELLED], "parent_id": 4, "oca_group": "pair"},
            ("Its parent can", "A fill of another order of its OCA group can", "If nobody asked"),
        ),
    ],
)
def test_cancelled_says_what_can_have_cancelled_it(known: dict[str, Any], hints: tuple[str, ...]) -> None:
    look_at = explain(order("Cancelled", is_done=True, **known)).look_at
    assert len(look_at) == len(hints)
    assert all(said.startswith(hint) for said, hint in zip(look_at, hints, strict=True))


@pytest.mark.parametrize(
    ("looked_up", "start", "hint"),
    [
        (None, "No longer in TWS's list of open orders: looking it up.", "finished or unknown"),
        (
            LATER,
            "No longer open, outcome unknown: neither executions nor completed orders show how it ended.",
            "completed orders of today only",
        ),
    ],
)
@pytest.mark.parametrize("status", ["Submitted", "PreSubmitted", "Inactive", "Foo", None])
def test_a_missing_order_is_gone_and_never_cancelled(
    status: str | None, looked_up: datetime | None, start: str, hint: str
) -> None:
    told = explain(order(status, missing_since=NOON, looked_up=looked_up, by_snapshot=True, **PARTLY))
    last = f"The last status was {status}." if status else "TWS had sent no status of it."
    assert told.headline == f"{start} {last}"
    assert "TWS's list of open orders no longer has it since 2026-07-01 12:00:00 UTC." in told.facts
    assert "Last reported: filled 40 of 100 at an average price of 292.33; 60 remaining." in told.facts
    assert any(hint in each for each in told.look_at)
    assert "cancel" not in f"{told.headline} {' '.join(told.look_at)}".lower()


def test_an_order_that_is_over_is_not_gone() -> None:
    told = explain(order("Cancelled", missing_since=NOON, is_done=True))
    assert told.headline.startswith("Cancelled: ")
    assert "outcome unknown" not in text_of(told)


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
def test_what_the_last_status_means_is_told_where_the_first_sentence_is_about_more(
    known: dict[str, Any], state: dict[str, Any], fact: str
) -> None:
    assert explain(order(**known, **state)).facts[0].startswith(fact)


def test_what_a_status_means_is_told_to_its_end_beside_a_reason() -> None:
    rest = "The order is held in IB's system until its conditions are met, then transmitted to its destination."
    assert explain(order("PreSubmitted", why_held="child")).facts[0] == rest
    assert text_of(explain(order("PreSubmitted"))).count(rest) == 1


def test_how_a_cancellation_can_come_about_is_not_told_where_tws_said_how_this_did() -> None:
    can_be = "This can be unexpected, when IB or the destination has rejected the order."
    assert can_be in explain(order("Cancelled", is_done=True)).headline
    told = explain(order("Cancelled", is_done=True, completed_status="Cancelled by Trader"))
    assert told.headline == "Cancelled by Trader."
    assert can_be not in text_of(told)


def answered(kind: RequestKind) -> list[Event]:
    return [RequestChanged(kind, RequestProgress.RUNNING), RequestChanged(kind, RequestProgress.COMPLETE)]


OPEN = open_order(7, 1, 5, status="Submitted")


@pytest.mark.parametrize(
    ("events", "headline"),
    [
        ([OPEN], "Submitted: the order has been accepted"),
        ([OPEN, TwsMessage(5, 202, "Order Canceled - reason:", None)], "Submitted: the order has been accepted"),
        ([OPEN, execution("1.1.01.01", perm_id=7)], "TWS's last status is Submitted, but the order's fills show"),
        (
            [open_order(7, 1, 5, status=""), execution("1.1.01.01", perm_id=7)],
            "TWS has sent no status of this order, but",
        ),
        ([OPEN, order_status(7, 1, 5, status="Filled", filled=100, remaining=0)], "Filled: the order has been comple"),
        ([order_status(7, 1, 5, status="PreSubmitted", why_held="child")], "PreSubmitted: a simulated order type"),
        (
            [OPEN, *answered(RequestKind.OPEN_ORDERS)],
            "No longer in TWS's list of open orders: looking it up. The last status was",
        ),
        (
            [
                OPEN,
                *answered(RequestKind.OPEN_ORDERS),
                *answered(RequestKind.EXECUTIONS),
                *answered(RequestKind.COMPLETED_ORDERS),
            ],
            "No longer open, outcome unknown: neither executions nor completed orders show",
        ),
        (
            [
                OPEN,
                *answered(RequestKind.OPEN_ORDERS),
                completed_order(7, state={"completedStatus": "Cancelled by System:\n"}),
            ],
            "Cancelled: IB's system has confirmed that the balance of the order is cancelled. ",
        ),
    ],
)
def test_what_tws_sends_comes_to_this(events: list[Event], headline: str) -> None:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    (one,) = blotter.orders
    told = explain(one)
    assert told.headline.startswith(headline)
    assert "None" not in text_of(told)
