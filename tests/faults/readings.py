"""All that the windows make of an order when it is looked at."""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.allocation.order_parts import allocations_of, is_allocated
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.search.field_list import fields_of
from ibmonitor.domain.search.find import find
from ibmonitor.domain.search.identifiers import identifiers_of
from ibmonitor.domain.timeline.life import describe_life, order_life
from ibmonitor.domain.timeline.timeline import timeline
from tests.support.related_orders import related_orders_of


def read_up(blotter: Blotter, now: datetime, *, orders: int = 3) -> None:
    """Explain the last orders, make their timelines, and find them by their names."""
    for order in blotter.orders[-orders:]:
        explanation = explain(order)
        assert explanation.headline
        entries = timeline(order, live_intervals=blotter.link.live_intervals)
        describe_life(order_life(order, now, entries))
        related_orders_of(order, blotter.orders)
        identifiers_of(order)
        fields_of(order)
        if is_allocated(order):
            allocations_of(order)
        found = find(f"perm:{order.perm_id}", blotter.orders, blotter.fills, blotter.commissions)
        assert not order.perm_id or order.perm_id < 0 or found.total
        find(order.order_ref, blotter.orders, blotter.fills, blotter.commissions)
