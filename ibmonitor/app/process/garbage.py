"""Garbage collection in the window's thread alone, while other threads work.

Python collects in whichever thread makes the next object. There Qt's objects, of a closed dialog for example, would be
deleted in the wrong thread: Qt warns of their timers, and can crash.
"""

from __future__ import annotations

import gc


def collect_here_only() -> None:
    """From now on nothing is collected but by `collect_if_due`, in the thread that calls it."""
    gc.disable()


def collect_anywhere() -> None:
    """Collect as usual again."""
    gc.enable()


def collect_if_due() -> None:
    """Collect what Python would have, by its own thresholds; call it now and then."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    if counts[0] > thresholds[0]:
        older = [generation for generation in (1, 2) if counts[generation] > thresholds[generation]]
        gc.collect(max(older, default=0))
