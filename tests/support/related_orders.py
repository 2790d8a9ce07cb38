"""`related_orders_of`: the related orders of one order, by an index made anew."""

from __future__ import annotations

from collections.abc import Iterable

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.search.related_orders import RelatedOrders, Relations


def related_orders_of(order: Order, orders: Iterable[Order]) -> RelatedOrders:
    """Return the orders related to an order among these."""
    by_perm_id: dict[int, Order] = {}
    by_client: dict[tuple[int, int], list[Order]] = {}
    everything = tuple(orders)
    for other in everything:
        by_perm_id[other.perm_id or 0] = other
        if other.client_id is not None and other.order_id is not None:
            by_client.setdefault((other.client_id, other.order_id), []).append(other)
    relations = Relations(by_perm_id.get, lambda *key: by_client.get(key, ()))
    relations.update(everything)
    return relations.of(order)
