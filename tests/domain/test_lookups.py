"""Executions and completed orders are asked for again when that can tell something, and not at each refresh."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.events import RequestChanged
from ibmonitor.domain.lookups import Lookups
from ibmonitor.domain.records import RequestProgress
from ibmonitor.domain.request_names import OPEN_ORDERS
from tests.domain.blotter_events import completed_order, execution, new_blotter, open_order, order_status


def list_nothing(blotter: Blotter) -> None:
    for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE):
        blotter.apply(RequestChanged(OPEN_ORDERS, progress))


def test_nothing_is_looked_up_for_orders_that_are_told_in_full() -> None:
    blotter, lookups = new_blotter(), Lookups()
    assert not lookups.wanted(blotter.orders)
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(40)))
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    blotter.apply(completed_order(8))
    assert not lookups.wanted(blotter.orders)


def test_an_order_that_goes_missing_is_looked_up_once_each_time() -> None:
    blotter, lookups = new_blotter(), Lookups()
    blotter.apply(open_order(7, 1, 5))
    for _ in range(2):
        list_nothing(blotter)
        assert lookups.wanted(blotter.orders)
        lookups.done(blotter.orders)
        list_nothing(blotter)
        assert not lookups.wanted(blotter.orders)
        blotter.apply(order_status(7, 1, 5))
        assert not lookups.wanted(blotter.orders)


def test_a_look_up_that_failed_is_still_wanted() -> None:
    blotter, lookups = new_blotter(), Lookups()
    blotter.apply(open_order(7, 1, 5))
    list_nothing(blotter)
    assert lookups.wanted(blotter.orders)
    assert lookups.wanted(blotter.orders)


def test_fills_of_earlier_days_are_looked_up_once() -> None:
    blotter, lookups = new_blotter(), Lookups()
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    assert lookups.wanted(blotter.orders)
    lookups.done(blotter.orders)
    for filled in (40, 40):
        blotter.apply(order_status(7, 1, 5, filled=filled, remaining=100 - filled))
        assert not lookups.wanted(blotter.orders)
    # Another client's order has gone on.
    blotter.apply(order_status(7, 1, 5, filled=70, remaining=30))
    assert lookups.wanted(blotter.orders)
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(30)))
    assert not lookups.wanted(blotter.orders)
    lookups.done(blotter.orders)
    blotter.apply(order_status(7, 1, 5, filled=71, remaining=29))
    assert lookups.wanted(blotter.orders)


def test_what_is_no_longer_open_is_forgotten() -> None:
    blotter, lookups = new_blotter(), Lookups()
    blotter.apply(order_status(7, 1, 5, filled=40, remaining=60))
    lookups.done(blotter.orders)
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(40)))
    lookups.done(blotter.orders)
    blotter.apply(execution("a.b.c.02", perm_id=7, shares=Decimal(10)))
    assert lookups.wanted(blotter.orders), "a correction says that some of the fills are others"
