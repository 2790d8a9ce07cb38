"""`Progress`: how far the writing of a file is, and whether it is cancelled. Shared between two threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter, sleep
from typing import TypeVar

T = TypeVar("T")

_INTERVAL, _PAUSE = 0.004, 0.0005
"""Seconds for which the writer works without a pause, and of the pause."""


class CancelledError(Exception):
    """The user has cancelled the writing."""


class Progress:
    """The writer counts rows; another thread reads the count, and may cancel."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.is_cancelled = False
        self._last_pause = 0.0

    def step(self) -> None:
        """Count a row. Raises `CancelledError` if the user has cancelled."""
        if self.is_cancelled:
            raise CancelledError
        self.done += 1
        # Without the pause this thread would keep taking the interpreter's lock from the window's thread.
        if perf_counter() > self._last_pause + _INTERVAL:
            sleep(_PAUSE)
            self._last_pause = perf_counter()

    def watched(self, rows: Iterable[T]) -> Iterator[T]:
        """The rows, each counted."""
        for row in rows:
            self.step()
            yield row
