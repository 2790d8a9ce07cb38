"""The fills of a combo's legs are linked to the fill of the whole combo, in any order of arrival."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import ExecDetails
from ibmonitor.domain.records.exec_id import base_of
from ibmonitor.domain.sums.day_trades import carries_money
from ibmonitor.domain.sums.totals import Totals
from tests.support.blotter_events import AAPL, BAG, commission, execution, new_blotter

LEG = replace(AAPL, sec_type="OPT")
NEAR, FAR = "20260611-13:30:31", "20260611-15:00:00"


def bag(exec_id: str, **known: Any) -> ExecDetails:
    return execution(exec_id, contract=BAG, **{"perm_id": 7} | known)


def leg(exec_id: str, **known: Any) -> ExecDetails:
    return execution(exec_id, contract=LEG, **{"perm_id": 7} | known)


def links(blotter: Blotter) -> dict[str, str | None]:
    """The bag of each leg, by execId; the links must agree both ways."""
    for fill in blotter.fills:
        assert all(each.bag is fill for each in fill.legs)
        assert fill.bag is None or fill in fill.bag.legs
        assert list(fill.legs) == sorted(fill.legs, key=lambda each: each.serial)
    legs = [fill for fill in blotter.fills if fill.execution.exec_id.count(".") == 4]
    return {fill.execution.exec_id: fill.bag.execution.exec_id if fill.bag else None for fill in legs}


@pytest.mark.parametrize(
    ("fills", "expected"),
    [
        pytest.param([bag("a.1.01.01"), leg("a.1.02.01.01")], "a.1.01.01", id="begins alike"),
        pytest.param([leg("a.1.02.01.01"), bag("a.1.01.01")], "a.1.01.01", id="leg first"),
        pytest.param(
            [bag("a.1.01.01", time=FAR), bag("a.2.01.01"), leg("a.1.02.01.01")], "a.1.01.01", id="alike before near"
        ),
        pytest.param(
            [bag("b.1.01.01", time=FAR), bag("b.2.01.01", time=NEAR), leg("a.1.02.01.01")], "b.2.01.01", id="nearest"
        ),
        pytest.param(
            [leg("a.1.02.01.01"), bag("b.1.01.01", time=FAR), bag("b.2.01.01", time=NEAR)], "b.2.01.01", id="better"
        ),
        pytest.param([bag("a.1.01.01", perm_id=8), leg("a.1.02.01.01")], None, id="another order"),
        pytest.param([bag("a.1.01.01", acct_number="DU2"), leg("a.1.02.01.01")], None, id="another account"),
        pytest.param([execution("a.1.01.01", perm_id=7), leg("a.1.02.01.01")], None, id="no combo"),
        pytest.param([leg("a.1.02.01.01")], None, id="alone"),
        pytest.param([bag("a.1.01.01", perm_id=0), leg("a.1.02.01.01", perm_id=0)], None, id="no order named"),
        pytest.param(
            [
                bag("a.1.01.01", perm_id=0, client_id=1, order_id=4),
                leg("a.1.02.01.01", perm_id=None, client_id=1, order_id=4),
            ],
            "a.1.01.01",
            id="client and order id",
        ),
        pytest.param(
            [bag("a.1.01.01", perm_id=0, client_id=1, order_id=4), leg("a.1.02.01.01", client_id=1, order_id=4)],
            "a.1.01.01",
            id="one without permId",
        ),
        pytest.param(
            [bag("a.1.01.01", perm_id=8, client_id=1, order_id=4), leg("a.1.02.01.01", client_id=1, order_id=4)],
            None,
            id="two permIds are two orders",
        ),
        pytest.param([bag("a.1.01.01"), leg("a.1.02.01.01"), bag("a.1.01.02")], "a.1.01.02", id="bag corrected"),
        pytest.param([bag("a.1.01.03"), leg("a.1.02.01.01"), bag("a.1.01.02")], "a.1.01.03", id="correction first"),
        pytest.param(
            [bag("a.1.01.01", perm_id=0), leg("a.1.02.01.01"), bag("a.1.01.01")], "a.1.01.01", id="permId later"
        ),
    ],
)
def test_a_leg_finds_its_bag(fills: list[ExecDetails], expected: str | None) -> None:
    assert links(new_blotter(*fills))["a.1.02.01.01"] == expected


def test_a_corrected_leg_stays_with_its_bag_and_so_does_its_correction() -> None:
    blotter = new_blotter(bag("a.1.01.01"), leg("a.1.02.01.01"), leg("a.1.02.01.02"))
    assert links(blotter) == {"a.1.02.01.01": "a.1.01.01", "a.1.02.01.02": "a.1.01.01"}
    assert blotter.fills[1].superseded_by == "a.1.02.01.02"


def test_the_change_has_the_fills_that_changed() -> None:
    blotter = new_blotter(leg("a.1.02.01.01"), leg("a.1.03.01.01"))
    first, second = blotter.fills
    change = blotter.apply(bag("a.1.01.01"))
    whole = blotter.fills[2]
    assert change.fills == (whole, first, second)
    change = blotter.apply(bag("a.1.01.02"))
    assert set(change.fills) == {whole, blotter.fills[3], first, second}
    assert whole.legs == ()
    assert blotter.apply(bag("a.1.01.02")).fills == ()


def test_an_ordinary_fill_changes_only_itself() -> None:
    blotter = new_blotter(bag("a.1.01.01"), leg("a.1.02.01.01"))
    change = blotter.apply(execution("a.9.01.01", perm_id=8))
    assert change.fills == (blotter.fills[2],)


def test_a_cleared_combo_gets_no_legs() -> None:
    blotter = new_blotter(bag("a.1.01.01"))
    blotter.clear()
    blotter.apply(leg("a.1.02.01.01"))
    assert links(blotter) == {"a.1.02.01.01": None}


@st.composite
def combo_fills(draw: st.DrawFn) -> list[ExecDetails]:
    """Fills of two orders; a correction has the ids of what it corrects, as IB documents it."""
    events = []
    ids_of: dict[str, dict[str, Any]] = {}
    stems = st.sampled_from(["a.1", "a.2", "b.1"])
    ids = st.one_of(
        st.builds("{}.01.{}".format, stems, st.sampled_from(["01", "02", "03"])),
        st.builds("{}.{}.01.{}".format, stems, st.sampled_from(["02", "03"]), st.sampled_from(["01", "02"])),
    )
    for exec_id in draw(st.lists(ids, min_size=2, max_size=14, unique=True)):
        perm_id, order_id = draw(st.sampled_from([(7, 4), (8, 5), (None, 4), (None, 5)]))
        drawn = {
            "perm_id": perm_id,
            "client_id": 1,
            "order_id": order_id,
            "time": draw(st.sampled_from([NEAR, FAR, "20260611-14:00:00", "odd"])),
            "acct_number": draw(st.sampled_from(["DU1", "DU1", "DU2"])),
        }
        known = ids_of.setdefault(base_of(exec_id), drawn)
        events.append((bag if exec_id.count(".") == 3 else leg)(exec_id, **known))
        if draw(st.booleans()):
            meagre = replace(events[-1].execution, perm_id=None)
            events.append(replace(events[-1], execution=meagre))
    return events


@given(st.data())
def test_the_order_of_arrival_makes_no_difference(data: st.DataObject) -> None:
    events = data.draw(combo_fills())
    shuffled = data.draw(st.permutations(events))
    assert links(new_blotter(*shuffled)) == links(new_blotter(*events))


@pytest.mark.parametrize("paying", ["whole", "legs"])
def test_a_corrected_combo_is_counted_once_with_one_commission(paying: str) -> None:
    blotter = new_blotter(
        bag("a.1.01.01"), leg("a.1.02.01.01"), leg("a.1.02.01.02"), leg("a.1.03.01.01"), bag("a.1.01.02")
    )
    ids = ["a.1.01.01", "a.1.01.02"] if paying == "whole" else ["a.1.02.01.01", "a.1.02.01.02", "a.1.03.01.01"]
    for exec_id in ids:
        blotter.apply(commission(exec_id, "1.50"))
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    assert (totals.fills, totals.superseded, totals.pending) == (1, 2, 0)
    assert totals.commissions == {"USD": Decimal("1.50") * (len(ids) - 1)}


@pytest.mark.parametrize("arrival", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_a_chain_of_corrections_counts_its_last_in_any_order(arrival: tuple[int, ...]) -> None:
    """Fractional shares, a negative price, and no permId; the commission of what was corrected leaves with it."""
    blotter = new_blotter()
    for number in arrival:
        price, exec_id = Decimal(-number), f"a.1.01.0{number}"
        blotter.apply(execution(exec_id, perm_id=0, client_id=1, order_id=4, shares=Decimal("0.25"), price=price))
        blotter.apply(commission(exec_id, str(number)))
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    assert (totals.fills, totals.superseded) == (1, 2)
    assert totals.commissions == {"USD": Decimal(3)}
    superseded = {fill.execution.exec_id: fill.superseded_by for fill in blotter.fills}
    assert superseded == {"a.1.01.01": "a.1.01.03", "a.1.01.02": "a.1.01.03", "a.1.01.03": None}


def test_another_zone_can_bring_a_leg_to_another_fill_of_its_combo() -> None:
    blotter = new_blotter()
    # Of three times only the last names its zone.
    blotter.apply(execution("aaaa.0001.01.01", contract=BAG, perm_id=7, time="20260611 12:00:00"))
    blotter.apply(execution("bbbb.0001.01.01", contract=BAG, perm_id=7, time="20260611-14:00:00"))
    blotter.apply(execution("cccc.0001.02.01.01", perm_id=7, time="20260611-12:30:00"))
    first, second, leg = blotter.fills
    assert leg.bag is second
    change = blotter.set_zone(UTC)
    assert leg.bag is first
    assert set(change.fills) == {first, second, leg}


WHOLE, FIRST, SECOND = "a.1.01.01", "a.1.02.01.01", "a.1.03.01.01"


@pytest.mark.parametrize(
    ("reported", "paying", "pending"),
    [
        ([], [WHOLE], 1),
        ([WHOLE], [WHOLE], 0),
        ([FIRST], [FIRST, SECOND], 1),
        ([FIRST, SECOND], [FIRST, SECOND], 0),
        ([WHOLE, FIRST, SECOND], [FIRST, SECOND], 0),
    ],
)
def test_a_combos_commission_is_pending_once_and_never_next_to_that_of_its_legs(
    reported: list[str], paying: list[str], pending: int
) -> None:
    blotter = new_blotter(bag(WHOLE), leg(FIRST), leg(SECOND))
    for exec_id in reported:
        blotter.apply(commission(exec_id, "1.50"))
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    assert [fill.execution.exec_id for fill in blotter.fills if carries_money(fill)] == paying
    assert (totals.fills, totals.pending) == (1, pending)
    amount = Decimal("1.50") * (len(paying) - pending)
    assert totals.commissions == ({"USD": amount} if reported else {})


def test_each_combo_of_an_order_is_charged_separately() -> None:
    """The first by its legs, the second as a whole, the third not yet."""
    events = [event for n in (1, 2, 3) for event in (bag(f"a.{n}.01.01"), leg(f"a.{n}.02.01.01"))]
    blotter = new_blotter(*events, leg("b.9.02.01.01", perm_id=8))
    for exec_id, amount in (("a.1.02.01.01", "1"), ("a.2.01.01", "20"), ("b.9.02.01.01", "300")):
        blotter.apply(commission(exec_id, amount))
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    assert (totals.fills, totals.pending, totals.commissions) == (4, 1, {"USD": Decimal(321)})


def test_a_legs_commission_changes_what_is_shown_of_its_whole() -> None:
    blotter = new_blotter(bag(WHOLE), leg(FIRST), leg(SECOND))
    change = blotter.apply(commission(FIRST))
    assert set(change.fills) == set(blotter.fills)


@pytest.mark.parametrize(
    ("reported", "amounts", "pending"),
    [
        (["w"], {"USD": Decimal(3)}, 0),
        (["w", "p1"], {"USD": Decimal(3)}, 0),
        (["p1"], {"USD": Decimal(1)}, 1),
        (["w", "p1", "p2"], {"USD": Decimal(2)}, 0),
        ([], {}, 2),
    ],
)
def test_a_masters_trade_is_charged_where_the_reports_are(
    reported: list[str], amounts: dict[str, Decimal], pending: int
) -> None:
    blotter = new_blotter()
    for name, account, shares in (("w", "I1", 100), ("p1", "U1", 60), ("p2", "U2", 40)):
        blotter.apply(execution(f"{name}.1", perm_id=7, acct_number=account, shares=Decimal(shares)))
    for name in reported:
        blotter.apply(commission(f"{name}.1", "3" if name == "w" else "1"))
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    assert (totals.fills, totals.commissions, totals.pending) == (2, amounts, pending)
