"""Chooses the first row at the start, so that keys work and details are shown at once."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.live.feed import Feed
from ibmonitor.windows.main.page_tabs import PageTabs
from ibmonitor.windows.table.page import RowsPage

_COMPLETE = (LinkState.UP, LinkState.CUT_OFF)
"""While the first rows arrive, the first one changes with each of them."""


class FirstRow(QObject):
    """Once after the start, and again after all records have been removed. It never takes the focus from a field."""

    def __init__(self, tabs: PageTabs, feed: Feed) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._link = feed.blotter.link
        self._is_due = True
        feed.link_changed.connect(self._choose)
        feed.changed.connect(self._choose)
        feed.cleared.connect(self._expect)
        tabs.currentChanged.connect(self._on_tab_changed)

    def _expect(self) -> None:
        self._is_due = True

    def _on_tab_changed(self) -> None:
        # The user has started on his own.
        self._is_due = self._is_due and self._link.state not in _COMPLETE

    def _choose(self) -> None:
        if not self._is_due or self._link.state not in _COMPLETE:
            return
        page = self._tabs.current_page
        if not isinstance(page, RowsPage):
            return
        if page.chosen_record is not None:
            # The user was faster.
            self._is_due = False
        elif page.chosen.choose_first():
            self._is_due = False
            if _may_take_focus(page):
                page.take_focus()


def _may_take_focus(page: QWidget) -> bool:
    focused = cast("QWidget | None", page.window().focusWidget())
    return focused is None or (page.isAncestorOf(focused) and not isinstance(focused, QLineEdit))
