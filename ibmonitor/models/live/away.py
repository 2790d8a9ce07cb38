"""`AwayWatch`: what became of the working orders while the connection was lost, reported once it is back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.explain.outcomes import Outcome, outcome_of
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Order
from ibmonitor.models.live.feed import Feed

_WORDS = {Outcome.FILLED: "filled", Outcome.REJECTED: "rejected", Outcome.CANCELLED: "cancelled"}


class AwayWatch(QObject):
    """Remembers the working orders when the connection is lost, and looks at them again when all is received."""

    found = Signal(str, object)
    """Words such as "2 filled while away", and the orders as a list; both empty when that is over."""

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blotter = feed.blotter
        self._before: dict[Order, None] | None = None
        """The orders that were working when the connection was lost; `None` while it is not."""
        feed.link_changed.connect(self._on_link_changed)
        feed.merging.connect(self._on_merging)
        feed.cleared.connect(self._forget)

    def _on_link_changed(self) -> None:
        link = self._blotter.link
        if link.state is LinkState.UP:
            if self._before is not None:
                before, self._before = self._before, None
                self._report(before)
        elif link.stale_since is not None and self._before is None:
            self._before = dict.fromkeys(
                order for order in self._blotter.orders if outcome_of(order) is Outcome.WORKING
            )
            self.found.emit("", [])

    def _on_merging(self, merged: Mapping[Order, None]) -> None:
        for order in merged:
            if self._before is not None:
                self._before.pop(order, None)

    def _forget(self) -> None:
        self._before = None
        self.found.emit("", [])

    def _report(self, before: Mapping[Order, None]) -> None:
        words, ended = ended_of(before)
        if words:
            self.found.emit(f"{words} while away", ended)


def ended_of(orders: Iterable[Order]) -> tuple[str, list[Order]]:
    """How many of these were filled, rejected or cancelled, in words, and which; both empty where none was."""
    ended = {order: outcome for order in orders if (outcome := outcome_of(order)) in _WORDS}
    counts = Counter(ended.values())
    return ", ".join(f"{counts[outcome]:,} {word}" for outcome, word in _WORDS.items() if counts[outcome]), list(ended)
