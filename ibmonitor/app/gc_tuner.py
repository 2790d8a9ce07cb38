"""Keeps Python's garbage collector from walking the whole blotter again and again: what is in it is never garbage."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibmonitor.models.live.feed import Feed

YOUNG_OBJECTS = 100_000
"""New objects until the youngest generation is looked through; a fill with its commission makes about fifteen."""

FREEZE_EVERY = 500
"""New fills until those there are leave the collector's sight."""


def collect_rarely() -> None:
    """Have the collector look less often; also while the program is loaded, which makes much and leaves no garbage."""
    gc.set_threshold(YOUNG_OBJECTS, 10, 10)


class GcTuner:
    """Moves records out of the collector's sight as they come.

    Records live as long as the program, and refer to each other in cycles. Left alone, the collector walks all of them
    several times during a burst of 100,000 fills, each time stopping the window for over 100 ms.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._frozen_fills = 0
        collect_rarely()
        gc.freeze()
        feed.flushed.connect(self._on_flushed)

    def _on_flushed(self) -> None:
        fills = len(self._feed.blotter.fills)
        if fills < self._frozen_fills:
            # The blotter has been cleared: what was frozen is garbage now.
            self._frozen_fills = fills
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        elif fills - self._frozen_fills >= FREEZE_EVERY:
            self._frozen_fills = fills
            gc.freeze()
