"""Executions and completed orders are requested again when that can show something new, not at each refresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.blotter.lookups import Lookups
from ibmonitor.domain.records.events import RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status


def list_nothing(blotter: Blotter) -> None:
    for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE):
        blotter.apply(RequestChanged(RequestKind.OPEN_ORDERS, progress))


def test_completely_known_orders_need_no_look_up() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    assert not lookups.wanted()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(40)))
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    blotter.apply(completed_order(8))
    assert not lookups.wanted()


def test_an_order_that_goes_missing_is_looked_up_once_each_time() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    blotter.apply(open_order(7, 1, 5))
    for _ in range(2):
        list_nothing(blotter)
        assert lookups.wanted()
        lookups.done()
        list_nothing(blotter)
        assert not lookups.wanted()
        blotter.apply(order_status(7, 1, 5))
        assert not lookups.wanted()


def test_a_look_up_that_failed_is_still_wanted() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    blotter.apply(open_order(7, 1, 5))
    list_nothing(blotter)
    assert lookups.wanted()
    assert lookups.wanted()


def test_fills_of_earlier_days_are_looked_up_once() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    assert lookups.wanted()
    lookups.done()
    for filled in (40, 40):
        blotter.apply(order_status(7, 1, 5, filled=filled, remaining=100 - filled))
        assert not lookups.wanted()
    # Another client's order has gone on.
    blotter.apply(order_status(7, 1, 5, filled=70, remaining=30))
    assert lookups.wanted()
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(30)))
    assert not lookups.wanted()
    lookups.done()
    blotter.apply(order_status(7, 1, 5, filled=71, remaining=29))
    assert lookups.wanted()


def test_fills_that_become_known_after_a_look_up_are_no_reason_for_another() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    lookups.done()
    # Fewer are unknown than when they were looked up, and still some.
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(30)))
    assert not lookups.wanted()
    # As many again: those that came with this status.
    blotter.apply(order_status(7, 1, 5, filled=70, remaining=30))
    assert not lookups.wanted()
    blotter.apply(order_status(7, 1, 5, filled=71, remaining=29))
    assert lookups.wanted()


def test_what_is_no_longer_unknown_is_forgotten() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    lookups.done()
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(40)))
    lookups.done()
    blotter.apply(execution("a.b.c.02", perm_id=7, shares=Decimal(10)))
    assert lookups.wanted(), "a correction makes more of the fills unknown"


class Silence:
    """An order that is gone, a TWS that does not answer, and the time."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 11, 12, tzinfo=UTC)
        self.blotter = new_blotter()
        self.lookups = Lookups(self.blotter.orders, lambda: self.now)
        self.blotter.apply(open_order(7, 1, 5))
        list_nothing(self.blotter)
        assert self.is_wanted()
        self.lookups.unanswered()

    def is_wanted(self) -> bool:
        return self.lookups.wanted()

    def pause(self) -> int:
        """Minutes until the look-up is wanted again; none is answered."""
        minutes = 0
        while not self.is_wanted():
            self.now += timedelta(minutes=1)
            minutes += 1
        self.lookups.unanswered()
        return minutes


def test_a_look_up_without_an_answer_is_wanted_again_after_growing_pauses() -> None:
    silence = Silence()
    assert [silence.pause() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert not silence.is_wanted()


def test_a_look_up_long_after_the_pause_is_wanted() -> None:
    silence = Silence()
    silence.now += timedelta(hours=7)
    assert silence.is_wanted()


def test_a_single_unknown_share_is_looked_up() -> None:
    blotter = new_blotter()
    lookups = Lookups(blotter.orders)
    blotter.apply(order_status(7, 1, 5, filled=1, remaining=99))
    assert lookups.wanted()


def test_an_answer_ends_the_pauses() -> None:
    silence = Silence()
    assert [silence.pause(), silence.pause()] == [1, 2]
    silence.lookups.done()
    assert not silence.is_wanted()
    silence.blotter.apply(order_status(7, 1, 5))
    list_nothing(silence.blotter)
    assert [silence.pause(), silence.pause()] == [0, 1]


def test_new_gaps_are_looked_up_at_once_even_after_an_unanswered_look_up() -> None:
    silence = Silence()
    silence.blotter.apply(order_status(8, 1, 6, filled=40, remaining=60))
    assert silence.is_wanted()
    silence.lookups.unanswered()
    assert not silence.is_wanted()
    silence.blotter.apply(order_status(8, 1, 6, filled=50, remaining=50))
    assert silence.is_wanted()


def test_an_unanswered_look_up_does_not_undo_an_earlier_answer() -> None:
    silence = Silence()
    silence.lookups.done()
    silence.lookups.unanswered()
    silence.now += timedelta(hours=1)
    assert not silence.is_wanted()


def test_a_clock_that_is_set_back_makes_no_pause_longer() -> None:
    silence = Silence()
    silence.now -= timedelta(hours=5)
    assert silence.is_wanted()
