"""The main window: creates its parts and connects them. The user's requests leave it as signals."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QToolTip, QWidget

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.domain.records.records import Message, Order
from ibmonitor.models.history.day_words import closed_words, coverage_words, date_text
from ibmonitor.models.live.away import AwayWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.order_search import OrderSearch
from ibmonitor.models.live.tables import Tables
from ibmonitor.models.text import link_words as link_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.settings.profiles import Profile
from ibmonitor.settings.table import DEFAULTS, Settings
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.connection.link_bar import LinkBar
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.connection.moved_port_bar import MovedPortBar
from ibmonitor.windows.connection.sync_progress import SyncProgress
from ibmonitor.windows.details.dock import DetailsDock
from ibmonitor.windows.export.control import ExportControl
from ibmonitor.windows.export.list_export import Rows, list_table
from ibmonitor.windows.help.code_action import add_code_action
from ibmonitor.windows.main.bottom_line import BottomLine
from ibmonitor.windows.main.day_control import DayControl
from ibmonitor.windows.main.details_place import DetailsPlace
from ibmonitor.windows.main.find_box import FindBox
from ibmonitor.windows.main.first_row import FirstRow
from ibmonitor.windows.main.header import Header
from ibmonitor.windows.main.message_strip import MessageStrip
from ibmonitor.windows.main.order_filter import show_orders
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.main.selection_sums import SelectionSums
from ibmonitor.windows.main.selection_sync import SelectionSync
from ibmonitor.windows.main.tool_windows import ToolWindows
from ibmonitor.windows.main.unread_messages import UnreadMessages
from ibmonitor.windows.main.window_body import WindowBody
from ibmonitor.windows.menu.actions import WindowActions, make_action
from ibmonitor.windows.menu.appearance import AppearanceMenu
from ibmonitor.windows.settings.profile_menu import ProfileControl
from ibmonitor.windows.table.page import Page, RowsPage
from ibmonitor.windows.table.pages import ALLOCATIONS, DAY, FILLS, KINDS, MESSAGES
from ibmonitor.windows.table.table_page import TablePage
from ibmonitor.windows.table.views import ViewsStore
from ibmonitor.windows.theme.theme import THEME
from ibmonitor.windows.widgets.masked import MaskedText

if TYPE_CHECKING:
    from ibmonitor.domain.allocation.book import AllocationBook
    from ibmonitor.models.output.printout import PrintFacts


class MainWindow(QMainWindow):
    """`feed` reports the changes to show. The window never uses the connection itself."""

    connect_requested = Signal()
    connect_now_requested = Signal()
    """Without waiting for the next attempt."""
    other_client_id_requested = Signal(int)
    """With this client id instead of one that is in use."""
    disconnect_requested = Signal()
    refresh_requested = Signal()
    own_orders_requested = Signal()
    completed_orders_requested = Signal(bool)
    """Whether to request only those of API clients."""
    recording_switched = Signal(bool)
    """Whether the user wants the session recorded."""
    demo_requested = Signal()
    open_recording_requested = Signal()
    logs_requested = Signal()
    history_requested = Signal()
    """What is on all days that are kept."""
    news_requested = Signal(str, object)
    """In a past day: the user wants to see these orders of today, found with these words."""
    quit_requested = Signal()
    """In a past day: the user wants to end the program, not only to leave the day."""
    settings_accepted = Signal(object)
    """`settings.table.Settings`, all valid."""
    closed = Signal()

    _past: Day | None = None
    """The day that is shown where it is not today."""
    _is_reading = False

    def __init__(
        self,
        tables: Tables,
        feed: Feed,
        blotter: Blotter,
        settings: Settings,
        state: WindowState | None = None,
        recent_queries: Sequence[ExecutionQuery] = (),
        book: Callable[[], AllocationBook] | None = None,
        views: ViewsStore | None = None,
    ) -> None:
        """`book` returns that of all who need allocations. Without `views`, saved views are kept in memory."""
        super().__init__()
        self._link = blotter.link
        self._feed = feed
        self.settings = settings
        self._title = MaskedText(self, self.setWindowTitle)
        self._recording_sign = ""
        self._replay_title = ""
        self._is_simulated = False
        self._away: tuple[str, list[Order]] = ("", [])
        self._blotter_now = blotter.now
        self._strip = MessageStrip(self)
        self.unread = UnreadMessages(feed, self._strip)
        self._panel = LinkPanel(self)
        self._exporter = ExportControl(self, self._source, lambda: feed.version)
        self.details = DetailsDock(feed, blotter, self)
        self.details_place = DetailsPlace(self, self.details)
        self.body = WindowBody(self, self.details_place)
        self.tabs = PageTabs(
            tables,
            feed,
            book,
            self._exporter,
            views or ViewsStore(parent=self),
            self.body.middle,
        )
        self.body.set_tabs(self.tabs)
        search = OrderSearch(feed, self)
        # A filter by what was found is by names, too.
        search.renamed.connect(tables.orders.filter_again)
        self.find_box = FindBox(search, self)
        self._header = Header(self._panel, self.find_box, self)
        self.addToolBar(self._header)
        self.link_bar, self.moved_port = LinkBar(self), MovedPortBar(self)
        for banner in (self._strip, self.link_bar, self.moved_port):
            self.body.banners.add(banner)
        self.bottom = BottomLine((page.bottom for page in self.tabs.made_pages), self)
        self.zone_button = self.bottom.zone
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.bottom, 1)
        self.records = SelectionSync(self.tabs, self.details, feed)
        self.away = AwayWatch(feed, self)
        self.tools = ToolWindows(self, self._link, lambda: self.settings, lambda: self.page(FILLS.key), recent_queries)
        self.executions = self.tools.executions
        # A simulated TWS's port is gone with it.
        self.profiles = ProfileControl(self, lambda: Settings() if self._is_simulated else self.settings)
        self.appearance = AppearanceMenu(self)
        self.appearance.chosen.connect(lambda key, value: self._change_settings(**{key: value}))
        self._progress = SyncProgress(blotter, self)
        self.days = DayControl(self.bottom.days, self)
        self._actions = self._make_actions()
        self._connect_parts(feed)
        self._set_tab_order()
        self.details.pane_made.connect(self._on_pane_made)
        self.tabs.page_made.connect(self._on_page_made)
        self.body.set_first_size()
        self.layout_problems = self.body.restore(state or WindowState())
        """Sentences: what of the saved layout could not be restored."""
        self.set_settings(settings)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, in the order of their tabs."""
        return self.tabs.pages

    def late_parts(self) -> Iterator[object]:
        """Make what a window without records does not need, part by part; anything from TWS needs all of it."""
        yield from self.tabs.make_pages()
        yield self.details.pane

    def action(self, key: str) -> QAction:
        """A menu action by its key; raises `KeyError`."""
        return self._actions[key]

    def page(self, key: str) -> TablePage:
        """The page of a table by its key; raises `KeyError`."""
        return self.tabs.table_page(key)

    def set_settings(self, settings: Settings) -> None:
        """Apply the settings to what is shown."""
        self.settings = settings
        self.executions.set_zone(settings.zone)
        # An open tooltip does not change, and may contain an account number.
        QToolTip.hideText()
        self._actions["hide_accounts"].setChecked(settings.hide_accounts)
        self._actions["show_aliases"].setChecked(settings.show_aliases)
        self.appearance.show_choices({key: getattr(settings, key) for key in ("theme", "density", "accent")})
        self._show_link()

    def show_profiles(self, profiles: Sequence[Profile], current: Profile | None) -> None:
        """List these profiles, and show the current one in the title, the window's icon and the panel."""
        self.profiles.show_profiles(profiles, current)
        self._panel.profile.show_profile(current)
        self._show_link()

    def set_simulated(self, *, simulated: bool) -> None:
        """Whether TWS is this program's own simulated one, whose accounts are not real."""
        self._is_simulated = simulated
        self._panel.set_simulated(simulated=simulated)
        self._show_link()

    @property
    def is_simulated(self) -> bool:
        """Whether TWS is this program's own simulated one, or was when what is replayed was recorded."""
        return self._is_simulated

    def show_recording(self, sign: str) -> None:
        """Show that the session is being recorded; an empty text shows that it is not."""
        self._recording_sign = sign
        self._actions["record"].setChecked(bool(sign))
        self._show_link()

    def show_replay(self, bar: QWidget, title: str) -> None:
        """Show a recording instead of a TWS: `bar` controls it, and nothing can be requested."""
        self._replay_title = title
        self.body.show_bar(bar)
        self._panel.set_replaying()
        self.link_bar.set_replaying()
        self._show_link()

    def show_past(self, day: Day) -> None:
        """Show a past day instead of a TWS: nothing can be requested, and nothing in it is news."""
        self._past, self._replay_title = day, closed_words(day)
        self._header.set_past()
        self.tools.has_tws = False
        self.link_bar.set_replaying()
        self.unread.set_quiet(quiet=True)
        self._exporter.day = lambda: day.day
        self.details.set_past(date_text(day.day))
        self._feed.link_changed.disconnect(self._progress.follow)
        self.away.found.disconnect(self._on_found_away)
        self.show_reading(0.0)

    def show_reading(self, done: float | None) -> None:
        """Show how much of the past day has been read, up to 1; `None` is all of it."""
        if self._past is None:
            return
        self.bottom.show_progress("" if done is None else f"Opening {date_text(self._past.day)}: {done:.0%}")
        if not done:
            self._is_reading = done is not None
            self.tabs.show_past(is_reading=self._is_reading)
            self.unread.set_quiet(quiet=self._is_reading)
            self._show_link()
            self._first_row.choose()

    def show_news(self, words: str, orders: list[Order]) -> None:
        """In a past day: offer to show what has happened today, in these words; empty words offer nothing."""
        self._away = words, orders
        self.bottom.show_away(words, "Go back to today, and show these orders")

    def show_note(self, sentence: str) -> None:
        """Show a sentence below the tab in front for a while."""
        self.tabs.current_page.notice.show_note(sentence)

    def export_list(self, title: str, rows: Callable[[], Rows]) -> None:
        """Export a short table of the details; the tab in front shows the result."""
        table = list_table(title, rows, lambda: dataclasses.replace(self._source(), title=title))
        self._exporter.export(self, table, self.tabs.current_page.notice.show_run)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _make_actions(self) -> WindowActions:
        actions = WindowActions(
            self,
            {
                "connect": self.connect_requested.emit,
                "disconnect": self.disconnect_requested.emit,
                "refresh": self.refresh_requested.emit,
                "own_orders": self.own_orders_requested.emit,
                "completed_all": lambda: self.completed_orders_requested.emit(False),
                "completed_api": lambda: self.completed_orders_requested.emit(True),
                "record": self.recording_switched.emit,
                "copy_ticket": self.details.copy_ticket,
                "quit": self._quit,
                "find": self.find_box.take_focus,
                "reset_layout": self.body.reset,
                "switch_theme": self._switch_theme,
                "hide_accounts": lambda hidden: self._change_settings(hide_accounts=hidden),
                "show_aliases": lambda shown: self._change_settings(show_aliases=shown),
                "demo": self.demo_requested.emit,
                "open_recording": self.open_recording_requested.emit,
                "logs": self.logs_requested.emit,
                "history": self.history_requested.emit,
                **self.days.commands(),
                **self.tools.actions(),
                **self.tabs.page_commands(),
            },
        )
        self._header.add_buttons([actions["refresh"]])
        self._header.add_either(actions["connect"], actions["disconnect"])
        self._header.add_buttons([actions["record"], actions["switch_theme"]])
        actions.insert_menu(self.profiles.menu, before="settings")
        actions.insert_menu(self.appearance, before="hide_accounts")
        self.days.use(actions)
        actions.add_to_view([self.details_place.action, self.zone_button.choices.menuAction()])
        actions.add_to_view(
            make_action(self, f"&{number} {kind.title}", f"Ctrl+{number}", partial(self.tabs.show_page, kind.key))
            for number, kind in enumerate(KINDS, 1)
        )
        return actions

    def _set_tab_order(self) -> None:
        """Tab leads from the header over the tabs, their filters and rows, and the details to the bottom line."""
        bars = [page.bar for page in self.tabs.row_pages]
        groups = (self._header, self.tabs.tabBar(), *bars, self.tabs, self.body.banners, self.details, self.bottom)
        chain, part = [], self.nextInFocusChain()
        while part is not None and part is not self:
            chain.append(part)
            part = part.nextInFocusChain()
        parts = [part for group in groups for part in chain if part is group or group.isAncestorOf(part)]
        parts = [part for part in dict.fromkeys(parts) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise(parts):
            self.setTabOrder(before, after)
        self._before_bottom = next(before for before, after in pairwise(parts) if self.bottom.isAncestorOf(after))

    def _show_footer(self) -> None:
        self.bottom.show_footer(self.tabs.current_page.bottom)

    def _on_page_made(self, page: Page) -> None:
        """Show its sums below it, and let Tab lead from the tabs to its filters, and then to its rows."""
        self.bottom.add_footer(page.bottom)
        if page.kind is MESSAGES:
            add_code_action(self.page(MESSAGES.key).view, self.tools.show_codes)
        first: list[QWidget] = page.bar.parts if isinstance(page, RowsPage) else []
        if page.kind is ALLOCATIONS:
            first = [*self.tabs.allocations.tiles.buttons.values(), *first]
        elif page.kind is DAY:
            first = self.tabs.day.bar.findChildren(QWidget)
        self._lead(self.tabs.tabBar(), dict.fromkeys((*first, *page.findChildren(QWidget))))

    def _lead(self, before: QWidget, parts: Iterable[QWidget]) -> None:
        """Let Tab lead from `before` to those of the parts that it stops at."""
        # Not by `nextInFocusChain` again: PySide takes what it returns for a child, which ends with its parent.
        for part in parts:
            # What drops down is a window of its own.
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.window() is self:
                self.setTabOrder(before, part)
                before = part

    def _on_pane_made(self) -> None:
        """Connect the details' pane with the allocations, and let Tab lead to it before the bottom line."""
        pane = self.details.pane
        allocations = self.tabs.allocations
        pane.allocation_sentence = allocations.review_of
        for counted in (allocations.updates.updated, allocations.updates.tiles_changed):
            counted.connect(pane.refresh_allocation)
        self._lead(self._before_bottom, pane.findChildren(QWidget))

    def _connect_parts(self, feed: Feed) -> None:
        feed.link_changed.connect(self._progress.follow)
        feed.link_changed.connect(self._show_link)
        self._progress.changed.connect(self._panel.show_progress)
        self._progress.changed.connect(self.bottom.show_progress)
        self._progress.changed.connect(lambda words: self.tabs.show_progress(self._link, words))
        feed.cleared.connect(self.executions.forget)
        self._panel.scope_requested.connect(self.tools.show_scope)
        self.link_bar.connect_requested.connect(self.connect_requested)
        self.link_bar.connect_now_requested.connect(self.connect_now_requested)
        self.link_bar.other_client_id_requested.connect(self.other_client_id_requested)
        self.link_bar.refresh_requested.connect(self.refresh_requested)
        self._panel.profile.clicked.connect(self._on_profile_clicked)
        self.tabs.currentChanged.connect(self._show_footer)
        self.tabs.currentChanged.connect(
            lambda: self.details_place.set_has_rows(has_rows=self.tabs.current_page.kind is not DAY)
        )
        SelectionSums(self.tabs, self.bottom, feed)
        feed.changed.connect(self._show_updated)
        self.away.found.connect(self._on_found_away)
        self.bottom.away_requested.connect(self._show_away)
        self._strip.show_all_requested.connect(self._show_messages)
        self._strip.order_requested.connect(self.records.go_to)
        self.tabs.action_requested.connect(self.connect_requested)
        self.tabs.offer_requested.connect(lambda key: self._actions[key].trigger())
        self.tabs.currentChanged.connect(lambda: self.tabs.enable_page_commands(self._actions))
        self.find_box.chosen.connect(self.records.go_to)
        self.find_box.filter_requested.connect(partial(show_orders, self.tabs))
        self.records.details_requested.connect(self.details_place.open)
        self._first_row = FirstRow(self.tabs, self.details, feed)
        self.records.find_requested.connect(self.find_box.find_now)
        self.details.code_chosen.connect(self.tools.show_codes)
        self.tools.settings_accepted.connect(self._on_dialog_accepted)
        self.zone_button.chosen.connect(lambda zone: self._change_settings(shown_zone=zone))
        SHOWN_ZONE.changed.connect(self._show_link)
        SHOWN_ZONE.day_changed.connect(self._show_link)

    def _show_updated(self) -> None:
        self.bottom.set_updated(self._blotter_now())

    def _on_found_away(self, words: str, orders: list[Order]) -> None:
        self._away = words, orders
        self.bottom.show_away(words)

    def _quit(self) -> None:
        if self._past is None:
            self.close()
        else:
            self.quit_requested.emit()

    def _show_away(self) -> None:
        words, orders = self._away
        if self._past is not None:
            self.news_requested.emit(words, orders)
            return
        show_orders(self.tabs, words, set(orders).__contains__)

    def _on_profile_clicked(self) -> None:
        badge = self._panel.profile
        self.profiles.menu.popup(badge.mapToGlobal(badge.rect().bottomLeft()))

    def _switch_theme(self) -> None:
        self._change_settings(theme="light" if THEME.tokens.is_dark else "dark")

    def _show_messages(self, newest: Message) -> None:
        self._strip.dismiss()
        self.tabs.show_page(MESSAGES.key)
        self.page(MESSAGES.key).go_to(newest)

    def _show_link(self) -> None:
        """Show the current state of the connection in all parts."""
        link, has_tws = self._link, not self._replay_title
        hidden = "Account numbers hidden" if self.settings.hide_accounts else ""
        if self._past is not None:
            self._panel.set_past(self._replay_title, coverage_words(self._past, SHOWN_ZONE.today()))
        self._panel.show_link(link, self.settings, [sign for sign in (hidden, self._recording_sign) if sign])
        if not self._is_reading:
            self.link_bar.show_link(link)
        self.find_box.show_link(link, has_tws=has_tws)
        self.bottom.show_sign(" · ".join(sign for sign in (hidden, self._recording_sign) if sign))
        title = link_text.title(link, self.profiles.name, simulated=self._is_simulated)
        self._title.set_text(self._title_instead() or title)
        self._actions.enable_for(link.state, has_tws=has_tws)
        self.days.enable()
        self.tabs.enable_page_commands(self._actions)
        self.tabs.show_link(link, has_tws=has_tws, lights_changes=self.settings.light_changes)
        self.tools.show_link()
        self.tabs.show_progress(link, self._progress.words)

    def _title_instead(self) -> str:
        """The title of a recording or a past day; empty for a connection."""
        if self._past is None:
            return f"{self._replay_title} — IB Monitor" if self._replay_title else ""
        kind = link_text.kind_of_accounts(self._link.accounts, simulated=self._is_simulated)
        return " — ".join(filter(None, (self.profiles.name, self._replay_title, kind, "IB Monitor")))

    def _source(self) -> PrintFacts:
        """Where the rows of a printout are from."""
        link = self._link
        kind = link_text.kind_of_accounts(link.accounts, simulated=self._is_simulated)
        mode = kind.upper() if "Live" in kind else kind
        from ibmonitor.models.output.printout import PrintFacts  # noqa: PLC0415 - see `ExportControl`

        past = [] if self._past is None else [self._replay_title]
        return PrintFacts("", ", ".join((*past, *link_text.details(link))), mode)

    def _on_dialog_accepted(self, opened: Settings, chosen: Settings) -> None:
        """Apply only what the user has changed: TWS's port may have changed while the dialog was open."""
        keys = [key for key in DEFAULTS if getattr(chosen, key) != getattr(opened, key)]
        self._change_settings(**{key: getattr(chosen, key) for key in keys})

    def _change_settings(self, **changed: Any) -> None:
        settings = dataclasses.replace(self.settings, **changed)
        self.set_settings(settings)
        self.settings_accepted.emit(settings)
