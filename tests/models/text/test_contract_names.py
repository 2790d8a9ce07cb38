"""What instruments are called in the window: shown, sorted, searched, and shown anew once a name has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ibmonitor.domain.records.events import Event, TwsMessage
from ibmonitor.domain.search.find import find
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import Tables, make_tables
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import contract_text
from tests.support.blotter_events import commission, execution, new_blotter, open_order
from tests.support.make_contracts import C6740, C6750, C6800, combo, option, stock
from tests.support.make_records import full_contract

pytestmark = pytest.mark.usefixtures("qapp")

POUNDS, DOLLARS = stock(18, "VOD", currency="GBP", local_symbol="VOD."), stock(19, "VOD")
SPREAD = combo((C6740, 1), (C6750, -1))


class Desk:
    """A blotter with its tables, as the program has them."""

    def __init__(self) -> None:
        self.blotter = new_blotter()
        self.tables: Tables = make_tables()
        self.feed = Feed(self.blotter, self.tables)
        self.watch = ContractWatch(self.feed)

    def tell(self, *events: Event) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def find(self, text: str) -> list[tuple[int | None, str]]:
        found = find(text, self.blotter.orders, contract_words=CONTRACT_NAMES.words).found
        return [(each.record.perm_id, each.by) for each in found]  # type: ignore[union-attr]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def shown(table: RecordTable[Any], key: str = "contract") -> list[str]:
    number = table.column_number(key)
    return [table.index(row, number).data() for row in range(table.rowCount())]


def searched(table: RecordTable[Any], text: str) -> list[str]:
    table.set_text_filter(text)
    while table.is_searching:
        table.search_on()
    return shown(table)


def trade(perm_id: int, contract: Any) -> list[Event]:
    exec_id = f"0000e0d5.{perm_id:08x}.01.01"
    return [
        open_order(perm_id, 1, perm_id, contract=contract),
        execution(exec_id, perm_id=perm_id, contract=contract),
        commission(exec_id),
        TwsMessage(perm_id, 399, "Order Message", None, ""),
    ]


def test_all_tables_name_the_instrument_and_follow_when_another_comes(desk: Desk) -> None:
    desk.tell(*trade(1, POUNDS))
    tables = desk.tables
    columns = ((tables.orders, "contract"), (tables.fills, "contract"), (tables.commissions, "contract"))
    painted: list[object] = []
    for table in (tables.orders, tables.fills, tables.commissions, tables.messages):
        table.dataChanged.connect(lambda *_, table=table: painted.append(table))
    assert [shown(*each) for each in columns] == [["VOD"]] * 3
    assert shown(tables.messages, "order") == ["BUY VOD"]
    desk.tell(*trade(2, DOLLARS))
    assert [shown(*each) for each in columns] == [["VOD GBP", "VOD USD"]] * 3
    assert shown(tables.messages, "order") == ["BUY VOD GBP", "BUY VOD USD"]
    assert set(painted) == {tables.orders, tables.fills, tables.commissions, tables.messages}


def test_only_rows_of_what_is_called_otherwise_are_looked_at_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.tell(*trade(1, POUNDS), *trade(3, stock(20, "KO")))
    merged: list[list[int]] = []
    changes: list[None] = []
    CONTRACT_NAMES.changed.connect(lambda: changes.append(None))

    def merge(_table: object, records: list[Any]) -> None:
        merged.append([record.serial for record in records])

    desk.tell(*trade(2, DOLLARS))
    assert len(changes) == 1
    desk.tell(*trade(4, DOLLARS), *trade(5, replace(POUNDS, exchange="CHIX")), *trade(6, stock(21, "PEP")))
    assert len(changes) == 1
    monkeypatch.setattr(RecordTable, "merge", merge)
    for each in (stock(22, "VOD", currency="EUR"), stock(23, "KO", currency="EUR")):
        desk.blotter.apply(open_order(7, 1, 7, contract=each))
    desk.feed.flushed.emit()
    # Only KO's name is another one: those of VOD already told the currency.
    kinds = len((desk.blotter.orders, desk.blotter.fills, desk.blotter.commissions, desk.blotter.messages))
    assert merged == [[1]] * kinds


def test_a_combo_is_found_and_stands_in_order_once_its_legs_are_known(desk: Desk) -> None:
    orders = desk.tables.orders
    number = orders.column_number("contract")
    desk.tell(open_order(1, contract=SPREAD), open_order(2, contract=C6800), open_order(3, contract=stock(9, "AAPL")))
    orders.sort(number)
    assert shown(orders) == ["AAPL", "SPX combo of 2 legs", "SPX 19MAR26 6800 C"]
    assert searched(orders, "6740") == []
    wide = replace(C6750, local_symbol="SPXW  260319C06750000", trading_class="SPXW")
    cheap = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    desk.tell(
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
def test_an_instrument_is_found_by_whatever_it_is_called(desk: Desk, table: str, text: str) -> None:
    call = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    desk.tell(*trade(1, call), *trade(2, stock(20, "KO")))
    assert searched(getattr(desk.tables, table), text) == ["SPX 19MAR26 6740 C"]


def test_the_find_box_finds_by_name_and_by_legs(desk: Desk) -> None:
    call = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    desk.tell(open_order(1, contract=SPREAD), open_order(2, contract=call), open_order(3, contract=C6750))
    name = "SPX 19MAR26 6740/6750 C vertical"
    assert desk.find("vertical") == [(1, f"Contract {name}")]
    assert desk.find(name) == [(1, f"Contract {name}")]
    assert desk.find("6740") == [(2, f"Local symbol {call.local_symbol}"), (1, f"Contract {name}")]
    assert [perm_id for perm_id, _ in desk.find("spxw  260319c06740000")] == [2, 1]
    assert [perm_id for perm_id, _ in desk.find("spxw")] == [2, 1]
    assert [perm_id for perm_id, _ in desk.find("spx")] == [3, 2, 1]
    assert [perm_id for perm_id, _ in desk.find("buy spx 6750")] == [3, 1]


def test_names_are_of_the_blotter_in_use_and_end_with_it(desk: Desk) -> None:
    desk.tell(open_order(1, contract=POUNDS), open_order(2, contract=DOLLARS))
    assert contract_text(POUNDS) == "VOD GBP"
    desk.feed.clear()
    assert contract_text(POUNDS) == "VOD"
    assert contract_text(None) == ""
    assert CONTRACT_NAMES.sort_key(None) is None
    assert CONTRACT_NAMES.hint(None) == ""
    assert contract_text(full_contract()) == "AAPL 18DEC26 212.5 C"
