"""`SelectionSums`: adds up the selected rows of the tab in front, when the selection or one of these rows changes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.selection_words import MOST, selection_text
from ibmonitor.windows.main.bottom_line import BottomLine
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.table.page import Page
from ibmonitor.windows.table.table_page import TablePage


class SelectionSums(QObject):
    """Shows the sums in the bottom line; of very many rows, only the number."""

    def __init__(self, tabs: PageTabs, bottom: BottomLine, feed: Feed) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._bottom = bottom
        self._summed: frozenset[object] = frozenset()
        tabs.currentChanged.connect(self._show)
        for page in tabs.made_pages:
            self._join(page)
        tabs.page_made.connect(self._join)
        feed.changed.connect(self._on_changed)
        feed.cleared.connect(self._show)

    def _join(self, page: Page) -> None:
        if isinstance(page, TablePage):
            page.view.selectionModel().selectionChanged.connect(self._show)

    def _show(self) -> None:
        page = self._tabs.current_page
        records, text = [], ""
        if isinstance(page, TablePage):
            selection = page.view.selectionModel()
            count = sum(part.height() for part in selection.selection().toList())
            if 1 < count <= MOST:
                records = [page.table.record(index.row()) for index in selection.selectedRows()]
            text = f"{count:,} selected" if count > MOST else selection_text(records)
        self._summed = frozenset(records)
        self._bottom.show_selection(text)

    def _on_changed(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        summed = self._summed
        if summed and (
            not summed.isdisjoint(orders)
            or any(not summed.isdisjoint((fill, fill.order, fill.commission)) for fill in fills)
        ):
            self._show()
