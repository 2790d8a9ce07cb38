"""When an order last changed, as far as TWS and the time of receipt show.

TWS sends a time with executions and completed orders only. For all else it is the time of receipt, and what was already
so when this program first received the order was no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ibmonitor.domain.records.records import HistoryKind, Order

_NO_CHANGES = frozenset({HistoryKind.LISTED, HistoryKind.ADJUSTED, HistoryKind.LOOKED_UP, HistoryKind.JOINED})
"""What this program or a repeated list adds to a history: the order itself stayed as it was."""


def last_change(order: Order) -> datetime:
    """Return when the order last changed (aware UTC); if no change is known, when it was first received."""
    return max(_changes(order), default=order.first_seen)


def _changes(order: Order) -> Iterator[datetime]:
    if order.completed_time is not None:
        # TWS's own time of the end: what this program received since then is older news.
        yield order.completed_time
        return
    for entry in reversed(order.history):
        received = entry.steps[-1] if entry.steps else entry.received
        if received <= order.first_seen:
            break
        if entry.kind not in _NO_CHANGES:
            yield received
            break
    for fill in (order.last_fill, *order.fills[-1:]):
        if fill is not None and fill.time is not None:
            yield fill.time
    for message in order.messages:
        yield message.latest
