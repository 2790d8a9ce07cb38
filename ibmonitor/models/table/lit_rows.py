"""`LitRows`: which rows of a table are lit because they have just changed, and how brightly. Knows no Qt.

A burst lights nothing: where everything changes, light would show nothing and repainting it would cost time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from time import monotonic

LIT_SECONDS = 2.0
"""How long a row is lit."""
_STEPS, _STEP_SECONDS = 2, 0.3
"""In the last of that time it fades in so many steps, and the row is painted after each."""
MOST_LIT = 8
"""More records than this that change while one is lit are a burst: about as many as a small window shows."""


class LitRows:
    """Positions of records, by when they last changed."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since: dict[int, float] = {}
        self._changed: dict[int, float] = {}
        """The last records that changed, lit or not, and when; as many as it takes to know a burst."""

    def __bool__(self) -> bool:
        return bool(self._since)

    def light(self, positions: Iterable[int]) -> None:
        """Light these rows, unless they are too many: then those that are lit fade, too."""
        now = self._clock()
        new = list(positions)
        for position in new[-MOST_LIT - 1 :]:
            self._changed.pop(position, None)
            self._changed[position] = now
        while len(self._changed) > MOST_LIT + 1:
            del self._changed[next(iter(self._changed))]
        if len(self._changed) > MOST_LIT and now - next(iter(self._changed.values())) < LIT_SECONDS:
            fading = now - LIT_SECONDS + _STEPS * _STEP_SECONDS
            self._since = {position: min(since, fading) for position, since in self._since.items()}
        else:
            self._since.update(dict.fromkeys(new, now))

    def brightness(self, position: int) -> float:
        """How brightly a row is lit: from 1 down to 0, which is not lit."""
        since = self._since.get(position)
        return 0.0 if since is None else min(_STEPS, self._steps_left(since, self._clock())) / _STEPS

    def seconds(self) -> float:
        """For how long no light gets fainter yet."""
        now = self._clock()
        return min(
            max(0.0, since + LIT_SECONDS - now - max(0, min(_STEPS, self._steps_left(since, now)) - 1) * _STEP_SECONDS)
            for since in self._since.values()
        )

    def fade(self) -> list[int]:
        """Return the rows whose light is fading or has just gone out, and forget the latter."""
        now = self._clock()
        fading = [position for position, since in self._since.items() if self._steps_left(since, now) < _STEPS]
        for position in fading:
            if self._steps_left(self._since[position], now) == 0:
                del self._since[position]
        return fading

    @staticmethod
    def _steps_left(since: float, now: float) -> int:
        return max(0, ceil((since + LIT_SECONDS - now) / _STEP_SECONDS))

    def clear(self) -> None:
        """Light nothing."""
        self._since.clear()
        self._changed.clear()
