"""All that is known about the selected order: why it is in its state, facts, timeline, fills, parts, IDs and fields."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from time import perf_counter

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.domain.allocation.order_parts import has_parts
from ibmonitor.domain.explain.other_records import Record, explain_record, order_of
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Fill, Message, Order
from ibmonitor.domain.search.related_orders import RelatedOrders
from ibmonitor.domain.sums.order_totals import OrderTotals
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.models.columns.record_facts import facts_of
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tones import order_tone
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
from ibmonitor.windows.details.message_panel import SEVERITY_TONES, MessagePanel
from ibmonitor.windows.details.order_fills_panel import OrderFillsPanel
from ibmonitor.windows.details.parts_splitter import PartsSplitter
from ibmonitor.windows.details.timeline_panel import utc_now
from ibmonitor.windows.widgets.empty_state import EmptyState

_TURN_SECONDS = 0.004
_LEAST_PIECES = 10
"""Of a hundred fills or so, all is shown at once."""
_DONE = object()
_NOTHING = "Select a row to see what happened to its order."


class DetailsPane(QWidget):
    """Shows one record's order.

    `relations` returns an order's bracket and OCA group; `live_intervals` returns those of the link and `clock` the
        current time, for the timeline.
    """

    find_requested = Signal(str)
    """A query for an id, in the find box's syntax."""
    record_chosen = Signal(object)
    """An order, a fill, a commission or a message that the user wants to go to."""
    completed = Signal()
    """All is taken in of which `refresh` has shown a part."""
    code_chosen = Signal(int)
    """A message's code, to be explained."""

    def __init__(
        self,
        relations: Callable[[Order], RelatedOrders],
        parent: QWidget | None = None,
        *,
        live_intervals: Callable[[], Sequence[LiveInterval]] = tuple,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self.allocation_sentence: Callable[[Order], str] = lambda _: ""
        """Returns what needs review in how an order was divided among accounts; the window sets it."""
        self._shown_divided = ""
        self.setAccessibleName("Details")
        self._relations = relations
        self._record: Record | None = None
        self._shown_order: Order | None = None
        """The one that the parts were last refreshed with."""
        self._totals = OrderTotals()
        self._work: deque[Iterator[None]] = deque()
        """What is being taken in, piece by piece."""
        self._changed: dict[Fill, None] | None = None
        """The fills to take in next; `None` where there is nothing more to take in."""
        self._is_counted = False
        """Whether the totals are of all fills."""
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn)
        self._is_partial = False
        """What is shown is not all: some of it had not been taken in."""
        self._behind: set[QWidget] = set()
        """The panels that were not visible while fills have changed: they are made anew when they are shown."""
        self.hidden_note = HiddenNote(self)
        # From the outside to the inside: with a style sheet, what gets another parent is polished again.
        self._stack = QStackedWidget(self)
        self._empty = EmptyState(self._stack)
        self._empty.set_text(_NOTHING)
        self._parts = PartsSplitter(self._stack, live_intervals=live_intervals, clock=clock)
        self.why, self.timeline, self.tabs = self._parts.why, self._parts.timeline, self._parts.tabs
        inside = self._parts.inside
        self.identity = IdentityPanel(inside)
        self.fills = OrderFillsPanel(inside)
        self.allocations = AllocationsPanel(inside)
        self.fields = FieldsPanel(inside)
        self.message = MessagePanel(inside)
        for title, panel in (
            ("Fills", self.fills),
            ("Allocation", self.allocations),
            ("IDs", self.identity),
            ("Fields", self.fields),
            ("Message", self.message),
        ):
            self.tabs.addTab(panel, title)
        for number in range(self.tabs.count()):
            self.tabs.setTabVisible(number, False)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.hidden_note)
        layout.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        """Refresh by what the texts depend on, and pass on what the user chooses in a panel."""
        self._parts.timeline_moved.connect(self._on_timeline_moved)
        self.tabs.currentChanged.connect(self._on_tab_chosen)
        ACCOUNT_NAMES.changed.connect(self._on_names_changed)
        ACCOUNT_MASK.changed.connect(self._on_names_changed)
        for changed in (CONTRACT_NAMES.changed, SHOWN_ZONE.changed, SHOWN_ZONE.day_changed):
            changed.connect(self.refresh)
        for signal in (self.identity.find_requested, self.fills.find_requested, self.fields.find_requested):
            signal.connect(self.find_requested)
        for signal in (self.identity.order_chosen, self.message.order_chosen, self.timeline.record_activated):
            signal.connect(self.record_chosen)
        self.message.code_chosen.connect(self.code_chosen)

    def refresh_allocation(self) -> None:
        """Show what is now known of how the order was divided, if that is something else."""
        if self._record is not None and self.isVisible() and self._divided() != self._shown_divided:
            self._show_why(self._record, self.order)

    def _divided(self) -> str:
        return "" if self.order is None else self.allocation_sentence(self.order)

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    @property
    def order(self) -> Order | None:
        """The order of the record, if it is known."""
        return order_of(self._record)

    def show_record(self, record: Record | None, changed: Collection[Fill] | None = None) -> None:
        """Show a record's order, and the message itself if the record is one; `None` shows nothing.

        `changed` as for `refresh`.
        """
        is_other = record is not self._record
        self._record = record
        self.refresh(changed)
        if is_other and isinstance(record, Message):
            self.open_panel(self.message)
        if is_other:
            self.why.verticalScrollBar().setValue(0)

    def open_panel(self, panel: QWidget) -> None:
        """Bring a panel to the front; the timeline may be visible anyway."""
        if self.tabs.indexOf(panel) >= 0:
            self.tabs.setCurrentWidget(panel)

    def set_next_record(self, record: Record | None) -> None:
        """Set the record that the next `refresh` shows."""
        self._record = record

    def refresh(self, changed: Collection[Fill] | None = None) -> None:
        """Show the current state of the record.

        `changed` are the fills that are new or have changed since the last call, and perhaps others; `None` if any may
        have, or what they are called.
        """
        record, order = self._record, self.order
        self._stack.setCurrentWidget(self._empty if record is None else self._parts)
        if record is None:
            return
        if order is not self._shown_order:
            # What has changed of this one while another one was shown, or none, is not known.
            self._shown_order, changed = order, None
        self._offer_tabs(record, order)
        self.take_in(changed)
        self._work_on(1 if self._changed else _LEAST_PIECES)
        self.show_taken()

    def show_taken(self) -> None:
        """Show the current state of the record, and what has been taken in."""
        self._is_partial = self.is_behind
        if self._record is not None:
            self._show_why(self._record, self.order)
            self._show_visible()

    def take_in(self, changed: Collection[Fill] | None) -> None:
        """Begin to take in what `refresh` will show; `changed` as there.

        An order may have tens of thousands of fills: they are taken in piece by piece, in turns of the event loop.
        """
        if changed is None:
            self._work.clear()
            self._is_counted = False
        if changed is None or changed:
            panels = self.timeline, self.fills, self.identity, self.allocations
            self._behind.update(panel for panel in panels if changed is None or not self._is_in_front(panel))
        self._changed = dict.fromkeys([*(self._changed or ()), *(changed or ())])
        self._turn.start()

    def _work_on(self, least: int = 1) -> None:
        """Take in some pieces, and not fewer than that."""
        end, count = perf_counter() + _TURN_SECONDS, 0
        while self.is_behind and (count < least or perf_counter() < end):
            if not self._work:
                self._begin()
            count += 1
            if next(self._work[0], _DONE) is _DONE:
                self._work.popleft()
        if self.is_behind:
            self._turn.start()

    @property
    def is_behind(self) -> bool:
        """Whether there is more to take in."""
        return bool(self._work) or self._changed is not None

    def _begin(self) -> None:
        """Begin with what has changed."""
        order, changed = self._shown_order, self._changed or {}
        self._changed = None
        self._work.append(self._counting(order, changed))
        panels = (self.timeline, self.fills, self.identity, self.allocations)
        self._work += [
            panel.take_in(order, self._new_to(panel, changed)) for panel in panels if self._is_in_front(panel)
        ]

    def _counting(self, order: Order | None, changed: Collection[Fill]) -> Iterator[None]:
        if order is not None:
            yield from self._totals.updating(order, changed if self._is_counted else None)
        self._is_counted = True

    def _on_turn(self) -> None:
        self._work_on()
        if self._is_partial and not self.is_behind:
            self._is_partial = False
            self.completed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange(event.size())
        self._parts.fit_why()

    def arrange(self, size: QSize) -> None:
        """Give the parts the places that they have in a pane of this size."""
        if self._parts.arrange(size):
            # At once, from the inside out: a pane that is hidden would keep its former least size until it is shown.
            for part in (self._parts, self._stack, self):
                part.updateGeometry()

    def _on_timeline_moved(self) -> None:
        if self._record is not None:
            self._offer_tabs(self._record, self.order)
        if self._parts.has_timeline_tab and self.tabs.currentWidget() is not self.message:
            self.tabs.setCurrentIndex(0)

    def _on_tab_chosen(self) -> None:
        if self._record is not None:
            self.take_in(())
            self._work_on(_LEAST_PIECES)
            if self._is_partial:
                # This may have been the rest, with which the sums are known.
                self.show_taken()
            else:
                self._is_partial = self.is_behind
                self._show_visible()

    def _on_names_changed(self) -> None:
        if self._record is not None:
            self._show_why(self._record, self.order)

    def _show_why(self, record: Record, order: Order | None) -> None:
        tone = _message_tone(record) if order is None else order_tone(order, order.why_held)
        explanation = explain_record(record, writing_of(order))
        divided = self._shown_divided = self._divided()
        if divided:
            explanation = replace(explanation, facts=(divided, *explanation.facts))
        self.why.show_explanation(record_words(record), explanation, facts_of(record, self._sums()), tone)
        self._parts.fit_why()

    def _offer_tabs(self, record: Record, order: Order | None) -> None:
        count = len(order.fills) if order is not None else 0
        self.tabs.setTabText(self.tabs.indexOf(self.fills), f"Fills ({count:,})" if count else "Fills")
        is_message = isinstance(record, Message)
        had_order = self.tabs.isTabVisible(self.tabs.indexOf(self.fields))
        is_divided = order is not None and has_parts(order)
        is_leaving = self.tabs.currentWidget() is self.allocations and not is_divided
        for panel in (self.timeline, self.identity, self.fills, self.fields):
            self._parts.offer(panel, is_offered=order is not None)
        self._parts.offer(self.allocations, is_offered=is_divided)
        is_leaving = is_leaving or (not is_message and self.tabs.currentWidget() is self.message)
        if order is not None and (not had_order or is_leaving):
            # Where the current tab is hidden, Qt selects its neighbor.
            self.tabs.setCurrentIndex(0)
        self._parts.offer(self.message, is_offered=is_message)
        self.tabs.setVisible(order is not None or is_message)

    def _is_in_front(self, panel: QWidget) -> bool:
        is_beside = panel is self.timeline and not self._parts.has_timeline_tab
        return is_beside or self.tabs.currentWidget() is panel

    def _sums(self) -> Sums | None:
        """The sums of the order's fills; none while not all fills have been counted."""
        return None if self.order is None else self._totals.sums if self._is_counted else Sums()

    def _show_visible(self) -> None:
        """Show only what is visible: with thousands of fills, each panel takes time."""
        record, order = self._record, self.order
        if self._is_in_front(self.timeline):
            self.timeline.show_taken()
        match self.tabs.currentWidget():
            case self.fills:
                self.fills.show_taken(self._sums() if self._is_counted else None)
            case self.allocations:
                self.allocations.show_taken()
            case self.identity:
                self.identity.show_taken(None if order is None else self._relations(order))
            case self.fields:
                self.fields.show_order(order)
            case self.message:
                self.message.show_message(record if isinstance(record, Message) else None)

    def _new_to(self, panel: QWidget, changed: Collection[Fill]) -> Collection[Fill] | None:
        """What a panel that is shown now has to take in: these fills, or all (`None`)."""
        if panel not in self._behind:
            return changed
        self._behind.discard(panel)
        return None


def _message_tone(record: Record) -> Tone:
    """The tone of a record without an order: that of a message's severity."""
    return SEVERITY_TONES.get(record.severity, "") if isinstance(record, Message) else ""
