"""Each page exports its visible rows, and prints its filters."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.models.allocations.sheets import tree_printout
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.output.printout import PrintFacts
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.export.choice import ExportDialog
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.table.table_page import TablePage
from tests.models.allocations.test_sheets import APART, ORDER
from tests.support.label_texts import shown_text
from tests.support.make_allocation import group_allocation, share, usd
from tests.support.stepwise import result_of
from tests.support.tree_columns import column_number
from tests.windows.bench import Bench

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    # The offscreen plugin cannot raise windows.
    monkeypatch.setattr(QDialog, "open", lambda _dialog: None)
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)
    bench = Bench()
    qtbot.addWidget(bench.window)
    bench.connect()
    bench.add_fills(1, 3, acct_number="DU1", side="BOT")
    bench.add_fills(4, 4, acct_number="DU2", side="SLD")
    yield bench
    ACCOUNT_MASK.set_hiding(False)


def button(page: TablePage) -> QPushButton:
    (found,) = (each for each in page.findChildren(QPushButton) if each.text() == "Export…")
    return found


def test_a_page_writes_the_rows_and_columns_it_shows(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    page, path = bench.window.page("fills"), tmp_path / "fills.csv"
    header = page.view.header
    price, side = page.table.column_number("price"), page.table.column_number("side")
    for logical in header.visible_columns():
        if logical not in (price, side):
            header.set_shown(logical, shown=False)
    header.moveSection(header.visualIndex(price), 0)
    bench.window.page("fills").selection.select_accounts(["DU1"])
    button(page).click()
    (asked,) = page.findChildren(ExportDialog)
    asked.accept()
    (dialog,) = page.findChildren(QFileDialog)
    with qtbot.waitSignal(page.exporter.done):
        dialog.fileSelected.emit(str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = csv.reader(file)
    assert titles[4:7] == ["Price", "Side", "Account"]
    assert sorted(row[4:7] for row in rows) == [["1", "BOT", "DU1"], ["2", "BOT", "DU1"], ["3", "BOT", "DU1"]]
    assert shown_text(page.notice) == f"Exported 3 rows to {path}."


def test_a_printout_names_its_source_and_its_filters(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    exported: list[Exportable] = []
    monkeypatch.setattr(ExportControl, "export", lambda _control, _parent, table, _begun: exported.append(table))
    page = bench.window.page("orders")
    page.exporter.source = lambda: PrintFacts("", "TWS", "Paper", printed=NOON)
    page.selection.select_accounts(["DU1"])
    page.narrow("perm ID 5", lambda _order: True)
    page.export()
    filters = ("accounts: DU1", "only: perm ID 5")
    assert exported[0].facts() == PrintFacts("Orders", "TWS", "Paper", filters, NOON)


def test_a_tree_is_printed_with_its_depths() -> None:
    tree = AllocationTree()
    tree.show([ORDER], [APART])
    time, name = column_number(tree, "last_change"), column_number(tree, "name")
    printed = result_of(tree_printout(tree, [time, name]))
    # Paper indents the first column.
    assert [column.title for column in printed.columns][:2] == ["Group / account", tree.columns[time].full_title]
    # The account that got nothing is first.
    assert [row.depth for row in printed.rows][:5] == [0, 1, 1, 2, 2]
    assert [row.is_struck for row in printed.rows][:5] == [False, False, False, True, False]
    assert (printed.rows[3].cells[-1], printed.columns[-1].title) == ("Replaced", "Row")
    # In print no color marks the order and its account.
    assert [row.cells[-1] for row in printed.rows].count("Needs review") == 2


def test_a_tree_of_ordinary_rows_has_no_column_for_others() -> None:
    tree = AllocationTree()
    tree.show([group_allocation(share("DU1", "5", "5", commissions=usd("1.25"), pending=1))], [])
    name = column_number(tree, "name")
    printed = result_of(tree_printout(tree, [name]))
    assert [len(row.cells) for row in printed.rows] == [1, 1]
    assert [column.title for column in printed.columns] == [tree.columns[name].title]
    assert printed.totals.rows == (("USD", "1.25", ""),)
    assert printed.totals.notes[0] == "1 commission is pending and in no sum."
