"""Keeps the rows that the user is reading in place while others are added, removed and moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QPersistentModelIndex
from PySide6.QtWidgets import QTableView


class ScrollAnchor(QObject):
    """Keeps the first visible row of a view in place.

    The view must scroll by pixels, have rows of one height, and have its model.

    A view at its top stays there instead, so that what is new comes into sight; but not while the pointer is over its
    rows, which must not move away from under it: `is_behind` says that the view should go to its top afterwards. While
    the table is filling (after connecting) the pointer does not matter: nobody is reading yet.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._first = QPersistentModelIndex()
        self._hidden_part = 0
        """Pixels of the first row that are above the upper edge."""
        self._held = True
        self._filling = False
        self.is_behind = False
        """Whether only the pointer kept the view from staying at its top, and nobody has scrolled since."""
        model = view.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.layoutChanged):
            changed.connect(self._on_rows_changed)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_filling(self, filling: bool) -> None:
        self._filling = filling

    @contextmanager
    def released(self) -> Iterator[None]:
        """Do not keep the place during this change: the user has requested it."""
        self._held = False
        try:
            yield
        finally:
            self._held = True
            self._remember()

    @property
    def _row_height(self) -> int:
        return self._view.verticalHeader().defaultSectionSize()

    def _place(self) -> tuple[int, int]:
        """The first visible row, and how many of its pixels are above the upper edge."""
        return divmod(self._view.verticalScrollBar().value(), self._row_height)

    def _top_of(self, row: int) -> int:
        """The position of a row in the whole list, in pixels."""
        return row * self._row_height

    def _on_scrolled(self) -> None:
        if self._held:
            self._remember()

    def _remember(self) -> None:
        if self._view.model() is None:
            # At exit, the table is destroyed before its view.
            return
        self.is_behind = False
        row, self._hidden_part = self._place()
        self._first = QPersistentModelIndex(self._view.model().index(row, 0))

    def _on_rows_changed(self) -> None:
        if not self._held:
            return
        at_top = self._view.verticalScrollBar().value() == 0
        if not self._first.isValid() or (at_top and (self._filling or not self._view.viewport().underMouse())):
            self._remember()
            return
        value = self._top_of(self._first.row()) + self._hidden_part
        bar = self._view.verticalScrollBar()
        if value == bar.value():
            return
        self.is_behind = self.is_behind or at_top
        # Only the layout that Qt has deferred updates the bar's range.
        self._held = False
        self._view.executeDelayedItemsLayout()
        bar.setValue(value)
        self._held = True
