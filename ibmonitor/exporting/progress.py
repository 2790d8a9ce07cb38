"""`Progress`: how far the writing of a file is, and the wish that it be given up. Shared between two threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter, sleep
from typing import TypeVar

T = TypeVar("T")

_INTERVAL, _BREATH = 0.004, 0.0005
"""Seconds the writer works on end, and pauses then."""


class CancelledError(Exception):
    """The user has given the writing up."""


class Progress:
    """The writer counts rows; who waits for it reads them, and may cancel."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.is_cancelled = False
        self._breathed = 0.0

    def step(self) -> None:
        """Another row begins. Raises `CancelledError` where the user has cancelled."""
        if self.is_cancelled:
            raise CancelledError
        self.done += 1
        # A thread that takes the interpreter back as soon as it has left it keeps the window's from having a turn.
        if perf_counter() > self._breathed + _INTERVAL:
            sleep(_BREATH)
            self._breathed = perf_counter()

    def watched(self, rows: Iterable[T]) -> Iterator[T]:
        """The rows, each a step."""
        for row in rows:
            self.step()
            yield row
