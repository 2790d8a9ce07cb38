"""What the menu of a table's cell offers: to filter by its value, to copy it, and to go on to what the order has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from ibmonitor.domain.explain.other_records import order_of
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import cut
from ibmonitor.windows.table.table_page import TablePage
from ibmonitor.windows.widgets.clipboard import copy_text

_LONGEST = 40
"""Characters of a value in the name of a filter."""


class CellMenu(QObject):
    """Adds its actions to the menu of one page's table."""

    fills_requested = Signal(object)
    """The order whose fills the user wants to see."""
    messages_requested = Signal(object)
    """The order whose messages the user wants to see."""
    ticket_requested = Signal(object)
    """The record of which the user wants a text for a ticket."""

    def __init__(self, page: TablePage) -> None:
        super().__init__(page)
        self._page = page
        page.view.menu_makers.append(self.actions)

    def actions(self, record: Any, logical: int) -> list[QAction]:
        """The actions for one cell, disabled where they would do nothing."""
        column = self._page.table.columns[logical]
        order = order_of(record)
        fills = [] if order is None else order.fills
        messages = [] if order is None else [*order.messages, *order.possible_messages]
        return [
            _action("Cop&y cell", partial(_copy, column, record), enabled=bool(column.text(record))),
            _action("Copy for &ticket", partial(self.ticket_requested.emit, record)),
            _action("&Filter by this value", partial(self._filter, column, record)),
            _action("E&xclude this value", partial(self._exclude, column, record)),
            _action("Show f&ills", partial(self.fills_requested.emit, order), enabled=bool(fills)),
            _action("Show &messages", partial(self.messages_requested.emit, order), enabled=bool(messages)),
        ]

    def _filter(self, column: Column[Any], record: Any) -> None:
        value = column.getter(record)
        # Another value of this column replaces it: no row has both.
        self._page.narrow(_words(column, record), lambda each: column.getter(each) == value, key=column.key)

    def _exclude(self, column: Column[Any], record: Any) -> None:
        value = column.getter(record)
        words = f"Not {_words(column, record)}"
        self._page.narrow(words, lambda each: column.getter(each) != value, key=f"{column.key}: {words}")


def _action(text: str, run: Callable[[], object], *, enabled: bool = True) -> QAction:
    action = QAction(text)
    action.setEnabled(enabled)
    # Without the argument of the signal.
    action.triggered.connect(lambda: run())  # noqa: PLW0108
    return action


def _words(column: Column[Any], record: Any) -> str:
    return f"{column.title}: {cut(' '.join(column.text(record).split()), _LONGEST) or 'empty'}"


def _copy(column: Column[Any], record: Any) -> None:
    copy_text(ACCOUNT_MASK.text(column.text(record)))
