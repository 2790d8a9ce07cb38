"""The panel of an order's fills."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import ComboRole, Order
from ibmonitor.domain.sums.order_totals import OrderTotals
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.details.order_fills_panel import OrderFillsPanel
from ibmonitor.windows.widgets.cell_delegate import CellDelegate
from tests.support.make_records import make_commission, make_fill, make_order


@pytest.fixture
def panel(qtbot: QtBot) -> OrderFillsPanel:
    panel = OrderFillsPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 200)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel: OrderFillsPanel, order: Order) -> None:
    totals = OrderTotals()
    assert list(totals.updating(order, None)) == []
    panel.show_order(order, totals.sums)


def test_the_line_below_sums_what_counts(panel: OrderFillsPanel) -> None:
    old, new, other = (make_fill(serial) for serial in (1, 2, 3))
    old.superseded_by = new.execution.exec_id
    old.commission, new.commission = make_commission(), make_commission()
    show(panel, make_order(0, fills=[old, new, other]))
    assert panel.sums.text() == (
        "2 executions counted   ·   Commission 1.25 USD   ·   Realized P&L -68.05 USD   ·   "
        "1 commission pending   ·   Not counted: 1 corrected"
    )


def test_without_fills_it_says_so(panel: OrderFillsPanel) -> None:
    show(panel, make_order(0))
    assert panel.sums.text() == "No fills known."
    assert panel.view.isHidden(), "no titles of an empty table"
    panel.show_order(None, None)
    assert (panel.sums.text(), panel.tree.rowCount()) == ("", 0)


def test_the_exec_id_is_looked_for(panel: OrderFillsPanel) -> None:
    fill = make_fill(1)
    show(panel, make_order(0, fills=[fill]))
    wanted: list[str] = []
    panel.find_requested.connect(wanted.append)
    place = panel.view.visualRect(panel.tree.index(0, 1)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert wanted == [fill.execution.exec_id] * 2


def test_expanded_rows_selection_and_position_stay(panel: OrderFillsPanel) -> None:
    fills = [make_fill(serial) for serial in range(100)]
    fills[0].superseded_by = fills[1].execution.exec_id
    order = make_order(0, fills=fills)
    show(panel, order)
    panel.tree.set_expanded(fills[1], expanded=True)
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    panel.view.selectionModel().select(panel.tree.index(50, 0), flags)
    panel.view.verticalScrollBar().setValue(300)
    fills.append(make_fill(200))
    fills[3].commission = make_commission()
    show(panel, order)
    panel.view.executeDelayedItemsLayout()
    assert panel.tree.is_expanded(fills[1])
    assert [index.row() for index in panel.view.selectionModel().selectedRows()] == [50]
    assert panel.view.verticalScrollBar().value() == 300


def test_a_row_is_copied_with_titles(panel: OrderFillsPanel) -> None:
    fill = make_fill(1)
    show(panel, make_order(0, fills=[fill]))
    panel.view.selectAll()
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line, _ = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t")[0] == f"Time ({SHOWN_ZONE.name})"
    assert fill.execution.exec_id in line.split("\t")


def test_times_have_the_room_that_they_need_below_a_mark_too(panel: OrderFillsPanel) -> None:
    old, new, other = fills = [make_fill(serial) for serial in (1, 2, 3)]
    old.superseded_by = new.execution.exec_id
    show(panel, make_order(0, fills=fills))
    panel.tree.set_expanded(new, expanded=True)
    shortened: list[int] = []
    delegate = panel.view.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    delegate.shortened.connect(lambda column, _missing: shortened.append(column))
    panel.view.grab()
    assert 0 not in shortened
    corrected = panel.view.columnWidth(0)
    new.combo_role, new.legs = ComboRole.BAG, (other,)
    other.combo_role, other.bag = ComboRole.LEG, new
    show(panel, make_order(1, fills=fills))
    panel.tree.set_expanded(new, expanded=True)
    panel.view.grab()
    assert 0 not in shortened
    assert panel.view.columnWidth(0) > corrected, "no room for the word combo where there is none"
