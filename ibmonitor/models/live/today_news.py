"""`TodayNews`: what has become of today's orders since the user has been looking at a past day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.explain.outcomes import Outcome, outcome_of
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Order
from ibmonitor.models.live.away import ended_of
from ibmonitor.models.live.feed import Feed


class TodayNews(QObject):
    """Follows today's feed from when it is made, or from when TWS has listed everything."""

    found = Signal(str, object)
    """Words such as "Today: 2 filled since", and the orders as a list."""

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blotter = feed.blotter
        self._old: set[Order] | None = None
        """The orders that had ended before; `None` until that is known."""
        self._new: dict[Order, None] = {}
        feed.link_changed.connect(self._begin)
        feed.changed.connect(self._on_changed)
        feed.merging.connect(self._on_merging)
        self._begin()

    def _begin(self) -> None:
        if self._old is None and self._blotter.link.state is LinkState.UP:
            self._old = {order for order in self._blotter.orders if outcome_of(order) is not Outcome.WORKING}

    def _on_merging(self, merged: Mapping[Order, None]) -> None:
        for order in merged:
            self._new.pop(order, None)

    def _on_changed(self, orders: Mapping[Order, None], _fills: object) -> None:
        if self._old is None:
            return
        before = len(self._new)
        for order in orders:
            if order not in self._old and outcome_of(order) is not Outcome.WORKING:
                self._new[order] = None
        if len(self._new) != before:
            words, ended = ended_of(self._new)
            self.found.emit(f"Today: {words} since", ended)
