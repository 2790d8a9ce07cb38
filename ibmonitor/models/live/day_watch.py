"""`DayWatch`: has `SHOWN_ZONE` notice that another day has begun, at midnight of the zone shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ibmonitor.models.text.shown_zone import SHOWN_ZONE

_MOST_MS = 60_000
"""Not the whole time until midnight: a timer does not run while the computer sleeps."""


class DayWatch(QObject):
    """Runs as long as it exists."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)
        self.check()

    def check(self) -> None:
        """Check the day now, and again when the next one may begin."""
        SHOWN_ZONE.check_day()
        self._timer.start(min(_MOST_MS, SHOWN_ZONE.ms_to_next_quarter()))
