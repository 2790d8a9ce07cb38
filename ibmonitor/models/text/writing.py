"""How the window's sentences write numbers, times, instruments and prices: as its tables do."""

from __future__ import annotations

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.wording.writing import Writing
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import number_text, price_text, time_writer
from ibmonitor.models.text.market_zones import zone_of_order


def writing_of(order: Order | None) -> Writing:
    """How sentences about an order are written; its exchange decides the zone of times where the user chose that."""
    return Writing(number_text, time_writer(zone_of_order(order)), CONTRACT_NAMES.name_of_con_id, price_text)
