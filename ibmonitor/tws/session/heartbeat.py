"""Whether TWS is alive: requests its time at intervals; anything that TWS sends counts as an answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from ibmonitor.domain.records.events import ClockCompared, CurrentTime, Event

_TICK = 1.0
"""Seconds between two looks for an answer. Time in which this computer sleeps passes in one of them, so that a peer
does not count as silent because nothing was read."""

_MOST_OPEN = 100
"""Questions remembered, for a TWS that sends everything but its time."""

_TWS_STEP = timedelta(seconds=1)
"""TWS's time is cut to whole seconds."""

_NOTHING = timedelta()


class Heartbeat:
    """Asks with `ask`, every `interval` seconds; a peer that sends nothing for `patience` seconds counts as silent.

    `activity` returns a number that grows with anything received. `pause` waits for some seconds, or until the
    connection has ended, and returns whether it has. `announce` receives the comparison of the two clocks.
    """

    def __init__(
        self,
        *,
        ask: Callable[[], None],
        activity: Callable[[], int],
        pause: Callable[[float], Awaitable[bool]],
        announce: Callable[[Event], None],
        interval: float,
        patience: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ask = ask
        self._activity = activity
        self._pause = pause
        self._announce = announce
        self._interval = interval
        self._patience = patience
        self._now = now
        self._asked: deque[datetime] = deque(maxlen=_MOST_OPEN)
        self._ahead: timedelta | None = None

    async def beat(self) -> bool:
        """Return true once the peer is silent, false if the connection ends before."""
        while True:
            before = self._activity()
            self._asked.append(self._now())
            self._ask()
            waited = 0.0
            while self._activity() == before:
                if waited >= self._patience:
                    return True
                tick = min(_TICK, self._patience)
                if await self._pause(tick):
                    return False
                waited += tick
            if await self._pause(self._interval):
                return False

    def on_answer(self, event: Event) -> None:
        """Compare the clocks when TWS sends its time."""
        if not isinstance(event, CurrentTime) or not self._asked:
            return
        ahead = _ahead(event.time, self._asked.popleft(), self._now())
        if ahead != self._ahead:
            self._ahead = ahead
            self._announce(ClockCompared(ahead))


def _ahead(sent: datetime, asked: datetime, received: datetime) -> timedelta:
    """The least that TWS's clock is ahead, in whole seconds: TWS read it at some moment in between."""
    least, most = sent - received, sent + _TWS_STEP - asked
    if least > _NOTHING:
        return timedelta(seconds=round(least.total_seconds()))
    return timedelta(seconds=round(most.total_seconds())) if most < _NOTHING else _NOTHING
