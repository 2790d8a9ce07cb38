"""The positions of everything in the strip of an order's life, in pixels: no painting, no Qt.

The strip is not to scale: each state gets the width that its word needs if there is enough, and each interval between
two fills gets a minimum width; the rest is divided by time. So a state of one second in a life of eight hours is
visible, and later is always further right.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import hypot, sqrt
from operator import attrgetter
from typing import NamedTuple

from ibmonitor.domain.timeline.life import Fills, Mark, Modification, OrderLife, Span

RADIUS = 9.0
"""Pixels: the radius of the largest fill's disc, unless there are very many; areas are proportional to quantities."""
_LEAST_RADIUS = 2.5
_SAME_PLACE = 3.0
"""Pixels: discs whose centers are closer than this become one."""
_MOST_BUNCHES = 1000
"""Of that many discs, several are at one place anyway."""
_LEAST_SPAN = 14.0
_LEAST_GAP = 2 * RADIUS
"""Pixels between the discs of two fills, if there is room."""
_BY_TIME = 0.35
"""The minimum share of the width that is divided by time."""
_REACH = 6.0
"""Pixels around a small disc in which the mouse still hits it."""
_SIZE = attrgetter("size")


class Disc(NamedTuple):
    """One fill, or several at one place, with its position."""

    x: float
    radius: float
    marks: Sequence[Mark]
    superseded: bool


class Notch(NamedTuple):
    """One modification, or several at one place, with its position."""

    x: float
    modifications: tuple[Modification, ...]


class LifeLayout:
    """The positions in a strip of a given width."""

    def __init__(self, life: OrderLife, width: float, word_widths: Sequence[float]) -> None:
        """`word_widths` are the widths that the words of the spans need."""
        self.width = width
        self.edges: list[float] = [0.0]
        """The starts of the spans, and the end of the last one."""
        self._moments: list[datetime] = []
        self._places: list[float] = []
        bunches = list(_bunches(life.marks))
        inner = [_moments_inside(span, bunches) for span in life.spans]
        for room, span, moments in zip(_rooms(life.spans, inner, width, word_widths), life.spans, inner, strict=True):
            self._lay_out(span, moments, room)
        self.notches = list(_notches([self._x_between(each.moment) for each in life.modifications], life.modifications))
        self.discs = list(_discs([self.x_of(bunch[0].moment) for bunch in bunches], bunches, life.fills, width))

    def _lay_out(self, span: Span, moments: list[datetime], room: float) -> None:
        """Add the next span and its contents to the strip."""
        knots = [span.start, *moments, span.end]
        gaps = [(end - start).total_seconds() for start, end in pairwise(knots)]
        x = self.edges[-1]
        for moment, gap in zip(knots, _shared_out(room, [_LEAST_GAP] * len(gaps), gaps), strict=False):
            self._moments.append(moment)
            self._places.append(x)
            x += gap
        self._moments.append(span.end)
        self._places.append(x)
        self.edges.append(x)

    def x_of(self, moment: datetime) -> float:
        """The position of the start or end of a span, or of a fill."""
        return self._places[min(bisect_left(self._moments, moment), len(self._places) - 1)]

    def _x_between(self, moment: datetime) -> float:
        """The position of any time, interpolated between the two nearest positions."""
        after = min(bisect_left(self._moments, moment), len(self._moments) - 1)
        before = max(after - 1, 0)
        seconds = (self._moments[after] - self._moments[before]).total_seconds()
        share = (moment - self._moments[before]).total_seconds() / seconds if seconds else 1.0
        return self._places[before] + min(max(share, 0.0), 1.0) * (self._places[after] - self._places[before])

    def notch_at(self, x: float) -> Notch | None:
        """The nearest modification at a position; `None` if there is none."""
        near = min(self.notches, key=lambda notch: abs(notch.x - x), default=None)
        return near if near is not None and abs(near.x - x) <= _REACH else None

    def span_at(self, x: float) -> int:
        """The number of the span at a position; -1 outside of all."""
        return next((number for number, end in enumerate(self.edges[1:]) if self.edges[number] <= x <= end), -1)

    def disc_at(self, x: float, dy: float) -> Disc | None:
        """The nearest disc at a position `dy` above or below the center line."""
        near = [(hypot(disc.x - x, dy), disc) for disc in self.discs]
        hit = [(distance, disc) for distance, disc in near if distance <= max(disc.radius, _REACH)]
        return min(hit, key=lambda pair: pair[0])[1] if hit else None


def _bunches(marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """Put neighbors together where there are more fills than pixels, equally many into each bunch."""
    size = 1
    while len(marks) > size * _MOST_BUNCHES:
        size *= 2
    return (marks[first : first + size] for first in range(0, len(marks), size))


def _moments_inside(span: Span, bunches: Sequence[Sequence[Mark]]) -> list[datetime]:
    """The moments of the bunches, which are sorted by time, in a span."""
    first = bisect_right(bunches, span.start, key=_moment_of)
    last = bisect_left(bunches, span.end, lo=first, key=_moment_of)
    return list(dict.fromkeys(map(_moment_of, bunches[first:last])))


def _moment_of(bunch: Sequence[Mark]) -> datetime:
    return bunch[0].moment


def _rooms(
    spans: Sequence[Span], inner: Sequence[list[datetime]], width: float, word_widths: Sequence[float]
) -> list[float]:
    """The widths of the spans: what their words need if that leaves enough to divide by time, otherwise less."""
    least = [_LEAST_GAP * (len(moments) + 1) if moments else _LEAST_SPAN for moments in inner]
    with_words = [max(pair) for pair in zip(least, word_widths, strict=True)]
    wanted = with_words if sum(with_words) <= width * (1 - _BY_TIME) else least
    return _shared_out(width, wanted, [span.duration.total_seconds() for span in spans])


def _shared_out(room: float, least: list[float], seconds: list[float]) -> list[float]:
    """Give each part its minimum, or its share of that if there is not enough, and divide the rest by time."""
    for_least = min(sum(least), room * (1 - _BY_TIME))
    total = sum(seconds)
    shares = [part / total for part in seconds] if total > 0 else [1 / len(seconds)] * len(seconds)
    factor = for_least / sum(least)
    return [part * factor + (room - for_least) * share for part, share in zip(least, shares, strict=True)]


def _notches(places: list[float], modifications: Sequence[Modification]) -> Iterator[Notch]:
    groups: list[tuple[float, list[Modification]]] = []
    for x, modification in zip(places, modifications, strict=True):
        if groups and x - groups[-1][0] <= _SAME_PLACE:
            groups[-1][1].append(modification)
        else:
            groups.append((x, [modification]))
    return (Notch(x, tuple(group)) for x, group in groups)


def _discs(places: list[float], bunches: Sequence[Sequence[Mark]], fills: Fills, width: float) -> Iterator[Disc]:
    groups: list[tuple[float, int]] = []
    number = 0
    for x, bunch in zip(places, bunches, strict=True):
        if not groups or x - groups[-1][0] > _SAME_PLACE:
            groups.append((x, number))
        number += len(bunch)
    firsts = [first for _, first in groups]
    parts = list(map(slice, firsts, [*firsts[1:], number]))
    quantities = list(_quantities(fills, parts))
    largest = max(quantities, default=0.0) or 1.0
    sizes = [sqrt(quantity / largest) for quantity in quantities]
    greatest = RADIUS * min(1.0, max(0.4, width / (1 + 2 * RADIUS * sum(sizes))))
    has_corrected = fills.valid < len(fills.marks)
    for (x, _), size, part in zip(groups, sizes, parts, strict=True):
        radius = max(_LEAST_RADIUS, greatest * size)
        marks = fills.marks[part]
        superseded = has_corrected and all(mark.superseded for mark in marks)
        yield Disc(min(max(x, radius + 1), width - radius - 1), radius, marks, superseded)


def _quantities(fills: Fills, parts: Sequence[slice]) -> Iterator[float]:
    """The quantities of discs; corrected fills count only if there are no others."""
    sizes = list(map(_SIZE, fills.marks))
    if fills.valid == len(fills.marks):
        # The most frequent case, and the fastest: an order may have tens of thousands.
        yield from (sum(sizes[part]) for part in parts)
        return
    for part in parts:
        counted = [mark.size for mark in fills.marks[part] if not mark.superseded]
        yield sum(counted or sizes[part])
