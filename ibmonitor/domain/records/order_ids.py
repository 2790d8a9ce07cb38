"""Which ids name one order: its permId, or its client ID and order ID together. permId 0 and order ID 0 name none."""

from __future__ import annotations

from ibmonitor.domain.records.records import Fill, Order

ClientKey = tuple[int, int]
"""(clientId, orderId)."""

UNBOUND_ORDER_ID = 0
"""The orderId of every manual order that no client has bound: it names none of them."""


def client_key(client_id: int | None, order_id: int | None) -> ClientKey | None:
    """Return what a client ID and an order ID name together; `None` where one is missing or the order is unbound."""
    if client_id is None or order_id is None or order_id == UNBOUND_ORDER_ID:
        return None
    return client_id, order_id


def order_key(fill: Fill) -> int | ClientKey | Fill:
    """Return what the fills of one order have in common; the fill itself where TWS names no order."""
    execution = fill.execution
    perm_id = execution.perm_id or (fill.order.perm_id if fill.order is not None else None)
    return perm_id or client_key(execution.client_id, execution.order_id) or fill


def id_words(order: Order) -> str:
    """Name an order by the one id that identifies it best."""
    return f"Perm ID {order.perm_id}" if order.perm_id else f"order ID {order.order_id}"
