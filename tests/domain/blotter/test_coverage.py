"""When records are stale: from the end of a live interval until TWS reports each of them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Change
from ibmonitor.domain.records.events import Event, ExecDetailsEnd, LinkChanged, LinkMoved, OpenOrderEnd, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import commission, completed_order, execution, open_order, order_status

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)


class Day:
    """A blotter and its clock, which the test moves on by minutes."""

    def __init__(self) -> None:
        self.now = NOON
        self.blotter = Blotter(clock=lambda: self.now)

    def link(self, *states: LinkState, reason: str = "") -> None:
        for state in states:
            self.blotter.apply(LinkChanged(state, "127.0.0.1", 7497, 1, reason))

    def stale_since(self) -> datetime | None:
        return self.blotter.link.stale_since

    def connect(self) -> None:
        self.link(LinkState.CONNECTING, LinkState.SYNCHRONISING)

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def list_of_open_orders(self, *events: Event) -> None:
        for event in (
            RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING),
            *events,
            OpenOrderEnd(),
            RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
        ):
            self.blotter.apply(event)

    def lookup(self) -> None:
        for name in (RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS):
            self.blotter.apply(RequestChanged(name, RequestProgress.RUNNING))
            self.blotter.apply(RequestChanged(name, RequestProgress.COMPLETE))


@pytest.fixture
def day() -> Day:
    day = Day()
    day.connect()
    day.link(LinkState.UP)
    return day


LOST = [LinkState.DOWN, LinkState.WAITING, LinkState.CUT_OFF]


@pytest.mark.parametrize("state", LOST)
def test_everything_is_stale_from_the_loss_until_tws_reports_it_again(day: Day, state: LinkState) -> None:
    reports: list[Event] = [open_order(100, 1, 1), execution("e.0.1.01", perm_id=100), commission("e.0.1.01")]
    for event in reports:
        day.blotter.apply(event)
    records = [*day.blotter.orders, *day.blotter.fills, *day.blotter.commissions]
    assert len(records) == 3
    assert [record.stale_since for record in records] == [None] * 3
    lost = day.later()
    day.link(state)
    assert day.stale_since() == lost
    assert [record.stale_since for record in records] == [lost] * 3
    day.later()
    day.link(LinkState.WAITING, LinkState.CONNECTING)
    assert day.stale_since() == lost
    assert [record.stale_since for record in records] == [lost] * 3
    day.link(LinkState.SYNCHRONISING)
    assert day.stale_since() is None
    assert [record.stale_since for record in records] == [lost] * 3
    for number, event in enumerate(reports):
        change = day.blotter.apply(event)
        assert records[number] in (*change.orders, *change.confirmed)
        stale = [record.stale_since for record in records]
        assert stale == [None] * (number + 1) + [lost] * (2 - number)
        assert not any(day.blotter.apply(event))


@pytest.mark.parametrize("again", LOST)
@pytest.mark.parametrize("back", [LinkState.SYNCHRONISING, LinkState.UP])
def test_a_loss_during_resync_extends_the_outage(day: Day, back: LinkState, again: LinkState) -> None:
    first = day.later()
    day.link(LinkState.DOWN, LinkState.WAITING)
    day.later()
    day.link(*dict.fromkeys([LinkState.CONNECTING, LinkState.SYNCHRONISING, back]))
    assert day.stale_since() is None
    second = day.later()
    day.link(again)
    assert day.stale_since() == (first if back is LinkState.SYNCHRONISING else second)


def test_a_loss_while_synchronizing_again_keeps_the_first_time(day: Day) -> None:
    interrupted = day.later()
    day.link(LinkState.SYNCHRONISING)
    day.later()
    day.link(LinkState.DOWN)
    assert day.stale_since() == interrupted


def test_an_outage_of_one_tws_is_not_one_of_another(day: Day) -> None:
    day.later()
    day.link(LinkState.DOWN)
    for state in (LinkState.CONNECTING, LinkState.SYNCHRONISING):
        day.blotter.apply(LinkChanged(state, "127.0.0.1", 4001, 1))
    lost = day.later()
    day.blotter.apply(LinkChanged(LinkState.DOWN, "127.0.0.1", 4001, 1))
    assert day.stale_since() == lost


def test_working_orders_are_in_the_change_when_they_become_stale(day: Day) -> None:
    day.blotter.apply(open_order(100, 1, 1))
    day.blotter.apply(open_order(101, 1, 2, status="Filled"))
    working = day.blotter.order_by_perm_id(100)
    change = day.blotter.apply(LinkChanged(LinkState.DOWN, "127.0.0.1", 7497, 1))
    assert change.orders == (working,)
    assert change.link


def test_what_tws_reports_while_it_is_cut_off_is_no_confirmation(day: Day) -> None:
    day.blotter.apply(open_order(100, 1, 1))
    lost = day.later()
    day.link(LinkState.CUT_OFF)
    day.blotter.apply(order_status(100, 1, 1, status="PendingCancel"))
    (order,) = day.blotter.orders
    assert order.status == "PendingCancel"
    assert order.stale_since == lost
    day.link(LinkState.SYNCHRONISING)
    assert order.stale_since == lost
    day.blotter.apply(order_status(100, 1, 1, status="PendingCancel"))
    assert order.stale_since is None


def test_an_outage_of_which_only_the_end_is_reported_makes_all_stale(day: Day) -> None:
    day.blotter.apply(open_order(100, 1, 1))
    back = day.later()
    day.link(LinkState.SYNCHRONISING)
    (order,) = day.blotter.orders
    assert order.stale_since == back
    assert day.stale_since() is None
    assert len(day.blotter.link.live_intervals) == 2


def test_live_intervals_are_kept_with_the_reason_for_their_end(day: Day) -> None:
    lost = day.later()
    day.link(LinkState.DOWN, reason="TWS closed it.")
    day.later()
    # Tries that fail are no stretches.
    for _ in range(3):
        day.link(LinkState.WAITING, LinkState.CONNECTING, LinkState.DOWN)
    day.link(LinkState.CONNECTING)
    began = day.now
    day.link(LinkState.SYNCHRONISING, LinkState.UP)
    first, second = day.blotter.link.live_intervals
    assert (first.began, first.ended, first.reason) == (NOON, lost, "TWS closed it.")
    assert (second.began, second.ended) == (began, None)


def test_another_tws_starts_new_intervals_and_a_moved_one_does_not(day: Day) -> None:
    day.link(LinkState.DOWN)
    day.blotter.apply(LinkMoved(7498))
    day.blotter.apply(LinkChanged(LinkState.WAITING, "127.0.0.1", 7498, 1))
    assert len(list(day.blotter.link.live_intervals)) == 1
    day.blotter.apply(LinkChanged(LinkState.DOWN, "127.0.0.1", 4001, 1))
    assert not day.blotter.link.live_intervals
    assert day.stale_since() is None


def test_the_last_fill_confirms_a_filled_order(day: Day) -> None:
    """Where the API is read-only, completed orders are refused, and nothing else reports it again."""
    day.blotter.apply(open_order(100, 1, 1, status="Filled"))
    first = execution("e.0.1.01", perm_id=100, shares=Decimal(50), cum_qty=Decimal(50))
    last = execution("e.0.2.01", perm_id=100, shares=Decimal(50))
    day.blotter.apply(first)
    day.blotter.apply(last)
    (order,) = day.blotter.orders
    day.link(LinkState.DOWN)
    day.connect()
    day.blotter.apply(first)
    assert order.stale_since is not None
    assert order in day.blotter.apply(last).orders
    assert order.stale_since is None


def test_a_done_order_is_confirmed_by_the_completed_orders(day: Day) -> None:
    day.blotter.apply(open_order(100, 1, 1, status="Cancelled"))
    day.link(LinkState.DOWN)
    day.connect()
    day.list_of_open_orders()
    (order,) = day.blotter.orders
    assert order.stale_since is not None
    assert order.missing_since is None
    day.blotter.apply(completed_order(100, status="Cancelled"))
    assert order.stale_since is None


def test_an_order_gone_while_away_stays_stale_and_is_looked_up(day: Day) -> None:
    day.blotter.apply(open_order(100, 1, 1))
    lost = day.later()
    day.link(LinkState.WAITING)
    back = day.later()
    day.connect()
    day.list_of_open_orders()
    (order,) = day.blotter.orders
    assert (order.missing_since, order.stale_since, order.looked_up) == (back, lost, None)
    day.lookup()
    assert order.looked_up == back
    assert order in day.blotter.orders


def test_a_known_fill_is_confirmed_by_the_answer_to_another_request(day: Day) -> None:
    fill = execution("e.0.1.01", perm_id=100)
    day.blotter.apply(fill)
    day.link(LinkState.DOWN)
    day.connect()
    change = day.blotter.apply(replace(fill, req_id=9001))
    assert change == Change(confirmed=tuple(day.blotter.fills))
    day.blotter.apply(ExecDetailsEnd(9001))
    assert day.blotter.fills[0].stale_since is None


def test_an_order_that_its_fills_complete_is_confirmed_by_the_last_one(day: Day) -> None:
    """It was filled while disconnected, and a read-only API refuses completed orders."""
    day.blotter.apply(open_order(100, 1, 1, status="Submitted"))
    day.link(LinkState.DOWN)
    day.connect()
    (order,) = day.blotter.orders
    day.blotter.apply(execution("e.0.1.01", perm_id=100, shares=Decimal(40), cum_qty=Decimal(40)))
    assert order.stale_since is not None
    day.blotter.apply(execution("e.0.2.01", perm_id=100, shares=Decimal(60), cum_qty=Decimal(100)))
    assert order.is_done
    assert order.stale_since is None
