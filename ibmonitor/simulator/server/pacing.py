"""TWS's limit of messages a second."""

from __future__ import annotations

from collections import deque

MAX_VIOLATIONS = 3


class Pacing:
    """Counts one client's messages over the last second. A burst over the limit is one violation, not many."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._recent: deque[float] = deque()
        self._over = False
        self.violations = 0

    def exceeded(self, now: float) -> bool:
        """Note a message at `now` (seconds); true when it is the first to break the limit in its burst."""
        self._recent.append(now)
        while self._recent[0] <= now - 1:
            self._recent.popleft()
        was_over, self._over = self._over, len(self._recent) > self._limit
        if self._over and not was_over:
            self.violations += 1
            return True
        return False
