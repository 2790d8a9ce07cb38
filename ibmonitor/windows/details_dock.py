"""The dock of the details pane: follows what is selected, and what happens to it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.records import Fill, Order
from ibmonitor.feed import Feed
from ibmonitor.windows.details_pane import DetailsPane, Record


class DetailsDock(QDockWidget):
    """Below the tables at first; at a side or as a window of its own where the user puts it."""

    moved = Signal(object)
    """The order that is shown turned out to be this one."""

    def __init__(self, feed: Feed, blotter: Blotter, parent: QWidget | None = None) -> None:
        super().__init__("Details", parent)
        self.setObjectName("details")
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas & ~Qt.DockWidgetArea.TopDockWidgetArea)
        self._blotter = blotter
        self._is_outdated = False
        self._moving_to: Order | None = None
        self.pane = DetailsPane(lambda: blotter.orders, self)
        self.setWidget(self.pane)
        feed.merging.connect(self._on_merging)
        feed.changed.connect(self._on_changed)
        # A list that repeats what is known changes no record; its end changes the facts of the connection.
        feed.link_changed.connect(self._refresh)
        feed.cleared.connect(self._on_cleared)
        self.visibilityChanged.connect(self._on_visibility_changed)

    def show_record(self, record: Record | None) -> None:
        """Show a record's order, at once or when the dock is next seen."""
        if self.isVisible():
            self.pane.show_record(record)
        else:
            self.pane.note_record(record)
            self._is_outdated = True

    def _on_merging(self, merged: Mapping[Order, None]) -> None:
        """Remember where to go: without its row, the table selects a neighbour."""
        record = self.pane.record
        if isinstance(record, Order) and record in merged:
            self._moving_to = self._stands_for(record)

    def _on_changed(self, orders: Mapping[Order, None], fills: Mapping[Fill, None]) -> None:
        moved_to, self._moving_to = self._moving_to, None
        order = self.pane.order
        if moved_to is not None:
            self.show_record(moved_to)
            self.moved.emit(moved_to)
        elif order is None or order in orders or any(fill.order is order for fill in fills):
            self._refresh()

    def _stands_for(self, gone: Order) -> Order | None:
        """The row that a merged one has become part of."""
        found = self._blotter.order_by_perm_id(gone.perm_id) if gone.perm_id else None
        if found is None and gone.client_id is not None and gone.order_id:
            found = self._blotter.order_by_client(gone.client_id, gone.order_id)
        return found

    def _refresh(self) -> None:
        if self.pane.record is None:
            return
        if self.isVisible():
            self.pane.refresh()
        else:
            self._is_outdated = True

    def _on_cleared(self) -> None:
        self.show_record(None)

    def _on_visibility_changed(self, visible: bool) -> None:
        if visible and self._is_outdated:
            self._is_outdated = False
            self.pane.refresh()
