"""The sums of a day, by hand and against the sums of the footer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums import day_sums
from ibmonitor.domain.sums.day_sums import MOST_GROUPS, GroupBy, KeptDay, total_quantity
from ibmonitor.domain.sums.totals import Money, Totals, money_of
from tests.domain.sums.days import NEW_YORK, blotter_of, day_of, exec_id, points_of, result_of
from tests.support.blotter_events import BAG, commission, execution, new_blotter
from tests.support.examples import examples
from tests.support.fill_streams import Stream
from tests.support.make_records import make_commission


def day_with(*events: Event, group_by: GroupBy = GroupBy.ALL, zone: ZoneInfo = NEW_YORK) -> KeptDay:
    return day_of(blotter_of(*events).fills, group_by, zone)


THREE = (
    execution(exec_id(2), time="20260611-15:10:00", acct_number="DU2", perm_id=2),
    commission(exec_id(2), "2.5", realized_pnl=Decimal(-40)),
    execution(exec_id(1), time="20260611-14:59:59", acct_number="DU1", perm_id=1),
    commission(exec_id(1), "1.25"),
    execution(exec_id(3), time="20260611-15:20:00", acct_number="DU1", perm_id=3),
    commission(exec_id(3), "-0.35", realized_pnl=Decimal("100.5")),
)


def test_sums_grow_in_order_of_execution() -> None:
    day = day_with(*THREE)
    assert points_of(day, day.commissions, "USD") == {"": [("14:59", "1.25"), ("15:10", "3.75"), ("15:20", "3.40")]}
    assert points_of(day, day.realized_pnl, "USD") == {"": [("15:10", "-40.00"), ("15:20", "60.50")]}
    sums = day.sums()
    assert (sums.fills, sums.pending, dict(sums.without_pnl)) == (3, 0, {"USD": 1})
    assert (sums.commissions, sums.realized_pnl) == ({"USD": Decimal("3.40")}, {"USD": Decimal("60.5")})
    assert (sums.first, sums.last) == (
        datetime(2026, 6, 11, 14, 59, 59, tzinfo=UTC),
        datetime(2026, 6, 11, 15, 20, tzinfo=UTC),
    )


def test_each_account_has_a_line_of_its_own_the_busiest_first() -> None:
    day = day_with(*THREE, group_by=GroupBy.ACCOUNT)
    assert day.groups == ("DU1", "DU2")
    assert points_of(day, day.commissions, "USD") == {
        "DU1": [("14:59", "1.25"), ("15:20", "0.90")],
        "DU2": [("15:10", "2.50")],
    }


def test_currencies_stay_apart_and_the_busiest_comes_first() -> None:
    euro = (
        execution(exec_id(4), time="20260611-16:00:00", perm_id=4),
        commission(exec_id(4), "9", currency="EUR"),
    )
    day = day_with(*THREE, *euro)
    assert day.sums().currencies == ("USD", "EUR")
    assert points_of(day, day.commissions, "EUR") == {"": [("16:00", "9.00")]}


def test_fills_are_counted_by_the_hour_of_the_zone() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    day = day_with(*THREE, group_by=GroupBy.ACCOUNT, zone=kolkata)
    counted = {
        f"{hour.astimezone(kolkata):%H:%M}": {
            group: (len(fills), str(total_quantity(fills))) for group, fills in of.items()
        }
        for hour, of in day.hours.items()
    }
    # 14:59:59 in UTC is 20:29:59 there, 15:10 is 20:40.
    assert counted == {"20:00": {"DU1": (2, "200"), "DU2": (1, "100")}}


def test_the_hour_that_comes_twice_when_clocks_go_back_is_two_hours() -> None:
    day = day_with(
        execution(exec_id(1), time="20261101-05:30:00", perm_id=1),
        execution(exec_id(2), time="20261101-06:30:00", perm_id=2),
    )
    assert [hour.hour for hour in day.hours] == [5, 6]


def test_shares_of_several_instruments_make_no_quantity() -> None:
    day = day_with(
        execution(exec_id(1), perm_id=1),
        execution(exec_id(2), perm_id=2, contract=BAG),
    )
    assert [total_quantity(fills) for of in day.hours.values() for fills in of.values()] == [None]


@pytest.mark.parametrize(("described", "quantity"), [("1|1,2|-1", Decimal(200)), ("1|1,3|-1", None)])
def test_combos_of_other_legs_are_other_instruments(described: str, quantity: Decimal | None) -> None:
    day = day_with(
        execution(exec_id(1), perm_id=1, contract=replace(BAG, combo_legs_descrip="1|1,2|-1")),
        execution(exec_id(2), perm_id=2, contract=replace(BAG, combo_legs_descrip=described)),
    )
    assert [total_quantity(fills) for of in day.hours.values() for fills in of.values()] == [quantity]


def test_beyond_the_biggest_groups_the_others_share_one() -> None:
    events = [execution(exec_id(n), perm_id=n, acct_number=f"DU{n:02}") for n in range(1, 13)]
    day = day_with(*events, execution(exec_id(99), perm_id=99, acct_number="DU12"), group_by=GroupBy.ACCOUNT)
    assert day.groups == ("DU12", *(f"DU{n:02}" for n in range(1, MOST_GROUPS)), None)
    (hour,) = day.hours.values()
    assert len(hour[None]) == 4


def test_a_day_reaches_from_the_first_execution_that_counts_to_the_last_that_is_paid() -> None:
    leg = execution("x.1.02.01.01").contract
    day = day_with(
        execution("x.1.01.01", contract=BAG, perm_id=1, time="20260611-15:00:00"),
        execution("x.1.02.01.01", contract=leg, perm_id=1, time="20260611-15:01:00"),
        commission("x.1.02.01.01"),
    )
    sums = day.sums()
    assert (sums.fills, f"{sums.first:%H:%M}", f"{sums.last:%H:%M}") == (1, "15:00", "15:01")


def test_an_account_whose_only_fills_await_their_commissions_has_a_line() -> None:
    """The legs of a combo are paid and do not count as trades: they are in no hour."""
    fills = blotter_of(
        execution("x.1.01", acct_number="DU1", perm_id=1),
        execution("y.1.01.01", contract=BAG, acct_number="DU2", perm_id=2),
        execution("y.1.02.01.01", acct_number="DU3", perm_id=2),
    ).fills
    day = day_of(fills[:1], GroupBy.ACCOUNT)
    for fill in fills[1:]:
        day.put(fill)
    result_of(day.arrange())
    assert day.groups == ("DU1", "DU2", "DU3")


def test_an_instrument_without_a_symbol_has_its_local_symbol() -> None:
    nameless = replace(BAG, sec_type="BOND", symbol="", local_symbol="IBCID1")
    day = day_with(execution(exec_id(1), contract=nameless, perm_id=1), group_by=GroupBy.SYMBOL)
    assert day.groups == ("IBCID1",)


@st.composite
def trades(draw: st.DrawFn) -> list[Event]:
    events: list[Event] = []
    shapes = ["e.{n}.1.01", "e.{n}.1.02", "e.{n}.1.01.01", "e.{n}.2.01.01"]
    for _ in range(draw(st.integers(1, 12))):
        name = draw(st.sampled_from(shapes)).format(n=draw(st.integers(1, 4)))
        events.append(
            execution(
                name,
                contract=draw(st.sampled_from([BAG, execution(name).contract])),
                acct_number=draw(st.sampled_from(["DU1", "DU2", "DF9"])),
                perm_id=draw(st.sampled_from([1, 2, None])),
                shares=Decimal(draw(st.integers(1, 3))),
                time=f"20260611-{draw(st.integers(10, 20))}:00:{draw(st.integers(10, 59))}",
            )
        )
        if draw(st.booleans()):
            cents = draw(st.one_of(st.none(), st.integers(-10_000, 10_000)))
            pnl = draw(st.one_of(st.none(), st.integers(-10_000, 10_000)))
            events.append(
                commission(
                    name,
                    None if cents is None else str(Decimal(cents) / 10_000),
                    currency=draw(st.sampled_from(["USD", "EUR"])),
                    realized_pnl=None if pnl is None else Decimal(pnl) / 100,
                )
            )
    return events


@given(trades(), st.sampled_from(GroupBy))
def test_the_last_points_add_up_to_the_sums_of_the_footer(events: list[Event], group_by: GroupBy) -> None:
    fills = blotter_of(*events).fills
    totals = Totals()
    for fill in fills:
        totals.add(fill)
    day = day_of(fills, group_by, NEW_YORK)
    sums = day.sums()
    assert (sums.commissions, sums.realized_pnl) == (totals.commissions, totals.realized_pnl)
    for payments, expected in ((day.commissions, totals.commissions), (day.realized_pnl, totals.realized_pnl)):
        for currency in expected:
            result_of(day.scale(currency, 0, {payments: 1}))
            curves = payments.curves(currency).values()
            assert sum(step.amount for curve in curves for step in curve.steps.values()) == expected[currency]
    counted = sum(len(fills) for of in day.hours.values() for fills in of.values())
    assert (sums.fills, counted) == (totals.fills, totals.fills)
    assert (sums.pending, sums.superseded) == (totals.pending, totals.superseded)


def content(day: KeptDay) -> object:
    """All that is shown of a day."""
    result_of(day.arrange())
    sums = day.sums()
    points = [
        points_of(day, payments, currency)
        for payments in (day.commissions, day.realized_pnl)
        for currency in sorted(sums.currencies)
    ]
    return sums, day.groups, day.hours, points


@given(st.integers(0, 1_000_000), st.sampled_from(GroupBy))
@examples(40)
def test_following_every_change_gives_what_counting_anew_does(seed: int, group_by: GroupBy) -> None:
    """With corrections, combos, master accounts, late commissions, orders that are found to be one, and filters."""
    blotter, stream = new_blotter(), Stream(seed)
    kept, hidden = KeptDay(group_by, NEW_YORK), ""
    for number in range(70):
        changed = list(blotter.apply(stream.event()).fills)
        if not number % 9:
            hidden = stream.random.choice(["", *stream.accounts])
            changed = blotter.fills
        for fill in changed:
            (kept.take_out if fill.execution.acct_number == hidden else kept.put)(fill)
        if not number % 3:
            shown = [fill for fill in blotter.fills if fill.execution.acct_number != hidden]
            assert content(kept) == content(day_of(shown, group_by, NEW_YORK))


def test_following_times_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """And with more groups than there are lines."""
    monkeypatch.setattr(day_sums, "MOST_GROUPS", 3)
    chance = Random(1)  # noqa: S311 - no secret
    fills = blotter_of(*(execution(exec_id(n), perm_id=n % 5, acct_number=f"DU{n % 6}") for n in range(30))).fills
    kept = KeptDay(GroupBy.ACCOUNT, NEW_YORK)
    there: set[Fill] = set()
    alike = 0
    for _ in range(80):
        for fill in chance.sample(fills, 3):
            fill.time = datetime(2026, 6, 11, chance.randrange(13, 20), chance.randrange(60), tzinfo=UTC)
            fill.commission = chance.choice([None, make_commission()])
            there ^= {fill}
            (kept.put if fill in there else kept.take_out)(fill)
        now, anew = content(kept), day_of(sorted(there, key=attrgetter("serial")), GroupBy.ACCOUNT)
        if set(kept.groups) == set(anew.groups):
            alike += 1
            assert now == content(anew)
    assert alike > 20


def test_lines_change_only_where_another_account_is_clearly_bigger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_sums, "MOST_GROUPS", 2)
    fills = blotter_of(*(execution(exec_id(n), perm_id=n, acct_number=f"DU{n % 3}") for n in range(1, 91))).fills
    kept = day_of(fills[:60], GroupBy.ACCOUNT)
    assert kept.groups == ("DU0", "DU1", None)
    of_the_third = [fill for fill in fills[60:] if fill.execution.acct_number == "DU2"]
    for fill in of_the_third[:2]:
        kept.put(fill)
    assert len(list(kept.arrange())) == 0
    assert kept.groups == ("DU0", "DU1", None)
    for fill in of_the_third[2:]:
        kept.put(fill)
    result_of(kept.arrange())
    assert kept.groups == ("DU2", "DU0", None)
    assert [len(kept.hours[hour][None]) for hour in kept.hours] == [20]


def test_one_change_of_a_day_reads_no_other_fill(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [execution(exec_id(n), perm_id=7, time="20260611-15:10:00") for n in range(100)]
    fills = blotter_of(*events, *(commission(exec_id(n)) for n in range(100))).fills
    kept = day_of(fills)
    points_of(kept, kept.commissions, "USD")
    read: list[Fill] = []

    def reading(fill: Fill) -> Money:
        read.append(fill)
        return money_of(fill)

    monkeypatch.setattr(day_sums, "money_of", reading)
    fills[50].commission = make_commission()
    kept.put(fills[50])
    assert len(list(kept.arrange())) + len(list(kept.scale("USD", 0, {kept.commissions: 1}))) == 0
    assert read == [fills[50]]


def test_all_is_added_up_in_many_steps() -> None:
    fills = blotter_of(*(execution(exec_id(n), perm_id=n, time="20260611-15:10:00") for n in range(1, 1_001))).fills
    day = KeptDay(GroupBy.ALL)
    for fill in fills:
        fill.commission = make_commission()
        day.put(fill)
    assert len(list(day.arrange())) == len(list(day.scale("USD", 0, {day.commissions: 1}))) == 10
