"""The totals of the order shown follow its fills, and start anew where these are others."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.sums.order_totals import OrderTotals
from ibmonitor.domain.sums.totals import Sums
from tests.domain.timeline.orders import add_commission, add_fill, new_order


def counts(sums: Sums) -> tuple[int, int, dict[str, Decimal]]:
    return sums.fills, sums.pending, dict(sums.commissions)


def updated(totals: OrderTotals, order: Order, changed: Collection[Fill] | None) -> Sums:
    for _ in totals.updating(order, changed):
        pass
    return totals.sums


def two_fills() -> Order:
    order = new_order()
    for seconds in (1, 2):
        add_commission(add_fill(order, seconds, "10"), seconds, "1.5")
    return order


def test_new_and_changed_fills_are_counted() -> None:
    order, totals = two_fills(), OrderTotals()
    assert counts(updated(totals, order, ())) == (2, 0, {"USD": Decimal(3)})
    third = add_fill(order, 3, "10")
    assert counts(updated(totals, order, [third])) == (3, 1, {"USD": Decimal(3)})
    add_commission(third, 4, "2")
    assert counts(updated(totals, order, [third])) == (3, 0, {"USD": Decimal(5)})


def test_another_order_a_fill_that_left_and_unknown_changes_start_anew() -> None:
    order, totals = two_fills(), OrderTotals()
    updated(totals, order, ())
    other = two_fills()
    del other.fills[0]
    assert counts(updated(totals, other, ())) == (1, 0, {"USD": Decimal("1.5")})
    assert counts(updated(totals, order, ())) == (2, 0, {"USD": Decimal(3)})
    gone = order.fills.pop()
    gone.order = other
    assert counts(updated(totals, order, [gone])) == (1, 0, {"USD": Decimal("1.5")})
    add_commission(order.fills[0], 5, "4")
    assert counts(updated(totals, order, None)) == (1, 0, {"USD": Decimal(4)})
