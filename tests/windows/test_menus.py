"""Every action of every menu can be reached with the keyboard: by a key of its own, or by a letter in its menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.windows.bench import Bench
from tests.windows.main.test_tooltips import tip_of_qt
from tests.windows.mnemonics import keys_of
from tests.windows.rich_day import fill_window

POPUP = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)")
"""A warning of Qt's offscreen plugin about every menu that opens."""


def entries(actions: list[QAction]) -> list[QAction]:
    return [action for action in actions if not action.isSeparator() and action.text()]


def menus(bench: Bench) -> Iterator[tuple[str, list[QAction]]]:
    """The menus of the bar and of buttons, and all below them, each by the path to it."""
    yield from _below("", bench.window.menuBar().actions())
    for button in bench.window.findChildren(QToolButton):
        menu = button.menu()
        if menu is not None:
            menu.aboutToShow.emit()
            yield from _below(button.text() or button.accessibleName(), menu.actions())


def _below(path: str, actions: list[QAction]) -> Iterator[tuple[str, list[QAction]]]:
    yield path, entries(actions)
    for action in entries(actions):
        menu = action.menu()
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()
            yield from _below(f"{path} > {action.text()}", menu.actions())


def context_menus(bench: Bench) -> Iterator[tuple[str, list[QAction]]]:
    """Those of the rows and of the columns of each tab, and of the lists and trees of the details."""
    window = bench.window
    for page in window.tabs.table_pages:
        window.tabs.show_page(page.kind.key)
        page.view.selectRow(0)
        column = page.header.visible_columns()[1]
        page.view.setCurrentIndex(page.table.index(0, column))
        yield f"{page.kind.key}, a row", entries(page.view._menu(column).actions())
        yield f"{page.kind.key}, a column", entries(page.header.menu_for(column).actions())
    window.tabs.show_page("allocations")
    view = window.tabs.allocations.view
    view.setCurrentIndex(view.model().index(0, 0))
    yield "allocations, a row", entries(view.menu_for(0).actions())
    for part in window.findChildren(QAbstractItemView):
        if part.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu:
            yield f"{type(part).__name__} {part.accessibleName()}", entries(part.actions())


@pytest.fixture
def full(bench: Bench, qtbot: QtBot) -> Bench:
    fill_window(bench)
    qtbot.waitUntil(lambda: not bench.window.tabs.allocations.updates.is_waiting)
    return bench


def test_every_action_of_a_menu_has_a_letter_that_no_other_of_it_has(full: Bench) -> None:
    found = [*menus(full), *context_menus(full)]
    assert len(found) > 15
    wrong = []
    for path, actions in found:
        letters = Counter(letter for action in actions for letter in keys_of(action.text()))
        wrong += [
            f"{path} > {action.text()}"
            for action in actions
            if [letters[letter] for letter in keys_of(action.text())] != [1]
        ]
    assert not wrong, "\n".join(wrong)


def test_no_keys_are_there_twice(full: Bench) -> None:
    """Neither in the window nor in one of its parts that has keys of its own, where the window's would be ambiguous."""
    places: dict[str, list[str]] = {}
    for action in full.window.findChildren(QAction):
        holder = action.parent()
        name = holder.accessibleName() if isinstance(holder, QWidget) and holder is not full.window else ""
        is_anywhere = action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
        for keys in action.shortcuts():
            places.setdefault(keys.toString(), []).append("" if is_anywhere else f"{type(holder).__name__} {name}")
    assert len(places) > 15
    twice = {
        keys: where for keys, where in places.items() if len(where) > 1 and ("" in where or len({*where}) < len(where))
    }
    assert twice == {}


def test_the_keys_of_an_action_are_those_of_its_tip(full: Bench) -> None:
    for _, actions in menus(full):
        for action in actions:
            tip, keys = action.toolTip(), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if tip.endswith(")") and "Ctrl+" in tip and tip != tip_of_qt(action):
                assert tip.endswith(f"({keys})"), action.text()


@POPUP
def test_alt_and_a_letter_opens_each_menu_of_the_bar(full: Bench, qtbot: QtBot) -> None:
    window = full.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for action in window.menuBar().actions():
        (letter,) = keys_of(action.text())
        QTest.keyClick(window, Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = action.menu()
        assert isinstance(menu, QMenu)
        assert QApplication.activePopupWidget() is menu
        menu.close()


@POPUP
def test_the_menu_key_opens_the_menu_of_the_row(full: Bench, qtbot: QtBot) -> None:
    window = full.window
    views: list[QAbstractItemView] = [page.view for page in window.tabs.table_pages]
    for page, view in zip(
        [*window.tabs.table_pages, window.tabs.allocations], [*views, window.tabs.allocations.view], strict=True
    ):
        window.tabs.show_page(page.kind.key)
        view.setCurrentIndex(view.model().index(0, page.header.first_column))
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), view.mapToGlobal(QPoint()))
        QApplication.sendEvent(view.viewport(), event)
        qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert any("Copy" in action.text().replace("&", "") for action in menu.actions()), page.kind.key
        menu.close()
