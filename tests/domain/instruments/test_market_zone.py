"""The zone of the market of an order and of an execution."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.instruments.market_zone import zone_of_fill, zone_of_order
from ibmonitor.domain.records.records import Contract, Fill
from tests.support.make_records import full_contract, make_fill, make_order

NEW_YORK, BERLIN = ZoneInfo("US/Eastern"), ZoneInfo("Europe/Berlin")


def smart(primary: str = "") -> Contract:
    return replace(full_contract(), exchange="SMART", primary_exchange=primary)


def fill_at(exchange: str, contract: Contract) -> Fill:
    fill = make_fill(1)
    return Fill(1, fill.received, replace(fill.execution, exchange=exchange), contract, fill.time)


def nothing_known(_contract: Contract) -> tuple[str, ...]:
    return ()


def test_a_fill_is_in_the_zone_of_the_exchange_where_it_happened() -> None:
    assert zone_of_fill(fill_at("IBIS", smart("NASDAQ")), nothing_known) == BERLIN


def test_where_that_is_unknown_it_is_in_the_instruments() -> None:
    assert zone_of_fill(fill_at("DARK", smart("NASDAQ")), nothing_known) == NEW_YORK
    assert zone_of_fill(fill_at("DARK", smart()), nothing_known) is None
    assert zone_of_fill(None, nothing_known) is None


def test_an_order_is_in_the_zone_of_its_instrument() -> None:
    assert zone_of_order(make_order(0, contract=smart("NASDAQ")), nothing_known) == NEW_YORK
    assert zone_of_order(make_order(0, contract=smart()), nothing_known) is None
    assert zone_of_order(make_order(0), nothing_known) is None
    assert zone_of_order(None, nothing_known) is None


def test_smart_is_where_else_the_instrument_was_traded() -> None:
    instruments = Instruments()
    order = make_order(0, contract=smart())
    for exchange in ("SMART", "DARK", "ARCA", "ISLAND"):
        instruments.learn(replace(smart(), exchange=exchange), is_execution=True)
    assert zone_of_order(order, instruments.exchanges) == NEW_YORK


def test_an_instrument_of_several_markets_is_in_none() -> None:
    instruments = Instruments()
    for exchange in ("ISLAND", "IBIS"):
        instruments.learn(replace(smart(), exchange=exchange), is_execution=True)
    assert zone_of_order(make_order(0, contract=smart()), instruments.exchanges) is None
