"""All that is known about the selected order: the reasons for its state, timeline, identity, fills and fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from ibmonitor.domain.explain.other_records import Record, explain_record, order_of
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Message, Order
from ibmonitor.domain.search.related_orders import related_orders_of
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.order_words import record_words
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.models.text.writing import writing_of
from ibmonitor.windows.details.allocations_panel import AllocationsPanel
from ibmonitor.windows.details.fields_panel import FieldsPanel
from ibmonitor.windows.details.hidden_note import HiddenNote
from ibmonitor.windows.details.identity_panel import IdentityPanel
from ibmonitor.windows.details.message_panel import MessagePanel
from ibmonitor.windows.details.order_fills_panel import OrderFillsPanel
from ibmonitor.windows.details.timeline_panel import TimelinePanel, utc_now
from ibmonitor.windows.details.why_panel import WhyPanel
from ibmonitor.windows.widgets.empty_state import EmptyState

_NOTHING = "Select an order, a fill, a commission or a message to see what happened to the order."
_SIDE_BY_SIDE = 760
"""From this width on, in pixels, the reasons are next to the tabs instead of above them."""


class DetailsPane(QWidget):
    """Shows one record's order.

    `orders` returns all orders, for brackets and OCA groups; `live_intervals` returns those of the link and `clock`
        the current time, for the timeline.
    """

    find_requested = Signal(str)
    """A query for an id, in the find box's syntax."""
    record_chosen = Signal(object)
    """An order, a fill, a commission or a message that the user wants to go to."""
    code_chosen = Signal(int)
    """A message's code, to be explained."""

    def __init__(
        self,
        orders: Callable[[], Iterable[Order]],
        parent: QWidget | None = None,
        *,
        live_intervals: Callable[[], Sequence[LiveInterval]] = tuple,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Details")
        self._orders = orders
        self._record: Record | None = None
        self.hidden_note = HiddenNote(self)
        self.why = WhyPanel(self)
        self.timeline = TimelinePanel(self, live_intervals=live_intervals, clock=clock)
        self.identity = IdentityPanel(self)
        self.fills = OrderFillsPanel(self)
        self.allocations = AllocationsPanel(self)
        self.fields = FieldsPanel(self)
        self.message = MessagePanel(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for title, panel in (
            ("Timeline", self.timeline),
            ("Identity", self.identity),
            ("Fills", self.fills),
            ("Allocations", self.allocations),
            ("All fields", self.fields),
            ("Message", self.message),
        ):
            self.tabs.addTab(panel, title)
        self._splitter = QSplitter(self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.why)
        self._splitter.addWidget(self.tabs)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([370, 890])
        self._empty = EmptyState(self)
        self._empty.set_text(_NOTHING)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.hidden_note)
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._show_current_tab)
        ACCOUNT_NAMES.changed.connect(self._on_names_changed)
        ACCOUNT_MASK.changed.connect(self._on_names_changed)
        for changed in (CONTRACT_NAMES.changed, SHOWN_ZONE.changed, SHOWN_ZONE.day_changed):
            changed.connect(self.refresh)
        for signal in (self.identity.find_requested, self.fills.find_requested, self.fields.find_requested):
            signal.connect(self.find_requested)
        for signal in (self.identity.order_chosen, self.message.order_chosen, self.timeline.record_activated):
            signal.connect(self.record_chosen)
        self.message.code_chosen.connect(self.code_chosen)

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    @property
    def order(self) -> Order | None:
        """The order of the record, if it is known."""
        return order_of(self._record)

    def show_record(self, record: Record | None) -> None:
        """Show a record's order, and the message itself if the record is one; `None` shows nothing."""
        is_other = record is not self._record
        self._record = record
        self.refresh()
        if is_other and isinstance(record, Message):
            self.tabs.setCurrentWidget(self.message)

    def set_next_record(self, record: Record | None) -> None:
        """Set the record that the next `refresh` shows."""
        self._record = record

    def refresh(self) -> None:
        """Show the current state of the record."""
        record, order = self._record, self.order
        self._stack.setCurrentWidget(self._empty if record is None else self._splitter)
        if record is None:
            return
        self.why.show_explanation(record_words(record), explain_record(record, writing_of(order)))
        self.allocations.show_order(order)
        self._offer_tabs(record, order)
        self._show_current_tab()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_BY_SIDE
        self._splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _on_names_changed(self) -> None:
        if self._record is not None:
            self.why.show_explanation(record_words(self._record), explain_record(self._record, writing_of(self.order)))

    def _offer_tabs(self, record: Record, order: Order | None) -> None:
        count = len(order.fills) if order is not None else 0
        self.tabs.setTabText(self.tabs.indexOf(self.fills), f"Fills ({count:,})" if count else "Fills")
        is_message = isinstance(record, Message)
        if order is not None and not is_message and self.tabs.currentWidget() is self.message:
            # If the current tab is hidden, Qt selects its neighbor.
            self.tabs.setCurrentWidget(self.timeline)
        for panel in (self.timeline, self.identity, self.fills, self.fields):
            self.tabs.setTabVisible(self.tabs.indexOf(panel), order is not None)
        self.tabs.setTabVisible(self.tabs.indexOf(self.allocations), order is not None and self.allocations.has_rows)
        self.tabs.setTabVisible(self.tabs.indexOf(self.message), is_message)
        self.tabs.setVisible(order is not None or is_message)

    def _show_current_tab(self, *_: object) -> None:
        """Refresh only the visible tab: with thousands of fills, each tab takes time."""
        record, order = self._record, self.order
        match self.tabs.currentWidget():
            case self.timeline:
                self.timeline.show_order(order)
            case self.identity:
                self.identity.show_order(order, None if order is None else related_orders_of(order, self._orders()))
            case self.fills:
                self.fills.show_order(order)
            case self.fields:
                self.fields.show_order(order)
            case self.message:
                self.message.show_message(record if isinstance(record, Message) else None)
