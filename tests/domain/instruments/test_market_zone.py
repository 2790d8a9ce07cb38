"""The zone of the market of an order and of an execution."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from ibmonitor.domain.instruments.market_zone import zone_of_fill, zone_of_order
from ibmonitor.domain.records.records import Contract, Fill
from tests.support.make_records import full_contract, make_fill, make_order

NEW_YORK, BERLIN = ZoneInfo("US/Eastern"), ZoneInfo("Europe/Berlin")


def smart(primary: str = "") -> Contract:
    return replace(full_contract(), exchange="SMART", primary_exchange=primary)


def fill_at(exchange: str, contract: Contract) -> Fill:
    fill = make_fill(1)
    return Fill(1, fill.received, replace(fill.execution, exchange=exchange), contract, fill.time)


def test_a_fill_is_in_the_zone_of_the_exchange_where_it_happened() -> None:
    assert zone_of_fill(fill_at("IBIS", smart("NASDAQ"))) == BERLIN


def test_where_that_is_unknown_it_is_in_the_instruments() -> None:
    assert zone_of_fill(fill_at("DARK", smart("NASDAQ"))) == NEW_YORK
    assert zone_of_fill(fill_at("DARK", smart())) is None
    assert zone_of_fill(None) is None


def test_an_order_is_in_the_zone_of_its_instrument_or_of_its_last_fill() -> None:
    assert zone_of_order(make_order(0, contract=smart("NASDAQ"))) == NEW_YORK
    order = make_order(0, contract=smart())
    assert zone_of_order(order) is None
    order.fills.append(fill_at("IBIS", smart()))
    assert zone_of_order(order) == BERLIN
    assert zone_of_order(make_order(0)) is None
    assert zone_of_order(None) is None
