"""The time zone of the market of an order or an execution; `None` where the exchange, or its zone, is not known."""

from __future__ import annotations

from datetime import tzinfo

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.times.exchange_zones import exchange_zone


def zone_of_fill(fill: Fill | None) -> tzinfo | None:
    """Return the zone of the exchange where it happened, or else of the instrument's."""
    if fill is None:
        return None
    return exchange_zone(fill.execution.exchange, fill.contract.primary_exchange, fill.contract.exchange)


def zone_of_order(order: Order | None) -> tzinfo | None:
    """Return the zone of the instrument's exchange, or else that of the order's last fill."""
    if order is None:
        return None
    contract = order.contract
    zone = None if contract is None else exchange_zone(contract.primary_exchange, contract.exchange)
    return zone or (zone_of_fill(order.fills[-1]) if order.fills else None)
