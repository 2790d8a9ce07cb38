"""The window: puts its parts together and says what the user wants. It never touches the connection itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QTabWidget, QToolBar, QVBoxLayout, QWidget

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.records import LinkState, Message
from ibmonitor.feed import Feed
from ibmonitor.models.tables import Tables
from ibmonitor.settings.table import Settings
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows import link_text
from ibmonitor.windows.about import about_box
from ibmonitor.windows.link_panel import LinkPanel
from ibmonitor.windows.message_strip import MessageStrip
from ibmonitor.windows.pages import MESSAGES, PAGES, reason_for_nothing
from ibmonitor.windows.settings_dialog import SettingsDialog
from ibmonitor.windows.table_page import TablePage

_FIRST_SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """All that is shown. `feed` says when something has changed; what the user asks for goes out as signals."""

    connect_requested = Signal()
    disconnect_requested = Signal()
    refresh_requested = Signal()
    own_orders_requested = Signal()
    settings_accepted = Signal(object)
    """`settings.table.Settings`, all valid."""
    closed = Signal()

    def __init__(
        self, tables: Tables, feed: Feed, blotter: Blotter, settings: Settings, state: WindowState | None = None
    ) -> None:
        super().__init__()
        self._blotter = blotter
        self._settings = settings
        self._strip = MessageStrip(self)
        self._panel = LinkPanel(self)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._pages = [TablePage(kind, getattr(tables, kind.key), self) for kind in PAGES]
        for page in self._pages:
            self._tabs.addTab(page, page.kind.title)
            page.action_requested.connect(self.connect_requested)
            page.table.counts_changed.connect(self._show_counts)
        self._strip.show_all_requested.connect(self._show_messages)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._panel)
        layout.addWidget(self._tabs, 1)
        # Below the tables: a message that comes must not push down the rows that are being read.
        layout.addWidget(self._strip)
        self.setCentralWidget(body)
        self._make_actions()
        feed.link_changed.connect(self._show_link)
        feed.message_arrived.connect(self._on_message)
        self.resize(*_FIRST_SIZE)
        self._restore(state or WindowState())
        self._show_counts()
        self._show_link()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def set_settings(self, settings: Settings) -> None:
        """Show what the settings mean; they are in force from now on."""
        self._settings = settings
        self._show_link()

    def page(self, key: str) -> TablePage:
        """The page of a table by its key; raises `KeyError`."""
        return {page.kind.key: page for page in self._pages}[key]

    def state(self) -> WindowState:
        """How the window is to be found again."""
        return WindowState(
            geometry=bytes(self.saveGeometry().data()),
            tab=self._current_page.kind.key,
            tables={page.kind.key: page.table_state() for page in self._pages},
        )

    def open_settings(self) -> SettingsDialog:
        """Open the settings dialog."""
        dialog = SettingsDialog(self._settings, self._blotter.link.api_settings, self)
        dialog.settings_accepted.connect(self._on_settings_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @property
    def _current_page(self) -> TablePage:
        return self._pages[self._tabs.currentIndex()]

    def _make_actions(self) -> None:
        bar = QToolBar("Main", self)
        bar.setObjectName("main")
        bar.setMovable(False)
        bar.toggleViewAction().setEnabled(False)
        self.addToolBar(bar)
        self._connect = self._action("&Connect", "Ctrl+K", self.connect_requested.emit)
        self._disconnect = self._action("&Disconnect", "Ctrl+Shift+K", self.disconnect_requested.emit)
        self._refresh = self._action("&Refresh", "F5", self.refresh_requested.emit)
        self._own_orders = self._action("&Orders of this client", "", self.own_orders_requested.emit)
        settings = self._action("&Settings…", "Ctrl+,", self.open_settings)
        about = self._action("&About IB Monitor", "", lambda: about_box(self).open())
        leave = self._action("&Quit", QKeySequence(QKeySequence.StandardKey.Quit).toString() or "Ctrl+Q", self.close)
        find = self._action("&Filter", "Ctrl+F", self._focus_filter)
        clear = self._action("C&lear filters", "Ctrl+Shift+F", self._clear_filters)
        columns = self._action("C&olumns…", "Ctrl+L", self._choose_columns)
        self._refresh.setToolTip("Ask TWS for all orders, fills and completed orders again (F5)")
        self._own_orders.setToolTip("Ask TWS for the open orders of this client ID only; a read-only API refuses it")
        for action in (self._connect, self._disconnect, self._refresh, settings):
            bar.addAction(action)
        connection = self.menuBar().addMenu("&Connection")
        for action in (self._connect, self._disconnect, self._refresh, self._own_orders):
            connection.addAction(action)
        connection.addSeparator()
        connection.addAction(settings)
        connection.addAction(leave)
        view = self.menuBar().addMenu("&View")
        for action in (find, clear, columns):
            view.addAction(action)
        view.addSeparator()
        for number, page in enumerate(self._pages):
            view.addAction(
                self._action(f"&{number + 1} {page.kind.title}", f"Ctrl+{number + 1}", self._tab_opener(number))
            )
        self.menuBar().addMenu("&Help").addAction(about)

    def _action(self, text: str, shortcut: str, do: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _checked: do())
        return action

    def _focus_filter(self) -> None:
        self._current_page.focus_filter()

    def _clear_filters(self) -> None:
        self._current_page.clear_filters()

    def _choose_columns(self) -> None:
        self._current_page.view.choose_columns()

    def _tab_opener(self, number: int) -> Callable[[], object]:
        return lambda: self._tabs.setCurrentIndex(number)

    def _restore(self, state: WindowState) -> None:
        if state.geometry:
            self.restoreGeometry(QByteArray(state.geometry))
        for number, page in enumerate(self._pages):
            if page.kind.key in state.tables:
                page.restore(state.tables[page.kind.key])
            if page.kind.key == state.tab:
                self._tabs.setCurrentIndex(number)

    def _show_link(self) -> None:
        link = self._blotter.link
        self._panel.show_link(link, self._settings)
        self.setWindowTitle(link_text.title(link))
        down = link.state is LinkState.DOWN
        self._connect.setEnabled(down)
        self._disconnect.setEnabled(not down)
        for action in (self._refresh, self._own_orders):
            action.setEnabled(link.state is LinkState.UP)
        for page in self._pages:
            page.set_reason(*reason_for_nothing(page.kind, link))
            page.set_accounts(link.accounts)
            page.view.set_filling(link.state is not LinkState.UP)

    def _show_counts(self) -> None:
        for number, page in enumerate(self._pages):
            count = page.table.total_count
            self._tabs.setTabText(number, f"{page.kind.title} ({count:,})" if count else page.kind.title)

    def _show_messages(self) -> None:
        self._tabs.setCurrentIndex(PAGES.index(MESSAGES))
        self._strip.dismiss()

    def _on_message(self, message: Message) -> None:
        self._strip.show_message(message)

    def _on_settings_accepted(self, settings: Settings) -> None:
        self.set_settings(settings)
        self.settings_accepted.emit(settings)
