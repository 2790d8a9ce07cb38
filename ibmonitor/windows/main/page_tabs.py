"""The tabs of the window: creates their pages, shows their counts, and applies the menus to the tab in front.

All pages but the one in front are made when they are first used, or before there is a connection: with what they
import, they are a quarter of the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.records.records import Commission, Fill, Message, Order, Severity
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import Tables
from ibmonitor.models.text.order_words import order_words
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.export.control import ExportControl
from ibmonitor.windows.menu.actions import WindowActions
from ibmonitor.windows.table.account_filter import AccountFilterButton
from ibmonitor.windows.table.cell_menu import CellMenu
from ibmonitor.windows.table.page import Page, PageKind, RowsPage
from ibmonitor.windows.table.pages import (
    ALLOCATIONS,
    COMMISSIONS,
    DAY,
    FILLS,
    KINDS,
    MESSAGES,
    ORDERS,
    PAGES,
    offers_for_nothing,
    reason_for_nothing,
)
from ibmonitor.windows.table.table_page import TablePage
from ibmonitor.windows.table.views import ViewsButton, ViewsStore

if TYPE_CHECKING:
    from ibmonitor.domain.allocation.book import AllocationBook
    from ibmonitor.windows.allocations.page import AllocationsPage
    from ibmonitor.windows.day.page import DayChartsPage

_KIND_OF = {Order: ORDERS, Fill: FILLS, Commission: COMMISSIONS, Message: MESSAGES}
_PAGE_COMMANDS = ("filter", "clear", "columns", "export", "print")
"""The actions of the menus that a page carries out, by their keys."""


class PageTabs(QTabWidget):
    """All pages, in the order of the tabs, with the choice of accounts on each that it filters."""

    ticket_requested = Signal(object)
    """The record of which the user wants a text for a ticket."""
    action_requested = Signal()
    """The button of an empty page."""
    offer_requested = Signal(str)
    """Another way that an empty page offers, by the key of its action."""
    page_made = Signal(object)
    """A page that was not there when the tabs were made; `made_pages` has those that were."""

    def __init__(
        self,
        tables: Tables,
        feed: Feed,
        book: Callable[[], AllocationBook] | None,
        exporter: ExportControl,
        views: ViewsStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`book` returns that of all who need allocations. Without `views`, saved views are kept in memory."""
        super().__init__(parent)
        self.setDocumentMode(True)
        # Only the bar takes it: in the tab order, the tabs themselves would lead to the bar from another place.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.exporter = exporter
        self.accounts = AccountSelection(self)
        self._tables, self._feed, self._book = tables, feed, book
        # Not with these tabs as their parent: with a style sheet, a widget that gets another parent is polished again.
        stack = self._stack = self.findChild(QStackedWidget)
        self._account_filters: dict[str, AccountFilterButton] = {}
        """By the keys of their pages."""
        self._views: list[ViewsButton] = []
        self._store = views or ViewsStore(parent=self)
        self._states: dict[str, TableState] = {}
        """What is to be restored in pages that are not made yet, by their keys."""
        self._is_past = self.is_reading = False
        self._shown_link: tuple[Link, bool] | None = None
        """And whether there is a TWS to connect to."""
        front = self._make_table(KINDS[0])
        self._made: dict[str, Page] = {front.kind.key: front}
        self.addTab(front, front.kind.title)
        self._join(front)
        for kind in KINDS[1:]:
            self.addTab(QWidget(stack), kind.title)
        self._new_messages: set[int] = set()
        """The serials of the warnings and errors since the tab of messages was last in front."""
        feed.messages_arrived.connect(self._on_messages_arrived)
        feed.cleared.connect(self._forget_new_messages)
        self._show_counts()
        self.currentChanged.connect(self._on_current_changed)

    @property
    def current_page(self) -> Page:
        """The page in front."""
        return self._page(KINDS[self.currentIndex()].key)

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, in the order of the tabs."""
        return tuple(self._page(kind.key) for kind in KINDS)

    @property
    def made_pages(self) -> tuple[Page, ...]:
        """Those that are made already, in the order of the tabs; the others come by `page_made`."""
        return tuple(self._made[kind.key] for kind in KINDS if kind.key in self._made)

    @property
    def row_pages(self) -> tuple[RowsPage, ...]:
        """Those of `made_pages` that have rows."""
        return tuple(page for page in self.made_pages if isinstance(page, RowsPage))

    @property
    def allocations(self) -> AllocationsPage:
        return cast("AllocationsPage", self._page(ALLOCATIONS.key))

    @property
    def day(self) -> DayChartsPage:
        return cast("DayChartsPage", self._page(DAY.key))

    def make_pages(self) -> Iterator[Page]:
        """Make those that are not made yet, one at a time."""
        return (self._page(kind.key) for kind in KINDS if kind.key not in self._made)

    def _page(self, key: str) -> Page:
        page = self._made.get(key)
        if page is None:
            (kind,) = (each for each in KINDS if each.key == key)
            page = self._made[key] = self._make(kind)
            self._put_in_place(page)
            self._join(page)
            self._show_link_in(page)
            if key in self._states:
                page.restore(self._states.pop(key))
            self._show_counts()
            self.page_made.emit(page)
        return page

    def _make(self, kind: PageKind) -> Page:
        if kind is ALLOCATIONS:
            return self._make_allocations()
        return self._make_day() if kind is DAY else self._make_table(kind)

    def _make_table(self, kind: PageKind) -> TablePage:
        table = getattr(self._tables, kind.key)
        page = TablePage(kind, table, self._stack, selection=self.accounts, exporter=self.exporter)
        menu = CellMenu(page)
        menu.fills_requested.connect(self.show_fills_of)
        menu.messages_requested.connect(self.show_messages_of)
        menu.ticket_requested.connect(self.ticket_requested)
        return page

    def _make_allocations(self) -> AllocationsPage:
        from ibmonitor.domain.allocation.book import AllocationBook  # noqa: PLC0415 - see the top
        from ibmonitor.windows.allocations.page import AllocationsPage  # noqa: PLC0415

        book = AllocationBook(self._feed.blotter) if self._book is None else self._book()
        page = AllocationsPage(book, self._feed, self.accounts, exporter=self.exporter, parent=self._stack)
        page.fills_chosen.connect(self._show_fills)
        page.view.ticket_requested.connect(self.ticket_requested)
        return page

    def _make_day(self) -> DayChartsPage:
        from ibmonitor.windows.day.page import DayChartsPage  # noqa: PLC0415 - see the top

        page = DayChartsPage(self._feed, self._feed.blotter, self.accounts, self._stack)
        page.fills_chosen.connect(self._show_fills)
        return page

    def _put_in_place(self, page: Page) -> None:
        """Replace the empty widget that has held the page's place; the tab in front stays the same.

        That widget stays, hidden: PySide takes the next part of the window that Tab leads to for its child, which would
        end with it.
        """
        number, current = KINDS.index(page.kind), self.currentIndex()
        blocker = QSignalBlocker(self)
        self.insertTab(number, page, self.tabText(number))
        self.removeTab(number + 1)
        self.setCurrentIndex(current)
        blocker.unblock()

    def _join(self, page: Page) -> None:
        """Connect the page with these tabs, and add to its filters what all have."""
        page.action_requested.connect(self.action_requested)
        page.offer_requested.connect(self.offer_requested)
        page.counts_changed.connect(self._show_counts)
        if page.kind is not MESSAGES:
            bar = cast("RowsPage | DayChartsPage", page).bar
            account_filter = self._account_filters[page.kind.key] = AccountFilterButton(self.accounts, bar)
            bar.add(account_filter)
        if isinstance(page, RowsPage):
            views = ViewsButton(page, self._store, page)
            page.bar.add(views)
            self._views.append(views)

    @property
    def table_pages(self) -> tuple[TablePage, ...]:
        """All pages with a table of records."""
        return tuple(self.table_page(kind.key) for kind in PAGES)

    def table_page(self, key: str) -> TablePage:
        """The page of a table by its key."""
        return cast("TablePage", self._page(key))

    def page_of(self, record: Order | Fill | Commission | Message) -> TablePage:
        """The page whose table has records of this type."""
        return self.table_page(_KIND_OF[type(record)].key)

    def show_page(self, key: str) -> None:
        """Bring the page with this key to the front; nothing where there is none."""
        for kind in KINDS:
            if kind.key == key:
                self.setCurrentWidget(self._page(key))

    def page_commands(self) -> Mapping[str, Callable[[], None]]:
        """What each action of the menus does with the page in front, by its key."""

        def runner(key: str) -> Callable[[], None]:
            def run() -> None:
                command = self.current_page.commands().get(key)
                if command is not None:
                    command()

            return run

        return {key: runner(key) for key in _PAGE_COMMANDS}

    def enable_page_commands(self, actions: WindowActions) -> None:
        """Enable the actions that the page in front carries out."""
        offered = self.current_page.commands()
        for key in _PAGE_COMMANDS:
            actions[key].setEnabled(key in offered)

    def states(self) -> dict[str, TableState]:
        """The state of each page to save, by its key."""
        return self._states | {page.kind.key: page.table_state() for page in self.made_pages}

    def restore(self, states: Mapping[str, TableState], current: str) -> None:
        """Restore the saved states, and bring the page with the key `current` to the front."""
        for page in self.made_pages:
            if page.kind.key in states:
                page.restore(states[page.kind.key])
        later = {kind.key for kind in KINDS} - self._made.keys()
        self._states = {key: states[key] for key in later & states.keys()}
        self.show_page(current)

    def reset(self) -> None:
        """Restore the first state of each page with rows; saved views stay."""
        self._states.clear()
        for views in self._views:
            views.reset()

    def show_link(self, link: Link, *, has_tws: bool, lights_changes: bool) -> None:
        """Show why empty pages are empty, and note whether the rows that arrive are the first ones.

        `lights_changes` is the user's choice; a row that a list brings again has not just changed.
        """
        for kind in PAGES:
            getattr(self._tables, kind.key).set_lighting(
                lights_changes and link.state is LinkState.UP and not self._is_past
            )
        self._shown_link = link, has_tws
        for page in self.made_pages:
            self._show_link_in(page)

    def _show_link_in(self, page: Page) -> None:
        if self._shown_link is None:
            return
        link, has_tws = self._shown_link
        if page.kind.key in self._account_filters:
            self._account_filters[page.kind.key].set_link(link)
        reason, help_label = reason_for_nothing(page.kind, link)
        if self._is_past:
            reason = "Reading this day…" if self.is_reading else f"No {page.kind.noun}s on this day."
        page.set_reason(reason, help_label if has_tws else "", offers_for_nothing(link) if has_tws else ())
        page.set_filling(self.is_reading or _is_first_filling(link))

    def show_fills_of(self, order: Order) -> None:
        """Show only the fills of this order, until the user clears that filter."""
        self._show_only(FILLS, f"Fills of {order_words(order)}", lambda fill: fill.order is order, order.fills)

    def show_messages_of(self, order: Order) -> None:
        """Show only the messages about this order, and those that may be, until the user clears that filter."""
        self._show_only(
            MESSAGES,
            f"Messages about {order_words(order)}",
            lambda message: message.order is order or order in message.candidates,
            [*order.messages, *order.possible_messages],
        )

    def _show_only(self, kind: PageKind, description: str, keeps: Callable[[Any], bool], found: Sequence[Any]) -> None:
        page = self.table_page(kind.key)
        page.narrow(description, keeps)
        self.setCurrentWidget(page)
        if found:
            page.go_to(found[-1])

    def show_progress(self, link: Link, words: str) -> None:
        """Show how far the synchronization has come on the page in front, while it is empty."""
        page = self.current_page
        if words and page.content() is None and not page.hides_all:
            reason, _ = reason_for_nothing(page.kind, link)
            page.set_reason(f"{reason}\n\n{words}")

    def _show_fills(self, description: str, fills: list[Fill]) -> None:
        """Show only these fills in their table, until the user clears that filter."""
        page = self.table_page(FILLS.key)
        page.narrow(description, set(fills).__contains__)
        self.setCurrentWidget(page)
        if fills:
            page.go_to(fills[0])

    def show_past(self, *, is_reading: bool) -> None:
        """What arrives is of a past day: no message is new, and no row has just changed."""
        self._is_past, self.is_reading = True, is_reading

    def _on_current_changed(self) -> None:
        """Move the keyboard focus with the tab, if the focus was on the tab before."""
        if self.current_page.kind is MESSAGES:
            self._forget_new_messages()
        focused = cast("QWidget | None", self.window().focusWidget())
        if focused is None or self.current_page.isAncestorOf(focused):
            self.current_page.take_focus()

    def _on_messages_arrived(self, messages: Mapping[Message, None]) -> None:
        if self.current_page.kind is not MESSAGES and not self._is_past:
            loud = (message.serial for message in messages if message.severity is not Severity.INFO)
            self._new_messages.update(loud)
            self._show_counts()

    def _forget_new_messages(self) -> None:
        self._new_messages.clear()
        self._show_counts()

    def _show_counts(self) -> None:
        """Show in each title what needs the user; how many rows there are is said below them."""
        for number, kind in enumerate(KINDS):
            page = self._made.get(kind.key)
            note = "" if page is None else page.count_words
            if kind is MESSAGES and self._new_messages:
                note = f"{len(self._new_messages):,} new"
            title = f"{kind.title} ({note})" if note else kind.title
            # Setting the same title again lays out all tabs again, at every flush.
            if title != self.tabText(number):
                self.setTabText(number, title)


def _is_first_filling(link: Link) -> bool:
    """Whether the rows that arrive are the first ones: later connections add to rows that the user is reading."""
    return not link.live_intervals or (len(link.live_intervals) == 1 and link.state is LinkState.SYNCHRONISING)
