"""The window: puts its parts together and says what the user wants. It never touches the connection itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.connection_test.verdict import Attempt
from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Fill, Message
from ibmonitor.domain.search.find import Results, find
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import Tables
from ibmonitor.models.output.printout import PrintFacts
from ibmonitor.models.text import link_words as link_text
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import DEFAULTS, Settings
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.allocations.groups_panel import GroupsPanel
from ibmonitor.windows.allocations.page import AllocationsPage
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.connection.moved_port_bar import MovedPortBar
from ibmonitor.windows.connection.scope_panel import ScopePanel
from ibmonitor.windows.day.page import DayChartsPage
from ibmonitor.windows.details.dock import DetailsDock
from ibmonitor.windows.executions.control import ExecutionsControl
from ibmonitor.windows.export.control import ExportControl
from ibmonitor.windows.export.list_export import Rows, export_rows
from ibmonitor.windows.help.about import about_box
from ibmonitor.windows.help.code_action import add_code_action
from ibmonitor.windows.help.codes_window import CodesWindow
from ibmonitor.windows.help.guide import GuideWindow
from ibmonitor.windows.main.find_box import FindBox
from ibmonitor.windows.main.message_strip import MessageStrip
from ibmonitor.windows.main.on_screen import OnScreen
from ibmonitor.windows.main.page_tabs import Page, PageTabs
from ibmonitor.windows.main.selection_sync import SelectionSync
from ibmonitor.windows.main.table_actions import TableActions
from ibmonitor.windows.main.unread_messages import UnreadMessages
from ibmonitor.windows.menu.actions import WindowActions, make_action
from ibmonitor.windows.settings.profile_menu import ProfileControl
from ibmonitor.windows.settings.settings_dialog import SettingsDialog
from ibmonitor.windows.table.account_filter import AccountFilterButton
from ibmonitor.windows.table.pages import FILLS, MESSAGES, PAGES
from ibmonitor.windows.table.table_page import TablePage
from ibmonitor.windows.table.views import ViewsButton
from ibmonitor.windows.table.views_store import ViewsStore
from ibmonitor.windows.widgets.masked import MaskedText

_FIRST_SIZE = (1280, 800)
_FIRST_DETAILS = 290
"""Height of the details pane at first, in pixels."""


class MainWindow(QMainWindow):
    """All that is shown. `feed` says when something has changed; what the user asks for goes out as signals."""

    connect_requested = Signal()
    connect_now_requested = Signal()
    """Without waiting for the next try."""
    other_client_id_requested = Signal(int)
    """With this client id in place of one that is in use."""
    disconnect_requested = Signal()
    refresh_requested = Signal()
    own_orders_requested = Signal()
    completed_orders_requested = Signal(bool)
    """Whether only those of API clients are wanted."""
    recording_switched = Signal(bool)
    """Whether the user wants the session recorded."""
    logs_requested = Signal()
    settings_accepted = Signal(object)
    """`settings.table.Settings`, all valid."""
    test_row_shown = Signal(object)
    """A `ConnectionTestRow`, whose tests are to be carried out."""
    closed = Signal()

    _codes: CodesWindow | None = None
    """Made when it is first asked for."""

    def __init__(
        self,
        tables: Tables,
        feed: Feed,
        blotter: Blotter,
        settings: Settings,
        state: WindowState | None = None,
        recent_queries: Sequence[ExecutionQuery] = (),
        book: AllocationBook | None = None,
        views: ViewsStore | None = None,
    ) -> None:
        """`book` is shared with whoever asks TWS for what is missing of allocations; without one there is one here.

        Without `views`, those that the user saves are kept for this run only.
        """
        super().__init__()
        self._blotter = blotter
        self._settings = settings
        self._title = MaskedText(self, self.setWindowTitle)
        self._recording_sign = ""
        self._replay_title = ""
        self._strip = MessageStrip(self)
        self.unread = UnreadMessages(feed, self._strip)
        self._panel = LinkPanel(self)
        self._tabs = self._make_tabs(tables, feed, book or AllocationBook(blotter))
        self._views = self._make_views(views or ViewsStore(parent=self))
        self._on_screen = OnScreen(self)
        self._strip.show_all_requested.connect(self._show_messages)
        self._panel.scope_requested.connect(self.show_scope)
        self._panel.connect_now_requested.connect(self.connect_now_requested)
        self._panel.other_client_id_requested.connect(self.other_client_id_requested)
        self.details = DetailsDock(feed, blotter, self)
        self.records = SelectionSync(self._tabs, self.details, feed)
        self._strip.order_requested.connect(self.records.go_to)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.details)
        self.find_box = FindBox(self._search, self)
        self.find_box.chosen.connect(self.records.go_to)
        self.records.find_requested.connect(self.find_box.find_now)
        self.executions = ExecutionsControl(self.page(FILLS.key), recent_queries, settings.zone, self)
        feed.cleared.connect(self.executions.forget)
        self.scope = ScopePanel(self)
        self.groups = GroupsPanel(self)
        self._guide: GuideWindow | None = None
        self._is_simulated = False
        # A simulated TWS's port is gone with it.
        self.profiles = ProfileControl(self, lambda: Settings() if self._is_simulated else self._settings)
        self._docks_with_tables = QByteArray()
        self.setCentralWidget(self._make_body())
        self._make_actions()
        feed.link_changed.connect(self._show_link)
        self.resize(*_FIRST_SIZE)
        self.resizeDocks([self.details], [_FIRST_DETAILS], Qt.Orientation.Vertical)
        self.restore(state or WindowState())
        self.set_settings(settings)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def set_settings(self, settings: Settings) -> None:
        """Show what the settings mean; they are in force from now on."""
        self._settings = settings
        self.executions.set_zone(settings.zone)
        # One that is shown is not made anew, and may name an account.
        QToolTip.hideText()
        self._actions["hide_accounts"].setChecked(settings.hide_accounts)
        self._actions["show_aliases"].setChecked(settings.show_aliases)
        self._show_link()

    def show_profiles(self, profiles: Sequence[Profile], current: Profile | None) -> None:
        """Offer these, and show which one is in force: in the title, in the window's icon, and on its panel."""
        self.profiles.show_profiles(profiles, current)
        self._panel.show_profile(current)
        self._show_link()

    def set_simulated(self, *, simulated: bool) -> None:
        """Whether the TWS is this program's own simulated one, whose accounts are nobody's."""
        self._is_simulated = simulated
        self._panel.set_simulated(simulated=simulated)

    def show_recording(self, sign: str) -> None:
        """Say what is being recorded; an empty text is nothing."""
        self._recording_sign = sign
        self._actions["record"].setChecked(bool(sign))
        self._show_link()

    def show_replay(self, bar: QWidget, title: str) -> None:
        """Show a recording in the place of a TWS: `bar` steers it, and nothing can be asked of a TWS."""
        self._replay_title = title
        self.show_bar(bar)
        self._panel.set_replaying()
        self._show_link()

    def show_bar(self, bar: QWidget) -> None:
        """Show a band above all else, until it is deleted."""
        self._column.insertWidget(0, bar)

    def show_instead_of_tables(self, page: QWidget) -> None:
        """Show a page where the tables will be; nothing is known yet that details could be told of."""
        self._docks_with_tables = self.saveState()
        self._middle.addWidget(page)
        self._middle.setCurrentWidget(page)
        self.details.hide()

    def show_tables(self) -> None:
        """Show the tables in place of the page that stood there, which is gone then."""
        page = self._middle.currentWidget()
        if page is None or page is self._tabs:
            return
        self._middle.removeWidget(page)
        page.deleteLater()
        self.restoreState(self._docks_with_tables)
        self._tabs.take_focus()

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, in the order of their tabs."""
        return self._tabs.pages

    def action(self, key: str) -> QAction:
        """The action of an entry of the menus; raises `KeyError`."""
        return self._actions[key]

    def page(self, key: str) -> TablePage:
        """The page of a table by its key; raises `KeyError`."""
        return self._tabs.table_page(key)

    def show_page(self, key: str) -> None:
        """Bring the tab with this key to the front; nothing where there is none."""
        self._tabs.show_page(key)

    def state(self) -> WindowState:
        """How the window is to be found again."""
        return WindowState(
            geometry=bytes(self.saveGeometry().data()),
            docks=bytes((self.saveState() if self._shows_tables else self._docks_with_tables).data()),
            tab=self._current_page.kind.key,
            tables=self._tabs.states(),
            accounts=tuple(sorted(self._accounts.accounts or ())),
            account_group=self._accounts.group,
        )

    def open_settings(self) -> SettingsDialog:
        """Open the settings dialog."""
        dialog = SettingsDialog(self._settings, self._blotter.link.api_settings, self)
        opened = self._settings
        dialog.settings_accepted.connect(lambda settings: self._on_dialog_accepted(opened, settings))
        dialog.finished.connect(dialog.deleteLater)
        dialog.test_row.set_in_use(self._connection_in_use())
        self.test_row_shown.emit(dialog.test_row)
        dialog.open()
        return dialog

    def _connection_in_use(self) -> Attempt | None:
        link = self._blotter.link
        if link.state in (LinkState.DOWN, LinkState.WAITING) or link.port is None or link.client_id is None:
            return None
        return Attempt(link.host, link.port, link.client_id)

    def show_scope(self) -> None:
        """Show what this connection can see."""
        self.scope.show_scope(self._blotter.link, self._settings)
        self.scope.show()
        self.scope.activateWindow()

    def show_groups(self) -> None:
        """Show the advisor's account groups and aliases."""
        self.groups.show_link(self._blotter.link)
        self.groups.show()
        self.groups.activateWindow()

    def show_guide(self) -> None:
        """Show the user guide."""
        if self._guide is None:
            self._guide = GuideWindow(self)
        self._guide.show()
        self._guide.activateWindow()

    def show_codes(self, code: int | None = None) -> None:
        """Show the message codes, with one of them selected where it is given."""
        if self._codes is None:
            self._codes = CodesWindow(self)
        self._codes.show()
        self._codes.activateWindow()
        if code is not None:
            self._codes.show_code(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @property
    def _shows_tables(self) -> bool:
        return self._middle.currentWidget() == self._tabs

    @property
    def _current_page(self) -> Page:
        return self._tabs.current_page

    def _make_body(self) -> QWidget:
        body = QWidget(self)
        layout = self._column = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._panel)
        self._middle = QStackedWidget(body)
        self._middle.addWidget(self._tabs)
        layout.addWidget(self._middle, 1)
        # Below the tables: what comes must not push down the rows that are being read.
        self.moved_port = MovedPortBar(body)
        layout.addWidget(self.moved_port)
        layout.addWidget(self._strip)
        return body

    def _make_tabs(self, tables: Tables, feed: Feed, book: AllocationBook) -> PageTabs:
        self._accounts = AccountSelection(self)
        self._account_filter = AccountFilterButton(self._accounts, self)
        exporter = self._exporter = ExportControl(self)
        self.allocations = AllocationsPage(book, feed, self._accounts, self, exporter=exporter)
        self.day = DayChartsPage(feed, self._blotter, self._accounts, self)
        self.day.fills_chosen.connect(self._show_fills)
        *first, messages = [
            TablePage(kind, getattr(tables, kind.key), self, selection=self._accounts, exporter=exporter)
            for kind in PAGES
        ]
        tabs = PageTabs([*first, self.allocations, self.day, messages], self)
        tabs.setCornerWidget(self._account_filter, Qt.Corner.TopRightCorner)
        for page in tabs.pages:
            page.action_requested.connect(self.connect_requested)
            if not isinstance(page, DayChartsPage):
                page.set_print_facts(self._print_facts)
        return tabs

    def _make_views(self, store: ViewsStore) -> list[ViewsButton]:
        buttons = []
        for page in self._tabs.pages:
            if not isinstance(page, DayChartsPage):
                buttons.append(ViewsButton(page, store, page))
                page.add_to_bar(buttons[-1])
        return buttons

    def _reset_layout(self) -> None:
        """Bring all back to where it is at first; saved views and settings stay."""
        for views in self._views:
            views.reset()
        self.details.setFloating(False)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.details)
        self.details.show()
        self.showNormal()
        self.resize(*_FIRST_SIZE)
        self.resizeDocks([self.details], [_FIRST_DETAILS], Qt.Orientation.Vertical)

    def _print_facts(self) -> PrintFacts:
        link = self._blotter.link
        kind = link_text.kind_of_accounts(link.accounts)
        return PrintFacts("", ", ".join(link_text.details(link)), kind if kind in ("", "Paper") else kind.upper())

    def export_list(self, title: str, rows: Callable[[], Rows]) -> None:
        """Export a short table of the details; how it goes is said on the tab in front."""
        page = self._current_page
        follow = None if isinstance(page, DayChartsPage) else page.follow_export
        export_rows(
            self._exporter, self, title, rows, lambda: dataclasses.replace(self._print_facts(), title=title), follow
        )

    def _show_fills(self, description: str, fills: list[Fill]) -> None:
        """Show these fills alone in their table, until the user wants all again."""
        page = self.page(FILLS.key)
        chosen = set(fills)
        page.narrow(description, chosen.__contains__)
        self._tabs.setCurrentWidget(page)
        if fills:
            page.go_to(fills[0])

    def _make_actions(self) -> None:
        self._offer_codes()
        self._table_actions = TableActions(self._tabs)
        self._actions = WindowActions(
            self,
            {
                "connect": self.connect_requested.emit,
                "disconnect": self.disconnect_requested.emit,
                "refresh": self.refresh_requested.emit,
                "executions": self.executions.open,
                "own_orders": self.own_orders_requested.emit,
                "completed_all": lambda: self.completed_orders_requested.emit(False),
                "completed_api": lambda: self.completed_orders_requested.emit(True),
                "scope": self.show_scope,
                "record": self.recording_switched.emit,
                "settings": self.open_settings,
                "quit": self.close,
                "find": self.find_box.take_focus,
                "reset_layout": self._reset_layout,
                **self._table_actions.does(),
                "hide_accounts": self._on_accounts_hidden,
                "show_aliases": self._on_aliases_shown,
                "groups": self.show_groups,
                "guide": self.show_guide,
                "codes": self.show_codes,
                "logs": self.logs_requested.emit,
                "about": lambda: about_box(self).open(),
            },
        )
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._actions.bar.addWidget(gap)
        self._actions.bar.addWidget(self.find_box)
        self._actions.insert_menu(self.profiles.menu, before="settings")
        details = self.details.toggleViewAction()
        details.setText("&Details")
        details.setShortcut("Ctrl+D")
        self._actions.add_to_view([details])
        self._actions.add_to_view(
            make_action(self, f"&{number + 1} {page.kind.title}", f"Ctrl+{number + 1}", self._tab_opener(number))
            for number, page in enumerate(self._tabs.pages)
        )
        self._tabs.currentChanged.connect(lambda: self._table_actions.enable(self._actions))

    def _offer_codes(self) -> None:
        """Lead from each message to its code."""
        self.details.pane.code_chosen.connect(self.show_codes)
        add_code_action(self.page(MESSAGES.key).view, self.show_codes)

    def _tab_opener(self, number: int) -> Callable[[], object]:
        return lambda: self._tabs.setCurrentIndex(number)

    def _search(self, text: str) -> Results:
        blotter = self._blotter
        return find(
            text,
            blotter.orders,
            blotter.fills,
            blotter.commissions,
            account_name=ACCOUNT_NAMES.searched,
            contract_words=CONTRACT_NAMES.words,
        )

    def restore(self, state: WindowState) -> None:
        """Bring the window back as it was left."""
        if state.geometry:
            self.restoreGeometry(QByteArray(state.geometry))
        if state.docks:
            self.restoreState(QByteArray(state.docks))
        if state.geometry or state.docks:
            self._on_screen.look()
        self._accounts.restore({"accounts": state.accounts, "group": state.account_group})
        self._tabs.restore(state.tables, state.tab)
        self._tabs.take_focus()

    def _show_link(self) -> None:
        link = self._blotter.link
        self._panel.show_link(link, self._settings, self._signs())
        title = link_text.title(link, self.profiles.name)
        self._title.say(f"{self._replay_title} — IB Monitor" if self._replay_title else title)
        self._actions.enable_for(link.state, has_tws=not self._replay_title)
        self._table_actions.enable(self._actions)
        self.executions.show_link(link)
        if self.scope.isVisible():
            self.scope.show_scope(link, self._settings)
        if self.groups.isVisible():
            self.groups.show_link(link)
        self._account_filter.set_link(link)
        self._tabs.show_link(link, has_tws=not self._replay_title)

    def _signs(self) -> list[str]:
        hidden = "Account numbers hidden" if self._settings.hide_accounts else ""
        return [sign for sign in (hidden, self._recording_sign) if sign]

    def _show_messages(self, newest: Message) -> None:
        self._strip.dismiss()
        self._tabs.show_page(MESSAGES.key)
        self.page(MESSAGES.key).go_to(newest)

    def _on_accounts_hidden(self, hidden: bool) -> None:
        self._on_settings_accepted(dataclasses.replace(self._settings, hide_accounts=hidden))

    def _on_aliases_shown(self, shown: bool) -> None:
        self._on_settings_accepted(dataclasses.replace(self._settings, show_aliases=shown))

    def _on_dialog_accepted(self, opened: Settings, chosen: Settings) -> None:
        """Take over what the user has changed: TWS's port, say, may have become another while the dialog was open."""
        changed = {key: getattr(chosen, key) for key in DEFAULTS if getattr(chosen, key) != getattr(opened, key)}
        self._on_settings_accepted(dataclasses.replace(self._settings, **changed))

    def _on_settings_accepted(self, settings: Settings) -> None:
        self.set_settings(settings)
        self.settings_accepted.emit(settings)
