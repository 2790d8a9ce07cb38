"""The stretches of time in which TWS told of everything, and which records it has told of in the present one."""

from __future__ import annotations

from datetime import datetime

from ibmonitor.domain.records.events import LinkChanged
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.records.live_interval import Confirmed, LiveInterval

_TELLS = frozenset({LinkState.SYNCHRONISING, LinkState.UP})
"""States in which TWS tells of what happens."""


class Coverage:
    """Follows the link. TWS may tell of orders from the first byte on, so a stretch begins with connecting.

    Only those that got as far as synchronising are kept in `Link.live_intervals`.
    """

    def __init__(self) -> None:
        self._present = LiveInterval()
        self._lost: datetime | None = None
        """Kept while TWS tells everything anew: a loss before the end of that goes on with the one before."""

    def confirm(self, record: Confirmed) -> bool:
        """Note that TWS has just told of a record; return whether that is new in this stretch."""
        if record.live_interval is self._present:
            return False
        record.live_interval = self._present
        return True

    def follow(self, event: LinkChanged, link: Link, now: datetime) -> bool:
        """Take in what has become of the link, before it is written there; return whether records became stale."""
        if not link.live_intervals:
            # Nothing is kept of another TWS.
            self._lost = link.stale_since
        if event.state is LinkState.CONNECTING:
            self._end(event, link, now)
            self._present = LiveInterval(now)
            return False
        if event.state not in _TELLS:
            return self._end(event, link, now)
        became_stale = False
        if event.state is LinkState.SYNCHRONISING and (self._present.ended or link.state is LinkState.UP):
            # TWS's own connection is back (1101, 1102), and all is asked for anew.
            became_stale = self._end(event, link, now)
            self._present = LiveInterval(now)
        if self._present not in link.live_intervals[-1:]:
            link.live_intervals = (*link.live_intervals, self._present)
        link.stale_since = None
        if event.state is LinkState.UP:
            self._lost = None
        return became_stale

    def _end(self, event: LinkChanged, link: Link, now: datetime) -> bool:
        present = self._present
        if present.ended is not None:
            return False
        present.ended = now
        present.reason = event.reason
        if present in link.live_intervals[-1:] or event.state is LinkState.CUT_OFF:
            link.stale_since = self._lost = link.stale_since or self._lost or now
            return True
        return False
