"""A day of the history, and the times of it in which TWS reported everything."""

from __future__ import annotations

from datetime import date, datetime

from ibmonitor.domain.records.value import value


@value
class Span:
    """A time in which TWS reported everything. `why` is the reason of its end, in a plain sentence where known."""

    began: datetime
    ended: datetime
    why: str = ""


@value
class AskedDay:
    """What TWS had of a past day when it was asked for it."""

    day: date
    site: str
    asked: datetime
    came: int
    """Executions that TWS had."""
    new: int
    """Of those, what the history had not."""
    lacking: int
    """Executions that the history had, and TWS not: its Trade Log no longer shows that day, or not all of it."""


@value
class Day:
    """A day on which the program was connected, with its spans in order of time; two of them never overlap.

    `site` is where IB's ids are unique, "paper" or "live": two on the same date are two days.
    """

    day: date
    site: str
    spans: tuple[Span, ...]
    asked: AskedDay | None = None
    """What TWS had of it when it was asked later; `None` where it was not."""

    @property
    def gaps(self) -> tuple[Span, ...]:
        """The times between its spans."""
        return tuple(
            Span(before.ended, after.began, before.why)
            for before, after in zip(self.spans, self.spans[1:], strict=False)
        )
