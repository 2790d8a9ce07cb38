"""Which accounts are masters: by their names, and by what their executions show."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import ClockCompared, Event, ExecDetails, ManagedAccounts, ReceiveFA
from ibmonitor.domain.sums.totals import Totals
from tests.support.blotter_events import BAG, START, commission, execution, new_blotter, open_order, order_status

LISTED = ManagedAccounts(("B1", "U1", "U2", "U3"))
"""B1 is a master that its name does not show."""
LATER = "20260611-13:30:00"
"""Before anything was received: a report covers it."""


def blotter_of(*events: Event) -> Blotter:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter


def part(account: str, shares: int | str, number: int = 1, **known: Any) -> ExecDetails:
    known = {"perm_id": 7, "time": LATER, "cum_qty": Decimal(shares), **known}
    return execution(f"{account}.{number}.01", acct_number=account, shares=Decimal(shares), **known)


def order(quantity: int | None = 100, **fields: Any) -> Event:
    total = Decimal(quantity) if quantity is not None else Decimal(0)
    return open_order(7, 1, 5, **{"account": "", "faGroup": "G", "totalQuantity": total, **fields})


def status(filled: int | None, remaining: int | None = 0) -> Event:
    return order_status(7, 1, 5, filled=filled, remaining=remaining)


def groups(*members: str) -> Event:
    accounts = "".join(f"<Account><acct>{account}</acct></Account>" for account in members)
    return ReceiveFA(
        1,
        "<ListOfGroups><Group><name>G</name><defaultMethod>Equal</defaultMethod>"
        f'<ListOfAccts varName="list">{accounts}</ListOfAccts></Group></ListOfGroups>',
    )


def numbers(*known: int | None) -> tuple[Decimal | None, ...]:
    return tuple(None if each is None else Decimal(each) for each in known)


def wholes(blotter: Blotter) -> set[str]:
    """The accounts of the fills of whole orders; in one account all fills are, or none."""
    accounts = {fill.execution.acct_number for fill in blotter.fills if fill.is_whole}
    assert not accounts & {fill.execution.acct_number for fill in blotter.fills if not fill.is_whole}
    return accounts


@pytest.mark.parametrize(("account", "is_master"), [("F1234567", True), ("U1234567", False)])
def test_masters_by_name(account: str, is_master: bool) -> None:
    blotter = blotter_of(part(account, 100))
    assert blotter.fills[0].is_whole is is_master
    assert blotter.link.is_master(account) is is_master


@pytest.mark.parametrize(
    "reports",
    [
        pytest.param([order(), status(100)], id="TWS reports 100 of 100"),
        pytest.param([order()], id="the order is of 100"),
        pytest.param([order(), status(40, 60)], id="a report from before the last fills"),
        pytest.param([order(250), status(100, 150)], id="100 of 250 so far"),
        pytest.param([order(None), status(100)], id="an order without a quantity"),
        pytest.param([order(150), status(100, 50)], id="no room for 200"),
        pytest.param([order_status(7, 1, 5, filled=None, remaining=None)], id="by its cumulative quantity alone"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_account_with_the_sum_of_all_others_is_the_master(reports: list[Event], is_first: bool) -> None:
    fills = [part("U1", 60), part("B1", 70), part("U2", 40), part("B1", 30, 2, cum_qty=Decimal(100))]
    blotter = blotter_of(LISTED, *(reports if is_first else []), *fills, *([] if is_first else reports))
    assert wholes(blotter) == {"B1"}
    assert blotter.orders[0].executed == 100
    assert blotter.link.client_accounts == ("U1", "U2", "U3")
    assert blotter.parent_accounts() == {"B1"}


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([order(200), part("U1", 100), part("U2", 100), status(200)], id="equal parts of 200"),
        pytest.param([order(200), part("U1", 100), part("U2", 100)], id="equal parts, nothing reported"),
        pytest.param([order(300), part("U1", 100), part("U2", 100), status(200, 100)], id="equal parts of 300"),
        pytest.param([order(300), status(100, 200), part("U1", 100, time=""), part("U2", 100, time="")], id="lagging"),
        pytest.param([order(200), part("U1", 100), part("U2", 60), part("U3", 40), status(200)], id="half of it"),
        pytest.param([order(None), part("U1", 100), part("U2", 60), part("U3", 40)], id="nothing known"),
        pytest.param([order(4), part("U1", 1), part("B1", 2), part("U2", 3)], id="not all received"),
        pytest.param([order(90), part("U1", 90, contract=BAG), part("U1", 90, 2)], id="one account"),
        pytest.param([part("B1", 100), part("U1", 60), part("U2", 40)], id="no order"),
    ],
)
def test_accounts_that_are_no_master_and_clients(events: list[Event]) -> None:
    assert wholes(blotter_of(LISTED, *events)) == set()


def test_which_of_two_equal_accounts_is_the_master() -> None:
    events = [order(), status(100), part("U2", 100), part("B1", 100)]
    assert wholes(blotter_of(LISTED, *events)) == {"B1"}, "TWS lists it first"
    assert wholes(blotter_of(ManagedAccounts(("U3", "B1", "U2")), *events)) == set()
    assert wholes(blotter_of(groups("U2"), *events)) == {"B1"}, "the other one is in the group"
    assert wholes(blotter_of(LISTED, groups("B1", "U2"), *events)) == {"B1"}


def test_with_a_master_by_name_no_other_is_searched() -> None:
    listed = ManagedAccounts(("DF9", "U1", "U2"))
    assert wholes(blotter_of(listed, order(), status(100), part("U1", 100), part("U2", 100))) == set()


def test_a_group_order_executed_wholly_outside_its_group_shows_the_master() -> None:
    events = [LISTED, order(), part("B1", 60, cum_qty=None)]
    assert wholes(blotter_of(*events, groups("U1", "U2"))) == set(), "TWS has not reported yet how much is filled"
    blotter = blotter_of(*events, status(60, 40))
    assert wholes(blotter) == set(), "it may be in the group"
    assert blotter.parent_accounts() == {"B1"}, "so the others are asked about"
    change = blotter.apply(groups("U1", "U2"))
    assert wholes(blotter) == {"B1"}
    assert change.fills == tuple(blotter.fills)
    assert wholes(blotter_of(*events, status(60, 40), groups("B1", "U2"))) == set()
    assert wholes(blotter_of(*events, status(90, 10), groups("U1", "U2"))) == set(), "30 are somewhere else"


def test_a_found_master_is_marked_in_all_its_fills() -> None:
    other = open_order(8, 1, 6, account="", totalQuantity=Decimal(500))
    blotter = blotter_of(LISTED, other, part("B1", 50, 8, perm_id=8), part("B1", 5, 9, perm_id=None), order())
    blotter.apply(part("B1", 100))
    blotter.apply(part("U1", 100))
    first, second = blotter.orders
    assert (first.executed_whole, first.executed_parts) == numbers(50, 0)
    assert (second.executed_whole, second.executed_parts, second.filled) == numbers(100, 100, 100)
    assert blotter.link.shown_masters == {"B1"}
    blotter.apply(part("B1", 10, 10, perm_id=8))
    assert first.executed_whole == 60
    assert wholes(blotter) == {"B1"}


def test_everything_that_follows_from_a_new_master_is_in_the_change() -> None:
    blotter = blotter_of(LISTED, order(), part("B1", 100), part("U1", 60))
    book = AllocationBook(blotter)
    change = blotter.apply(part("U2", 40))
    assert set(change.fills) == {fill for fill in blotter.fills if fill.execution.acct_number != "U1"}
    assert set(change.orders) == set(blotter.orders)
    assert change.link
    book.update(change.orders, change.fills)
    book.refresh()
    (key,) = book.keys()
    known = book.allocation(key)
    assert [fill.execution.acct_number for fill in known.parent_fills] == ["B1"]
    assert (known.filled, known.allocated) == numbers(100, 100)
    assert known.outsiders == ()


@pytest.mark.parametrize("ahead", [0, -60])
def test_a_report_of_the_moment_of_the_fills_may_lag_behind_them(ahead: int) -> None:
    """Two clients had 100 each: TWS reports 100, and then 200. Its clock need not be this computer's."""
    live: dict[str, Any] = {"time": f"{START + timedelta(seconds=ahead + 6):%Y%m%d-%H:%M:%S}"}
    events: list[Event] = [LISTED, ClockCompared(timedelta(seconds=ahead)), order(200)]
    blotter = blotter_of(*events, part("B1", 100, **live), part("U2", 100, **live), status(100, 100))
    assert wholes(blotter) == set()
    blotter.apply(status(200))
    assert wholes(blotter) == set()
    assert blotter.orders[0].executed == 200


def test_sums_count_the_whole_or_its_parts() -> None:
    events: list[Event] = [LISTED, order(), part("B1", 100), commission("B1.1.01", "2")]
    for account, shares in (("U1", 60), ("U2", 40)):
        events += [part(account, shares), commission(f"{account}.1.01", "1.25")]
    totals = Totals()
    for fill in blotter_of(*events).fills:
        totals.add(fill)
    assert (totals.fills, totals.commissions) == (2, {"USD": Decimal("2.50")})


def test_found_masters_survive_clear() -> None:
    blotter = blotter_of(LISTED, order(), part("B1", 100), part("U1", 100))
    blotter.clear()
    blotter.apply(part("B1", 5, 3, perm_id=9))
    assert wholes(blotter) == {"B1"}


@given(st.data())
def test_the_order_of_arrival_makes_no_difference(data: st.DataObject) -> None:
    """Fills, reports and lists of one order of a group, which may end filled in part."""
    parts = data.draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    whole = sum(parts)
    total = whole + data.draw(st.integers(0, 30))
    fills = [part(f"U{number % 3 + 1}", shares, number) for number, shares in enumerate(parts)]
    fills += [part("B1", 1, number, cum_qty=Decimal(number)) for number in range(1, whole + 1)]
    lists = data.draw(st.lists(st.sampled_from([groups("U1", "U2", "U3"), LISTED]), max_size=2))
    events: list[Event] = [*fills, *lists, LISTED, order(total)]
    shuffled = data.draw(st.permutations(events))
    blotter = blotter_of(*shuffled, status(whole, total - whole))
    assert wholes(blotter) == {"B1"}
    (row,) = blotter.orders
    assert (row.executed_whole, row.executed_parts) == numbers(whole, whole)
