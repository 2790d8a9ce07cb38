"""The intervals in which TWS reported everything, and which records it has reported in the current one."""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.records.events import LinkChanged
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.records.live_interval import Confirmed, LiveInterval

_LIVE = frozenset({LinkState.SYNCHRONISING, LinkState.UP})
"""States in which TWS reports what happens."""


class Coverage:
    """Tracks the link state. TWS may report orders from the first byte on, so an interval begins with connecting.

    Only intervals that got as far as synchronising are kept in `Link.live_intervals`.
    """

    def __init__(self) -> None:
        self.current = LiveInterval()
        """The one that records are confirmed in."""
        self._lost: datetime | None = None
        """Start of the outage; kept during resync, so that a second loss extends it."""

    def confirm(self, record: Confirmed) -> bool:
        """Mark a record as just reported by TWS; return whether that is new in this interval."""
        if record.live_interval is self.current:
            return False
        record.live_interval = self.current
        return True

    def update(self, event: LinkChanged, link: Link, now: datetime) -> bool:
        """Apply a change of the link before the link is written; return whether records became stale."""
        if not link.live_intervals:
            # It is another TWS, of which nothing is kept.
            self._lost = link.stale_since
        if event.state is LinkState.CONNECTING:
            self._end(event, link, now)
            self.current = LiveInterval(now)
            return False
        if event.state not in _LIVE:
            return self._end(event, link, now)
        became_stale = False
        if event.state is LinkState.SYNCHRONISING and (self.current.ended or link.state is LinkState.UP):
            # TWS has reconnected to IB (1101, 1102), and everything is requested again.
            became_stale = self._end(event, link, now)
            self.current = LiveInterval(now)
        if self.current not in link.live_intervals[-1:]:
            link.live_intervals = (*link.live_intervals, self.current)
        link.stale_since = None
        if event.state is LinkState.UP:
            self._lost = None
        return became_stale

    def _end(self, event: LinkChanged, link: Link, now: datetime) -> bool:
        current = self.current
        if current.ended is not None:
            return False
        current.ended = now
        current.reason = event.reason
        if current in link.live_intervals[-1:] or event.state is LinkState.CUT_OFF:
            link.stale_since = self._lost = link.stale_since or self._lost or now
            return True
        return False
