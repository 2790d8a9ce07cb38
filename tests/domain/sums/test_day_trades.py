"""Which fills of an order count, and which carry its money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import ComboRole
from ibmonitor.domain.sums.day_trades import carries_money
from tests.domain.sums.days import blotter_of, day_of, exec_id
from tests.support.blotter_events import BAG, commission, execution
from tests.support.make_records import make_commission, make_fill

CORRECTED = (
    execution("e.1.1.01", perm_id=1),
    commission("e.1.1.01", "1"),
    execution("e.1.1.02", perm_id=1),
    commission("e.1.1.02", "2"),
)
COMBO = (
    execution("e.1.1.01", perm_id=1, contract=BAG),
    execution("e.1.2.01.01", perm_id=1),
    commission("e.1.2.01.01", "1"),
    execution("e.1.3.01.01", perm_id=1),
    commission("e.1.3.01.01", "1"),
)
ADVISOR = (
    execution("e.1.1.01", perm_id=1, acct_number="DF1", shares=Decimal(100)),
    commission("e.1.1.01", "2"),
    execution("e.1.2.01", perm_id=1, acct_number="DU1", shares=Decimal(60)),
    commission("e.1.2.01", "1.2"),
)
PART = (execution("e.1.3.01", perm_id=1, acct_number="DU2", shares=Decimal(40)), commission("e.1.3.01", "0.8"))


@pytest.mark.parametrize(
    ("events", "last", "fills"),
    [
        pytest.param(CORRECTED, "2", 1, id="correction"),
        pytest.param(COMBO, "2", 1, id="combo: one trade, the legs' money"),
        pytest.param(ADVISOR, "2", 1, id="advisor's whole until the parts are there"),
        pytest.param((*ADVISOR, *PART), "2.0", 2, id="the parts once they are"),
        pytest.param((execution(exec_id(1), perm_id=1), commission(exec_id(1), None)), None, 1, id="unknown"),
        pytest.param((execution(exec_id(1), perm_id=1), commission(exec_id(1), "1E+99")), None, 1, id="unbelievable"),
    ],
)
def test_no_trade_counts_twice(events: tuple[Event, ...], last: str | None, fills: int) -> None:
    sums = day_of(blotter_of(*events).fills).sums()
    assert sums.fills == fills
    assert list(sums.commissions.values()) == [Decimal(each) for each in (last,) if each is not None]


def test_a_combos_money_is_pending_once_until_its_legs_or_the_combo_are_charged() -> None:
    combo, leg, other = make_fill(1), make_fill(2), make_fill(3)
    combo.combo_role, combo.legs = ComboRole.BAG, (leg, other)
    for each in (leg, other):
        each.combo_role, each.bag = ComboRole.LEG, combo
    assert [carries_money(fill) for fill in (combo, leg, other)] == [True, False, False]
    leg.commission = make_commission(leg.execution.exec_id)
    assert [carries_money(fill) for fill in (combo, leg, other)] == [False, True, True]
    leg.superseded_by = "other"
    assert [carries_money(fill) for fill in (combo, leg, other)] == [True, False, False]


def test_a_corrected_fill_carries_no_money() -> None:
    fill = make_fill(1)
    assert carries_money(fill)
    fill.superseded_by = "other"
    assert not carries_money(fill)
