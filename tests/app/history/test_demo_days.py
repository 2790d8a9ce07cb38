"""The invented days of the demo are such as TWS would send."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ibmonitor.app.history.demo_days import invented_day, past_weekdays
from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.explain.outcomes import Outcome, outcome_of
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.link import LinkState

TODAY = date(2026, 11, 30)


def book_of(number: int) -> Blotter:
    now = datetime.min.replace(tzinfo=UTC)

    def clock() -> datetime:
        return now

    blotter = Blotter(clock=clock)
    for moment, events in invented_day(past_weekdays(TODAY)[number], number):
        now = moment
        blotter.apply_all(events, Changes())
    return blotter


def test_they_are_the_weekdays_before_today() -> None:
    assert past_weekdays(TODAY) == tuple(date(2026, 11, day) for day in (23, 24, 25, 26, 27))
    assert past_weekdays(date(2026, 12, 1))[-2:] == (date(2026, 11, 27), TODAY)


@pytest.mark.parametrize("number", range(5))
def test_a_day_has_orders_of_each_kind_and_nothing_that_does_not_fit(number: int) -> None:
    moments = [moment for moment, _ in invented_day(past_weekdays(TODAY)[number], number)]
    assert moments == sorted(moments)
    blotter = book_of(number)
    assert {outcome_of(order) for order in blotter.orders} == set(Outcome)
    assert all(fill.order is not None and fill.commission is not None for fill in blotter.fills if not fill.is_whole)
    assert not [message for message in blotter.messages if message.code is None]
    assert [order.fa_group for order in blotter.orders if order.fa_group] == ["Growth", "Growth"]
    assert blotter.link.state is LinkState.DOWN
    assert not AllocationBook(blotter).incomplete_accounts()


def test_one_order_lives_over_all_days() -> None:
    kept = [next(order for order in book_of(number).orders if order.tif == "GTC") for number in range(5)]
    assert len({order.perm_id for order in kept}) == 1
    assert [order.filled for order in kept] == [0, 100, 100, 100, 300]


def test_the_middle_day_has_a_gap() -> None:
    intervals = [len(book_of(number).link.live_intervals) for number in range(5)]
    assert intervals == [1, 1, 2, 1, 1]


def test_the_same_day_always_has_the_same_orders() -> None:
    day = past_weekdays(TODAY)[0]
    assert [str(each) for each in invented_day(day, 0)] == [str(each) for each in invented_day(day, 0)]
