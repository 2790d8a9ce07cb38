"""One table of the window's actions, and the menus built from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.value import value
from ibmonitor.windows.menu.icons import Icons

_ANY = frozenset(LinkState)
_UP = frozenset({LinkState.UP})
_DOWN = frozenset({LinkState.DOWN})


@value
class ActionEntry:
    """One action: its menu, text and keys, and the states of the connection in which it is enabled."""

    key: str
    menu: str
    text: str
    shortcut: str = ""
    """Used where the system has no standard keys for it."""
    tip: str = ""
    states: frozenset[LinkState] = _ANY
    in_header: bool = False
    """It has a button in the header of the window."""
    starts_group: bool = False
    asks_tws: bool = False
    """It is disabled while a recording is shown."""
    is_switch: bool = False
    """It is checkable."""
    system_keys: QKeySequence.StandardKey | None = None
    icon: str = ""
    """Its name in `resources/icons/`; checkable actions have none, since menus show their check mark there."""


_FILE, _CONNECTION, _VIEW, _HELP = "&File", "&Connection", "&View", "&Help"
ENTRIES: tuple[ActionEntry, ...] = (
    ActionEntry(
        "open_recording",
        _FILE,
        "&Open recording…",
        "Ctrl+O",
        "Play back a recorded session in another window; a recording dropped on this one opens, too (Ctrl+O)",
        system_keys=QKeySequence.StandardKey.Open,
        icon="open",
    ),
    ActionEntry(
        "history",
        _FILE,
        "&History…",
        "Ctrl+Shift+H",
        "Find orders and executions on all days that are kept, and sum them over days (Ctrl+Shift+H)",
        icon="history",
    ),
    ActionEntry(
        "export",
        _FILE,
        "&Export…",
        "Ctrl+Shift+E",
        "Write the rows that pass the filters to a file: Excel, CSV or PDF (Ctrl+Shift+E)",
        starts_group=True,
        icon="export",
    ),
    ActionEntry(
        "print",
        _FILE,
        "&Print…",
        "Ctrl+P",
        "Print the rows that pass the filters, with the visible columns (Ctrl+P)",
        system_keys=QKeySequence.StandardKey.Print,
        icon="print",
    ),
    ActionEntry(
        "copy_ticket",
        _FILE,
        "Copy for &ticket",
        "Ctrl+Shift+C",
        "Copy all that is known of the order in the details as plain text (Ctrl+Shift+C)",
        icon="copy_ticket",
    ),
    ActionEntry(
        "quit",
        _FILE,
        "&Quit",
        "Ctrl+Q",
        starts_group=True,
        system_keys=QKeySequence.StandardKey.Quit,
        icon="quit",
    ),
    ActionEntry(
        "connect", _CONNECTION, "&Connect", "Ctrl+K", states=_DOWN, in_header=True, asks_tws=True, icon="connect"
    ),
    ActionEntry(
        "disconnect",
        _CONNECTION,
        "&Disconnect",
        "Ctrl+Shift+K",
        states=_ANY - _DOWN,
        in_header=True,
        asks_tws=True,
        icon="disconnect",
    ),
    ActionEntry(
        "refresh",
        _CONNECTION,
        "&Refresh",
        "F5",
        "Request all orders, fills, completed orders again: reqAllOpenOrders, reqExecutions, reqCompletedOrders (F5)",
        _UP,
        in_header=True,
        starts_group=True,
        asks_tws=True,
        icon="refresh",
    ),
    ActionEntry(
        "executions",
        _CONNECTION,
        "Request e&xecutions…",
        "Ctrl+E",
        "Request executions by client, account, time, symbol, exchange, side or day: reqExecutions (Ctrl+E)",
        asks_tws=True,
        icon="executions",
    ),
    ActionEntry(
        "own_orders",
        _CONNECTION,
        "&Orders of this client",
        tip="Request the open orders of this client ID only: reqOpenOrders; a read-only API refuses it",
        states=_UP,
        asks_tws=True,
        icon="own_orders",
    ),
    ActionEntry(
        "completed_all",
        _CONNECTION,
        "Completed orders: &all",
        tip="Request today's completed orders, of API clients and TWS: reqCompletedOrders; a read-only API refuses it",
        states=_UP,
        asks_tws=True,
        icon="completed",
    ),
    ActionEntry(
        "completed_api",
        _CONNECTION,
        "Completed orders: A&PI only",
        tip="Request today's completed orders of API clients: reqCompletedOrders(apiOnly); a read-only API refuses it",
        states=_UP,
        asks_tws=True,
        icon="completed",
    ),
    ActionEntry("scope", _CONNECTION, "&What this connection can see…", "Ctrl+I", icon="scope"),
    ActionEntry(
        "record",
        _CONNECTION,
        "Record s&ession…",
        tip="Write all that TWS sends to a file that 'ibmonitor replay' plays back",
        is_switch=True,
        in_header=True,
        starts_group=True,
        asks_tws=True,
        icon="record",
    ),
    ActionEntry("settings", _CONNECTION, "&Settings…", "Ctrl+,", starts_group=True, icon="settings"),
    ActionEntry("find", _VIEW, "&Find an order", "Ctrl+F", icon="find"),
    ActionEntry("filter", _VIEW, "F&ilter", "Ctrl+Shift+F", icon="filter"),
    ActionEntry("clear", _VIEW, "C&lear filters", "Ctrl+R", icon="clear"),
    ActionEntry("columns", _VIEW, "C&olumns…", "Ctrl+L", icon="columns"),
    ActionEntry(
        "reset_layout",
        _VIEW,
        "&Reset layout",
        tip="All tables, the details and the window as they are at first; saved views and settings stay",
        icon="reset_layout",
    ),
    ActionEntry(
        "switch_theme",
        _VIEW,
        "S&witch light and dark",
        "Ctrl+Shift+D",
        "Switch between the light and the dark theme (Ctrl+Shift+D)",
        in_header=True,
        icon="theme",
    ),
    ActionEntry(
        "hide_accounts",
        _VIEW,
        "&Hide account numbers",
        "Ctrl+H",
        "Show each account under another name that stays the same, for sharing the screen (Ctrl+H)",
        is_switch=True,
        starts_group=True,
    ),
    ActionEntry(
        "show_aliases",
        _VIEW,
        "Show accounts by &alias",
        "Ctrl+Shift+A",
        "Show an advisor's accounts as “alias (number)” (Ctrl+Shift+A)",
        is_switch=True,
    ),
    ActionEntry(
        "groups",
        _VIEW,
        "&Groups and aliases…",
        "Ctrl+G",
        "An advisor's account groups with their methods and amounts, and the aliases of accounts (Ctrl+G)",
        icon="groups",
    ),
    ActionEntry("today", _VIEW, "Today (li&ve)", tip="Go back to today", starts_group=True, icon="today"),
    ActionEntry(
        "day_before",
        _VIEW,
        "Day &before",
        "Ctrl+PgUp",
        "Show the last day before this one of which something is kept (Ctrl+PgUp)",
        icon="day_before",
    ),
    ActionEntry(
        "day_after",
        _VIEW,
        "Day aft&er",
        "Ctrl+PgDown",
        "Show the first day after this one of which something is kept (Ctrl+PgDown)",
        icon="day_after",
    ),
    ActionEntry("choose_day", _VIEW, "Past da&ys…", "Ctrl+J", "Choose a day of the history (Ctrl+J)", icon="days"),
    ActionEntry(
        "guide",
        _HELP,
        "&User guide",
        "F1",
        system_keys=QKeySequence.StandardKey.HelpContents,
        icon="guide",
    ),
    ActionEntry(
        "setup",
        _HELP,
        "&Set up TWS…",
        tip="What to check in TWS or IB Gateway so that this program can connect",
        icon="settings",
    ),
    ActionEntry(
        "demo",
        _HELP,
        "&Try the demo",
        tip="A simulated TWS with made-up accounts, in a window of its own where this one shows a TWS",
        icon="demo",
    ),
    ActionEntry(
        "codes",
        _HELP,
        "&Message codes…",
        tip="All message codes that IB documents: what they mean and what to do",
        icon="codes",
    ),
    ActionEntry(
        "logs", _HELP, "Open &log folder", tip="Show this program's log files in the file manager", icon="logs"
    ),
    ActionEntry("about", _HELP, "&About IB Monitor", icon="about"),
)


class WindowActions:
    """All entries as actions of a window. `does` maps each key to what runs; checkable ones pass whether they are on.

    Raises `KeyError` if a key is missing.
    """

    def __init__(self, window: QMainWindow, does: Mapping[str, Callable[..., object]]) -> None:
        self._window = window
        self._actions = {entry.key: _action(window, entry, does[entry.key]) for entry in ENTRIES}
        self.icons = Icons(window)
        self._menus: dict[str, QMenu] = {}
        for entry in ENTRIES:
            menu = self.menu(entry.menu)
            if entry.icon and entry.in_header:
                self.icons.set_icon(self._actions[entry.key], entry.icon)
            if entry.starts_group:
                menu.addSeparator()
            menu.addAction(self._actions[entry.key])

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def menu(self, title: str) -> QMenu:
        """The menu with this title; created if it does not exist."""
        if title not in self._menus:
            self._menus[title] = self._window.menuBar().addMenu(title)
            # Drawing them only when the menu opens makes the window start faster.
            self._menus[title].aboutToShow.connect(lambda: self._give_icons(title))
        return self._menus[title]

    def _give_icons(self, title: str) -> None:
        for entry in ENTRIES:
            action = self._actions[entry.key]
            if entry.menu == title and entry.icon and action.icon().isNull():
                self.icons.set_icon(action, entry.icon)

    def insert_menu(self, menu: QMenu, *, before: str) -> None:
        """Insert a submenu above the action with this key."""
        above = next(entry.menu for entry in ENTRIES if entry.key == before)
        self.menu(above).insertMenu(self._actions[before], menu)

    def add_to_view(self, actions: Iterable[QAction]) -> None:
        """Add a group of actions to the View menu."""
        view = self.menu(_VIEW)
        view.addSeparator()
        view.addActions(list(actions))

    def enable_for(self, state: LinkState, *, has_tws: bool = True) -> None:
        """Enable the actions that apply in this state; without a TWS, only those that request nothing from it."""
        for entry in ENTRIES:
            self._actions[entry.key].setEnabled(state in entry.states and (has_tws or not entry.asks_tws))


def make_action(window: QMainWindow, text: str, shortcut: str, do: Callable[[], object]) -> QAction:
    """An action of the window with a shortcut."""
    action = QAction(text, window)
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
    action.triggered.connect(lambda _checked: do())
    return action


def _action(window: QMainWindow, entry: ActionEntry, do: Callable[..., object]) -> QAction:
    # Only here: Qt needs an application to know the standard keys.
    keys = "" if entry.system_keys is None else QKeySequence(entry.system_keys).toString()
    action = make_action(
        window, entry.text, keys or entry.shortcut, (lambda: do(action.isChecked())) if entry.is_switch else do
    )
    action.setCheckable(entry.is_switch)
    if entry.tip:
        action.setToolTip(entry.tip)
    return action
