"""Keys and clicks that expand and collapse rows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import ComboRole
from ibmonitor.models.columns.fill_tree import FillTree
from ibmonitor.windows.details.order_fills_panel import FillsView
from tests.support.make_records import make_fill


@pytest.fixture
def view(qtbot: QtBot) -> FillsView:
    whole, leg, other = (make_fill(serial) for serial in (1, 2, 3))
    whole.combo_role, whole.legs = ComboRole.BAG, (leg,)
    leg.combo_role, leg.bag = ComboRole.LEG, whole
    tree = FillTree()
    tree.show([whole, leg, other])
    view = FillsView(tree)
    tree.setParent(view)
    qtbot.addWidget(view)
    view.resize(600, 200)
    view.selectRow(0)
    return view


def test_right_expands_and_left_collapses_from_the_row_below_too(view: FillsView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.model().rowCount() == 3
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert (view.model().rowCount(), view.currentIndex().row()) == (2, 0)


def test_with_control_the_keys_move_in_the_row(view: FillsView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.model().rowCount() == 2


@pytest.mark.parametrize(("row", "x", "rows"), [(0, 6, 3), (0, 60, 2), (1, 6, 2)])
def test_a_click_on_the_mark_expands(view: FillsView, row: int, x: int, rows: int) -> None:
    place = view.visualRect(view.model().index(row, 0)).topLeft() + QPoint(x, 5)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.model().rowCount() == rows
