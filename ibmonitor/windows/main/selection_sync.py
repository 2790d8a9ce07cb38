"""Keeps the tables and the details in sync: the details show the record of the chosen row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.explain.other_records import Record
from ibmonitor.domain.records.records import Order
from ibmonitor.models.live.feed import Feed
from ibmonitor.windows.details.dock import DetailsDock
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.table.id_cells import IdCells
from ibmonitor.windows.table.page import Page, RowsPage
from ibmonitor.windows.table.pages import ALLOCATIONS
from ibmonitor.windows.table.table_page import TablePage


class SelectionSync(QObject):
    """Each tab has its own chosen row. The details show that of the tab in front, or keep the previous one."""

    find_requested = Signal(str)
    """An id that the user has double-clicked."""
    details_requested = Signal()
    """The user wants to see the details, also if they have been closed."""

    def __init__(self, tabs: PageTabs, details: DetailsDock, feed: Feed) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._details = details
        self._blotter = feed.blotter
        self._shown = tabs.row_pages[0]
        """The tab whose chosen row the details show."""
        for page in tabs.made_pages:
            self._join(page)
        tabs.page_made.connect(self._join)
        tabs.ticket_requested.connect(details.copy_ticket)
        details.find_requested.connect(self.find_requested)
        details.record_chosen.connect(self.go_to)
        details.row_requested.connect(self._show_row)
        tabs.currentChanged.connect(self._on_tab_changed)
        feed.merging.connect(self._on_merging)

    def _join(self, page: Page) -> None:
        if isinstance(page, RowsPage):
            page.chosen.changed.connect(partial(self._on_choice_changed, page))
        if isinstance(page, TablePage):
            cells = IdCells(page.view)
            cells.find_requested.connect(self.find_requested)
            cells.open_requested.connect(self.details_requested)
        elif page.kind is ALLOCATIONS:
            self._tabs.allocations.open_requested.connect(self.go_to)
            self._tabs.allocations.details_requested.connect(self.details_requested)

    def go_to(self, record: Record) -> None:
        """Choose a record in its table, bring it to the front, scroll to it, and open the details."""
        page = self._tabs.page_of(record)
        self._tabs.setCurrentWidget(page)
        page.go_to(record)
        self.details_requested.emit()

    def _on_choice_changed(self, page: RowsPage) -> None:
        # A row that is folded or hidden changes nothing where another tab's record is shown.
        is_in_front = page is self._tabs.current_page and page.chosen_record is not None
        if is_in_front or page is self._shown:
            self._show(page)

    def _on_tab_changed(self) -> None:
        for page in self._tabs.row_pages:
            if page is self._tabs.current_page and page.chosen_record is not None:
                if not page.chosen.is_automatic:
                    page.chosen.scroll_into_view()
                self._shown = page
        self._show(self._shown)

    def _show(self, page: RowsPage) -> None:
        self._shown = page
        self._details.show_record(page.chosen_record, self._hiding_words(page))

    def _hiding_words(self, page: RowsPage) -> str:
        """Why the row of the details is not visible."""
        if page.chosen_record is None:
            return ""
        hiding = page.hiding_words()
        if page is not self._tabs.current_page:
            return f"In another tab: {page.kind.title}" + (f", hidden by {hiding}" if hiding else "")
        return f"Hidden by {hiding}" if hiding else ""

    def _show_row(self) -> None:
        self._tabs.setCurrentWidget(self._shown)
        self._shown.show_chosen()

    def _on_merging(self, merged: Mapping[Order, None]) -> None:
        for page in self._tabs.row_pages:
            record = page.chosen_record
            if isinstance(record, Order) and record in merged:
                page.replace_chosen(self._merged_into(record))

    def _merged_into(self, gone: Order) -> Order | None:
        """The order that a merged one has become."""
        found = self._blotter.order_by_perm_id(gone.perm_id) if gone.perm_id else None
        if found is None and gone.client_id is not None and gone.order_id:
            found = self._blotter.order_by_client(gone.client_id, gone.order_id)
        return found
