"""What is said of one group order and of each account's part, reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import AccountShare, Gap, GroupAllocation, Source, State
from ibmonitor.domain.records.events import AccountAsked, Event, ExecDetails, ManagedAccounts, ReceiveFA
from ibmonitor.domain.records.link import RequestProgress
from tests.support.blotter_events import AAPL, BAG, commission, execution, new_blotter, open_order, order_status

LEG = "0000e0d5.6a1.01.01.01"


def groups(method: str, **amounts: str) -> Event:
    members = "".join(
        f"<Account><acct>{account}</acct><amount>{amount}</amount></Account>" for account, amount in amounts.items()
    )
    return ReceiveFA(
        1,
        f"<ListOfGroups><Group><name>G</name><defaultMethod>{method}</defaultMethod>"
        f'<ListOfAccts varName="list">{members}</ListOfAccts></Group></ListOfGroups>',
    )


EARLIER = "20260611-13:00:00"
"""Half an hour before anything was received: TWS has had the time to allocate."""
RATIO = groups("Ratio", DU1="2", DU2="1")


def allocation(*events: Event) -> GroupAllocation:
    blotter = new_blotter()
    for event in [ManagedAccounts(("DF9", "DU1", "DU2", "DU3")), *events]:
        blotter.apply(event)
    book = AllocationBook(blotter)
    (key,) = book.keys()
    return book.allocation(key)


def order(quantity: str = "90", **known: Any) -> Event:
    fields: dict[str, Any] = {"account": "", "faGroup": "G", "totalQuantity": Decimal(quantity), **known}
    return open_order(7, 1, 5, **fields)


def part(account: str, shares: str | None, price: str = "10", number: str = "1.01", **known: Any) -> ExecDetails:
    return execution(
        known.pop("exec_id", f"{account}.{number}"),
        acct_number=account,
        perm_id=7,
        shares=None if shares is None else Decimal(shares),
        price=Decimal(price),
        **{"time": EARLIER, **known},
    )


def whole(shares: str | None, price: str = "10", number: str = "1.01", **known: Any) -> ExecDetails:
    return part("DF9", shares, price, number, **known)


def answers(*accounts: str) -> list[Event]:
    return [AccountAsked(each, how) for each in accounts for how in (RequestProgress.RUNNING, RequestProgress.COMPLETE)]


def share_of(said: GroupAllocation, account: str) -> AccountShare:
    (share,) = (share for share in said.shares if share.account == account)
    return share


def allocated(said: GroupAllocation) -> dict[str, Decimal | None]:
    return {share.account: share.allocated for share in said.shares}


def numbers(*known: int | str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if each is None else Decimal(each) for each in known)


def test_an_order_that_is_filled_and_completely_reported() -> None:
    said = allocation(
        RATIO,
        order(orderRef="ref"),
        whole("60", "10"),
        whole("30", "13", "2.01"),
        part("DU2", "30", "12"),
        part("DU1", "40", "10"),
        part("DU1", "20", "11.5", "2.01"),
        commission("DU1.1.01", "2"),
        commission("DU1.2.01", "1", realized_pnl=Decimal(5)),
        commission("DU2.1.01", "0.9", currency="EUR"),
        commission("DF9.1.01", "100"),
    )
    assert (said.group_name, said.method, said.side, said.contract) == ("G", "Ratio", "BUY", AAPL)
    assert (said.quantity, said.filled, said.allocated, said.unallocated) == numbers(90, 90, 90, 0)
    assert (said.average_price, said.price_spread) == numbers(11, "1.5")
    assert said.commissions == (("EUR", Decimal("0.9")), ("USD", Decimal(3)))
    assert said.commission_per_share == (("EUR", Decimal("0.03")), ("USD", Decimal("0.05")))
    assert (said.pending, said.realized_pnl) == (0, (("USD", Decimal(5)),))
    assert (said.without_anything, said.outsiders, said.flagged) == ((), (), ())
    one, two = said.shares
    assert (one.account, two.account) == ("DU1", "DU2")
    assert (one.expected.quantity, one.due, one.allocated, one.difference) == numbers(60, 60, 60, 0)
    assert (one.gap, one.reason, one.is_member, one.average_price) == (Gap.NONE, "", True, Decimal("10.5"))
    assert (one.commissions, one.realized_pnl) == ((("USD", Decimal(3)),), (("USD", Decimal(5)),))
    assert (two.allocated, two.average_price, two.pending) == (Decimal(30), Decimal(12), 0)
    assert [fill.execution.exec_id for fill in one.fills] == ["DU1.1.01", "DU1.2.01"]
    assert [fill.execution.exec_id for fill in said.parent_fills] == ["DF9.1.01", "DF9.2.01"]


def test_a_missing_part_is_unknown_until_tws_has_answered() -> None:
    events = [RATIO, order(), whole("90"), part("DU1", "60")]
    said = allocation(*events)
    assert allocated(said) == {"DU1": 60, "DU2": None}
    assert (said.allocated, said.unallocated, said.without_anything) == (Decimal(60), Decimal(30), ())
    asked = [AccountAsked("DU2", each) for each in (RequestProgress.RUNNING, RequestProgress.COMPLETE)]
    said = allocation(*events, *asked)
    assert allocated(said) == {"DU1": 60, "DU2": 0}
    assert said.without_anything == ("DU2",)
    assert said.is_waiting
    assert share_of(said, "DU2").gap is Gap.WAITING, "the other account was not asked"
    said = allocation(*events, *asked, AccountAsked("DU1", RequestProgress.COMPLETE))
    assert not said.is_waiting
    assert (share_of(said, "DU2").gap, share_of(said, "DU2").is_flagged) == (Gap.UNEXPLAINED, True)
    assert (share_of(said, "DU2").state, said.state) == (State.REVIEW, State.REVIEW)


@pytest.mark.parametrize("progress", [RequestProgress.REFUSED, RequestProgress.NO_ANSWER])
def test_an_account_that_tws_does_not_report_is_unknown(progress: RequestProgress) -> None:
    events = [RATIO, order(), whole("90"), part("DU1", "60"), AccountAsked("DU2", progress)]
    assert allocated(allocation(*events)) == {"DU1": 60, "DU2": None}
    said = allocation(*events, AccountAsked("DU1", RequestProgress.COMPLETE))
    assert (said.is_waiting, said.flagged) == (False, ())
    silent = share_of(said, "DU2")
    assert (silent.allocated, silent.gap, silent.state) == (None, Gap.NOT_RECEIVED, State.UNKNOWN)
    over = allocation(RATIO, order(), whole("90"), part("DU1", "80"), AccountAsked("DU2", progress), *answers("DU1"))
    assert [share.account for share in over.flagged] == ["DU1"], "no other part makes it less"


def test_of_an_order_that_is_not_filled_nobody_has_anything() -> None:
    said = allocation(RATIO, order(), order_status(7, 1, 5, filled=0))
    assert allocated(said) == {"DU1": 0, "DU2": 0}
    assert (said.filled, said.unallocated, said.without_anything, said.flagged) == (Decimal(0), Decimal(0), (), ())


@pytest.mark.parametrize(
    ("events", "filled"),
    [
        ([], None),
        ([order_status(7, 1, 5, filled=40)], 40),
        ([order_status(7, 1, 5, filled=40), whole("30")], 40),
        ([order_status(7, 1, 5, filled=40), whole("60")], 60),
        ([order_status(7, 1, 5, filled=40), whole("40"), whole("30", number="1.02")], 30),
        ([order_status(7, 1, 5, filled=40), whole(None)], 40),
        ([part("DU1", "40")], None),
        ([order_status(7, 1, 5, filled=40), part("DU1", "40")], 40),
        ([order_status(7, 1, 5, filled=30), part("DU1", "40")], 30),
        ([part("DU1", "60"), part("DU2", "30")], 90),
    ],
)
def test_how_much_is_filled(events: list[Event], filled: int | None) -> None:
    assert allocation(RATIO, order(), *events).filled == filled


def test_a_corrected_execution_is_shown_and_in_no_sum() -> None:
    said = allocation(
        RATIO,
        order(),
        whole("80"),
        whole("90", number="1.02"),
        part("DU1", "50"),
        commission("DU1.1.01", "9"),
        part("DU1", "60", number="1.02"),
        commission("DU1.1.02", "1"),
        part("DU2", "30"),
    )
    assert (said.filled, said.pending) == (Decimal(90), 1)
    assert allocated(said) == {"DU1": 60, "DU2": 30}
    assert said.commissions == (("USD", Decimal(1)),)
    assert [fill.superseded_by for fill in share_of(said, "DU1").fills] == ["DU1.1.02", None]
    assert len(said.parent_fills) == 2


def test_an_account_whose_executions_were_all_corrected_elsewhere_has_nothing() -> None:
    correction = execution("DU1.1.02", acct_number="DU1", perm_id=99)
    events = [RATIO, order(), whole("90"), part("DU1", "60"), correction]
    assert allocated(allocation(*events)) == {"DU1": None, "DU2": None}
    answered = [AccountAsked("DU1", each) for each in (RequestProgress.RUNNING, RequestProgress.COMPLETE)]
    assert allocated(allocation(*events, *answered)) == {"DU1": 0, "DU2": None}


def test_a_combo_is_counted_by_its_whole_and_charged_by_its_legs() -> None:
    bag = part("DU1", "4", contract=BAG, exec_id="0000e0d5.6a1.01.01")
    legs = [part("DU1", "4", contract=replace(AAPL, con_id=each), exec_id=f"{LEG[:-2]}0{each}") for each in (1, 2)]
    fees = [commission(leg.execution.exec_id, "1") for leg in legs]
    said = allocation(RATIO, order("6"), bag, *legs, *fees)
    assert share_of(said, "DU1").allocated == 4
    assert (said.commissions, said.commission_per_share) == ((("USD", Decimal(2)),), (("USD", Decimal("0.5")),))
    assert len(share_of(said, "DU1").fills) == 3
    only_legs = allocation(RATIO, order("6"), *legs)
    assert allocated(only_legs) == {"DU1": None, "DU2": None}


@pytest.mark.parametrize("number", ["9E+999999", "NaN", "Infinity"])
def test_numbers_that_cannot_be_are_unknown(number: str) -> None:
    said = allocation(
        RATIO,
        order(number, lmtPrice=Decimal(number)),
        whole("90", number),
        part("DU1", number),
        part("DU2", "30", number),
    )
    assert (said.quantity, said.average_price) == (None, None)
    assert allocated(said) == {"DU1": None, "DU2": 30}
    assert share_of(said, "DU2").average_price is None


def test_the_whole_of_an_order_without_a_quantity_is_known_when_it_is_done() -> None:
    working = [RATIO, order("0"), order_status(7, 1, 5, filled=40, remaining=None)]
    assert allocation(*working).quantity is None
    assert allocation(*working, order_status(7, 1, 5, status="Filled", filled=45, remaining=0)).quantity == 45


@pytest.mark.parametrize(
    ("events", "multiplier", "shares"),
    [
        ([], "", 40),
        ([whole("10", "25")], "", 32),
        ([order_status(7, 1, 5, filled=10, avg_fill_price=Decimal(16))], "", 50),
        ([], "100", Decimal("0.4")),
        ([], "a lot", None),
    ],
)
def test_money_is_divided_by_the_price_that_is_known(
    events: list[Event], multiplier: str, shares: Decimal | None
) -> None:
    """800 in the currency of the order, at a limit of 20."""
    contract = replace(AAPL, multiplier=multiplier)
    said = allocation(
        groups("MonetaryAmount", DU1="800", DU2="400"), order(lmtPrice=Decimal(20), contract=contract), *events
    )
    assert share_of(said, "DU1").expected.quantity == shares


def test_members_come_first_and_others_are_outsiders() -> None:
    reported = ({"account": "DU8", "desiredAllocQty": Decimal(3)}, {"account": "DF9", "desiredAllocQty": Decimal(90)})
    state = {"orderAllocations": reported}
    said = allocation(
        groups("Ratio", DU5="2", DU2="1"), order(state=state), whole("90"), part("DU3", "5"), *answers("DU2")
    )
    assert [share.account for share in said.shares] == ["DU5", "DU2", "DU3", "DU8"]
    assert [share.is_member for share in said.shares] == [True, True, False, False]
    assert said.outsiders == ("DU3",)
    outsider, listed = said.shares[2:]
    assert (outsider.gap, outsider.is_flagged, outsider.expected.source) == (Gap.OUTSIDE, True, Source.NONE)
    assert (listed.expected.quantity, listed.expected.source) == (Decimal(3), Source.REPORTED)
    assert listed.reported is not None
    assert outsider.reported is None


def test_without_the_group_nobody_is_called_an_outsider() -> None:
    said = allocation(order(faMethod="Ratio"), whole("90"), part("DU1", "60"), part("DU2", "30"))
    assert (said.group, said.method) == (None, "Ratio")
    assert [(share.is_member, share.expected.source, share.is_flagged) for share in said.shares] == [
        (None, Source.NONE, False)
    ] * 2
    assert (said.outsiders, said.unallocated) == ((), Decimal(0))


def test_an_unknown_order_is_described_by_its_executions() -> None:
    said = allocation(whole("90", side="SLD"), commission("DF9.1.01", "4.5"))
    assert (said.order, said.quantity, said.filled, said.side, said.contract) == (None, None, Decimal(90), "SELL", AAPL)
    assert (said.commissions, said.commission_per_share) == ((("USD", Decimal("4.5")),), (("USD", Decimal("0.05")),))
    assert (said.shares, said.realized_pnl, said.price_spread) == ((), (), None)


def test_the_unit_of_rounding_is_the_smallest_fraction_traded() -> None:
    for first, second, is_flagged in (("59", "31", False), ("59.25", "30.75", True)):
        said = allocation(RATIO, order(), whole("90"), part("DU1", first), part("DU2", second))
        assert share_of(said, "DU1").is_flagged == is_flagged


def test_a_group_without_members_has_no_outsiders() -> None:
    said = allocation(groups("Equal"), order(), whole("90"), part("DU1", "90"))
    assert {share.is_member for share in said.shares} == {None}
    assert said.outsiders == ()
    assert said.flagged == ()
