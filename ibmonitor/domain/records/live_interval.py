"""`LiveInterval`: a time in which TWS reported everything without a gap, and the records confirmed in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, eq=False)
class LiveInterval:
    """From the request for everything until TWS could no longer report what happens.

    Every record points to the interval in which TWS last reported it. So all of them become stale at once when it ends,
    without being touched, and each becomes fresh by pointing to the next.
    """

    began: datetime | None = None
    """`None` for what never came from TWS."""
    ended: datetime | None = None
    """`None` while it lasts."""
    reason: str = ""
    """Why it ended, in a plain sentence; empty while it lasts."""


ALWAYS = LiveInterval()
"""For records that came over no connection, such as those of tests: never stale."""


@dataclass(slots=True, eq=False)
class Confirmed:
    """A record that TWS has reported in a live interval."""

    live_interval: LiveInterval = field(default=ALWAYS, repr=False, kw_only=True)
    """The one in which TWS last reported it."""

    @property
    def stale_since(self) -> datetime | None:
        """Since when TWS may know more of it than is shown; `None` while it is fresh."""
        return self.live_interval.ended
