"""A past day ends as TWS last reported it: that the connection was closed in the evening makes nothing stale.

What was stale by then, because the connection had been lost and TWS did not report it again, stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ibmonitor.domain.records.events import LinkChanged, RequestChanged
from ibmonitor.domain.records.link import LinkState
from ibmonitor.journal.days import DaySlice

_LIVE = frozenset({LinkState.SYNCHRONISING, LinkState.UP})
ENDED_SUDDENLY = "IB Monitor ended suddenly."


def closed(slices: Iterable[DaySlice]) -> Iterator[DaySlice]:
    """The slices of a day, without those changes of the link after which TWS reported nothing more.

    A session that was cut off by the end of the program is ended before the next one begins.
    """
    held: list[DaySlice] = []
    """Since the link was lost."""
    link: LinkChanged | None = None
    last: DaySlice | None = None
    for slice_ in slices:
        if last is not None and slice_.session != last.session and link is not None and link.state in _LIVE:
            link = replace(link, state=LinkState.DOWN, reason=ENDED_SUDDENLY)
            held.append(replace(last, events=(link,)))
        last = slice_
        for event in slice_.events:
            if isinstance(event, LinkChanged):
                link = event
        if link is None or link.state in _LIVE:
            yield from held
            held.clear()
            yield slice_
        else:
            held.append(slice_)
    for slice_ in held:
        left = [event for event in slice_.events if not isinstance(event, LinkChanged | RequestChanged)]
        if left:
            yield replace(slice_, events=left)
