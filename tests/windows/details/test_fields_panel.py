"""The list of all fields of an order, and its search."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.windows.details.fields_panel import FieldsPanel
from tests.support.blotter_events import new_blotter, open_order
from tests.support.make_records import make_order

FIELDS = {
    "orderId": 5,
    "totalQuantity": Decimal(12500),
    "transmit": False,
    "orderRef": "<b>mine</b>",
    "algoParams": ({"tag": "adaptivePriority", "value": "Normal"}, {"tag": "speed", "value": "3"}),
    "conditions": ({"price": Decimal("1.5"), "isMore": True},),
    "trailStopPrice": Decimal("15.559999999999999"),
}


@pytest.fixture
def panel(qtbot: QtBot) -> FieldsPanel:
    panel = FieldsPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 200)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_order(make_order(0, order_fields=FIELDS))
    return panel


def values(panel: FieldsPanel) -> dict[str, str]:
    name, value = panel.table.column_number("name"), panel.table.column_number("value")
    rows = range(panel.table.rowCount())
    return {panel.table.index(row, name).data(): panel.table.index(row, value).data() for row in rows}


@pytest.mark.parametrize("width", [440, 720, 760, 900, 1000, 1400])
def test_the_list_never_scrolls_sideways(panel: FieldsPanel, width: int) -> None:
    panel.hide()
    panel.resize(width, 200)
    panel.show()
    panel.view.executeDelayedItemsLayout()
    assert panel.view.horizontalScrollBar().maximum() == 0


def test_values_are_readable(panel: FieldsPanel) -> None:
    shown = values(panel)
    assert shown["orderId"] == "5"
    assert shown["totalQuantity"] == "12,500"
    assert shown["transmit"] == "no"
    assert shown["algoParams"] == "1: adaptivePriority = Normal  |  2: speed = 3"
    assert shown["conditions"] == "1: price=1.5, isMore=yes"
    # Exact, while tables round.
    assert shown["trailStopPrice"] == "15.559999999999999"
    assert (shown["hidden"], shown["auxPrice"], shown["conId"]) == ("no (default)", "not set", "not received yet")


def test_the_parts_of_a_list_are_lines_of_the_tip(panel: FieldsPanel) -> None:
    row = list(values(panel)).index("algoParams")
    tip = panel.table.index(row, panel.table.column_number("value")).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>1: adaptivePriority = Normal<br>2: speed = 3</qt>"


@pytest.mark.parametrize(
    ("searched", "found"),
    [
        ("algoparams", {"algoParams"}),
        ("12,500", {"totalQuantity"}),
        ("12500", {"totalQuantity"}),
        ("normal adaptive", {"algoParams"}),
        ("<b>mine", {"orderRef"}),
        ("nothing at all has this", set()),
    ],
)
def test_names_and_values_are_searched(panel: FieldsPanel, searched: str, found: set[str]) -> None:
    panel.search.setText(searched)
    assert set(values(panel)) == found
    assert panel.count.text().endswith(f"{len(found)} found" if found else "none found")


def test_fields_with_a_value_are_counted(panel: FieldsPanel) -> None:
    assert panel.count.text() == f"7 of {panel.table.rowCount()} set"
    panel.show_order(None)
    assert (panel.count.text(), panel.table.rowCount()) == ("", 0)


def test_a_refresh_keeps_the_search_the_selection_and_the_place(panel: FieldsPanel) -> None:
    order = make_order(0, order_fields=FIELDS)
    panel.show_order(order)
    panel.view.selectRow(30)
    name = panel.table.record(30).name
    panel.view.verticalScrollBar().setValue(500)
    panel.show_order(order)
    assert panel.view.verticalScrollBar().value() == 500
    order.order_fields = {**FIELDS, "hidden": True}
    panel.show_order(order)
    (index,) = panel.view.selectionModel().selectedRows()
    assert panel.table.record(index.row()).name == name
    panel.search.setText("hidden")
    panel.show_order(order)
    assert values(panel)["hidden"] == "yes"
    assert panel.search.text() == "hidden"


@pytest.mark.parametrize(
    ("name", "query"),
    [("permId", ["perm:1001"]), ("parentId", ["client:7 order:4"]), ("orderRef", ["ref:swing"]), ("tif", [])],
)
def test_a_double_click_on_an_id_finds_its_order(qtbot: QtBot, name: str, query: list[str]) -> None:
    blotter = new_blotter()
    blotter.apply(open_order(1001, 7, 5, parentId=4, orderRef="swing", tif="GTC"))
    panel = FieldsPanel()
    qtbot.addWidget(panel)
    panel.show_order(blotter.orders[0])
    finds = QSignalSpy(panel.find_requested)
    (row,) = (row for row, field in enumerate(panel.table.records()) if (field.group, field.name) == ("Order", name))
    panel.view.doubleClicked.emit(panel.table.index(row, 0))
    assert [finds.at(n)[0] for n in range(finds.count())] == query
