"""Modifications in the details: a trailing stop's moves expand and collapse, and the strip marks every modification."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.timeline.entry import EntryKind
from ibmonitor.windows.details.timeline_panel import TimelinePanel
from tests.support.blotter_events import START, new_blotter, open_order, order_status


def trailing_order() -> Order:
    blotter = new_blotter()
    for price in ("69.4", "69.6", "70.1"):
        fields: dict[str, Any] = {"orderType": "TRAIL", "auxPrice": Decimal("0.6"), "trailStopPrice": Decimal(price)}
        blotter.apply(open_order(7, 1, 5, status="PreSubmitted", **fields))
        blotter.apply(order_status(7, 1, 5, status="PreSubmitted"))
    blotter.apply(open_order(7, 1, 5, status="PreSubmitted", orderType="MKT"))
    return blotter.orders[0]


def shown(panel: TimelinePanel) -> list[str]:
    return [entry.what for entry in panel.table.records()]


def marks(panel: TimelinePanel) -> list[str]:
    what = panel.table.column_number("what")
    return [panel.table.look(row, what).mark for row in range(panel.table.rowCount())]


@pytest.fixture
def panel(qtbot: QtBot) -> TimelinePanel:
    """With the moves of a stop folded into the row that is current."""
    panel = TimelinePanel()
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show_order(trailing_order())
    panel.show()
    panel.view.setFocus()
    panel.view.selectRow(folded_row(panel))
    return panel


def folded_row(panel: TimelinePanel) -> int:
    return next(at for at, entry in enumerate(panel.table.records()) if entry.kind is EntryKind.TRAILED)


def test_the_moves_of_a_stop_expand_and_collapse(panel: TimelinePanel) -> None:
    rows, row = shown(panel), folded_row(panel)
    assert (rows[row], marks(panel)[row]) == ("Trailing stop 69.40 → 70.10 in 2 steps.", "\u25b8")
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert shown(panel)[row : row + 3] == [
        "Trailing stop 69.40 → 70.10 in 2 steps.",
        "Trailing stop 69.40 → 69.60.",
        "Trailing stop 69.60 → 70.10.",
    ]
    what = panel.table.column_number("what")
    assert marks(panel)[row] == "\u25be"
    assert panel.table.look(row + 1, what).is_indented
    assert panel.table.accessible_text(row, what).endswith("Expanded")
    panel.refresh()
    assert len(shown(panel)) == len(rows) + 2, "it stays open"
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert shown(panel) == rows
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    panel.show_order(None)
    assert shown(panel) == []


def test_the_arrow_keys_expand_and_collapse(panel: TimelinePanel) -> None:
    rows = shown(panel)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    assert len(shown(panel)) == len(rows) + 2
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_Left)
    assert shown(panel) == rows
    assert panel.view.currentIndex().row() == folded_row(panel), "from a step, the entry it belongs to is collapsed"


def test_one_click_on_the_triangle_expands(panel: TimelinePanel) -> None:
    rows = shown(panel)
    place = panel.view.visualRect(panel.table.index(folded_row(panel), panel.table.column_number("what")))
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert shown(panel) == rows, "a click on the words only selects"
    mark = QPoint(place.left() + 8, place.center().y())
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert len(shown(panel)) == len(rows) + 2


def test_the_strip_marks_modifications_and_leads_to_their_entries(qtbot: QtBot) -> None:
    panel = TimelinePanel(clock=lambda: START + timedelta(seconds=20))
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    order = trailing_order()
    panel.show_order(order)
    panel.show()
    layout = panel.strip.layout_of_life()
    assert layout is not None
    words = [each.words for notch in layout.notches for each in notch.modifications]
    assert words[:2] == ["Trailing stop 69.40 → 69.60.", "Trailing stop 69.60 → 70.10."]
    assert words[2].startswith("Modified: Type TRAIL → MKT")
    last = layout.notches[-1]
    place = QPointF(last.x, panel.strip._band().top() + 1)
    assert "Modified: Type TRAIL → MKT" in panel.strip.tip_at(place)
    QTest.mouseClick(panel.strip, Qt.MouseButton.LeftButton, pos=place.toPoint())
    selected = panel.view.selectionModel().selectedRows()
    assert panel.table.record(selected[0].row()).kind is EntryKind.MODIFIED
    assert "3 modifications" in panel.strip.accessibleDescription()
