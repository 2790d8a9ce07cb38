"""Executions, corrections, combos and commissions in the blotter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import NOTHING, Change
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import ComboRole
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.domain.times.tws_time import why_no_moment
from tests.support.blotter_events import AAPL, BAG, commission, execution, new_blotter, open_order, order_status


def totals_of(blotter: Blotter) -> Totals:
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    for known in blotter.commissions:
        totals.add_commission(known)
    return totals


def superseded(blotter: Blotter) -> dict[str, str | None]:
    return {fill.execution.exec_id: fill.superseded_by for fill in blotter.fills}


@pytest.mark.parametrize("early", [True, False])
def test_a_commission_is_joined_to_its_execution_in_either_order(early: bool) -> None:
    blotter = new_blotter()
    events: list[Event] = [execution("a.b.c.01"), commission("a.b.c.01")]
    if early:
        events.reverse()
    change = [blotter.apply(event) for event in events][-1]
    (fill,), (known,) = blotter.fills, blotter.commissions
    assert (fill.commission, known.fill) == (known, fill)
    assert change == Change(fills=(fill,), commissions=(known,))
    assert totals_of(blotter).without_execution == 0


def test_the_last_commission_report_wins_but_keeps_what_it_leaves_out() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01"))
    blotter.apply(commission("a.b.c.01", "1.00", realized_pnl=None))
    blotter.apply(commission("a.b.c.01", "1.25", realized_pnl=Decimal("-68.051912")))
    blotter.apply(commission("a.b.c.01", None, currency="", realized_pnl=None))
    (known,) = blotter.commissions
    assert (known.commission_and_fees, known.realized_pnl, known.currency) == (
        Decimal("1.25"),
        Decimal("-68.051912"),
        "USD",
    )
    assert blotter.apply(commission("a.b.c.01", "1.25")) is NOTHING


def test_a_commission_without_execution_is_counted_separately() -> None:
    blotter = new_blotter()
    change = blotter.apply(commission("x.y.z.01"))
    assert change.commissions == tuple(blotter.commissions)
    totals = totals_of(blotter)
    assert (totals.without_execution, totals.commissions, totals.pending) == (1, {}, 0)


@pytest.mark.parametrize("arrival", [("01", "02", "10"), ("10", "02", "01"), ("02", "10", "01")])
def test_the_newest_correction_replaces_all_before_it(arrival: tuple[str, ...]) -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    change = NOTHING
    for revision in arrival:
        shares = Decimal(int(revision))
        change = blotter.apply(execution(f"a.b.c.{revision}", perm_id=7, shares=shares))
        blotter.apply(commission(f"a.b.c.{revision}", f"{revision}.5"))
    assert superseded(blotter) == {"a.b.c.01": "a.b.c.10", "a.b.c.02": "a.b.c.10", "a.b.c.10": None}
    assert change.orders == tuple(blotter.orders)
    assert blotter.orders[0].executed == Decimal(10)
    totals = totals_of(blotter)
    assert (totals.fills, totals.superseded, totals.commissions) == (1, 2, {"USD": Decimal("10.5")})
    assert all(fill.commission is not None for fill in blotter.fills)


def test_a_correction_has_the_fills_it_changes_in_the_change() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01"))
    change = blotter.apply(execution("a.b.c.02"))
    assert set(change.fills) == set(blotter.fills)
    late = blotter.apply(execution("a.b.c.00"))
    assert late.fills == (blotter.fills[2],)


def test_ids_without_a_number_at_their_end_correct_nothing() -> None:
    blotter = new_blotter()
    for exec_id in ("a.b", "a.b.x", "a.b.y", "a.b.1"):
        blotter.apply(execution(exec_id))
    assert set(superseded(blotter).values()) == {None}


def test_a_combo_counts_once() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(execution("a.1.01.01", contract=BAG, perm_id=7, shares=Decimal(2)))
    assert (totals_of(blotter).fills, totals_of(blotter).pending) == (1, 1)
    for leg in ("a.1.02.01.01", "a.1.03.01.01"):
        blotter.apply(execution(leg, perm_id=7, shares=Decimal(2)))
        blotter.apply(commission(leg, "0.5"))
    roles = [fill.combo_role for fill in blotter.fills]
    assert roles == [ComboRole.BAG, ComboRole.LEG, ComboRole.LEG]
    totals = totals_of(blotter)
    assert (totals.fills, totals.pending, totals.commissions) == (1, 0, {"USD": Decimal("1.0")})
    assert blotter.orders[0].executed == Decimal(2)


def test_a_combo_whose_whole_carries_the_commission_has_no_pending_legs() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.1.01.01", contract=BAG, perm_id=7))
    blotter.apply(commission("a.1.01.01", "2"))
    blotter.apply(execution("a.1.02.01.01", perm_id=7))
    totals = totals_of(blotter)
    assert (totals.fills, totals.pending, totals.commissions) == (1, 0, {"USD": Decimal(2)})


def test_an_execution_of_another_account_is_no_correction() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01", acct_number="DU1"))
    blotter.apply(execution("a.b.c.02", acct_number="DU2"))
    assert set(superseded(blotter).values()) == {None}


def test_a_legs_executions_differ_in_the_fifth_segment() -> None:
    """IB: leg 2 may fill 100 in one execution and 100 in another; a correction is identical but for the id."""
    blotter = new_blotter()
    blotter.apply(execution("a.1.02.01.01", perm_id=7, cum_qty=Decimal(100)))
    blotter.apply(execution("a.1.02.01.02", perm_id=7, cum_qty=Decimal(200)))
    blotter.apply(execution("a.1.02.01.03", perm_id=7, cum_qty=Decimal(200)))
    assert superseded(blotter) == {"a.1.02.01.01": None, "a.1.02.01.02": "a.1.02.01.03", "a.1.02.01.03": None}


def test_an_advisors_whole_is_not_added_to_its_parts() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))

    def allocate(exec_id: str, account: str, shares: int, amount: str) -> Totals:
        blotter.apply(execution(exec_id, perm_id=7, acct_number=account, shares=Decimal(shares)))
        blotter.apply(commission(exec_id, amount))
        return totals_of(blotter)

    assert allocate("w.1", "DF1", 100, "3").commissions == {"USD": Decimal(3)}
    # Until all parts are there, the whole is the whole story.
    assert allocate("p1.1", "DU1", 60, "1.5").commissions == {"USD": Decimal(3)}
    totals = allocate("p2.1", "DU2", 40, "1.25")
    assert (totals.fills, totals.commissions) == (2, {"USD": Decimal("2.75")})
    assert blotter.orders[0].executed == Decimal(100)
    assert blotter.orders[0].filled == Decimal(100)


def test_sums_go_by_the_commissions_currency() -> None:
    blotter = new_blotter()
    for number, (currency, amount, profit) in enumerate([("USD", "1", None), ("EUR", "-0.2", 5), ("USD", "0.5", 7)]):
        realized_pnl = None if profit is None else Decimal(profit)
        blotter.apply(execution(f"f{number}.1", perm_id=number + 1))
        blotter.apply(commission(f"f{number}.1", amount, currency=currency, realized_pnl=realized_pnl))
    blotter.apply(execution("pending.1", perm_id=9))
    totals = totals_of(blotter)
    assert totals.commissions == {"USD": Decimal("1.5"), "EUR": Decimal("-0.2")}
    assert totals.realized_pnl == {"USD": Decimal(7), "EUR": Decimal(5)}
    assert (totals.fills, totals.pending) == (4, 1)


def test_fills_wait_for_their_order() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01", perm_id=7, client_id=1, order_id=5))
    blotter.apply(execution("a.b.d.01", perm_id=None, client_id=1, order_id=5))
    assert blotter.orders == []
    assert blotter.order_by_perm_id(7) is None
    change = blotter.apply(order_status(None, 1, 5))
    (order,) = blotter.orders
    assert order.perm_id == 7
    assert change.fills == tuple(blotter.fills)
    assert order.fills == blotter.fills
    assert order.executed == Decimal(200)


def test_a_waiting_fill_that_gets_its_perm_id_waits_once() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01", perm_id=None, client_id=1, order_id=5))
    blotter.apply(execution("a.b.c.01", perm_id=7, client_id=1, order_id=5))
    blotter.apply(order_status(7, 0, 0))
    assert blotter.orders[0].fills == blotter.fills
    assert blotter.orders[0].executed == Decimal(100)


def test_equal_contracts_are_one_object() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.1"))
    blotter.apply(execution("b.1", contract=replace(AAPL)))
    blotter.apply(execution("c.1", contract=replace(AAPL, exchange="NYSE")))
    one, two, three = blotter.fills
    assert one.contract is two.contract
    assert three.contract.exchange == "NYSE"


def test_combos_of_one_con_id_are_one_object_each() -> None:
    blotter = new_blotter()
    for number in range(1, 7):
        legs = f"{number % 2 + 1}|1,9|-1"
        blotter.apply(execution(f"a.{number}.01.01", contract=replace(BAG, combo_legs_descrip=legs)))
    contracts = [fill.contract for fill in blotter.fills]
    assert {contract.combo_legs_descrip for contract in contracts} == {"1|1,9|-1", "2|1,9|-1"}
    assert len({id(contract) for contract in contracts}) == 2


def test_times_without_zone_follow_the_operators_zone() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.1", time="20230224  12:04:56"))
    blotter.apply(execution("b.1", time="20231214-20:57:37"))
    bare, utc = blotter.fills
    assert bare.time is None
    change = blotter.set_zone(ZoneInfo("Europe/Berlin"))
    assert change.fills == (bare,)
    assert bare.time == datetime(2023, 2, 24, 11, 4, 56, tzinfo=UTC)
    assert utc.time == datetime(2023, 12, 14, 20, 57, 37, tzinfo=UTC)
    assert blotter.set_zone(ZoneInfo("Europe/Berlin")) is NOTHING
    blotter.apply(execution("c.1", time="20230224  12:04:56"))
    assert blotter.fills[2].time == bare.time


def test_a_time_that_occurs_twice_differs_from_one_in_an_unknown_zone() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.1", time="20261025  02:30:00"))
    blotter.apply(execution("b.1", time="20261025 02:30:00 XYZ"))
    fill, other = blotter.fills
    assert why_no_moment(fill.execution.time, fill.zone) == "zone unknown"
    assert blotter.set_zone(ZoneInfo("Europe/Berlin")).fills == (fill,)
    assert fill.time is None
    assert why_no_moment(fill.execution.time, fill.zone) == "one of two moments"
    assert why_no_moment(other.execution.time, other.zone) == "zone unknown"


def test_clear_removes_all_records_and_reuses_no_serial_number() -> None:
    blotter = new_blotter()
    orders = blotter.orders
    serials: list[int] = []
    for _ in range(2):
        blotter.apply(open_order(7, 1, 5))
        blotter.apply(execution("a.1", perm_id=7))
        blotter.apply(commission("a.1"))
        blotter.apply(commission("orphan.1"))
        serials = [blotter.orders[0].serial, blotter.fills[0].serial, blotter.commissions[0].serial]
        blotter.clear()
        assert [*blotter.orders, *blotter.fills, *blotter.commissions] == []
        assert blotter.fill_by_exec_id("a.1") is None
        assert blotter.order_by_client(1, 5) is None
    assert orders is blotter.orders
    assert serials == [1, 1, 2]


def test_a_correction_has_the_commission_that_no_longer_counts_in_the_change() -> None:
    """Its row shows that it is superseded, and is repainted only if it is in the change."""
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01"))
    blotter.apply(commission("a.b.c.01"))
    change = blotter.apply(execution("a.b.c.02"))
    (report,) = change.commissions
    assert report.exec_id == "a.b.c.01"
    assert report.fill is not None
    assert report.fill.superseded_by == "a.b.c.02"
