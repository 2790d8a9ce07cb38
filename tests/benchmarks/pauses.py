"""How long the window did not react: the longest pause of its loop, and how many were longer than a screen's frame."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

FRAME_MS = 16


class Pauses:
    """A timer that is always due; a pause is the time between two of its turns."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(lambda: self.note(perf_counter()))
        self.longest_ms, self.long_ones, self._last = 0.0, 0, 0.0

    def start(self) -> None:
        self.begin(perf_counter())
        self._timer.start()

    def stop(self) -> None:
        self.note(perf_counter())
        self._timer.stop()

    def begin(self, now: float) -> None:
        """Count from now on, in seconds."""
        self.longest_ms, self.long_ones, self._last = 0.0, 0, now

    def note(self, now: float) -> None:
        """It is a turn of the loop."""
        pause = 1000 * (now - self._last)
        self.longest_ms = max(self.longest_ms, pause)
        self.long_ones += pause > FRAME_MS
        self._last = now
