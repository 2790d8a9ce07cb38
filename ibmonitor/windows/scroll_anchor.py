"""Keeps what the user is reading where it is while rows come, go and move around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QPersistentModelIndex
from PySide6.QtWidgets import QTableView


class ScrollAnchor(QObject):
    """Holds the first visible row of a view at the top. The view scrolls by whole rows; its model is already set."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._first = QPersistentModelIndex()
        self._held = True
        model = view.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.layoutChanged):
            changed.connect(self._on_rows_changed)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let the rows move away under the user, who has asked for just that."""
        self._held = False
        try:
            yield
        finally:
            self._held = True
            self._take()

    def _on_scrolled(self) -> None:
        if self._held:
            self._take()

    def _take(self) -> None:
        row = self._view.verticalScrollBar().value()
        self._first = QPersistentModelIndex(self._view.model().index(row, 0))

    def _on_rows_changed(self) -> None:
        if not self._held:
            return
        if not self._first.isValid():
            self._take()
            return
        row = self._first.row()
        bar = self._view.verticalScrollBar()
        if row == bar.value():
            return
        # The bar's range is brought up to date only by the layout that Qt has put off.
        self._held = False
        self._view.executeDelayedItemsLayout()
        bar.setValue(row)
        self._held = True
