"""Counts what arrives while the connection synchronizes, and keeps its words up to date."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.text.sync_words import sync_words

INTERVAL_MS = 250


class SyncProgress(QObject):
    """`clock` returns seconds."""

    changed = Signal(str)
    """The words; empty once the connection no longer synchronizes."""

    def __init__(
        self, blotter: Blotter, parent: QObject | None = None, *, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._blotter = blotter
        self._clock = clock
        self._began = self._advanced = 0.0
        self._before = self._last = (0, 0)
        self.words = ""
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.update)

    def follow(self) -> None:
        """Start or end with the state of the link."""
        is_synchronising = self._blotter.link.state is LinkState.SYNCHRONISING
        if is_synchronising and not self._timer.isActive():
            self._began = self._advanced = self._clock()
            self._before = self._last = self._counts()
            self._timer.start()
        elif not is_synchronising and self._timer.isActive():
            self._timer.stop()
            self._set("")

    def update(self) -> None:
        """Count again."""
        now, counts = self._clock(), self._counts()
        if counts != self._last:
            self._last, self._advanced = counts, now
        orders, fills = (max(0, after - before) for after, before in zip(counts, self._before, strict=True))
        silent = int(now - self._advanced)
        self._set(sync_words(self._blotter.link, orders, fills, int(now - self._began), silent))

    def _counts(self) -> tuple[int, int]:
        return len(self._blotter.orders), len(self._blotter.fills)

    def _set(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.changed.emit(words)
