"""The tabs of the window: one page each, with its counts in the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtWidgets import QTabWidget, QWidget

from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.allocations.page import AllocationsPage
from ibmonitor.windows.day.page import DayChartsPage
from ibmonitor.windows.table.pages import COMMISSIONS, FILLS, MESSAGES, ORDERS, reason_for_nothing
from ibmonitor.windows.table.table_page import TablePage

Page = TablePage | AllocationsPage | DayChartsPage
_KIND_OF = {Order: ORDERS, Fill: FILLS, Commission: COMMISSIONS, Message: MESSAGES}


class PageTabs(QTabWidget):
    """All pages, in the order of the tabs."""

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.pages = tuple(pages)
        self.table_pages = tuple(page for page in self.pages if isinstance(page, TablePage))
        for page in self.pages:
            self.addTab(page, page.kind.title)
            changed = page.table.counts_changed if isinstance(page, TablePage) else page.counts_changed
            changed.connect(self._show_counts)
        self._show_counts()
        self.currentChanged.connect(self._on_current_changed)

    @property
    def current_page(self) -> Page:
        """The page in front."""
        return self.pages[self.currentIndex()]

    def table_page(self, key: str) -> TablePage:
        """The page of a table by its key; raises `KeyError`."""
        return {page.kind.key: page for page in self.table_pages}[key]

    def page_of(self, record: Order | Fill | Commission | Message) -> TablePage:
        """The page whose table has records like this one."""
        return self.table_page(_KIND_OF[type(record)].key)

    def show_page(self, key: str) -> None:
        """Bring the page with this key to the front; nothing where there is none."""
        for page in self.pages:
            if page.kind.key == key:
                self.setCurrentWidget(page)

    def take_focus(self) -> None:
        """Bring the keyboard to the rows of the page in front."""
        if not isinstance(self.current_page, DayChartsPage):
            self.current_page.take_focus()

    def states(self) -> dict[str, TableState]:
        """How each table is to be found again."""
        return {page.kind.key: page.table_state() for page in self.pages}

    def restore(self, states: Mapping[str, TableState], current: str) -> None:
        """Bring the tables back as they were left."""
        for page in self.pages:
            if page.kind.key in states:
                page.restore(states[page.kind.key])
        self.show_page(current)

    def show_link(self, link: Link, *, has_tws: bool) -> None:
        """Say what empty tables mean, and whether rows that come are the first ones."""
        for page in self.pages:
            reason, help_label = reason_for_nothing(page.kind, link)
            page.set_reason(reason, help_label if has_tws else "")
        for table in self.table_pages:
            table.view.set_filling(_is_first_filling(link))

    def _on_current_changed(self) -> None:
        """Take the keyboard along from the tab before; where the user has it elsewhere, it stays."""
        focused = cast("QWidget | None", self.window().focusWidget())
        if focused is None or self.current_page.isAncestorOf(focused):
            self.take_focus()

    def _show_counts(self) -> None:
        for number, page in enumerate(self.pages):
            count = page.table.total_count if isinstance(page, TablePage) else page.total_count
            self.setTabText(number, f"{page.kind.title} ({count:,})" if count else page.kind.title)


def _is_first_filling(link: Link) -> bool:
    """Whether the rows that come are the first ones: those of a later connection come to rows that are being read."""
    return not link.live_intervals or (len(link.live_intervals) == 1 and link.state is LinkState.SYNCHRONISING)
