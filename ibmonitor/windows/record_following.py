"""Keeps the tables and the details together: what is selected in the one is shown in the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.records import Order
from ibmonitor.windows.allocations_page import AllocationsPage
from ibmonitor.windows.details_dock import DetailsDock
from ibmonitor.windows.details_pane import Record
from ibmonitor.windows.id_cells import IdCells
from ibmonitor.windows.page_tabs import PageTabs
from ibmonitor.windows.pages import ORDERS
from ibmonitor.windows.table_page import TablePage


class RecordFollowing(QObject):
    """Follows what the user selects in any tab, and goes to a record where it is asked to."""

    find_requested = Signal(str)
    """An id that the user has double-clicked."""

    def __init__(self, tabs: PageTabs, details: DetailsDock, allocations: AllocationsPage) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._details = details
        self._allocations = allocations
        details.moved.connect(self._on_order_moved)
        details.pane.find_requested.connect(self.find_requested)
        details.pane.record_chosen.connect(self.go_to)
        allocations.record_chosen.connect(self._on_allocation_chosen)
        allocations.open_requested.connect(self.go_to)
        tabs.currentChanged.connect(self._on_tab_changed)
        for page in tabs.table_pages:
            self._follow(page)

    def go_to(self, record: Record) -> None:
        """Bring a record into sight in its table, and its order into the details."""
        page = self._tabs.page_of(record)
        self._tabs.setCurrentWidget(page)
        page.go_to(record)
        self.show_details(record)

    def show_details(self, record: Record) -> None:
        """Show a record in the details pane, which is opened for it."""
        self._details.show()
        self._details.show_record(record)

    def _follow(self, page: TablePage) -> None:
        page.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_current(page))
        cells = IdCells(page.view)
        cells.find_requested.connect(self.find_requested)
        cells.open_requested.connect(self.show_details)

    def _show_current(self, page: TablePage) -> None:
        row = page.view.currentIndex().row()
        if row >= 0 and page is self._tabs.current_page:
            self._details.show_record(page.table.record(row))

    def _on_order_moved(self, order: Order) -> None:
        """Leave the keyboard and the filters alone: the user has only been reading."""
        page = self._tabs.table_page(ORDERS.key)
        row = page.table.row_of(order)
        if row >= 0 and page is self._tabs.current_page:
            page.view.selectRow(row)

    def _on_tab_changed(self) -> None:
        page = self._tabs.current_page
        if isinstance(page, TablePage):
            self._show_current(page)
        elif (record := page.current_record) is not None:
            self._details.show_record(record)

    def _on_allocation_chosen(self, record: Record) -> None:
        """Of the allocations, whose rows are no records: the order or fill that the user has come to."""
        if self._tabs.current_page is self._allocations:
            self._details.show_record(record)
