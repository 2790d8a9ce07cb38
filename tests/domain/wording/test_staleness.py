"""Records that TWS has not confirmed: in sentences, in the timeline and in the life of an order."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.events import OpenOrder
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.timeline.life import NO_CONNECTION, NOT_LISTED, OrderLife, describe_life, order_life
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.wording.staleness import (
    as_of,
    gone_while_away_sentence,
    is_gone,
    is_gone_while_away,
    reason_of,
    stale_sentence,
)
from tests.domain.blotter.test_coverage import NOON, Day
from tests.support.blotter_events import completed_order, execution, open_order, order_status

REASON = "TWS closed the connection."
WORKING = open_order(100, 1, 1, status="Submitted")


def clock_time(time: datetime) -> str:
    return f"{time:%H:%M}"


@pytest.fixture
def day() -> Day:
    """One working order, listed; then a minute passes."""
    day = Day()
    day.connect()
    day.list_of_open_orders(WORKING)
    day.link(LinkState.UP)
    day.later()
    return day


def lose(day: Day) -> None:
    """A loss at 12:01, and two minutes of it."""
    day.link(LinkState.WAITING, reason=REASON)
    day.later()
    day.later()


def come_back(day: Day, *listed: OpenOrder) -> None:
    """Reconnected at 12:03, with this list of open orders; a minute later."""
    day.connect()
    day.list_of_open_orders(*listed)
    day.later()


def order_of(day: Day) -> Order:
    (order,) = day.blotter.orders
    return order


def life_of(day: Day) -> OrderLife:
    entries = timeline(order_of(day), live_intervals=day.blotter.link.live_intervals)
    return order_life(order_of(day), day.now, entries)


def spans(day: Day) -> list[tuple[str, str, str]]:
    return [(span.status, clock_time(span.start), clock_time(span.end)) for span in life_of(day).spans]


def gaps(day: Day) -> list[tuple[str, str]]:
    entries = timeline(order_of(day), live_intervals=day.blotter.link.live_intervals)
    return [(clock_time(entry.moment), entry.what) for entry in entries if entry.key[0] in {"lost", "resumed"}]


# Sentences


def test_a_record_is_called_stale_until_tws_confirms_it(day: Day) -> None:
    order = order_of(day)
    assert (stale_sentence(order, clock_time), as_of(order, clock_time)) == ("", "")
    lose(day)
    assert stale_sentence(order, clock_time) == (
        f"Not confirmed by TWS since 12:01: {REASON} It is shown as TWS last reported it."
    )
    assert as_of(order, clock_time) == f"As of 12:01. TWS has not confirmed it since: {REASON}"
    come_back(day, WORKING)
    assert (stale_sentence(order, clock_time), as_of(order, clock_time)) == ("", "")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "The connection was interrupted."), ("lost\n it", "lost it."), ("Why? Who knows!", "Why? Who knows!")],
)
def test_the_reason_is_a_sentence_on_one_line(reason: str, sentence: str) -> None:
    assert reason_of(LiveInterval(NOON, NOON, reason)) == sentence


def test_an_order_that_disappears_in_an_outage_is_gone_while_away(day: Day) -> None:
    order = order_of(day)
    lose(day)
    assert not is_gone_while_away(order)
    come_back(day)
    assert is_gone_while_away(order)
    explanation = explain(order, time=clock_time)
    assert (
        explanation.headline
        == "No longer open after the connection was lost: looking it up. The last status was Submitted."
    )
    assert explanation.as_of == (
        f"No data about it since 12:01: {REASON} When TWS could answer again, at 12:03, "
        "its list of open orders no longer included it."
    )
    assert "Executions and completed orders are being requested." in explanation.facts
    assert not any("has left it out since" in fact for fact in explanation.facts)
    day.lookup()
    explanation = explain(order, time=clock_time)
    assert explanation.headline.startswith(
        "No longer open after the connection was lost, outcome unknown: neither executions nor"
    )
    assert "Executions and completed orders had been requested by 12:04." in explanation.facts


def test_an_order_missing_at_the_moment_of_the_loss_is_gone_while_away(day: Day) -> None:
    day.link(LinkState.WAITING, reason=REASON)
    day.connect()
    day.list_of_open_orders()
    order = order_of(day)
    assert order.stale_since == order.missing_since == day.now
    assert is_gone_while_away(order)
    assert gone_while_away_sentence(order, clock_time).startswith("No data about it since 12:01: ")


def test_an_order_missing_just_before_the_loss_is_not(day: Day) -> None:
    day.list_of_open_orders()
    day.now += timedelta(microseconds=1)
    day.link(LinkState.WAITING, reason=REASON)
    order = order_of(day)
    assert is_gone(order)
    assert not is_gone_while_away(order)


def test_an_order_that_disappears_while_connected_is_not_gone_while_away(day: Day) -> None:
    order = order_of(day)
    day.list_of_open_orders()
    assert is_gone(order)
    day.later()
    lose(day)
    assert is_gone(order)
    assert not is_gone_while_away(order)
    assert gone_while_away_sentence(order, clock_time) == ""
    explanation = explain(order, time=clock_time)
    assert explanation.headline.startswith("No longer in TWS's list of open orders: looking it up.")
    assert explanation.as_of == f"As of 12:02. TWS has not confirmed it since: {REASON}"


def test_an_order_that_is_listed_again_is_no_longer_gone(day: Day) -> None:
    lose(day)
    come_back(day)
    day.list_of_open_orders(WORKING)
    explanation = explain(order_of(day))
    assert not is_gone_while_away(order_of(day))
    assert explanation.as_of == ""
    assert explanation.headline.startswith("Submitted: ")


def test_a_done_order_can_be_stale_and_is_never_gone(day: Day) -> None:
    day.blotter.apply(order_status(100, 1, 1, status="Cancelled"))
    lose(day)
    come_back(day)
    explanation = explain(order_of(day), time=clock_time)
    assert not is_gone_while_away(order_of(day))
    assert explanation.headline.startswith("Cancelled: ")
    assert explanation.as_of.startswith("As of 12:01. ")


def test_a_stale_done_order_states_that_one_of_an_earlier_day_may_stay_so(day: Day) -> None:
    day.blotter.apply(order_status(100, 1, 1, status="Cancelled"))
    assert stale_sentence(order_of(day), clock_time) == ""
    lose(day)
    come_back(day)
    assert stale_sentence(order_of(day), clock_time) == (
        f"Not confirmed by TWS since 12:01: {REASON} It is shown as TWS last reported it. "
        "TWS lists completed orders of today only, so one of an earlier day may stay unconfirmed."
    )
    day.blotter.apply(completed_order(100, status="Cancelled"))
    assert stale_sentence(order_of(day), clock_time) == ""


def test_what_tws_reports_without_a_connection_is_shown_and_stays_stale(day: Day) -> None:
    day.link(LinkState.CUT_OFF, reason="TWS has lost IB (1100).")
    day.later()
    day.blotter.apply(order_status(100, 1, 1, status="PendingCancel"))
    explanation = explain(order_of(day), time=clock_time)
    assert explanation.headline.startswith("PendingCancel: ")
    assert explanation.as_of.startswith("As of 12:01. ")
    assert spans(day) == [
        ("Submitted", "12:00", "12:01"),
        (NO_CONNECTION, "12:01", "12:02"),
        ("PendingCancel", "12:02", "12:02"),
    ]
    assert life_of(day).is_stale


# The timeline


def test_the_timeline_has_the_outages_within_the_life_of_an_order(day: Day) -> None:
    assert gaps(day) == []
    lose(day)
    lost = ("12:01", f"Connection lost: {REASON}")
    assert gaps(day) == [lost]
    day.connect()
    day.later()
    assert gaps(day) == [lost, ("12:03", "TWS sends data again, and has not confirmed the order yet.")]
    day.list_of_open_orders(WORKING)
    assert gaps(day) == [lost, ("12:03", "TWS sends data again, and has confirmed the order.")]
    day.link(LinkState.DOWN, reason="Again.")
    assert gaps(day)[-1] == ("12:04", "Connection lost: Again.")


def test_outages_before_and_after_the_life_of_an_order_are_not_in_its_timeline(day: Day) -> None:
    day.blotter.apply(order_status(100, 1, 1, status="Cancelled"))
    day.later()
    lose(day)
    come_back(day)
    assert gaps(day) == []
    day.blotter.apply(open_order(101, 1, 2))
    _, later = day.blotter.orders
    entries = timeline(later, live_intervals=day.blotter.link.live_intervals)
    assert {entry.key[0] for entry in entries} == {"history"}


def test_an_outage_in_which_the_order_was_filled_is_in_its_timeline(day: Day) -> None:
    day.link(LinkState.WAITING, reason=REASON)
    time = f"{day.now + timedelta(minutes=1):%Y%m%d-%H:%M:%S}"
    for _ in range(10):
        day.later()
    day.connect()
    day.now += timedelta(seconds=3)
    day.blotter.apply(execution("e.0.1.01", perm_id=100, client_id=1, order_id=1, time=time))
    day.blotter.apply(order_status(100, 1, 1, status="Filled", filled=100, remaining=0))
    entries = timeline(order_of(day), live_intervals=day.blotter.link.live_intervals)
    assert [(entry.kind.name, clock_time(entry.moment)) for entry in entries if entry.kind.name != "MESSAGE"] == [
        ("STATUS", "12:00"),
        ("LOST", "12:01"),
        ("FILL", "12:02"),
        ("RESUMED", "12:11"),
        ("STATUS", "12:11"),
    ]
    assert spans(day) == [
        ("Submitted", "12:00", "12:01"),
        (NO_CONNECTION, "12:01", "12:11"),
        ("Filled", "12:11", "12:11"),
    ]


# The life


def test_the_life_of_a_stale_order_ends_when_it_became_stale(day: Day) -> None:
    lose(day)
    assert spans(day) == [("Submitted", "12:00", "12:01")]
    assert life_of(day).is_stale
    assert describe_life(life_of(day)) == "Submitted 1 min, not confirmed since; no fills."
    # As well where the gaps are not known.
    alone = order_life(order_of(day), day.now)
    assert (alone.spans[-1].end, alone.is_stale) == (NOON + timedelta(minutes=1), True)


def test_an_outage_is_a_span_of_its_own(day: Day) -> None:
    lose(day)
    come_back(day, WORKING)
    assert spans(day) == [
        ("Submitted", "12:00", "12:01"),
        (NO_CONNECTION, "12:01", "12:03"),
        ("Submitted", "12:03", "12:04"),
    ]
    assert not life_of(day).is_stale
    words = "Submitted 1 min, No connection 2 min, Submitted 1 min until now; no fills."
    assert describe_life(life_of(day)) == words


def test_a_report_of_another_order_does_not_end_the_span(day: Day) -> None:
    lose(day)
    come_back(day)
    other = open_order(101, 1, 2)
    day.blotter.apply(other)
    order = day.blotter.orders[0]
    order.missing_since = None
    life = order_life(order, day.now, timeline(order, live_intervals=day.blotter.link.live_intervals)[:3])
    assert [span.status for span in life.spans] == ["Submitted"]
    assert life.is_stale


def test_an_order_gone_while_away_has_no_data_until_it_is_missing(day: Day) -> None:
    lose(day)
    come_back(day)
    assert spans(day) == [
        ("Submitted", "12:00", "12:01"),
        (NO_CONNECTION, "12:01", "12:03"),
        (NOT_LISTED, "12:03", "12:04"),
    ]
    assert not life_of(day).is_stale


def test_a_done_order_keeps_its_end(day: Day) -> None:
    day.blotter.apply(execution("e.0.1.01", perm_id=100, time="", shares=Decimal(100)))
    day.blotter.apply(order_status(100, 1, 1, status="Filled", filled=100, remaining=0))
    day.later()
    lose(day)
    assert spans(day) == [("Submitted", "12:00", "12:01"), ("Filled", "12:01", "12:01")]
    assert not life_of(day).is_stale


def test_an_outage_of_which_only_the_end_is_reported_is_seen(day: Day) -> None:
    day.link(LinkState.SYNCHRONISING, reason="IB is back (1102).")
    assert spans(day) == [("Submitted", "12:00", "12:01")]
    assert life_of(day).is_stale
    day.list_of_open_orders(WORKING)
    day.later()
    assert spans(day) == [
        ("Submitted", "12:00", "12:01"),
        (NO_CONNECTION, "12:01", "12:01"),
        ("Submitted", "12:01", "12:02"),
    ]
