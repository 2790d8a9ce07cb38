"""What is known of an order besides its status: how much is filled, what TWS told, and its messages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.explain.explanation import Explanation, explain
from ibmonitor.domain.records.records import ComboRole, Message
from ibmonitor.models.text.formats import number_text, price_text
from tests.domain.explain.explained_orders import (
    CANCELLED,
    DOCUMENTED,
    LATER,
    PARTLY,
    PRESET,
    REJECTED,
    WARNED,
    WHOLLY,
    change,
    fill,
    message,
    order,
    text_of,
)
from tests.support.make_records import NOON


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "How much is filled is not known."),
        ({"total_quantity": Decimal(100)}, "How much is filled of 100 is not known."),
        ({"cash_qty": Decimal(500)}, "Its size is an amount of money: 500."),
        ({"cash_qty": Decimal(500), "filled": Decimal("0.25"), "total_quantity": Decimal(0)}, "Filled 0.25."),
        ({"filled": Decimal(0), "total_quantity": Decimal(100)}, "Filled 0 of 100."),
        ({"filled": Decimal(0), "remaining": Decimal(100)}, "Filled 0; 100 remaining."),
        (PARTLY | {"filled": Decimal(0), "avg_fill_price": Decimal(0)}, "Filled 0 of 100."),
        (PARTLY, "Filled 40 of 100 at an average price of 292.33; 60 remaining."),
        (PARTLY | {"remaining": None}, "Filled 40 of 100 at an average price of 292.33."),
        (PARTLY | {"avg_fill_price": None}, "Filled 40 of 100; 60 remaining."),
        (PARTLY | {"avg_fill_price": Decimal(0)}, "Filled 40 of 100; 60 remaining."),
        (PARTLY | {"avg_fill_price": Decimal("-4.20")}, "at an average price of -4.2;"),
        (PARTLY | {"filled": Decimal("12.3450"), "executed": Decimal(0)}, "12.345 of 100 at"),
        (
            {"filled": Decimal(40), "executed": Decimal(40)},
            "Filled 40; the whole quantity is not known.",
        ),
        (PARTLY | {"total_quantity": Decimal(0)}, "Filled 40 at an average price of 292.33; 60 remaining."),
        (PARTLY | {"is_done": True}, "Filled 40 of 100 at an average price of 292.33; 60 not filled."),
        (PARTLY | {"filled": Decimal("NaN")}, "How much is filled of 100 is not known."),
    ],
)
def test_what_is_filled_of_what_at_which_average(known: dict[str, Any], said: str) -> None:
    facts = explain(order("Submitted", **known)).facts
    assert any(said in fact for fact in facts), facts


def test_numbers_and_times_are_written_as_the_reader_does() -> None:
    told = explain(
        order("Inactive", completed_time=NOON, completed_time_raw="20260701 08:00:00 US/Eastern", **PARTLY),
        lambda number: f"<{number}>",
        lambda time: f"<{time:%H h}>",
    )
    assert "Filled <40> of <100> at an average price of <292.33>; <60> remaining." in told.facts
    assert "It is in TWS's list of completed orders, completed at <12 h>." in told.facts


@pytest.mark.parametrize(
    ("average", "shown"),
    [("342.1", "342.10"), ("232.11333333", "232.113333"), ("40000", "40,000.00"), ("0.00000001", "0.00000001")],
)
def test_quantities_and_prices_are_written_as_in_the_tables(average: str, shown: str) -> None:
    known: dict[str, Any] = {
        "filled": Decimal(40000),
        "total_quantity": Decimal(90000),
        "mkt_cap_price": Decimal("7.5"),
    }
    told = explain(order("Submitted", avg_fill_price=Decimal(average), **known), number_text, price=price_text)
    assert any(f"Filled 40,000 of 90,000 at an average price of {shown}" in fact for fact in told.facts), told.facts
    assert any("capped price is 7.50." in fact for fact in told.facts)


def test_filled_says_how_much_in_its_first_sentence_and_once() -> None:
    told = explain(order("Filled", is_done=True, **WHOLLY))
    assert told == Explanation(
        "Filled: the order has been completely filled, 100 of 100 at an average price of 292.33.", (), ()
    )


def test_filled_does_not_contradict_what_is_known_of_it() -> None:
    told = explain(order("Filled", is_done=True, **PARTLY))
    assert told.headline == "Filled: the order has been completely filled."
    assert told.facts == ("Reported so far: filled 40 of 100 at an average price of 292.33.",)


@pytest.mark.parametrize(
    ("status", "start"),
    [
        ("Submitted", "TWS's last status is Submitted, but "),
        ("PreSubmitted", "TWS's last status is PreSubmitted, but "),
        (None, "TWS has sent no status of this order, but "),
    ],
)
def test_a_market_order_that_never_reports_filled_is_shown_filled_by_its_fills(status: str | None, start: str) -> None:
    told = explain(order(status, is_done=True, **WHOLLY))
    assert told.headline == (
        f"{start}the order's fills show that all of it is filled: 100 of 100 at an average price of 292.33. "
        "Market orders do not always report Filled."
    )
    assert told.look_at == ()


def test_all_filled_by_the_report_alone_is_not_put_on_the_fills() -> None:
    told = explain(order("Cancelled", is_done=True, **(WHOLLY | {"executed": Decimal(0)})))
    assert told.headline.startswith("TWS's last status is Cancelled, but it reports that all of it is filled: 100 of")
    assert "Market orders" not in told.headline
    assert any("100 filled; the executions received here add up to 0" in fact for fact in told.facts)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"reported": change("Submitted", 0)}, "Its executions are newer than TWS's last report, which was 0 filled."),
        (
            {"reported": change("Submitted", 25)},
            "Its executions are newer than TWS's last report, which was 25 filled.",
        ),
        ({"executed": Decimal(15)}, "TWS reports 40 filled; the executions received here add up to 15."),
        ({"executed": Decimal(55)}, "TWS reports 40 filled; the executions received here add up to 55. TWS can send"),
        ({"fills": [fill(pending_price_revision=True)]}, "The price of one fill may still change"),
        ({"fills": [fill(n, pending_price_revision=True) for n in (1, 2)]}, "The price of 2 fills may still change"),
        ({"fills": [fill(liquidation=1)]}, "IB liquidated: one fill is part of a liquidation"),
        ({"fills": [fill(1), fill(2, superseded_by="1.1.01.02")]}, "One fill is replaced by a correction"),
    ],
)
def test_odd_fills_are_told(known: dict[str, Any], said: str) -> None:
    assert said in text_of(explain(order("Submitted", **(PARTLY | known))))


@pytest.mark.parametrize(
    ("known", "unsaid"),
    [
        ({}, "newer than"),
        ({"reported": change("Submitted", 40)}, "newer than"),
        ({"reported": change("Submitted")}, "newer than"),
        ({}, "received here"),
        ({"executed": Decimal(0), "fills": [fill(role=ComboRole.LEG)]}, "received here"),
        ({"fills": [fill()]}, "may still change"),
        ({"fills": [fill(pending_price_revision=True, superseded_by="x")]}, "may still change"),
        ({"fills": [fill()]}, "liquidat"),
        ({"fills": [fill()]}, "correction"),
    ],
)
def test_even_fills_are_not_remarked_on(known: dict[str, Any], unsaid: str) -> None:
    assert unsaid not in text_of(explain(order("Submitted", **(PARTLY | known))))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"mkt_cap_price": Decimal("10.50")}, "Its price has been capped: the current capped price is 10.5."),
        ({"mkt_cap_price": Decimal("10.50"), "is_done": True}, "Its price was capped, at 10.5."),
        ({"warning_text": "Far from\nthe market "}, 'TWS warns: "Far from the market"'),
        ({"reject_reason": "No funds"}, 'Reject reason: "No funds"'),
        ({"completed_status": "Cancelled by System:\n"}, 'How it ended, as TWS reports it: "Cancelled by System:"'),
        ({"completed_status": "Filled Size: 3"}, 'How it ended, as TWS reports it: "Filled Size: 3"'),
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
def test_what_tws_told_is_told(known: dict[str, Any], said: str) -> None:
    told = text_of(explain(order("PendingCancel", **known)))
    assert told.count(said) == 1


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
def test_what_tws_did_not_tell_is_not_told(known: dict[str, Any], unsaid: str) -> None:
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
def test_statuses_that_go_backwards_are_told(history: tuple[str, ...], said: str) -> None:
    told = text_of(explain(order(history[-1], status_history=[change(status) for status in history])))
    assert said in told if said else "Before, TWS had reported" not in told


@pytest.mark.parametrize("status", ["PreSubmitted", "Submitted", "PendingCancel"])
@pytest.mark.parametrize("told_by", [REJECTED, CANCELLED, WARNED, PRESET], ids=["201", "202", "399", "10349"])
def test_a_message_stands_beside_the_status_and_never_changes_it(status: str, told_by: Message) -> None:
    told = explain(order(status, messages=[told_by]))
    assert told.headline.startswith(f"{status}: ")
    assert DOCUMENTED[status] in told.headline
    beside = next(fact for fact in told.facts if fact.startswith("Last message about it"))
    assert f"({told_by.code}, 2026-07-01 12:00:00 UTC): {told_by.plain} TWS: " in beside
    assert " ".join(told_by.text.split()) in beside
    assert any(f"TWS's last status is {status}" in fact for fact in told.facts)


@pytest.mark.parametrize(
    ("status", "told_by", "speaks_of"),
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
def test_a_message_at_odds_with_the_status_is_pointed_out(status: str, told_by: Message, speaks_of: str) -> None:
    facts = explain(order(status, messages=[told_by])).facts
    said = [fact for fact in facts if fact.startswith("The last message speaks of")]
    hint = f"The last message speaks of {speaks_of}, but TWS's last status is {status}: it can concern a change only."
    assert said == ([hint] if speaks_of else [])


def test_the_last_message_is_the_one_heard_last_even_as_a_repeat() -> None:
    repeated = message(399, "again", "A warning.", 0, count=3, last_received=LATER)
    told = explain(order("Submitted", messages=[repeated, message(202, "once", "A cancellation.", 1)]))
    assert any('(399, 2026-07-01 12:00:00 UTC, 3 times): A warning. TWS: "again"' in f for f in told.facts)
    assert "There is one more message about it." in told.facts


def test_a_message_that_may_be_another_client_s_is_said_to_be_uncertain() -> None:
    told = explain(order("Submitted", possible_messages=[REJECTED]))
    assert any(fact.startswith("Possibly related message (201, ") and "No funds" in fact for fact in told.facts)
    assert not any("Last message about it" in fact for fact in told.facts)
    assert told.look_at == ()


def test_of_several_uncertain_messages_the_last_is_told() -> None:
    told = explain(order("Submitted", possible_messages=[message(399, "first"), message(399, "second", serial=1)]))
    assert '"second"' in text_of(told)
    assert '"first"' not in text_of(told)


def test_words_that_are_the_plain_sentence_are_not_told_twice() -> None:
    told = text_of(explain(order("Submitted", messages=[message(2999, "All the same.", "All the same.")])))
    assert told.count("All the same.") == 1
