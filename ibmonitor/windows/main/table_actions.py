"""What the View menu does with the table of the tab in front."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ibmonitor.windows.allocations.page import AllocationsPage
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.menu.actions import WindowActions
from ibmonitor.windows.table.table_page import TablePage

KEYS = ("filter", "clear", "columns", "export")
"""The actions that need a table, by the keys of their entries."""


class TableActions:
    """`does` is for the table of entries; `enable` offers the actions only where there is a table."""

    def __init__(self, tabs: PageTabs) -> None:
        self._tabs = tabs

    def does(self) -> Mapping[str, Callable[[], None]]:
        """What each action does, by its key."""
        return {"filter": self._filter, "clear": self._clear, "columns": self._columns, "export": self._export}

    def enable(self, actions: WindowActions) -> None:
        """Offer what is done with a table only where there is one: charts have none."""
        for key in KEYS:
            actions[key].setEnabled(self._table is not None)

    @property
    def _table(self) -> TablePage | AllocationsPage | None:
        page = self._tabs.current_page
        return page if isinstance(page, TablePage | AllocationsPage) else None

    def _filter(self) -> None:
        if self._table is not None:
            self._table.focus_filter()

    def _clear(self) -> None:
        if self._table is not None:
            self._table.clear_filters()

    def _columns(self) -> None:
        if self._table is not None:
            header = self._table.view.header if isinstance(self._table, TablePage) else self._table.view.columns_header
            header.choose_columns()

    def _export(self) -> None:
        if self._table is not None:
            self._table.export()
