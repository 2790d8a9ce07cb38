"""Keeps Python's garbage collector from scanning the whole blotter, whose records are never garbage."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibmonitor.models.live.feed import Feed

_LOADED_OBJECTS = 100_000
"""New objects before the youngest generation is collected, while the program is loading."""

_YOUNG_OBJECTS = 20_000
"""The same later: to look through these takes 6 ms. A fill with its commission creates about fifteen."""

_FREEZE_EVERY = 200
"""New records before all objects are frozen again; an order creates about a hundred."""


def collect_rarely() -> None:
    """Collect less often while the program is loading, which creates many objects and no garbage."""
    gc.set_threshold(_LOADED_OBJECTS, 10, 10)


def collect_frozen() -> None:
    """Collect what was frozen and is garbage now, as the records of a day that is no longer shown."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class GcTuner:
    """Freezes records as they come, so that the collector skips them.

    Records live as long as the program, and refer to each other in cycles. Without this, the collector scans all of
    them several times during a burst of 100,000 fills, each time freezing the window for over 100 ms.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._frozen = 0
        gc.set_threshold(_YOUNG_OBJECTS, 10, 10)
        gc.freeze()
        feed.flushed.connect(self._on_flushed)

    def _on_flushed(self) -> None:
        blotter = self._feed.blotter
        # TWS sends all executions first and then all commissions.
        records = len(blotter.fills) + len(blotter.commissions) + len(blotter.orders)
        if records < self._frozen:
            # The blotter was cleared, so frozen records are garbage now.
            self._frozen = records
            collect_frozen()
        elif records - self._frozen >= _FREEZE_EVERY:
            self._frozen = records
            gc.freeze()
