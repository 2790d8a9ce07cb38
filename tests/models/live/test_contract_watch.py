"""Rows are updated once their instruments have other names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from tests.models.desk import DOLLARS, POUNDS, Desk, shown, trade
from tests.support.blotter_events import open_order
from tests.support.make_contracts import stock

pytestmark = pytest.mark.usefixtures("qapp")


def test_all_tables_are_updated_when_a_new_instrument_changes_a_name(desk: Desk) -> None:
    desk.receive(*trade(1, POUNDS))
    tables = desk.tables
    columns = ((tables.orders, "contract"), (tables.fills, "contract"), (tables.commissions, "contract"))
    painted: list[object] = []
    for table in (tables.orders, tables.fills, tables.commissions, tables.messages):
        table.dataChanged.connect(lambda *_, table=table: painted.append(table))
    assert [shown(*each) for each in columns] == [["VOD"]] * 3
    assert shown(tables.messages, "order") == ["BUY VOD"]
    desk.receive(*trade(2, DOLLARS))
    assert [shown(*each) for each in columns] == [["VOD GBP", "VOD USD"]] * 3
    assert shown(tables.messages, "order") == ["BUY VOD GBP", "BUY VOD USD"]
    assert set(painted) == {tables.orders, tables.fills, tables.commissions, tables.messages}


def test_only_rows_of_renamed_instruments_are_updated(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.receive(*trade(1, POUNDS), *trade(3, stock(20, "KO")))
    merged: list[list[int]] = []
    changes: list[None] = []
    CONTRACT_NAMES.changed.connect(lambda: changes.append(None))

    def merge(_table: object, records: list[Any]) -> None:
        merged.append([record.serial for record in records])

    desk.receive(*trade(2, DOLLARS))
    assert len(changes) == 1
    desk.receive(*trade(4, DOLLARS), *trade(5, replace(POUNDS, exchange="CHIX")), *trade(6, stock(21, "PEP")))
    assert len(changes) == 1
    monkeypatch.setattr(RecordTable, "merge", merge)
    for each in (stock(22, "VOD", currency="EUR"), stock(23, "KO", currency="EUR")):
        desk.blotter.apply(open_order(7, 1, 7, contract=each))
    desk.feed.flushed.emit()
    # Only KO's name has changed: those of VOD already had the currency.
    kinds = len((desk.blotter.orders, desk.blotter.fills, desk.blotter.commissions, desk.blotter.messages))
    assert merged == [[1]] * kinds
