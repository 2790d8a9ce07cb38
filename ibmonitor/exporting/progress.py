"""`Progress`: how far the writing of a file is, and the wish that it be given up. Shared between two threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


class CancelledError(Exception):
    """The user has given the writing up."""


class Progress:
    """The writer counts rows; who waits for it reads them, and may cancel."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.is_cancelled = False

    def step(self) -> None:
        """Another row begins. Raises `CancelledError` where the user has cancelled."""
        if self.is_cancelled:
            raise CancelledError
        self.done += 1

    def watched(self, rows: Iterable[T]) -> Iterator[T]:
        """The rows, each a step."""
        for row in rows:
            self.step()
            yield row
