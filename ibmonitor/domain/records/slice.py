"""`Slice`: events that were read together, and what they turned out to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.value import value


@value
class Slice:
    """The events of one slice of time, in order. The first was received at `time`, and each later one after it."""

    time: datetime
    events: Sequence[Event]
    known: Sequence[Event] = ()
    """Executions and commission reports of these that say nothing new."""
    confirmed: Sequence[Event] = ()
    """Of the known ones, those whose records were stale until now."""
