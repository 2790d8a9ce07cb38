"""A double-click on an id finds its order; on other cells it opens the record."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.windows.table.id_cells import IdCells
from ibmonitor.windows.table.record_view import RecordView
from tests.support.blotter_events import commission, execution, open_order
from tests.windows.bench import Bench

FIRST, SECOND = "0000e1a7.67400001.01.01", "0000e1a7.67400001.01.02"


@pytest.fixture
def loaded(bench: Bench) -> Bench:
    bench.connect()
    bench.receive(
        open_order(1001, 7, 5, orderRef="swing", ocaGroup="g 1", parentId=4),
        open_order(1002, 7, 6),
        open_order(1003, 8, 6),
        open_order(1004, 0, 0),
        execution(FIRST, perm_id=1001, client_id=7, order_id=5, order_ref="swing"),
        execution(SECOND, perm_id=1001, client_id=7, order_id=5, order_ref="swing"),
        commission(FIRST),
        commission("0000ffff.00000001.01.01"),
        TwsMessage(5, 399, "about one", None),
        TwsMessage(6, 399, "about either", None),
        TwsMessage(-1, 2104, "about none", None),
    )
    return bench


def alone(loaded: Bench, table: str) -> RecordView:
    """A view without the window, which would start a search."""
    return RecordView(getattr(loaded.tables, table))


@pytest.mark.parametrize(
    ("table", "row", "key", "query"),
    [
        ("orders", 0, "perm_id", "perm:1001"),
        ("orders", 0, "order_id", "perm:1001"),
        ("orders", 0, "client_id", "client:7"),
        ("orders", 0, "parent_id", "client:7 order:4"),
        ("orders", 1, "parent_id", ""),
        ("orders", 0, "order_ref", "ref:swing"),
        ("orders", 1, "order_ref", ""),
        ("orders", 0, "oca_group", "oca:g 1"),
        ("orders", 0, "status", ""),
        ("orders", 3, "order_id", "perm:1004"),
        ("fills", 0, "exec_id", f"exec:{FIRST}"),
        ("fills", 0, "superseded_by", f"exec:{SECOND}"),
        ("fills", 1, "superseded_by", ""),
        ("fills", 0, "perm_id", "perm:1001"),
        ("fills", 0, "price", ""),
        ("commissions", 0, "exec_id", f"exec:{FIRST}"),
        ("commissions", 0, "perm_id", "perm:1001"),
        ("commissions", 1, "exec_id", "exec:0000ffff.00000001.01.01"),
        ("commissions", 1, "order_ref", ""),
        ("messages", 0, "order", "perm:1001"),
        ("messages", 0, "req_id", "perm:1001"),
        ("messages", 1, "req_id", "order:6"),
        ("messages", 2, "req_id", ""),
        ("messages", 0, "text", ""),
    ],
)
def test_a_double_click_finds_or_opens(loaded: Bench, table: str, row: int, key: str, query: str) -> None:
    view = alone(loaded, table)
    cells = IdCells(view)
    finds, opens = QSignalSpy(cells.find_requested), QSignalSpy(cells.open_requested)
    assert view.table.column_number(key) >= 0
    view.doubleClicked.emit(view.table.index(row, view.table.column_number(key)))
    assert [finds.at(n)[0] for n in range(finds.count())] == ([query] if query else [])
    assert [opens.at(n)[0] for n in range(opens.count())] == ([] if query else [view.table.record(row)])


def test_enter_opens_the_row_whatever_the_column(loaded: Bench, qtbot: QtBot) -> None:
    view = alone(loaded, "orders")
    qtbot.addWidget(view)
    loaded.window.hide()
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    opens = QSignalSpy(IdCells(view).open_requested)
    view.setFocus()
    view.setCurrentIndex(view.table.index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [opens.at(n)[0] for n in range(opens.count())] == [loaded.blotter.orders[1]]
