"""Shared by all views of rows: whole rows are selected, copied as text, and opened by Enter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ibmonitor.models.table.column import Column
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.theme.theme import row_height

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def set_up_rows(view: QAbstractItemView) -> None:
    """Make a view select whole rows, read-only, and scroll by pixel.

    With scrolling by item, Qt aligns a partly visible last row when a row is added below, and so moves the rows that
    the user is reading.
    """
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setAlternatingRowColors(True)


def set_up_table(view: QTableView) -> None:
    """Set up the rows of a table, one line each, without grid and without numbers."""
    set_up_rows(view)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    rows = view.verticalHeader()
    rows.setSectionResizeMode(rows.ResizeMode.Fixed)
    rows.hide()
    set_row_height(view)


def set_row_height(view: QTableView) -> None:
    """Give the rows the height that the density has; to be called again when that or the font changes."""
    height = row_height(view.fontMetrics())
    view.verticalHeader().setDefaultSectionSize(height)
    view.verticalScrollBar().setSingleStep(height)


def add_copy_action(view: QAbstractItemView, copy: Callable[[], None]) -> QAction:
    """Copy the selected rows with the standard keys while the view has the focus."""
    action = QAction("&Copy rows", view)
    action.setShortcut(QKeySequence.StandardKey.Copy)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(copy)
    view.addAction(action)
    return action


def text_of_records(records: Iterable[Any], columns: Sequence[Column[Any]]) -> str:
    """The records as tab-separated lines under the column titles, each cell as shown, on one line; times with dates."""
    lines = [[column.full_title for column in columns]]
    lines += [[ACCOUNT_MASK.text(column.full_text(record)) for column in columns] for record in records]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)
