"""The sums of a day, by hand and against the sums of the footer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.sums.day_sums import MOST_GROUPS, Curve, Group, GroupBy, day_sums, known_days
from ibmonitor.domain.sums.totals import Totals
from tests.domain.sums.days import NEW_YORK, blotter_of, exec_id, result_of, sums_of
from tests.support.blotter_events import BAG, commission, execution

DAY = date(2026, 6, 11)


def table(curves: dict[Group, Curve]) -> dict[Group, list[tuple[str, str]]]:
    """By group: time and sum of each fill."""
    return {
        group: [(f"{fill.time:%H:%M}", str(total)) for fill, total in zip(curve.fills, curve.sums, strict=True)]
        for group, curve in curves.items()
    }


THREE = (
    execution(exec_id(2), time="20260611-15:10:00", acct_number="DU2", perm_id=2),
    commission(exec_id(2), "2.5", realized_pnl=Decimal(-40)),
    execution(exec_id(1), time="20260611-14:59:59", acct_number="DU1", perm_id=1),
    commission(exec_id(1), "1.25"),
    execution(exec_id(3), time="20260611-15:20:00", acct_number="DU1", perm_id=3),
    commission(exec_id(3), "-0.35", realized_pnl=Decimal("100.5")),
)


def test_sums_grow_in_order_of_execution() -> None:
    sums = sums_of(*THREE)
    assert table(sums.commissions["USD"]) == {"": [("14:59", "1.25"), ("15:10", "3.75"), ("15:20", "3.40")]}
    assert table(sums.realized_pnl["USD"]) == {"": [("15:10", "-40"), ("15:20", "60.5")]}
    assert (sums.fills, sums.pending, dict(sums.without_pnl)) == (3, 0, {"USD": 1})
    assert (sums.first, sums.last) == (
        datetime(2026, 6, 11, 14, 59, 59, tzinfo=UTC),
        datetime(2026, 6, 11, 15, 20, tzinfo=UTC),
    )


def test_each_account_has_a_line_of_its_own_the_busiest_first() -> None:
    sums = sums_of(*THREE, group_by=GroupBy.ACCOUNT)
    assert sums.groups == ("DU1", "DU2")
    assert table(sums.commissions["USD"]) == {
        "DU1": [("14:59", "1.25"), ("15:20", "0.90")],
        "DU2": [("15:10", "2.5")],
    }


def test_currencies_stay_apart_and_the_busiest_comes_first() -> None:
    euro = (
        execution(exec_id(4), time="20260611-16:00:00", perm_id=4),
        commission(exec_id(4), "9", currency="EUR"),
    )
    sums = sums_of(*THREE, *euro)
    assert sums.currencies == ["USD", "EUR"]
    assert table(sums.commissions["EUR"]) == {"": [("16:00", "9")]}


def test_fills_are_counted_by_the_hour_of_the_zone() -> None:
    kolkata = ZoneInfo("Asia/Kolkata")
    sums = sums_of(*THREE, group_by=GroupBy.ACCOUNT, zone=kolkata)
    counted = {
        f"{hour.astimezone(kolkata):%H:%M}": {
            group: (len(part.fills), str(part.quantity)) for group, part in of.items()
        }
        for hour, of in sums.hours.items()
    }
    # 14:59:59 in UTC is 20:29:59 there, 15:10 is 20:40.
    assert counted == {"20:00": {"DU1": (2, "200"), "DU2": (1, "100")}}


def test_the_hour_that_comes_twice_when_clocks_go_back_is_two_hours() -> None:
    sums = sums_of(
        execution(exec_id(1), time="20261101-05:30:00", perm_id=1),
        execution(exec_id(2), time="20261101-06:30:00", perm_id=2),
    )
    assert [hour.hour for hour in sums.hours] == [5, 6]


def test_shares_of_several_instruments_make_no_quantity() -> None:
    sums = sums_of(
        execution(exec_id(1), perm_id=1),
        execution(exec_id(2), perm_id=2, contract=BAG),
    )
    assert [part.quantity for of in sums.hours.values() for part in of.values()] == [None]


@pytest.mark.parametrize(("described", "quantity"), [("1|1,2|-1", Decimal(200)), ("1|1,3|-1", None)])
def test_combos_of_other_legs_are_other_instruments(described: str, quantity: Decimal | None) -> None:
    sums = sums_of(
        execution(exec_id(1), perm_id=1, contract=replace(BAG, combo_legs_descrip="1|1,2|-1")),
        execution(exec_id(2), perm_id=2, contract=replace(BAG, combo_legs_descrip=described)),
    )
    assert [part.quantity for of in sums.hours.values() for part in of.values()] == [quantity]


def test_beyond_the_biggest_groups_the_others_share_one() -> None:
    events = [execution(exec_id(n), perm_id=n, acct_number=f"DU{n:02}") for n in range(1, 13)]
    sums = sums_of(*events, execution(exec_id(99), perm_id=99, acct_number="DU12"), group_by=GroupBy.ACCOUNT)
    assert sums.groups == ("DU12", *(f"DU{n:02}" for n in range(1, MOST_GROUPS)), None)
    (hour,) = sums.hours.values()
    assert len(hour[None].fills) == 4


def test_days_are_those_of_the_zone_and_what_has_no_time_is_counted() -> None:
    blotter = blotter_of(
        execution(exec_id(1), time="20260612-03:59:59", acct_number="DU1"),
        execution(exec_id(2), time="20260612-04:00:00", acct_number="DU2"),
        execution(exec_id(3), time="no time", acct_number="DU1"),
        commission(exec_id(3), "1"),
        commission("never seen", "1"),
    )
    known = result_of(known_days(blotter.fills, blotter.commissions, None, NEW_YORK))
    assert known.days == [date(2026, 6, 12), DAY]
    assert [len(known.fills[day]) for day in known.days] == [1, 1]
    assert known.without_time == 2
    some = result_of(known_days(blotter.fills, blotter.commissions, lambda account: account == "DU2", NEW_YORK))
    assert (some.days, some.without_time) == ([date(2026, 6, 12)], 0)


def test_a_commission_without_a_time_is_counted_once_whatever_replaces_its_execution() -> None:
    blotter = blotter_of(
        execution("e.1.1.01", time="no time"),
        commission("e.1.1.01", "1"),
        execution("e.1.1.02", time="no time"),
        commission("e.1.1.02", "1"),
        execution("e.2.1.01", time="no time"),
        execution("e.3.1.01", time="no time"),
        commission("e.3.1.01", "1"),
        execution("e.3.1.02", time="20260612-04:00:00"),
        commission("e.3.1.02", "1"),
    )
    known = result_of(known_days(blotter.fills, blotter.commissions, None, NEW_YORK))
    assert (known.days, known.without_time) == ([date(2026, 6, 12)], 1)
    assert [fill.superseded_by for fill in blotter.fills] == ["e.1.1.02", None, None, "e.3.1.02", None]


def test_all_is_added_up_in_many_steps() -> None:
    events = [execution(exec_id(n), perm_id=n, time="20260611-15:10:00") for n in range(1, 1_001)]
    blotter = blotter_of(*events, *(commission(f"unknown {n}") for n in range(1_000)))
    assert len(list(known_days(blotter.fills, blotter.commissions))) == 11
    assert len(list(known_days(blotter.fills, blotter.commissions, lambda _account: False))) == 10
    # About 10 each: to add, by trade, by hour, by money.
    assert 30 <= len(list(day_sums(blotter.fills, GroupBy.ALL))) <= 60


def test_a_day_reaches_from_the_first_execution_that_counts_to_the_last_that_is_paid() -> None:
    leg = execution("x.1.02.01.01").contract
    sums = sums_of(
        execution("x.1.01.01", contract=BAG, perm_id=1, time="20260611-15:00:00"),
        execution("x.1.02.01.01", contract=leg, perm_id=1, time="20260611-15:01:00"),
        commission("x.1.02.01.01"),
    )
    assert (sums.fills, f"{sums.first:%H:%M}", f"{sums.last:%H:%M}") == (1, "15:00", "15:01")


def test_an_instrument_without_a_symbol_has_its_local_symbol() -> None:
    nameless = replace(BAG, sec_type="BOND", symbol="", local_symbol="IBCID1")
    sums = sums_of(execution(exec_id(1), contract=nameless, perm_id=1), group_by=GroupBy.SYMBOL)
    assert sums.groups == ("IBCID1",)


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
    sums = result_of(day_sums(fills, group_by, NEW_YORK))
    for curves, expected in (
        (sums.commissions, totals.commissions),
        (sums.realized_pnl, totals.realized_pnl),
    ):
        last = {currency: sum(curve.sums[-1] for curve in of.values()) for currency, of in curves.items()}
        assert last == expected
    counted = sum(len(part.fills) for of in sums.hours.values() for part in of.values())
    assert (sums.fills, counted) == (totals.fills, totals.fills)
    assert (sums.pending, sums.superseded) == (totals.pending, totals.superseded)
