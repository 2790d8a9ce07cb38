"""The gaps in an order's timeline: when TWS could not tell of it, and when it could again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.wording.staleness import is_gone, reason_of


def gaps(order: Order, entries: Sequence[Entry], live_intervals: Sequence[LiveInterval]) -> list[Entry]:
    """Return two entries for each gap that lies within the order's life, of which `entries` are all that is known."""
    return list(_gaps(order, entries, live_intervals)) if entries and live_intervals else []


def _gaps(order: Order, entries: Sequence[Entry], live_intervals: Sequence[LiveInterval]) -> Iterator[Entry]:
    moments = [entry.moment for entry in entries]
    first, last = min(moments), max(moments)
    for number, interval in enumerate(live_intervals):
        lost = interval.ended
        if lost is None or lost < first or (order.is_done and lost > last):
            continue
        yield Entry(("lost", number), EntryKind.LOST, lost, lost, f"{EntryKind.LOST.value}: {reason_of(interval)}")
        after = live_intervals[number + 1] if number + 1 < len(live_intervals) else None
        if after is not None and after.began is not None:
            words = f"{EntryKind.TELLS.value}{_confirmed(order, after)}."
            yield Entry(("tells", number), EntryKind.TELLS, after.began, after.began, words)


def _confirmed(order: Order, interval: LiveInterval) -> str:
    """Say what is known of the order in a stretch; which of those before the last told of it is not kept."""
    if order.interval is interval:
        return ", and has confirmed the order"
    if interval.ended is None and order.stale_since is not None and not is_gone(order):
        return ", and has not confirmed the order yet"
    return ""
