"""The ids and related orders of an order: shown, copied and followed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import Order
from ibmonitor.windows.details.identity_panel import IdentityPanel
from tests.support.blotter_events import AAPL
from tests.support.make_records import make_fill, make_order
from tests.support.related_orders import related_orders_of


@pytest.fixture
def panel(qtbot: QtBot) -> IdentityPanel:
    panel = IdentityPanel()
    qtbot.addWidget(panel)
    panel.resize(1000, 240)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def orders() -> list[Order]:
    known = {"client_id": 1, "action": "BUY", "contract": replace(AAPL), "total_quantity": Decimal(100)}
    return [
        make_order(0, perm_id=11, order_id=1, status="Filled", **known),
        make_order(1, perm_id=12, order_id=2, parent_id=1, oca_group="g", order_ref="ref", **known),
        make_order(2, perm_id=13, order_id=3, parent_id=1, oca_group="g", **known),
    ]


def show(panel: IdentityPanel, order: Order, orders: list[Order]) -> None:
    panel.show_order(order, related_orders_of(order, orders))


def row_of(panel: IdentityPanel, name: str) -> int:
    return next(row for row, record in enumerate(panel.table.records()) if record.name == name)


def words(item: QTreeWidgetItem | None) -> list[object]:
    assert item is not None
    return [item.text(0), *(words(item.child(number)) for number in range(item.childCount()))]


@pytest.mark.parametrize("width", [780, 900, 1400])
def test_the_ids_never_scroll_sideways(panel: IdentityPanel, orders: list[Order], width: int) -> None:
    show(panel, orders[1], orders)
    panel.hide()
    panel.resize(width, 240)
    panel.show()
    panel.view.executeDelayedItemsLayout()
    assert panel.view.horizontalScrollBar().maximum() == 0


def test_the_family_is_a_tree(panel: IdentityPanel, orders: list[Order]) -> None:
    show(panel, orders[1], orders)
    bracket, group = (words(panel.related.topLevelItem(number)) for number in range(2))
    assert bracket == ["Bracket", ["BUY 100 AAPL", ["BUY 100 AAPL (this order)"], ["BUY 100 AAPL"]]]
    assert group == ["OCA group g: the others", ["BUY 100 AAPL"]]


def test_an_order_alone_shows_no_tree(panel: IdentityPanel, orders: list[Order]) -> None:
    show(panel, orders[0], orders[:1])
    assert panel.related.isHidden()
    panel.show_order(None, None)
    assert panel.table.rowCount() == 0


def test_each_id_has_a_button_to_copy_it(panel: IdentityPanel, orders: list[Order]) -> None:
    show(panel, orders[1], orders)
    buttons = {button.accessibleName(): button for button in panel.view.findChildren(QToolButton)}
    assert "Copy Submitter" not in buttons
    buttons["Copy Order reference"].click()
    assert QGuiApplication.clipboard().text() == "ref"


def test_selected_ids_are_copied_alone(panel: IdentityPanel, orders: list[Order]) -> None:
    show(panel, orders[1], orders)
    panel.view.selectAll()
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n") == ["12", "2", "1", "ref", "1", "g"]


@pytest.mark.parametrize(
    ("name", "wanted"), [("Perm ID", ["perm:12"]), ("Order ID", ["client:1 order:2"]), ("Submitter", [])]
)
def test_a_double_click_on_an_id_requests_a_search(
    panel: IdentityPanel, orders: list[Order], name: str, wanted: list[str]
) -> None:
    show(panel, orders[1], orders)
    found: list[str] = []
    panel.find_requested.connect(found.append)
    place = panel.view.visualRect(panel.table.index(row_of(panel, name), 1)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert found == wanted


def test_a_related_order_is_chosen_by_double_click_and_by_key(panel: IdentityPanel, orders: list[Order]) -> None:
    show(panel, orders[1], orders)
    chosen: list[object] = []
    panel.order_chosen.connect(chosen.append)
    group = panel.related.topLevelItem(1)
    assert group is not None
    relative = group.child(0)
    assert relative is not None
    panel.related.setCurrentItem(relative)
    QTest.keyClick(panel.related, Qt.Key.Key_Return)
    place = panel.related.visualItemRect(relative).center()
    QTest.mouseClick(panel.related.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(panel.related.viewport(), Qt.MouseButton.LeftButton, pos=place)
    panel.related.setCurrentItem(group)
    QTest.keyClick(panel.related, Qt.Key.Key_Return)
    assert chosen == [orders[2]] * 2


def test_a_refresh_keeps_what_is_selected_and_closed(panel: IdentityPanel, orders: list[Order]) -> None:
    show(panel, orders[1], orders)
    group = panel.related.topLevelItem(1)
    bracket = panel.related.topLevelItem(0)
    assert group is not None
    assert bracket is not None
    panel.related.setCurrentItem(group)
    bracket.setExpanded(False)
    panel.view.selectRow(3)
    orders[2].status = "Cancelled"
    orders[1].fills.append(make_fill(1))
    show(panel, orders[1], orders)
    again = panel.related.topLevelItem(0)
    assert again is not None
    assert not again.isExpanded()
    current = panel.related.currentItem()
    assert current is not None
    assert current.text(0).startswith("OCA group")
    assert [index.row() for index in panel.view.selectionModel().selectedRows()] == [3]
    assert panel.table.records()[-1].name == "Exec ID"
