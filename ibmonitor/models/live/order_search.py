"""`OrderSearch`: searches the blotter's orders a few milliseconds at a time, so that the window stays live.

The words of all orders are read when the first search is near, or as soon as not much changes for a while; from then
on as the orders change. What searches is loaded with that, too: no window needs it to open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor.domain.records.records import Fill, Message, Order
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import separators

if TYPE_CHECKING:
    from ibmonitor.domain.search.find import Finder, Finding, Results
    from ibmonitor.domain.search.index import SearchIndex

_SLICE = 0.006
"""Seconds of searching before the event loop runs again."""
_FEW = 300
"""Orders that are searched, or records that change, at once, which takes a few milliseconds."""
_FILLS_AS_ORDER = 100
"""So many fills take as long as one order."""
_IDLE_SLICE = 0.003
"""Seconds of reading at a time while nobody waits for it."""
_IDLE_PAUSE_MS = 10
_QUIET_MS = 250
"""Changes are read when so much time has passed since the first of them: an order often changes several times.

A few are left for the next search, unless they may change what the last one has found.
"""
_CALM_MS = 1500
"""The first orders are read when not much has changed for so long: they would delay those that are still arriving."""


class OrderSearch(QObject):
    """Only the last search counts: a new one takes the place of one that is not finished."""

    found = Signal(object)
    """`Results` of the last search. Comes at once where there are few orders.

    Before the words of all orders have been read, partial results come first.
    """
    changed = Signal()
    """What is found may be another now: records or names have changed, and have been read."""
    renamed = Signal()
    """Accounts or instruments have other names, which have been read: the same orders can fit other texts."""

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blotter = feed.blotter
        self._steps: Finding[Results] | None = None
        self._results: Results | None = None
        """Of a search, until they are reported."""
        self._is_in_use = False
        self._is_current = False
        """Whether somebody has searched and been told of no change since."""
        self._has_changed = self._has_renamed = False
        """Since the signals of these names."""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.timeout.connect(self._read_some)
        self._calm_timer = QTimer(self)
        self._calm_timer.setSingleShot(True)
        self._calm_timer.timeout.connect(self.prepare)
        feed.changing.connect(self._on_changing)
        feed.merging.connect(self._on_merging)
        feed.cleared.connect(self._on_cleared)
        ACCOUNT_NAMES.changed.connect(self._on_renamed)
        CONTRACT_NAMES.changed.connect(self._on_renamed)

    @cached_property
    def _index(self) -> SearchIndex:
        from ibmonitor.domain.search.fields import Names  # noqa: PLC0415 - see the top
        from ibmonitor.domain.search.index import SearchIndex  # noqa: PLC0415

        return SearchIndex(Names(ACCOUNT_NAMES.searched, CONTRACT_NAMES.words))

    @cached_property
    def _finder(self) -> Finder:
        from ibmonitor.domain.search.find import Finder  # noqa: PLC0415 - see the top

        return Finder(self._index, self._blotter.fills, self._blotter.commissions, separators)

    @property
    def is_searching(self) -> bool:
        """Whether results are awaited."""
        return self._timer.isActive()

    def prepare(self) -> None:
        """Read the words of the orders: a search is near."""
        if not self._is_in_use:
            self._is_in_use = True
            self._calm_timer.stop()
            self._index.start(self._blotter.orders, self._blotter.fills)
            self._idle_timer.start(0)

    def search(self, text: str) -> None:
        """Search for what was typed, instead of what was searched before."""
        self.prepare()
        self._is_current = True
        self.cancel()
        self._steps = self._finder.steps(text)
        self._timer.start()
        self._go_on()

    def cancel(self) -> None:
        """Give the search up."""
        self._steps = self._results = None
        self._timer.stop()

    def knows(self, order: Order) -> bool:
        """Whether an order has not become part of another one, or been removed."""
        return self._index.knows(order)

    def _go_on(self) -> None:
        end = perf_counter() + _SLICE
        is_short = self._index.size + len(self._blotter.fills) // _FILLS_AS_ORDER <= _FEW
        # To show results takes some milliseconds, too: it is left for the next slice.
        if self._results is None:
            self._work_until(None if is_short else end)
        if self._results is not None and (is_short or perf_counter() < end - _SLICE / 2):
            results, self._results = self._results, None
            if self._steps is None:
                self._timer.stop()
            self.found.emit(results)

    def _work_until(self, end: float | None) -> None:
        while self._steps is not None and self._results is None and (end is None or perf_counter() < end):
            try:
                self._results = next(self._steps)
            except StopIteration as done:
                self._steps, self._results = None, done.value

    def _read_some(self) -> None:
        """Read for a while what has changed."""
        end = perf_counter() + _IDLE_SLICE
        for _ in self._index.catch_up():
            if perf_counter() >= end:
                self._idle_timer.start(_IDLE_PAUSE_MS)
                return
        has_changed, has_renamed = self._has_changed, self._has_renamed
        self._has_changed = self._has_renamed = False
        if has_renamed:
            self.renamed.emit()
        if has_changed or has_renamed:
            self._is_current = False
            self.changed.emit()

    def _on_changing(
        self, orders: Mapping[Order, None], fills: Mapping[Fill, None], messages: Mapping[Message, None]
    ) -> None:
        if not self._is_in_use:
            if not self._calm_timer.isActive() or len(orders) + len(fills) > _FEW:
                self._calm_timer.start(_CALM_MS)
            return
        self._index.outdate(orders, fills)
        for message in messages:
            self._index.outdate(message.orders)
        if self._is_current or self._index.backlog > _FEW:
            self._read_soon()

    def _on_merging(self, merged: Iterable[Order]) -> None:
        if self._is_in_use:
            self._index.forget(merged)

    def _on_cleared(self) -> None:
        self.cancel()
        if self._is_in_use:
            self._index.clear()
            self._read_soon()

    def _on_renamed(self) -> None:
        if self._is_in_use:
            self._has_renamed = True
            self._index.outdate_names()
            self._read_soon()

    def _read_soon(self) -> None:
        self._has_changed = True
        if not self._idle_timer.isActive():
            self._idle_timer.start(_QUIET_MS)
