"""`RecordNotes`: hands what the records tell to the history, a little later and when there is time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo

from PySide6.QtCore import QObject, QTimer

from ibmonitor.app.process.turns import Turns
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.rows.record_rows import is_ordinary, order_rows, standing_row
from ibmonitor.journal.store.schema import ORDERS
from ibmonitor.journal.writer import Standing
from ibmonitor.models.live.feed import Feed

_WAIT_MS = 1000
"""Most orders change several times within a second, and one row says it all."""


class RecordNotes(QObject):
    """Follows the feed; `note` is called with the rows of what has changed. `zone` is that of the exchange's days."""

    def __init__(
        self,
        feed: Feed,
        note: Callable[[Standing], None],
        zone: tzinfo,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._feed = feed
        self._note = note
        self._zone = zone
        self._orders: dict[Order, None] = {}
        self._fills: dict[Fill, None] = {}
        self._odd: set[str] = set()
        """The execIds of fills that were not ordinary once."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._begin)
        self._turns: Turns | None = None
        self._follows = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing has changed that was not handed on."""
        return not (self._timer.isActive() or self._turns is not None)

    def finish(self) -> None:
        """Hand on everything now."""
        if self._turns is not None:
            self._turns.finish()
        self._timer.stop()
        for _ in self._steps():
            pass

    def follow(self, *, follows: bool) -> None:
        """Follow the feed, or do so no longer."""
        if follows == self._follows:
            return
        self._follows = follows
        if follows:
            self._feed.changed.connect(self._on_changed)
        else:
            self._timer.stop()
            self._feed.changed.disconnect(self._on_changed)

    def _on_changed(self, orders: dict[Order, None], fills: dict[Fill, None]) -> None:
        self._orders |= orders
        for fill in fills:
            if not is_ordinary(fill) or fill.execution.exec_id in self._odd:
                self._fills[fill] = None
        if (self._orders or self._fills) and self._turns is None and not self._timer.isActive():
            self._timer.start()

    def _begin(self) -> None:
        self._turns = Turns(self._steps(), self, self._on_done)
        self._turns.start()

    def _on_done(self) -> None:
        self._turns = None
        if self._orders or self._fills:
            self._timer.start()

    def _steps(self) -> Iterator[None]:
        """The rows of one order or fill a step; all that belong together are handed on together."""
        orders, self._orders = self._orders, {}
        fills, self._fills = self._fills, {}
        of_orders: list[Row] = []
        of_days: list[Row] = []
        of_fills: list[Row] = []
        for order in orders:
            for table, row in order_rows(order, self._zone):
                (of_orders if table is ORDERS else of_days).append(row)
            yield
        for fill in fills:
            self._odd.add(fill.execution.exec_id)
            of_fills.append(standing_row(fill))
            yield
        if orders or fills:
            self._note(Standing(tuple(of_orders), tuple(of_days), tuple(of_fills)))
