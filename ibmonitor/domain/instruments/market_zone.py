"""The time zone of the market of an order or an execution; `None` where the exchange, or its zone, is not known.

TWS routes most orders to SMART and sends no primary exchange with them: then the exchanges tell that other orders and
executions in the same instrument were sent with.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from ibmonitor.domain.records.records import Contract, Fill, Order
from ibmonitor.domain.times.exchange_zones import exchange_zone

Exchanges = Callable[[Contract], tuple[str, ...]]
"""All exchanges that are known of an instrument."""


def zone_of_fill(fill: Fill | None, exchanges: Exchanges) -> tzinfo | None:
    """Return the zone of the exchange where it happened, or else of the instrument's."""
    if fill is None:
        return None
    return exchange_zone(fill.execution.exchange) or zone_of_contract(fill.contract, exchanges)


def zone_of_order(order: Order | None, exchanges: Exchanges) -> tzinfo | None:
    """Return the zone of the instrument's exchange."""
    return None if order is None or order.contract is None else zone_of_contract(order.contract, exchanges)


def zone_of_contract(contract: Contract, exchanges: Exchanges) -> tzinfo | None:
    """Return the zone of its own exchange, or else the one zone of all exchanges known of the instrument."""
    zone = exchange_zone(contract.primary_exchange, contract.exchange)
    if zone is not None:
        return zone
    zones = {known for code in exchanges(contract) if (known := exchange_zone(code)) is not None}
    return zones.pop() if len(zones) == 1 else None
