"""The Views button next to a table's filter: built-in views, and those that the user has saved."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.settings.views import Views, load_views, save_views
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.table.built_in_views import BUILT_IN, DEFAULT
from ibmonitor.windows.table.page import Page
from ibmonitor.windows.widgets.name_dialog import NameDialog

_NO_COLUMNS = frozenset({"charts"})
"""Saved among the columns of the allocations, but it is the pane next to them."""


class ViewsStore(QObject):
    """`problems` are sentences about the file, for the user."""

    failed = Signal(str)
    """Sentences: why the views could not be saved."""
    kept = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """Without a path the views are kept in memory only."""
        super().__init__(parent)
        self._path = path
        self.views, self.problems = (Views(), []) if path is None else load_views(path)

    def change(self, views: Views) -> None:
        """Replace the views, and save them."""
        self.views = views
        if self._path is not None:
            problems = save_views(self._path, views)
            if problems:
                self.failed.emit(" ".join(problems))
            else:
                self.kept.emit()


class ViewsButton(QPushButton):
    """Create it before the page is restored: the state at that time is the default."""

    def __init__(self, page: Page, store: ViewsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._store = store
        self._table = page.kind.key
        self._default = self._state()
        self._chosen = ""
        """The name of the saved view that was chosen last."""
        self.setText("Views")
        self.setToolTip("Columns, order and filters of this table: choose, save and reset them")
        self.setAccessibleName(f"Views of {page.kind.title.lower()}")
        self.setAutoDefault(False)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        self.setMenu(menu)

    def _state(self) -> TableState:
        """The state of the table, without that of the tab around it."""
        state = self._page.table_state()
        return dataclasses.replace(state, columns=tuple(each for each in state.columns if each.key not in _NO_COLUMNS))

    def reset(self) -> None:
        """Restore the default."""
        self._chosen = ""
        self._page.restore(self._default)

    def save_as(self, name: str) -> None:
        """Save the current state; a view of this name is replaced."""
        self._store.change(self._store.views.saved(self._table, name, self._state()))
        self._chosen = name.strip()

    def choose(self, name: str) -> None:
        """Apply a saved view; nothing if there is none of this name."""
        view = self._store.views.view(self._table, name)
        if view is not None:
            self._page.restore(view)
            self._chosen = name

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        now = _appearance(self._state())
        built_in = [(DEFAULT, self._default)]
        built_in += [(each.name, each.state(self._default)) for each in BUILT_IN.get(self._table, ())]
        for name, state in built_in:
            self._add(menu, group, name, now == _appearance(state), self._built_in_chooser(state))
        views = self._store.views
        if views.names(self._table):
            menu.addSeparator()
        for name in views.names(self._table):
            view = views.view(self._table, name)
            is_it = view is not None and _appearance(view) == now
            changed = "" if is_it or name != self._chosen else "  (changed)"
            self._add(menu, group, f"{name}{changed}", is_it, self._chooser(name))
        menu.addSeparator()
        menu.addAction("&Save view as…", self.ask_name)
        if self._chosen in views.names(self._table):
            shown = _plain(self._chosen)
            menu.addAction(f"&Update “{shown}”", lambda: self.save_as(self._chosen))
            menu.addAction(f"Re&name “{shown}”…", self.ask_new_name)
            menu.addAction(f"&Delete “{shown}”", self._delete)
        menu.addAction("&Reset this table", self.reset)

    def ask_name(self) -> NameDialog:
        """Ask for the name of a view and save it."""
        views = self._store.views
        dialog = NameDialog(
            "Save view",
            "Columns, order and filters of this table are saved under this name; the choice of accounts is not.",
            self._chosen,
            lambda name: "" if views.view(self._table, name) else views.name_problem(self._table, name),
            self,
            replaces=lambda name: views.view(self._table, name) is not None,
        )
        dialog.name_accepted.connect(self.save_as)
        dialog.open()
        return dialog

    def ask_new_name(self) -> NameDialog:
        """Ask for a new name of the view that was chosen last."""
        old, views = self._chosen, self._store.views
        dialog = NameDialog("Rename view", "", old, lambda name: views.name_problem(self._table, name, but=old), self)
        dialog.name_accepted.connect(lambda name: self._rename(old, name))
        dialog.open()
        return dialog

    def _rename(self, old: str, new: str) -> None:
        self._store.change(self._store.views.renamed(self._table, old, new))
        self._chosen = new.strip()

    def _delete(self) -> None:
        self._store.change(self._store.views.without(self._table, self._chosen))
        self._chosen = ""

    def _chooser(self, name: str) -> Callable[[], None]:
        return lambda: self.choose(name)

    def _built_in_chooser(self, state: TableState) -> Callable[[], None]:
        def choose() -> None:
            self._chosen = ""
            self._page.restore(state)

        return choose

    @staticmethod
    def _add(menu: QMenu, group: QActionGroup, text: str, is_it: bool, choose: Callable[[], None]) -> QAction:
        action = menu.addAction(_plain(text))
        action.setCheckable(True)
        action.setChecked(is_it)
        action.triggered.connect(choose)
        group.addAction(action)
        return action


def _plain(text: str) -> str:
    """For a menu: ampersands escaped, and accounts hidden while the user hides them."""
    return ACCOUNT_MASK.text(text).replace("&", "&&")


def _appearance(state: TableState) -> object:
    """Equal for two states that look the same; widths change with the window."""
    shown = tuple(column.key for column in state.columns if column.visible)
    return shown, state.sort_key, state.descending and state.sort_key is not None, state.text, state.show
