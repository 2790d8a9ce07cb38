"""The dock of the details pane: follows what is selected, and what happens to it."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.family import are_near
from ibmonitor.domain.records import Fill, Message, Order
from ibmonitor.feed import Feed
from ibmonitor.windows.details_pane import DetailsPane, Record

_LONG_MS = 10
_BREATHER = 4
"""A refresh that took longer than that is followed by a rest of so many times as long, in which the tables live."""


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
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._show_if_outdated)
        self.pane = DetailsPane(
            lambda: blotter.orders, self, stretches=lambda: blotter.link.stretches, clock=blotter.now
        )
        self.setWidget(self.pane)
        feed.merging.connect(self._on_merging)
        feed.changed.connect(self._on_changed)
        # A list that repeats what is known changes no record; its end changes the facts of the connection.
        feed.link_changed.connect(self._refresh)
        feed.messages_arrived.connect(self._on_messages)
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
        elif (
            order is None
            or order in orders
            or any(fill.order is order for fill in fills)
            or any(are_near(order, other) for other in orders)
        ):
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
        self._is_outdated = True
        if not self._rest.isActive():
            self._show_if_outdated()

    def _show_if_outdated(self) -> None:
        """Show how the record is now; after one of many fills, which takes long, not again at once."""
        if not self._is_outdated or not self.isVisible():
            return
        self._is_outdated = False
        started = perf_counter()
        self.pane.refresh()
        took = int(1000 * (perf_counter() - started))
        if took > _LONG_MS:
            self._rest.start(_BREATHER * took)

    def _on_messages(self, messages: Mapping[Message, None]) -> None:
        """A repeat of the message that is shown is only counted."""
        if self.pane.record in messages:
            self._refresh()

    def _on_cleared(self) -> None:
        self.show_record(None)

    def _on_visibility_changed(self, visible: bool) -> None:
        if visible:
            self._show_if_outdated()
