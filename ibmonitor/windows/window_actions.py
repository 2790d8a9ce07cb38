"""The window's actions in one table, and the menus and the toolbar made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from ibmonitor.domain.records import LinkState
from ibmonitor.domain.value import value

_ANY = frozenset(LinkState)
_UP = frozenset({LinkState.UP})
_DOWN = frozenset({LinkState.DOWN})


@value
class ActionEntry:
    """One action: where it stands, what it says, its keys, and in which states of the link it makes sense."""

    key: str
    menu: str
    text: str
    shortcut: str = ""
    """Used where the system has no keys of its own for it."""
    tip: str = ""
    states: frozenset[LinkState] = _ANY
    on_toolbar: bool = False
    starts_group: bool = False
    system_keys: QKeySequence.StandardKey | None = None


_CONNECTION, _VIEW, _HELP = "&Connection", "&View", "&Help"
ENTRIES: tuple[ActionEntry, ...] = (
    ActionEntry("connect", _CONNECTION, "&Connect", "Ctrl+K", states=_DOWN, on_toolbar=True),
    ActionEntry("disconnect", _CONNECTION, "&Disconnect", "Ctrl+Shift+K", states=_ANY - _DOWN, on_toolbar=True),
    ActionEntry(
        "refresh",
        _CONNECTION,
        "&Refresh",
        "F5",
        "Ask TWS for all orders, fills and completed orders again (F5)",
        _UP,
        on_toolbar=True,
        starts_group=True,
    ),
    ActionEntry(
        "executions",
        _CONNECTION,
        "Request e&xecutions…",
        "Ctrl+E",
        "Ask TWS for executions by client, account, time, symbol, exchange, side or day (Ctrl+E)",
        on_toolbar=True,
    ),
    ActionEntry(
        "own_orders",
        _CONNECTION,
        "&Orders of this client",
        tip="Ask TWS for the open orders of this client ID only; a read-only API refuses it",
        states=_UP,
    ),
    ActionEntry(
        "completed_all",
        _CONNECTION,
        "Completed orders: &all",
        tip="Ask TWS for today's orders that are over, of API clients and of TWS; a read-only API refuses it",
        states=_UP,
    ),
    ActionEntry(
        "completed_api",
        _CONNECTION,
        "Completed orders: A&PI only",
        tip="Ask TWS for today's orders of API clients that are over; a read-only API refuses it",
        states=_UP,
    ),
    ActionEntry("scope", _CONNECTION, "&What this connection can see…", "Ctrl+I"),
    ActionEntry("settings", _CONNECTION, "&Settings…", "Ctrl+,", on_toolbar=True, starts_group=True),
    ActionEntry("quit", _CONNECTION, "&Quit", "Ctrl+Q", system_keys=QKeySequence.StandardKey.Quit),
    ActionEntry("find", _VIEW, "&Find an order", "Ctrl+F"),
    ActionEntry("filter", _VIEW, "F&ilter", "Ctrl+Shift+F"),
    ActionEntry("clear", _VIEW, "C&lear filters", "Ctrl+R"),
    ActionEntry("columns", _VIEW, "C&olumns…", "Ctrl+L"),
    ActionEntry("about", _HELP, "&About IB Monitor"),
)


class WindowActions:
    """All entries as actions of a window; `does` says by their keys what each does. Raises `KeyError` for a gap."""

    def __init__(self, window: QMainWindow, does: Mapping[str, Callable[[], object]]) -> None:
        self._window = window
        self._actions = {entry.key: _action(window, entry, does[entry.key]) for entry in ENTRIES}
        self._menus: dict[str, QMenu] = {}
        self.bar = QToolBar("Main", window)
        self.bar.setObjectName("main")
        self.bar.setMovable(False)
        self.bar.toggleViewAction().setEnabled(False)
        window.addToolBar(self.bar)
        for entry in ENTRIES:
            menu = self.menu(entry.menu)
            if entry.starts_group:
                menu.addSeparator()
            menu.addAction(self._actions[entry.key])
            if entry.on_toolbar:
                self.bar.addAction(self._actions[entry.key])

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def menu(self, title: str) -> QMenu:
        """The menu with this title, made if there is none."""
        if title not in self._menus:
            self._menus[title] = self._window.menuBar().addMenu(title)
        return self._menus[title]

    def add_to_view(self, actions: Iterable[QAction]) -> None:
        """Put further actions into the View menu, as a group of their own."""
        view = self.menu(_VIEW)
        view.addSeparator()
        view.addActions(list(actions))

    def enable_for(self, state: LinkState) -> None:
        """Enable what makes sense while the link is in this state."""
        for entry in ENTRIES:
            self._actions[entry.key].setEnabled(state in entry.states)


def make_action(window: QMainWindow, text: str, shortcut: str, do: Callable[[], object]) -> QAction:
    """An action of the window with its keys."""
    action = QAction(text, window)
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
    action.triggered.connect(lambda _checked: do())
    return action


def _action(window: QMainWindow, entry: ActionEntry, do: Callable[[], object]) -> QAction:
    # Only now: Qt cannot say before there is an application.
    keys = "" if entry.system_keys is None else QKeySequence(entry.system_keys).toString()
    action = make_action(window, entry.text, keys or entry.shortcut, do)
    if entry.tip:
        action.setToolTip(entry.tip)
    return action
