"""The time zones of the markets of orders and executions, by the exchanges that the program knows of instruments."""

from __future__ import annotations

from datetime import tzinfo

from ibmonitor.domain.instruments import market_zone
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.text.contract_names import CONTRACT_NAMES


def zone_of_fill(fill: Fill | None) -> tzinfo | None:
    """The zone of the exchange where it happened; `None` where that is not known."""
    return market_zone.zone_of_fill(fill, CONTRACT_NAMES.exchanges)


def zone_of_order(order: Order | None) -> tzinfo | None:
    """The zone of the exchange of the order's instrument; `None` where that is not known."""
    return market_zone.zone_of_order(order, CONTRACT_NAMES.exchanges)
