"""How far the synchronization with TWS has come, in words."""

from __future__ import annotations

from ibmonitor.domain.records.link import Link, RequestProgress
from ibmonitor.models.text.formats import count_text

SILENT_SECONDS = 3
"""After so long without a new row, the words name the requests that TWS has not answered."""


def sync_words(link: Link, orders: int, fills: int, seconds: int, silent_seconds: int) -> str:
    """The rows that have arrived since the connection was made, and for how long; nothing arrived for `silent_seconds`.

    A synchronization that stands still says for which answers it waits.
    """
    counted = [count_text(number, noun) for number, noun in ((orders, "order"), (fills, "fill")) if number]
    rows = f"{' and '.join(counted)} so far" if counted else "nothing received yet"
    words = f"Synchronizing: {rows}, {seconds:,} s"
    waiting = [request.title for request in link.requests.values() if request.progress is RequestProgress.RUNNING]
    if silent_seconds < SILENT_SECONDS or not waiting:
        return words
    return f"{words}. Waiting for TWS to answer: {', '.join(waiting)}"
