"""Between the master's fill and the accounts' parts, what is to come is waited for, and nothing is flagged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import Gap, GroupAllocation, State
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import AccountAsked, ClockCompared, Event, ExecDetails, ManagedAccounts, ReceiveFA
from ibmonitor.domain.records.link import RequestProgress
from tests.support.blotter_events import BAG, commission, execution, open_order, order_status
from tests.support.examples import examples

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)
LONG_AGO = "20260611-09:00:00"
GROUP = (
    "<ListOfGroups><Group><name>G</name><defaultMethod>Ratio</defaultMethod>"
    '<ListOfAccts varName="list"><Account><acct>U1</acct><amount>1</amount></Account>'
    "<Account><acct>U2</acct><amount>1</amount></Account></ListOfAccts></Group></ListOfGroups>"
)


class Desk:
    """A blotter and its book, with a clock that is set by the test."""

    def __init__(self, *events: Event, master: str = "F1") -> None:
        self.now = NOON
        self.blotter = Blotter(clock=lambda: self.now)
        self.book = AllocationBook(self.blotter)
        self.master = master
        self.apply(ManagedAccounts((master, "U1", "U2", "U3")), ReceiveFA(1, GROUP), *events)

    def apply(self, *events: Event) -> GroupAllocation | None:
        for event in events:
            change = self.blotter.apply(event)
            self.book.update(change.orders, change.fills)
            if change.link:
                self.book.refresh()
        keys = self.book.keys()
        return self.book.allocation(keys[0]) if keys else None

    def after(self, seconds: float, *events: Event) -> GroupAllocation:
        """What is said once this has come so many seconds later."""
        self.now += timedelta(seconds=seconds)
        said = self.apply(*events)
        assert said is not None
        return said

    def at_once(self, *events: Event) -> GroupAllocation:
        return self.after(0, *events)

    def asked(self, *accounts: str, how: RequestProgress = RequestProgress.COMPLETE) -> GroupAllocation:
        """What is said once TWS was asked for these accounts and has answered."""
        self.at_once(*(AccountAsked(account, RequestProgress.RUNNING) for account in accounts))
        return self.after(0.2, *(AccountAsked(account, how) for account in accounts))

    def fill(self, shares: int, account: str = "", number: int = 1, **known: Any) -> ExecDetails:
        """An execution of just now."""
        known = {"time": f"{self.now:%Y%m%d-%H:%M:%S}", "perm_id": 7, **known}
        exec_id = known.pop("exec_id", f"{account or self.master}.{number}.01")
        return execution(exec_id, acct_number=account or self.master, shares=Decimal(shares), **known)


def order(quantity: int = 200, **fields: Any) -> Event:
    return open_order(7, 1, 5, **{"account": "", "faGroup": "G", "totalQuantity": Decimal(quantity), **fields})


def states(said: GroupAllocation) -> dict[str, State]:
    return {share.account: share.state for share in said.shares}


def parts(said: GroupAllocation) -> dict[str, object]:
    return {share.account: share.allocated for share in said.shares}


def test_a_fill_is_waited_for_until_an_answer_is_late_enough() -> None:
    desk = Desk(order())
    said = desk.at_once(desk.fill(50))
    assert (said.is_waiting, said.state, said.flagged, said.without_anything) == (True, State.WAITING, (), ())
    assert states(said) == {"U1": State.WAITING, "U2": State.WAITING}
    assert {share.reason for share in said.shares} == {"waiting for its part"}
    assert said.unallocated == 50
    desk.now += timedelta(seconds=1)
    said = desk.asked("U1", "U2")
    assert (states(said), parts(said)) == ({"U1": State.WAITING, "U2": State.WAITING}, {"U1": None, "U2": None}), (
        "TWS may not have allocated yet"
    )
    desk.now += timedelta(seconds=10)
    said = desk.asked("U1")
    assert (said.is_waiting, parts(said)) == (True, {"U1": 0, "U2": None})
    said = desk.asked("U2")
    assert (said.is_waiting, parts(said)) == (False, {"U1": 0, "U2": 0})
    assert states(said) == {"U1": State.REVIEW, "U2": State.REVIEW}
    assert [share.reason for share in said.shares] == ["0 allocated"] * 2


def test_parts_that_come_unasked_settle_it_as_soon_as_they_add_up() -> None:
    desk = Desk(order())
    desk.at_once(desk.fill(100))
    said = desk.after(1, desk.fill(30, "U1"))
    assert states(said) == {"U1": State.WAITING, "U2": State.WAITING}
    said = desk.after(1, desk.fill(70, "U2"))
    assert states(said) == {"U1": State.REVIEW, "U2": State.REVIEW}
    assert [share.reason for share in said.shares] == [
        "20 short of 50 expected by now",
        "20 more than 50 expected by now",
    ]
    said = desk.after(1, desk.fill(20, "U1", 2), desk.fill(100, number=2), desk.fill(80, "U2", 2))
    assert (said.is_waiting, states(said)) == (False, {"U1": State.REVIEW, "U2": State.REVIEW})


def test_an_old_execution_needs_no_more_than_an_answer_after_it_was_received() -> None:
    """What a program finds that connects hours after the fill: parts that are not there will not come."""
    desk = Desk(order(100))
    said = desk.at_once(desk.fill(100, time=LONG_AGO), desk.fill(50, "U1", time=LONG_AGO))
    assert said.is_waiting
    desk.now += timedelta(seconds=0.1)
    said = desk.asked("U1", "U2")
    assert states(said) == {"U1": State.OK, "U2": State.REVIEW}
    assert said.without_anything == ("U2",)


def test_each_further_fill_starts_a_new_wait() -> None:
    desk = Desk(order())
    desk.at_once(desk.fill(100, time=LONG_AGO))
    desk.now += timedelta(seconds=1)
    assert len(desk.asked("U1", "U2").flagged) == 2
    said = desk.after(60, desk.fill(100, number=2))
    assert (said.is_waiting, said.flagged) == (True, ())
    desk.now += timedelta(seconds=11)
    assert len(desk.asked("U1", "U2").flagged) == 2


def test_a_part_that_comes_before_its_whole_waits_for_it() -> None:
    desk = Desk(order())
    desk.at_once(desk.fill(100, time=LONG_AGO), desk.fill(50, "U1", time=LONG_AGO), desk.fill(50, "U2", time=LONG_AGO))
    said = desk.at_once(desk.fill(30, "U1", 2))
    assert (said.is_waiting, said.flagged, said.unallocated) == (True, (), Decimal(-30))
    assert states(said) == {"U1": State.WAITING, "U2": State.PARTIAL}
    assert desk.book.incomplete_accounts() == ("U1", "U2")
    said = desk.at_once(desk.fill(60, number=2), desk.fill(30, "U2", 2))
    assert states(said) == {"U1": State.PARTIAL, "U2": State.PARTIAL}


def test_parts_beyond_their_whole_are_flagged_once_no_more_can_come() -> None:
    desk = Desk(order(100), order_status(7, 1, 5, filled=100, remaining=0))
    said = desk.at_once(desk.fill(100), desk.fill(50, "U1"), desk.fill(80, "U2"))
    assert (said.is_waiting, said.flagged) == (True, ())
    desk.now += timedelta(seconds=11)
    said = desk.asked("U1", "U2")
    assert states(said) == {"U1": State.OK, "U2": State.REVIEW}


def test_a_corrected_whole_is_compared_with_its_parts_by_what_it_is_now() -> None:
    desk = Desk(order(100))
    desk.at_once(desk.fill(100, time=LONG_AGO), desk.fill(50, "U1", time=LONG_AGO), desk.fill(50, "U2", time=LONG_AGO))
    said = desk.at_once(desk.fill(90, exec_id="F1.1.02", time=LONG_AGO))
    assert (said.filled, said.is_waiting, said.flagged) == (Decimal(90), True, ())
    said = desk.at_once(
        desk.fill(45, exec_id="U1.1.02", account="U1", time=LONG_AGO),
        desk.fill(45, exec_id="U2.1.02", account="U2", time=LONG_AGO),
    )
    assert states(said) == {"U1": State.PARTIAL, "U2": State.PARTIAL}


@pytest.mark.parametrize("how", [RequestProgress.NO_ANSWER, RequestProgress.REFUSED])
def test_an_account_that_tws_keeps_silent_of_is_unknown_and_not_waited_for(how: RequestProgress) -> None:
    desk = Desk(order(100))
    desk.at_once(desk.fill(100), desk.fill(40, "U1"))
    desk.now += timedelta(seconds=11)
    desk.asked("U2", how=how)
    said = desk.asked("U1")
    assert (said.is_waiting, parts(said)) == (False, {"U1": 40, "U2": None})
    assert states(said) == {"U1": State.REVIEW, "U2": State.UNKNOWN}
    assert [share.gap for share in said.shares] == [Gap.UNEXPLAINED, Gap.NOT_RECEIVED]
    desk.now += timedelta(seconds=1)
    assert states(desk.asked("U2")) == {"U1": State.REVIEW, "U2": State.REVIEW}


def test_what_was_filled_before_today_can_be_allocated_without_being_reported() -> None:
    """TWS reports 100, the executions of today are of 60; the parts of the others are as old as they are."""
    desk = Desk(order(100), order_status(7, 1, 5, filled=100, remaining=0))
    desk.at_once(desk.fill(60, time=LONG_AGO), desk.fill(30, "U1", time=LONG_AGO), desk.fill(30, "U2", time=LONG_AGO))
    desk.now += timedelta(seconds=1)
    said = desk.asked("U1", "U2")
    assert (said.filled, said.executed) == (Decimal(100), Decimal(60))
    assert (said.is_waiting, said.flagged) == (False, ())
    desk.apply(commission("U1.1.01"), commission("U2.1.01"))
    assert desk.book.incomplete_accounts() == (), "there is nothing to ask for"
    assert states(said) == {"U1": State.UNKNOWN, "U2": State.UNKNOWN}


def test_a_report_before_its_execution_is_waited_for_too() -> None:
    desk = Desk(order(100))
    desk.now += timedelta(seconds=1)
    desk.asked("U1", "U2")
    said = desk.after(30, order_status(7, 1, 5, filled=100, remaining=0))
    assert (said.is_waiting, said.flagged) == (True, ())
    said = desk.after(0.1, desk.fill(100))
    assert (said.is_waiting, said.flagged) == (True, ())


def test_a_new_connection_forgets_no_answer_and_waits_for_new_fills() -> None:
    desk = Desk(order())
    desk.at_once(desk.fill(100, time=LONG_AGO), desk.fill(50, "U1", time=LONG_AGO), desk.fill(50, "U2", time=LONG_AGO))
    desk.now += timedelta(seconds=1)
    desk.asked("U1", "U2")
    desk.blotter.link.account_answers = {}
    desk.book.refresh()
    said = desk.at_once(desk.fill(100, time=LONG_AGO), desk.fill(40, number=2))
    assert (said.is_waiting, parts(said)) == (True, {"U1": 50, "U2": 50})


def test_the_clock_of_tws_need_not_be_this_computers() -> None:
    """TWS's is a minute behind, so what was executed just now reads as a minute old."""
    desk = Desk(order(100), ClockCompared(timedelta(minutes=-1)))
    desk.at_once(desk.fill(100, time=f"{desk.now - timedelta(minutes=1):%Y%m%d-%H:%M:%S}"))
    desk.now += timedelta(seconds=1)
    assert desk.asked("U1", "U2").is_waiting
    desk.now += timedelta(seconds=10)
    assert not desk.asked("U1", "U2").is_waiting


def test_outsiders_and_members_without_a_share_are_not_flagged_before_the_rest_is_known() -> None:
    desk = Desk(order(100))
    said = desk.at_once(desk.fill(100), desk.fill(20, "U3"))
    assert (said.flagged, states(said)["U3"]) == ((), State.WAITING)
    said = desk.at_once(desk.fill(40, "U1"), desk.fill(40, "U2"))
    assert states(said)["U3"] is State.REVIEW


def test_combos_are_waited_for_by_their_wholes() -> None:
    leg = "0000e0d5.6a{}.01.01.01"
    desk = Desk(order(4))
    said = desk.at_once(
        desk.fill(4, contract=BAG), desk.fill(4, exec_id=leg.format(1)), desk.fill(2, "U1", exec_id=leg.format(2))
    )
    assert (said.filled, said.allocated, said.is_waiting) == (Decimal(4), Decimal(0), True)
    said = desk.at_once(desk.fill(2, "U1", contract=BAG), desk.fill(2, "U2", contract=BAG))
    assert states(said) == {"U1": State.OK, "U2": State.OK}


def test_fractions_that_are_rounded_away_are_not_waited_for() -> None:
    desk = Desk(order(100))
    thirds = [execution(f"U{n}.1.01", acct_number=f"U{n}", perm_id=7, shares=Decimal("33.3333")) for n in (1, 2, 3)]
    said = desk.at_once(desk.fill(100), *thirds)
    assert not said.is_waiting


def test_while_a_part_is_missing_its_accounts_are_asked_again() -> None:
    desk = Desk(order(100))
    desk.at_once(desk.fill(100))
    assert desk.book.incomplete_accounts() == ("U1", "U2")
    desk.at_once(desk.fill(50, "U1"), desk.fill(50, "U2"), commission("U1.1.01"), commission("U2.1.01"))
    assert desk.book.incomplete_accounts() == ()


@st.composite
def days(draw: st.DrawFn) -> list[list[tuple[str, int]]]:
    """The fills of one order: of each the master's, and the accounts' parts of it."""
    fills = draw(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4))
    return [[(f"U{n}", shares) for n, shares in enumerate(parts, 1) if shares] for parts in fills if any(parts)]


@examples(60)
@given(st.data())
def test_nothing_is_ever_flagged_between_a_fill_and_the_answers(data: st.DataObject) -> None:
    """However the parts come, and whatever was asked too early; the last state does not depend on it."""
    day = data.draw(days())
    desk = Desk(order(500))
    pending: list[Event] = []
    said = desk.apply()
    for number, fill in enumerate(day, 1):
        whole = sum(shares for _, shares in fill)
        desk.after(data.draw(st.sampled_from([0.0, 2.0, 60.0])), desk.fill(whole, number=number))
        pending += [desk.fill(shares, account, number) for account, shares in fill]
        said = desk.at_once()
        assert (said.is_waiting, said.flagged) == (True, ())
        if data.draw(st.booleans()):
            said = desk.asked("U1", "U2")
            assert (said.is_waiting, said.flagged) == (True, ())
    for place, event in enumerate(data.draw(st.permutations(pending)), 1):
        said = desk.after(1, event)
        assert said.is_waiting == (place < len(pending))
        assert not said.flagged or place == len(pending)
    assert said is not None
    wholes = [desk.fill(sum(shares for _, shares in fill), number=number) for number, fill in enumerate(day, 1)]
    other = Desk(order(500), *pending, *reversed(wholes)).at_once()
    assert (states(other), parts(other)) == (states(said), parts(said))
