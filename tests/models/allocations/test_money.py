"""The amounts of money of each kind of row."""

from __future__ import annotations

from dataclasses import replace

from ibmonitor.domain.allocation.values import Unassigned, UnassignedReason
from ibmonitor.domain.records.records import ComboRole
from ibmonitor.models.allocations.money import COMMISSION, MONEY, PER_SHARE, REALIZED_PNL, pending_of
from tests.support.make_allocation import group_allocation, share, usd
from tests.support.make_records import full_fill, make_fill


def test_each_kind_of_row_has_its_own_amounts() -> None:
    account = share("U1", commissions=usd("1.25"), pending=1)
    order = replace(group_allocation(account), commissions=usd("3"), commission_per_share=usd("0.01"))
    fill = full_fill()
    unassigned = Unassigned(UnassignedReason.UNKNOWN, (fill,))
    assert [MONEY[COMMISSION](row) for row in (order, account, fill, unassigned)] == [
        usd("3"),
        usd("1.25"),
        usd("1.248775"),
        (),
    ]
    assert [MONEY[PER_SHARE](row) for row in (order, account, fill)] == [usd("0.01"), (), ()]
    assert MONEY[REALIZED_PNL](fill) == usd("-68.05")
    assert (pending_of(account), pending_of(unassigned)) == (1, 0)


def test_a_fill_is_pending_until_its_commission_is_reported() -> None:
    fill = make_fill(0)
    assert (pending_of(fill), MONEY[COMMISSION](fill)) == (1, ())
    fill.commission = full_fill().commission
    assert pending_of(fill) == 0
    assert fill.commission
    fill.commission.pnl_sent = None
    assert MONEY[REALIZED_PNL](fill) == ()


def test_a_combos_commission_is_pending_with_its_whole_only() -> None:
    whole, leg = make_fill(1), make_fill(2)
    whole.combo_role, leg.combo_role = ComboRole.BAG, ComboRole.LEG
    whole.legs, leg.bag = (leg,), whole
    assert (pending_of(whole), pending_of(leg)) == (1, 0)
