"""The menus of tables and their headers: their entries, and that they open by mouse and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from ibmonitor.windows.table.record_view import RecordView
from tests.windows.bench import Bench
from tests.windows.table.test_record_view import column, prices

POPUP = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)")
"""A warning of Qt's offscreen plugin about every menu that opens."""


@pytest.fixture
def fills(bench: Bench) -> RecordView:
    bench.connect()
    bench.add_fills(1, 20)
    bench.window.tabs.setCurrentIndex(1)
    return bench.view("fills")


def labels(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, label: str) -> None:
    (action,) = [action for action in menu.actions() if action.text().replace("&", "") == label]
    assert action.isEnabled()
    action.trigger()


def open_menu(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_a_headers_menu_sorts_hides_and_resets(fills: RecordView) -> None:
    price = column(fills, "price")
    choose(fills.header.menu_for(price), "Sort by Price, descending")
    assert prices(fills) == [20, 19, 18]
    choose(fills.header.menu_for(price), "Sort by Price, ascending")
    assert prices(fills) == [1, 2, 3]
    choose(fills.header.menu_for(price), "Hide Price")
    assert fills.isColumnHidden(price)
    choose(fills.header.menu_for(-1), "Reset columns")
    assert not fills.isColumnHidden(price)


def test_outside_the_columns_the_menu_has_only_entries_for_all_of_them(fills: RecordView) -> None:
    assert labels(fills.header.menu_for(-1)) == [
        "Unsorted (as received)",
        "Columns…",
        "Fit widths to contents",
        "Reset columns",
    ]


def test_each_key_of_a_menu_leads_to_one_entry(fills: RecordView) -> None:
    texts = [action.text() for action in fills._menu(column(fills, "price")).actions() if not action.isSeparator()]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(keys)) == len(keys)


def test_an_ampersand_in_a_title_is_no_key(bench: Bench) -> None:
    commissions = bench.view("commissions")
    number = column(commissions, "realized_pnl")
    assert any("Realized P&&L" in action.text() for action in commissions.header.menu_for(number).actions())


def test_rows_are_copied_from_the_menu_once_some_are_selected(fills: RecordView) -> None:
    QGuiApplication.clipboard().setText("before")
    fills.clearSelection()
    (copy,) = [action for action in fills._menu(0).actions() if action.text() == "&Copy rows"]
    assert not copy.isEnabled()
    fills.selectRow(2)
    choose(fills._menu(0), "Copy rows")
    assert QGuiApplication.clipboard().text() == fills.selected_text()


@POPUP
@pytest.mark.parametrize(
    ("reason", "title"), [(QContextMenuEvent.Reason.Mouse, "Price"), (QContextMenuEvent.Reason.Keyboard, "Shares")]
)
def test_the_menu_of_a_row_opens_by_mouse_and_by_key(
    qtbot: QtBot, fills: RecordView, reason: QContextMenuEvent.Reason, title: str
) -> None:
    """By mouse for the cell under it, by key for the current one."""
    fills.setCurrentIndex(fills.table.index(3, column(fills, "shares")))
    place = QPoint(fills.columnViewportPosition(column(fills, "price")) + 5, 30)
    event = QContextMenuEvent(reason, place, fills.viewport().mapToGlobal(place))
    QApplication.sendEvent(fills.viewport(), event)
    menu = open_menu(qtbot)
    assert labels(menu)[0] == "Copy rows"
    assert f"Sort by {title}, ascending" in labels(menu)
    menu.close()


@POPUP
def test_the_menu_of_the_header_opens_where_it_is_asked_for(qtbot: QtBot, fills: RecordView) -> None:
    header = fills.header
    header.customContextMenuRequested.emit(QPoint(header.sectionViewportPosition(column(fills, "side")) + 4, 5))
    menu = open_menu(qtbot)
    assert "Hide Side" in labels(menu)
    menu.close()


def test_fitting_widths_shows_the_longest_text_in_full(fills: RecordView) -> None:
    number = column(fills, "exec_id")
    fills.header.moveSection(fills.header.visualIndex(number), 0)
    fills.header.resizeSection(number, 40)
    choose(fills.header.menu_for(number), "Fit widths to contents")
    assert fills.columnWidth(number) >= fills.fontMetrics().horizontalAdvance(fills.table.index(0, number).data())


def test_the_chooser_opens_from_the_menu_and_resets(qtbot: QtBot, fills: RecordView) -> None:
    choose(fills.header.menu_for(0), "Columns…")
    (chooser,) = [dialog for dialog in fills.findChildren(QDialog) if dialog.isVisible()]
    assert chooser.windowTitle() == "Columns"
    with qtbot.waitSignal(chooser.destroyed):
        chooser.close()
