"""The dock of the details pane: shows a record and keeps it up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from ibmonitor import __version__
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.explain.other_records import Record, fill_of, order_of
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.domain.search.related_orders import RelatedOrders, Relations, are_near
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.shown_zone import utc_now
from ibmonitor.windows.widgets.clipboard import copy_text

if TYPE_CHECKING:
    from ibmonitor.windows.details.pane import DetailsPane

_LONG_MS = 10
_BREATHER = 4
"""After a slow refresh, the next one waits this many times as long, so that the tables stay responsive."""
_MANY = 50
_BURST_REST_MS = 100
"""Where that many fills had changed, it waits at least so long: nobody can read faster."""
_INDEX_PIECE = 5000
"""So many orders are put into the index in one turn."""


class DetailsDock(QDockWidget):
    """The window places it; the user may move it to another side or float it."""

    record_changed = Signal()
    """Another record is shown, or none."""
    closed_by_user = Signal()
    find_requested = Signal(str)
    record_chosen = Signal(object)
    code_chosen = Signal(int)
    """As those of the pane."""
    pane_made = Signal()
    row_requested = Signal()
    """The user wants to see the record's row, which is hidden."""

    _past = ""
    _pane: DetailsPane | None = None
    _room: QSize | None = None

    def __init__(self, feed: Feed, blotter: Blotter, parent: QWidget | None = None) -> None:
        super().__init__("Details", parent)
        self.setObjectName("details")
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas & ~Qt.DockWidgetArea.TopDockWidgetArea)
        self._blotter = blotter
        self._feed = feed
        self._is_outdated = False
        self._confirming = self._live_intervals()
        self._relations: Relations | None = None
        """Made when related orders are first shown: it looks at all orders once, in turns of the event loop."""
        self._to_index: Iterator[Order] = iter(())
        self._indexing = QTimer(self, singleShot=True, interval=0)
        self._indexing.timeout.connect(self._on_indexing)
        self._is_told = False
        """Whether the pane has been told of all fills that have changed."""
        self._count = 0
        """How many have changed since the last refresh."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._show_if_outdated)
        feed.merging.connect(self._on_merging)
        feed.cleared.connect(self._on_cleared)
        feed.changed.connect(self._on_changed)
        feed.confirmed.connect(self._on_confirmed)
        # A repeated list changes no record, but its end changes the state of the connection.
        feed.link_changed.connect(self._on_link_changed)
        feed.messages_arrived.connect(self._on_messages)
        self.visibilityChanged.connect(self._on_visibility_changed)

    @property
    def pane(self) -> DetailsPane:
        """Made when it is first used: its 180 widgets are a tenth of the start, and show nothing yet."""
        if self._pane is None:
            self._pane = self._make_pane()
            self.pane_made.emit()
        return self._pane

    def set_past(self, day: str) -> None:
        """What is shown is of a past day, by its date: it ends with that day, and not now."""
        self._past = day

    def _make_pane(self) -> DetailsPane:
        from ibmonitor.windows.details.pane import DetailsPane  # noqa: PLC0415 - see `pane`

        blotter = self._blotter
        pane = DetailsPane(
            self._related_orders, self, live_intervals=lambda: blotter.link.live_intervals, clock=blotter.now
        )
        pane.why.heading.copy.clicked.connect(lambda: self.copy_ticket())  # noqa: PLW0108 - without its argument
        pane.completed.connect(self._on_completed)
        pane.find_requested.connect(self.find_requested)
        pane.record_chosen.connect(self.record_chosen)
        pane.code_chosen.connect(self.code_chosen)
        pane.hidden_note.show_requested.connect(self.row_requested)
        self.setWidget(pane)
        if self._room is not None:
            pane.arrange(self._room)
        if self._past:
            pane.timeline.strip.present = "end of day"
        return pane

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return None if self._pane is None else self._pane.record

    def arrange(self, room: QSize) -> None:
        """Arrange the parts for this much room, before the dock gets it."""
        self._room = room
        if self._pane is not None:
            self._pane.arrange(room)

    def show_record(self, record: Record | None, hidden_by: str = "") -> None:
        """Show a record's order, now or when the dock next becomes visible; `hidden_by` is what hides its row."""
        if record is None and self._pane is None:
            return
        self.pane.hidden_note.set_text(hidden_by)
        if record is self.record:
            return
        if self.isVisible():
            self.pane.show_record(record, self._told())
        else:
            self.pane.set_next_record(record)
            self._is_outdated = True
        self.record_changed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed_by_user.emit()

    def copy_ticket(self, record: Record | None = None) -> None:
        """Copy all that is known of a record's order as plain text; of the one shown where none is given."""
        record = record or self.record
        if record is not None:
            from ibmonitor.models.output.ticket import ticket_text  # noqa: PLC0415 - see `pane`

            order, blotter = order_of(record), self._blotter
            divided = "" if order is None else self.pane.allocation_sentence(order)
            now = utc_now() if self._past else blotter.now()
            copy_text(ticket_text(record, blotter.link, f"IB Monitor {__version__}", now, divided, self._past))
            self.pane.why.heading.show_copied()

    def _related_orders(self, order: Order) -> RelatedOrders:
        if self._relations is None:
            self._relations = Relations(self._blotter.order_by_perm_id, self._blotter.orders_by_client)
            self._to_index = iter(list(self._blotter.orders))
            self._index_some()
        return self._relations.of(order)

    def _index_some(self) -> bool:
        """Put some orders into the index; return whether these were the last ones."""
        orders = list(islice(self._to_index, _INDEX_PIECE))
        if self._relations is not None and orders:
            self._relations.update(orders)
            self._indexing.start()
        return not orders

    def _on_indexing(self) -> None:
        if self._index_some():
            self._refresh()

    def _on_merging(self, merged: Mapping[Order, None]) -> None:
        if self._relations is not None:
            self._relations.forget(merged)
            self._to_index = (order for order in [*self._to_index] if order not in merged)

    def _on_cleared(self) -> None:
        self._relations, self._to_index = None, iter(())

    def _on_changed(self, orders: Mapping[Order, None], fills: Mapping[Fill, None]) -> None:
        if self._relations is not None:
            self._relations.update(orders)
        self._note(fills)
        if self._is_concerned(orders, fills):
            self._refresh()
        else:
            self._catch_up()

    def _note(self, fills: Iterable[Fill]) -> None:
        if self._is_told and self.isVisible():
            order = order_of(self.record)
            changed = [fill for fill in fills if fill.order is order] if order is not None else []
            self._count += len(changed)
            if changed:
                self.pane.take_in(changed)
        else:
            self._is_told = False

    def _is_concerned(self, orders: Mapping[Order, None], fills: Mapping[Fill, None]) -> bool:
        """Whether the details may be different when these have changed."""
        record, order = self.record, order_of(self.record)
        if order is None:
            # A message may be about any of the orders; a commission without a fill may have changed itself.
            fill = fill_of(record)
            return fill in fills or (fill is None and (isinstance(record, Commission) or bool(orders)))
        return (
            order in orders
            or any(fill.order is order for fill in fills)
            or any(are_near(order, other) for other in orders)
        )

    def _on_completed(self) -> None:
        if self._rest.isActive():
            self._is_outdated = True
        else:
            self.pane.show_taken()

    def _on_confirmed(self, records: Mapping[Fill | Commission, None]) -> None:
        order = order_of(self.record)
        if self.record in records or any(order_of(each) is order for each in records if order is not None):
            self._note(each for each in records if isinstance(each, Fill))
            self._refresh()

    def _live_intervals(self) -> tuple[datetime | None, int]:
        link = self._blotter.link
        return link.stale_since, len(link.live_intervals)

    def _on_link_changed(self) -> None:
        confirming = self._live_intervals()
        if confirming != self._confirming:
            # Rows may be stale now, or no longer.
            self._confirming = confirming
            if self._pane is not None:
                self._pane.fills.tree.repaint()
        self._refresh()

    def _refresh(self) -> None:
        if self.record is None:
            return
        self._is_outdated = True
        self._catch_up()

    def _catch_up(self) -> None:
        if not self._rest.isActive():
            self._show_if_outdated()

    def _show_if_outdated(self) -> None:
        """Refresh the record; after a slow refresh, wait before the next one."""
        if not self._is_outdated or not self.isVisible():
            return
        self._is_outdated = False
        started = perf_counter()
        is_burst, self._count = self._count > _MANY, 0
        self.pane.refresh(self._told())
        took = int(1000 * (perf_counter() - started))
        if took > _LONG_MS or is_burst:
            self._rest.start(max(_BREATHER * took, _BURST_REST_MS if is_burst else 0))

    def _told(self) -> Collection[Fill] | None:
        """What the pane has to be told now: nothing, or that any fill may have changed."""
        is_told, self._is_told = self._is_told, True
        return () if is_told else None

    def _on_messages(self, messages: Mapping[Message, None]) -> None:
        """Refresh if the message shown has been repeated: its count has changed."""
        if self.record in messages:
            self._refresh()
        else:
            self._catch_up()

    def _on_visibility_changed(self, visible: bool) -> None:
        if visible:
            self._show_if_outdated()
