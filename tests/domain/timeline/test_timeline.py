"""The timeline of one order: what is in it, in which order, in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import (
    HistoryKind,
    Message,
    Order,
    Severity,
)
from ibmonitor.domain.timeline.entry import EntryKind
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import TimelineWriting
from tests.domain.timeline.orders import (
    add_commission,
    add_entry,
    add_fill,
    add_message,
    add_status,
    at,
    new_order,
    only,
    words,
)
from tests.support.blotter_events import (
    AAPL,
    BAG,
    commission,
    completed_order,
    execution,
    new_blotter,
    open_order,
    order_status,
)


def kinds(order: Order) -> list[str]:
    return [entry.kind.name for entry in timeline(order)]


def test_an_unknown_order_has_no_timeline() -> None:
    assert timeline(new_order()) == []


def test_the_newest_is_last_whatever_it_is() -> None:
    order = new_order()
    add_status(order, 5, "Submitted")
    add_status(order, 1, "PendingSubmit")
    add_commission(add_fill(order, 9, "10"), 12)
    add_message(order, 7)
    add_entry(order, 20, HistoryKind.LISTED)
    assert kinds(order) == ["STATUS", "STATUS", "MESSAGE", "FILL", "COMMISSION", "LISTED"]


def test_entries_of_one_moment_have_a_fixed_order() -> None:
    order = new_order()
    add_message(order, 1)
    add_entry(order, 1, HistoryKind.BOUND, "order ID -3 of client 0")
    add_commission(add_fill(order, 1, "10"), 1)
    add_status(order, 1, "Filled")
    assert kinds(order) == ["BOUND", "STATUS", "FILL", "COMMISSION", "MESSAGE"]


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        (None, at(1000)),
        (at(999), at(1000)),
        (at(1000 - 119), at(1000)),
        (at(1000 - 121), at(1000 - 121)),
        (at(10), at(10)),
        # A time in the future: the clocks differ.
        (at(2000), at(1000)),
    ],
)
def test_live_reports_use_this_clock_and_later_reports_use_twss(time: datetime | None, moment: datetime) -> None:
    order = new_order()
    add_fill(order, 1000, "10", time=time)
    add_message(order, 1000, time=time)
    for entry in timeline(order):
        assert (entry.moment, entry.received, entry.time) == (moment, at(1000), time)


def test_fills_reported_later_are_placed_at_their_time_with_their_commissions() -> None:
    order = new_order()
    add_status(order, 10_000, "Submitted")
    late = add_fill(order, 10_001, "20", time=at(200))
    early = add_fill(order, 10_002, "10", time=at(100))
    for fill in (late, early):
        add_commission(fill, 10_003)
    entries = timeline(order)
    assert [entry.record for entry in entries] == [early, early.commission, late, late.commission, None]
    assert entries[1].time is None


def test_a_commission_reported_long_after_its_fill_is_placed_at_its_report() -> None:
    order = new_order()
    add_commission(add_fill(order, 10_000, "20", time=at(200)), 20_000)
    add_status(order, 15_000, "Submitted")
    assert kinds(order) == ["FILL", "STATUS", "COMMISSION"]


def test_a_time_whose_zone_is_unknown_is_kept_as_twss_text() -> None:
    order = new_order()
    add_fill(order, 3, "10", time=None)
    entry = only(order, EntryKind.FILL)
    assert (entry.time, entry.time_raw, entry.moment) == (None, "20260611-13:30:30", at(3))


def test_exact_repeats_are_folded_with_their_number_and_the_last_time() -> None:
    order = new_order()
    add_status(order, 1, "Submitted", "0", "100").repeat(at(4))
    add_entry(order, 5, HistoryKind.LISTED).repeat(at(6))
    add_entry(order, 8, HistoryKind.LISTED)
    add_message(order, 9, count=4, last_received=at(20), time=at(20))
    status, listed, message = timeline(order)
    assert (status.count, status.received, status.last_received) == (2, at(1), at(4))
    assert (listed.count, listed.received, listed.last_received) == (3, at(5), at(8))
    assert (message.count, message.received, message.last_received) == (4, at(9), at(20))
    # TWS's time is that of the last one, the entry stands where the first one came.
    assert (message.moment, message.time) == (at(9), None)


def test_equal_fills_are_two_fills() -> None:
    order = new_order()
    add_fill(order, 1, "10")
    add_fill(order, 1, "10")
    assert [entry.count for entry in timeline(order)] == [1, 1]


def test_a_completed_order_shows_when_and_why_it_ended() -> None:
    order = new_order(
        completed_status="Cancelled by System:\n",
        completed_time=at(60),
        completed_time_raw="20260611 09:31:00 US/Eastern",
        reject_reason="no permission",
    )
    add_status(order, 10, "Submitted")
    add_entry(order, 5000, HistoryKind.MISSING)
    add_status(order, 5001, "Cancelled")
    submitted, cancelled, missing = timeline(order)
    assert submitted.time is None
    assert (cancelled.time, cancelled.moment, cancelled.received) == (at(60), at(60), at(5001))
    assert cancelled.time_raw == "20260611 09:31:00 US/Eastern"
    assert cancelled.what.startswith("Cancelled by System. no permission. Cancelled: IB's system has confirmed")
    assert missing.kind is EntryKind.MISSING


GAPS = (LiveInterval(at(0), at(50), "Lost."), LiveInterval(at(55), at(200), "Lost again."), LiveInterval(at(205)))


def kinds_with_gaps(order: Order) -> list[str]:
    return [entry.kind.name for entry in timeline(order, live_intervals=GAPS)]


@pytest.mark.parametrize("status", ["Filled", "Cancelled", "ApiCancelled", "Inactive"])
def test_after_an_orders_end_stands_only_what_concerns_it(status: str) -> None:
    order = new_order(is_done=True, completed_status="Over" if status == "Inactive" else "")
    add_status(order, 10, "Submitted")
    add_entry(order, 60, HistoryKind.LISTED)
    fill = add_fill(order, 90, "10")
    add_status(order, 100, status)
    add_entry(order, 120, HistoryKind.LISTED)
    add_commission(fill, 130)
    add_entry(order, 220, HistoryKind.LISTED)
    correction = add_fill(order, 230, "10", "0000e0d5.00000000.01.02")
    fill.superseded_by = correction.execution.exec_id
    add_message(order, 240)
    add_entry(order, 250, HistoryKind.MISSING)
    before_the_end = ["STATUS", "LOST", "RESUMED", "LISTED", "FILL"]
    assert kinds_with_gaps(order) == [*before_the_end, "STATUS", "COMMISSION", "CORRECTION", "MESSAGE"]


def test_an_end_during_an_outage_stands_below_its_beginning_and_is_last() -> None:
    order = new_order(is_done=True, completed_status="Cancelled", completed_time=at(52), completed_time_raw="raw")
    add_status(order, 10, "Submitted")
    add_status(order, 56 + 120, "Cancelled")
    add_entry(order, 190, HistoryKind.LISTED)
    assert kinds_with_gaps(order) == ["STATUS", "LOST", "STATUS"]


def test_an_end_that_tws_reported_before_its_time_stands_once() -> None:
    order = new_order(is_done=True, completed_status="Filled Size: 40", completed_time=at(60), completed_time_raw="raw")
    for seconds in (5000, 5001):
        add_status(order, seconds, "Filled", "40", "0")
    (entry,) = timeline(order)
    assert (entry.moment, entry.received, entry.filled) == (at(60), at(5001), Decimal(40))
    assert entry.what == "Filled Size: 40. Filled: the order has been completely filled."
    order.completed_time = at(4999)
    assert [entry.received for entry in timeline(order)] == [at(5000), at(5001)], "what came live is shown as it came"


def test_an_order_that_came_back_shows_what_happened_since_and_in_between() -> None:
    order = new_order()
    add_status(order, 10, "Submitted")
    add_status(order, 20, "Cancelled")
    add_status(order, 60, "Submitted")
    add_entry(order, 220, HistoryKind.LISTED)
    came_back = ["STATUS", "STATUS", "LOST", "RESUMED", "STATUS"]
    assert kinds_with_gaps(order) == [*came_back, "LOST", "RESUMED", "LISTED"]
    add_status(order, 230, "Filled")
    order.is_done = True
    add_entry(order, 240, HistoryKind.LISTED)
    assert kinds_with_gaps(order) == [*came_back, "LOST", "RESUMED", "LISTED", "STATUS"]


def test_without_a_final_status_the_last_fill_ends_an_order() -> None:
    order = new_order(is_done=True)
    add_status(order, 10, "Submitted")
    add_fill(order, 60, "10")
    add_entry(order, 120, HistoryKind.LISTED)
    assert kinds_with_gaps(order) == ["STATUS", "LOST", "RESUMED", "FILL"]


def test_a_refused_order_that_is_listed_no_more_ends_there() -> None:
    order = new_order(is_done=True, missing_since=at(60))
    add_status(order, 10, "Inactive")
    add_entry(order, 60, HistoryKind.MISSING)
    add_entry(order, 70, HistoryKind.LOOKED_UP)
    assert kinds_with_gaps(order) == ["STATUS", "LOST", "RESUMED", "MISSING"]


def test_a_completed_order_that_works_again_has_no_end() -> None:
    order = new_order(completed_status="Cancelled", completed_time=at(60), completed_time_raw="raw")
    add_status(order, 90, "Submitted")
    entry = only(order, EntryKind.STATUS)
    assert (entry.time, entry.time_raw) == (None, "")
    assert entry.what.startswith("Submitted: the order has been accepted")


@pytest.mark.parametrize(
    ("kind", "detail", "expected"),
    [
        (HistoryKind.BOUND, "order ID -3 of client 0", "an API order ID: order ID -3 of client 0."),
        (HistoryKind.LISTED, "", "Confirmed unchanged."),
        (HistoryKind.MISSING, "", "finished or unknown"),
        (HistoryKind.FOUND, "", "Listed again."),
        (HistoryKind.LOOKED_UP, "", "how it ended"),
        (HistoryKind.JOINED, "Perm ID 8", "to be this order: Perm ID 8."),
    ],
)
def test_other_events_are_one_sentence_each(kind: HistoryKind, detail: str, expected: str) -> None:
    order = new_order()
    add_entry(order, 1, kind, detail)
    (entry,) = timeline(order)
    assert expected in entry.what
    assert (entry.status, entry.record) == ("", None)


def test_a_fill_has_the_filled_and_not_the_remaining_quantity() -> None:
    order = new_order()
    add_fill(order, 1, "180", cum_qty=Decimal(300), avg_price=Decimal("212.5"))
    entry = only(order, EntryKind.FILL)
    assert (entry.filled, entry.remaining, entry.average) == (Decimal(300), None, Decimal("212.5"))


def test_each_correction_of_a_chain_names_the_one_before_it() -> None:
    order = new_order()
    third = add_fill(order, 1, "30", "0001.01.01.10")
    for seconds, exec_id in ((2, "0001.01.01.01"), (3, "0001.01.01.02")):
        fill = add_fill(order, seconds, "20", exec_id)
        fill.superseded_by = third.execution.exec_id
        add_commission(fill, seconds + 0.5)
    newest, first, first_commission, second, second_commission = timeline(order)
    assert newest.what.startswith("Correction of 0001.01.01.02: bought 30")
    assert first.what.startswith("Fill: bought 20")
    assert second.what.startswith("Correction of 0001.01.01.01: bought 20")
    assert first.what.endswith("Corrected by 0001.01.01.10.")
    assert [entry.kind.name for entry in (newest, first, second)] == ["CORRECTION", "FILL", "CORRECTION"]
    assert not newest.superseded
    assert all(entry.superseded for entry in (first, first_commission, second, second_commission))


def test_legs_are_shown_as_legs_without_a_filled_quantity() -> None:
    order = new_order()
    add_fill(order, 1, "5", "0001.01.01.01", contract=BAG)
    call = replace(AAPL, sec_type="OPT", strike=Decimal("212.5"), right="C")
    call = replace(call, last_trade_date_or_contract_month="20261218")
    add_fill(order, 2, "5", "0001.02.01.01.01", contract=call)
    leg = only(order, EntryKind.LEG)
    assert leg.what == "Leg: bought 5 AAPL 18DEC26 212.5 C at 292.79 on IBKRATS."
    (leg,) = [
        entry
        for entry in timeline(order, TimelineWriting(contract_name=lambda _: "a call"))
        if entry.kind is EntryKind.LEG
    ]
    assert leg.what == "Leg: bought 5 a call at 292.79 on IBKRATS."
    assert (leg.filled, leg.average) == (None, None)
    assert only(order, EntryKind.FILL).filled == Decimal(5)


def test_a_message_is_in_tws_s_own_words_with_its_code() -> None:
    order = new_order()
    message = add_message(order, 1, time=at(0))
    (entry,) = timeline(order)
    assert (entry.what, entry.severity, entry.record) == ("Message 399: raw", Severity.WARNING, message)
    assert entry.time == at(0)


def test_a_message_that_may_be_about_another_order_says_so() -> None:
    order = new_order()
    order.possible_messages.append(Message(3, at(1), Severity.ERROR, None, 5, "It is odd.", "raw"))
    assert words(order) == ["Message: possibly related: It is odd."]


def test_the_timeline_of_a_blotters_events() -> None:
    blotter = new_blotter()
    for event in (
        open_order(7, 1, 5, status="PreSubmitted"),
        order_status(7, 1, 5, status="Submitted"),
        order_status(7, 1, 5, status="Submitted"),
        execution("0001.01.01.01", perm_id=7, shares=Decimal(60)),
        order_status(7, 1, 5, status="PendingCancel", filled=60, remaining=40),
        completed_order(7, 1, 5, state={"completedStatus": "Cancelled by Trader"}),
        commission("0001.01.01.01"),
    ):
        blotter.apply(event)
    entries = timeline(blotter.orders[0])
    assert [(entry.kind.name, entry.status, entry.count) for entry in entries] == [
        ("STATUS", "PreSubmitted", 1),
        ("STATUS", "Submitted", 2),
        ("FILL", "", 1),
        ("STATUS", "PendingCancel", 1),
        ("STATUS", "Cancelled", 1),
        ("COMMISSION", "", 1),
    ]
    assert entries[4].what.startswith("Cancelled by Trader. ")
    assert len({entry.key for entry in entries}) == len(entries)


def test_entries_keep_their_keys_when_others_come() -> None:
    order = new_order()
    add_status(order, 1, "Submitted")
    add_commission(add_fill(order, 500, "10", time=at(499)), 501)
    before = {entry.key: entry.what for entry in timeline(order)}
    add_fill(order, 600, "5", time=at(2))
    add_status(order, 601, "Filled")
    after = {entry.key: entry.what for entry in timeline(order)}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 2
