"""How the main window is laid out: what its center shows, the details dock, and the layout that is saved."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.connection.moved_port_bar import MovedPortBar
from ibmonitor.windows.connection.start_offer_bar import StartOfferBar
from ibmonitor.windows.details.dock import DetailsDock
from ibmonitor.windows.export.choice import ExportChoice
from ibmonitor.windows.main.message_strip import MessageStrip
from ibmonitor.windows.main.on_screen import OnScreen, room
from ibmonitor.windows.main.page_tabs import PageTabs

_FIRST_SIZE = (1280, 800)
_FIRST_DETAILS = 290
"""First height of the details pane, in pixels."""


class WindowBody(QWidget):
    """The central widget: the panel, the tabs or a page shown instead, and the bars below."""

    def __init__(
        self, window: QMainWindow, panel: LinkPanel, tabs: PageTabs, details: DetailsDock, strip: MessageStrip
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = tabs
        self._details = details
        self._on_screen = OnScreen(window)
        self._docks_with_tables = QByteArray()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(panel)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(tabs)
        layout.addWidget(self._middle, 1)
        # Below the tables: what appears must not move the rows that the user is reading.
        self.moved_port = MovedPortBar(self)
        layout.addWidget(self.moved_port)
        self.start_offer = StartOfferBar(self)
        layout.addWidget(self.start_offer)
        layout.addWidget(strip)
        window.setCentralWidget(self)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, details)

    def show_bar(self, bar: QWidget) -> None:
        """Show a bar at the top, until it is deleted."""
        self._column.insertWidget(0, bar)

    def add_at_bottom(self, widget: QWidget) -> None:
        """Add a widget at the right of the last line."""
        line = QHBoxLayout()
        line.setContentsMargins(10, 0, 10, 2)
        line.addStretch(1)
        line.addWidget(widget)
        self._column.addLayout(line)

    def show_instead_of_tables(self, page: QWidget) -> None:
        """Show a page instead of the tables and the details."""
        self._docks_with_tables = self._window.saveState()
        self._middle.addWidget(page)
        self._middle.setCurrentWidget(page)
        self._details.hide()
        page.setFocus()

    def show_tables(self) -> None:
        """Show the tables again, and delete the page that was shown instead."""
        page = self._middle.currentWidget()
        if page is None or page is self._tabs:
            return
        self._middle.removeWidget(page)
        page.deleteLater()
        self._window.restoreState(self._docks_with_tables)
        self._tabs.current_page.take_focus()

    def set_first_size(self) -> None:
        """Give the window and the details their first size."""
        self._window.resize(QSize(*_FIRST_SIZE).boundedTo(room(self._window.screen().availableGeometry()).size()))
        self._window.resizeDocks([self._details], [_FIRST_DETAILS], Qt.Orientation.Vertical)

    def reset(self) -> None:
        """Restore the first layout of everything; saved views and settings stay."""
        self._tabs.reset()
        self._details.setFloating(False)
        self._window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self._details)
        self._details.show()
        self._window.showNormal()
        self.set_first_size()

    def state(self) -> WindowState:
        """The state to save."""
        shows_tables = self._middle.currentWidget() is self._tabs
        docks = self._window.saveState() if shows_tables else self._docks_with_tables
        accounts = self._tabs.accounts
        return WindowState(
            geometry=bytes(self._window.saveGeometry().data()),
            docks=bytes(docks.data()),
            tab=self._tabs.current_page.kind.key,
            tables=self._tabs.states(),
            accounts=tuple(sorted(accounts.accounts or ())),
            account_group=accounts.group,
            export_format=self._tabs.exporter.choice.suffix,
            export_all_columns=self._tabs.exporter.choice.all_columns,
        )

    def restore(self, state: WindowState) -> None:
        """Restore a saved state."""
        if state.geometry:
            self._window.restoreGeometry(QByteArray(state.geometry))
        if state.docks:
            self._window.restoreState(QByteArray(state.docks))
        if state.geometry or state.docks:
            self._on_screen.bring_back()
        self._tabs.accounts.restore(state.accounts, state.account_group)
        self._tabs.restore(state.tables, state.tab)
        self._tabs.exporter.choice = ExportChoice.restored(state.export_format, all_columns=state.export_all_columns)
        self._tabs.current_page.take_focus()
