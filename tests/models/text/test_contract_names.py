"""The names of instruments in the window: shown, sorted and searched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from tests.models.desk import DOLLARS, POUNDS, Desk, shown, trade
from tests.support.blotter_events import open_order
from tests.support.make_contracts import C6740, C6750, C6800, combo, option, stock
from tests.support.make_records import empty_contract, full_contract

pytestmark = pytest.mark.usefixtures("qapp")

SPREAD = combo((C6740, 1), (C6750, -1))


def searched(table: RecordTable[Any], text: str) -> list[str]:
    table.set_text_filter(text)
    while table.is_searching:
        table.read_texts()
    return shown(table)


def test_a_combo_is_found_and_sorted_by_name_once_its_legs_are_known(desk: Desk) -> None:
    orders = desk.tables.orders
    number = orders.column_number("contract")
    desk.receive(
        open_order(1, contract=SPREAD), open_order(2, contract=C6800), open_order(3, contract=stock(9, "AAPL"))
    )
    orders.sort(number)
    assert shown(orders) == ["AAPL", "SPX combo of 2 legs", "SPX 19MAR26 6800 C"]
    assert searched(orders, "6740") == []
    wide = replace(C6750, local_symbol="SPXW  260319C06750000", trading_class="SPXW")
    cheap = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    desk.receive(
        open_order(4, contract=option(77, "100", "P")), open_order(5, contract=wide), open_order(6, contract=cheap)
    )
    named = "SPX 19MAR26 6740/6750 C vertical"
    assert searched(orders, "") == [
        "AAPL",
        "SPX 19MAR26 100 P",
        "SPX 19MAR26 6740 C",
        named,
        "SPX 19MAR26 6750 C",
        "SPX 19MAR26 6800 C",
    ]
    assert searched(orders, "vertical") == [named]
    assert searched(orders, "6740") == ["SPX 19MAR26 6740 C", named]
    assert searched(orders, "260319C06750000") == [named, "SPX 19MAR26 6750 C"]
    assert searched(orders, "spxw 20260319 6740") == ["SPX 19MAR26 6740 C", named]
    hint = orders.columns[number].hint
    assert hint is not None
    assert hint(desk.blotter.orders[0]).split("\n") == ["+1 SPX 19MAR26 6740 C", "−1 SPX 19MAR26 6750 C"]
    assert hint(desk.blotter.orders[1]) == ""


@pytest.mark.parametrize("table", ["orders", "fills", "commissions"])
@pytest.mark.parametrize("text", ["spx", "6740", "spxw", "260319c06740000", "19mar26", "20260319"])
def test_an_instrument_is_found_by_each_of_its_names(desk: Desk, table: str, text: str) -> None:
    call = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    desk.receive(*trade(1, call), *trade(2, stock(20, "KO")))
    assert searched(getattr(desk.tables, table), text) == ["SPX 19MAR26 6740 C"]


def test_the_find_box_finds_by_name_and_by_legs(desk: Desk) -> None:
    call = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    desk.receive(open_order(1, contract=SPREAD), open_order(2, contract=call), open_order(3, contract=C6750))
    name = "SPX 19MAR26 6740/6750 C vertical"
    assert desk.find("vertical") == [1]
    assert desk.find(name) == [1]
    assert desk.find("6740") == [2, 1]
    assert desk.find("spxw  260319c06740000") == [2, 1]
    assert desk.find("spxw") == [2, 1]
    assert desk.find("spx") == [3, 2, 1]
    assert desk.find("buy spx 6750") == [3, 1]


def test_names_are_of_the_blotter_in_use_and_end_with_it(desk: Desk) -> None:
    desk.receive(open_order(1, contract=POUNDS), open_order(2, contract=DOLLARS))
    assert CONTRACT_NAMES.name(POUNDS) == "VOD GBP"
    desk.feed.clear()
    assert CONTRACT_NAMES.name(POUNDS) == "VOD"
    assert CONTRACT_NAMES.name(None) == ""
    assert CONTRACT_NAMES.sort_key(None) is None
    assert CONTRACT_NAMES.hint(None) == ""
    assert CONTRACT_NAMES.name(full_contract()) == "AAPL 18DEC26 212.5 C"


@pytest.mark.parametrize(
    ("sec_type", "text"),
    [
        ("STK", "AAPL"),
        ("CASH", "AAPL.USD"),
        ("BAG", "AAPL combo"),
        ("OPT", "AAPL 18DEC26 212.5 C"),
        ("FOP", "AAPL 18DEC26 212.5 C FOP"),
        ("FUT", "AAPL 18DEC26 FUT"),
        ("CRYPTO", "AAPL CRYPTO"),
        ("", "AAPL"),
    ],
)
def test_a_contract_is_named_in_one_line(sec_type: str, text: str) -> None:
    contract = full_contract()
    contract.sec_type = sec_type  # type: ignore[misc]  # nobody else has it
    assert CONTRACT_NAMES.name(contract) == text


def test_an_unknown_contract_is_blank() -> None:
    assert CONTRACT_NAMES.name(None) == CONTRACT_NAMES.name(empty_contract()) == ""
