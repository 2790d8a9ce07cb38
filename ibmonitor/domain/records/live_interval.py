"""`LiveInterval`: a time in which TWS told of everything without a gap, and what may be stale since it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, eq=False)
class LiveInterval:
    """From the moment TWS was asked for everything until it could no longer tell of what happens.

    Every record points to the stretch in which TWS last told of it. So all of them become stale at once when it ends,
    without being touched, and each becomes fresh by pointing to the next.
    """

    began: datetime | None = None
    """`None` for what never came from TWS."""
    ended: datetime | None = None
    """`None` while it goes on."""
    reason: str = ""
    """Why it ended, in a plain sentence; empty while it goes on."""


ALWAYS = LiveInterval()
"""For records that no connection has told of, as tests make them: never stale."""


class Confirmed:
    """A record that TWS told of in some stretch."""

    __slots__ = ("live_interval",)

    live_interval: LiveInterval
    """That in which TWS last told of it."""

    def __post_init__(self) -> None:
        self.live_interval = ALWAYS

    @property
    def stale_since(self) -> datetime | None:
        """Since when TWS may know more of it than is shown; `None` while it is fresh."""
        return self.live_interval.ended
