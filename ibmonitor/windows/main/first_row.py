"""Chooses the first row of each tab, so that keys work and details are shown at once."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.live.feed import Feed
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.table.page import Page, RowsPage
from ibmonitor.windows.table.pages import ALLOCATIONS

_COMPLETE = (LinkState.UP, LinkState.CUT_OFF)
"""While the first rows arrive, the first one changes with each of them."""


class FirstRow(QObject):
    """Once when a tab is first seen with rows, and again after all records have been removed.

    It never takes the focus from a field, nor the details from a row that the user has chosen in any tab. While nobody
    has touched that row it is renewed, but only once newer ones have moved it out of sight: details that change with
    every row would be hard to read.
    """

    def __init__(self, tabs: PageTabs, details: QWidget, feed: Feed) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._details = details
        self._link = feed.blotter.link
        self._done = set[RowsPage]()
        feed.link_changed.connect(self.choose)
        feed.flushed.connect(self.choose)
        tabs.page_made.connect(self._on_page_made)
        feed.cleared.connect(self._on_cleared)
        tabs.currentChanged.connect(self.choose)

    def choose(self) -> None:
        """Choose the first row of the tab in front, if it is time."""
        page = self._tabs.current_page
        if not isinstance(page, RowsPage) or self._link.state not in _COMPLETE or self._tabs.is_reading:
            return
        if page in self._done:
            self._renew(page)
        elif any(each.chosen_record is not None and not each.chosen.is_automatic for each in self._tabs.row_pages):
            # The user was faster.
            self._done.add(page)
        elif page.chosen.choose_first():
            self._done.add(page)
            if _may_take_focus(page):
                page.take_focus()

    def _on_cleared(self) -> None:
        self._done.clear()

    def _on_page_made(self, page: Page) -> None:
        if page.kind is ALLOCATIONS:
            self._tabs.allocations.updates.updated.connect(self.choose)

    def _renew(self, page: RowsPage) -> None:
        is_at_top = page.view.verticalScrollBar().value() == 0
        if page.chosen.is_automatic and is_at_top and not self._details.underMouse():
            page.chosen.scroll_into_view()


def _may_take_focus(page: QWidget) -> bool:
    focused = cast("QWidget | None", page.window().focusWidget())
    return focused is None or (page.isAncestorOf(focused) and not isinstance(focused, QLineEdit))
