"""How long to wait before the next attempt to connect: exponential backoff with jitter."""

from __future__ import annotations

import random
from collections.abc import Callable

from ibmonitor.domain.records.host import is_this_computer

SHORTEST = 1.0
LONGEST = 60.0
LONGEST_HERE = 5.0
"""Seconds; the last one for a TWS on this computer, whose attempts cost nothing and whose user is waiting for it."""


class Backoff:
    """Doubles the wait with each failure, from `shortest` to `longest` seconds.

    Up to a quarter of it is random, so that the programs of a whole office do not reconnect all at once after TWS's
    daily restart. `chance` returns a number from 0 to 1.
    """

    def __init__(
        self, shortest: float = SHORTEST, longest: float = LONGEST, chance: Callable[[], float] = random.random
    ) -> None:
        self._shortest = shortest
        self._longest = longest
        self._chance = chance
        self._next = shortest

    def reset(self) -> None:
        """Start with the shortest wait again: a connection was good, or the computer has slept."""
        self._next = self._shortest

    def wait(self) -> float:
        """Return the seconds to wait after one more failure."""
        whole, self._next = self._next, min(2 * self._next, self._longest)
        return max(self._shortest, whole * (1 - self._chance() / 4))


def backoff_for(host: str) -> Backoff:
    """The waits between the attempts to reach this host."""
    return Backoff(longest=LONGEST_HERE if is_this_computer(host) else LONGEST)
