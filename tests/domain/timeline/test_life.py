"""The life of an order: its states from when to when, its fills, and both in words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from ibmonitor.domain.records.records import HistoryKind, Order
from ibmonitor.domain.records.statuses import Phase
from ibmonitor.domain.timeline.life import (
    NOT_LISTED,
    STATUS_UNKNOWN,
    OrderLife,
    describe_life,
    duration_words,
    order_life,
)
from tests.domain.timeline.orders import add_entry, add_fill, add_message, add_status, at, new_order

NOW = 1000


def life_of(order: Order) -> OrderLife:
    return order_life(order, at(NOW))


def spans(order: Order) -> list[tuple[str, float, float]]:
    return [
        (span.status, (span.start - at(0)).total_seconds(), (span.end - at(0)).total_seconds())
        for span in life_of(order).spans
    ]


def cancelled_order() -> Order:
    order = new_order(is_done=True)
    add_status(order, 1, "PendingSubmit")
    add_status(order, 3, "Submitted", "0", "300")
    add_fill(order, 60, "180")
    add_status(order, 61, "Submitted", "180", "120")
    add_fill(order, 90, "60")
    add_status(order, 180, "PendingCancel")
    add_status(order, 181, "Cancelled")
    return order


def test_each_state_lasts_until_the_next_and_numbers_are_no_state() -> None:
    assert spans(cancelled_order()) == [
        ("PendingSubmit", 1, 3),
        ("Submitted", 3, 180),
        ("PendingCancel", 180, 181),
        ("Cancelled", 181, 181),
    ]
    assert life_of(cancelled_order()).is_over


def test_an_order_that_is_not_done_lasts_until_now() -> None:
    order = new_order()
    add_status(order, 1, "Submitted")
    assert spans(order) == [("Submitted", 1, NOW)]
    assert not life_of(order).is_over


def test_later_reports_of_a_done_order_do_not_lengthen_its_life() -> None:
    order = cancelled_order()
    add_message(order, 500)
    add_entry(order, 600, HistoryKind.LISTED)
    assert life_of(order).spans[-1].end == at(181)


def test_a_fill_reported_after_the_last_status_lengthens_its_life() -> None:
    order = new_order(is_done=True)
    add_status(order, 1, "Filled")
    add_fill(order, 4, "10")
    assert spans(order) == [("Filled", 1, 4)]


def test_before_the_first_status_the_state_is_unknown() -> None:
    order = new_order()
    add_fill(order, 500, "10", time=at(20))
    add_status(order, 510, "Submitted")
    assert spans(order) == [(STATUS_UNKNOWN, 20, 510), ("Submitted", 510, NOW)]
    assert life_of(order).spans[0].phase is Phase.UNKNOWN


def test_nothing_known_is_no_life() -> None:
    life = life_of(new_order())
    assert (life.spans, life.marks) == ((), [])


def test_an_order_that_is_missing_is_in_a_state_of_its_own_until_it_is_named_again() -> None:
    order = new_order()
    add_status(order, 1, "Submitted")
    add_entry(order, 10, HistoryKind.MISSING)
    add_entry(order, 12, HistoryKind.LOOKED_UP)
    add_entry(order, 20, HistoryKind.FOUND)
    add_entry(order, 30, HistoryKind.MISSING)
    add_status(order, 40, "Filled")
    assert spans(order)[:-1] == [
        ("Submitted", 1, 10),
        (NOT_LISTED, 10, 20),
        ("Submitted", 20, 30),
        (NOT_LISTED, 30, 40),
    ]
    assert life_of(order).spans[1].phase is Phase.MISSING


def test_an_order_cancelled_before_it_was_missed_was_never_missing() -> None:
    order = new_order(is_done=True, completed_status="Cancelled", completed_time=at(60), completed_time_raw="raw")
    add_status(order, 1, "Submitted")
    add_entry(order, 500, HistoryKind.MISSING)
    add_status(order, 501, "Cancelled")
    assert spans(order) == [("Submitted", 1, 60), ("Cancelled", 60, 60)]


@pytest.mark.parametrize(("is_done", "phase"), [(False, Phase.HELD), (True, Phase.ENDED)])
def test_inactive_is_an_end_only_where_the_order_is_done(*, is_done: bool, phase: Phase) -> None:
    order = new_order(is_done=is_done)
    add_status(order, 1, "Inactive")
    assert [span.phase for span in life_of(order).spans] == [phase]


# Marks


def test_fills_are_marked_where_they_are_in_the_timeline() -> None:
    order = cancelled_order()
    late = add_fill(order, 900, "40", time=at(120))
    late.superseded_by = "other"
    marks = life_of(order).marks
    assert [(mark.moment, mark.quantity, mark.superseded) for mark in marks] == [
        (at(60), Decimal(180), False),
        (at(90), Decimal(60), False),
        (at(120), Decimal(40), True),
    ]
    assert marks[2].record is late
    assert marks[0].words == "Fill: bought 180 at 292.79 on IBKRATS."


def test_a_combo_is_marked_once_and_by_its_legs_only_where_they_are_all_there_is() -> None:
    order = new_order()
    legs = [add_fill(order, 1, "5", f"0001.0{number}.01.01.01") for number in (2, 3)]
    assert [mark.record for mark in life_of(order).marks] == legs
    whole = add_fill(order, 2, "5", "0001.01.01.01")
    assert [mark.record for mark in life_of(order).marks] == [whole]


# In words


def test_a_life_in_words() -> None:
    words = describe_life(life_of(cancelled_order()))
    assert words == "PendingSubmit 2 s, Submitted 2 min 57 s, PendingCancel 1 s, Cancelled; 2 fills of 180 and 60."


def test_an_open_orders_life_in_words() -> None:
    order = new_order()
    add_status(order, 1000 - 30, "Submitted")
    assert describe_life(life_of(order)) == "Submitted 30 s until now; no fills."


def test_fills_alone_may_end_an_order() -> None:
    order = new_order(is_done=True)
    add_status(order, 1, "Submitted")
    add_fill(order, 4, "10")
    assert describe_life(life_of(order)) == "Submitted 3 s, then done; 1 fill of 10."


def test_an_unknown_life_in_words() -> None:
    assert describe_life(life_of(new_order())) == "Its history is not known."


def test_corrected_fills_are_counted_apart() -> None:
    order = cancelled_order()
    order.fills[0].superseded_by = "other"
    assert describe_life(life_of(order)).endswith("; 1 fill of 60, and 1 corrected.")


@pytest.mark.parametrize("shares", ["NaN", "sNaN", "Infinity", "9E+999999"])
@pytest.mark.parametrize("count", [1, 10])
def test_a_quantity_that_cannot_be_believed_is_unknown(shares: str, count: int) -> None:
    order = new_order()
    for number in range(count):
        add_fill(order, number, "7" if number else shares)
    words = describe_life(life_of(order))
    assert words.endswith("; 1 fill of an unknown quantity." if count == 1 else "; 10 fills of 7.")


def test_a_few_fills_may_all_be_corrected() -> None:
    order = new_order()
    add_fill(order, 1, "5").superseded_by = "other"
    assert describe_life(life_of(order)).endswith("; no fill that counts, and 1 corrected.")


def test_very_much_is_summed_up() -> None:
    order = new_order(is_done=True)
    for number in range(500):
        add_status(order, number, "Submitted" if number % 2 else "PreSubmitted")
        add_fill(order, number, str(1 + number % 40))
    words = describe_life(life_of(order), lambda number: f"<{number}>")
    assert words.endswith("479 more states, Submitted under 1 s, then done; 500 fills of <1> to <40>.")
    assert words.count("Submitted 1 s") == 20


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "under 1 s"),
        (0.9, "under 1 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (177, "2 min 57 s"),
        (3599, "59 min"),
        (8 * 3600, "8 h"),
        (8 * 3600 + 330, "8 h 5 min"),
        (86400 * 3 + 3700, "3 d 1 h"),
    ],
)
def test_how_long_in_words(seconds: float, expected: str) -> None:
    assert duration_words(timedelta(seconds=seconds)) == expected
