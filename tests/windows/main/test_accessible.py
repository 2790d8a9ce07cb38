"""Accessible names in the window, and what the keyboard reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMenu, QScrollBar, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.models.allocations.columns import ALLOCATION_TREE_COLUMNS
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.messages import MESSAGE_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.column import Column
from ibmonitor.windows.help.guide import GuideWindow
from ibmonitor.windows.main.page_tabs import PageTabs
from tests.windows.bench import Bench

COLUMNS: dict[str, Sequence[Column[Any]]] = {
    "orders": ORDER_COLUMNS,
    "fills": FILL_COLUMNS,
    "commissions": COMMISSION_COLUMNS,
    "messages": MESSAGE_COLUMNS,
    "allocations": ALLOCATION_TREE_COLUMNS,
}


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def reachable(top: QWidget) -> Iterator[QWidget]:
    """All visible widgets that Tab reaches, without focus proxies and Qt's own inner widgets."""
    for widget in [top, *top.findChildren(QWidget)]:
        own_part = widget.objectName().startswith("qt_") or isinstance(widget, (QMenu, QScrollBar))
        stands_for_another = widget.focusProxy() is not None or is_of_a_combo_box(widget)
        takes_focus = Qt.FocusPolicy.TabFocus in widget.focusPolicy() and widget.isVisibleTo(top)
        if takes_focus and not (own_part or stands_for_another):
            yield widget


def is_of_a_combo_box(widget: QWidget) -> bool:
    """Whether it is the field in a combo box, or its list, which share its name."""
    above = widget.parentWidget()
    return isinstance(above, QComboBox) or (above is not None and isinstance(above.parentWidget(), QComboBox))


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}"


def nameless(top: QWidget) -> list[str]:
    return [described(widget) for widget in reachable(top) if not name_of(widget)]


def test_all_that_takes_the_focus_has_a_name(bench: Bench) -> None:
    bench.connect("DF1", "DU1")
    bench.add_fills(1, 3)
    tabs = bench.window.findChild(PageTabs)
    assert isinstance(tabs, PageTabs)
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        if tabs.current_page in tabs.table_pages:
            tabs.table_pages[0].view.selectRow(0)
        assert len(list(reachable(bench.window))) >= 4
        assert nameless(bench.window) == [], tabs.tabText(number)


@pytest.mark.parametrize("open_it", ["open_settings", "show_scope", "show_groups", "show_guide", "show_codes"])
def test_all_that_takes_the_focus_in_a_dialog_has_a_name(bench: Bench, open_it: str) -> None:
    getattr(bench.window.tools, open_it)()
    tops = [
        w for w in bench.window.findChildren(QWidget) if w.isWindow() and w.isVisible() and not isinstance(w, QMenu)
    ]
    assert tops
    assert [nameless(top) for top in tops] == [[] for _ in tops]


def test_buttons_without_text_have_accessible_names(bench: Bench) -> None:
    for button in bench.window.findChildren(QAbstractButton):
        if (
            not button.text()
            and button.isVisibleTo(bench.window)
            and not isinstance(button.parentWidget(), (QTabBar, QLineEdit))
        ):
            assert name_of(button) or button.objectName().startswith("qt_"), described(button)


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_has_a_title_and_a_tooltip(table: str) -> None:
    for column in COLUMNS[table]:
        assert column.tooltip.strip(), column.key
        assert column.title.strip(), column.key


def test_the_guide_has_accessible_names(qtbot: QtBot) -> None:
    guide = GuideWindow()
    qtbot.addWidget(guide)
    assert nameless(guide) == []
