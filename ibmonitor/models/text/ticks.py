"""Which places of a chart's axis have a label, and the labels: round numbers, and full steps of the clock."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ibmonitor.models.text.formats import number_text, time_text
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

Tick = tuple[float, str]
"""A place on the axis, and its label."""
_CLOCK_STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200)
"""Seconds between two labeled times."""
_MINUTE = slice(11, 16)
_ALMOST = 1 - 1e-9
"""For floats that are a little more than the step that they should equal."""
_LONGEST_SHIFT = 7200
"""Seconds by which a clock is put forward or back at most."""


def number_ticks(least: float, most: float, count: float, *, is_whole: bool = False) -> tuple[Tick, ...]:
    """Label multiples of 1, 2 or 5 times a power of ten, about `count` of them; whole ones if `is_whole`."""
    wanted = (most - least) / max(1.0, count)
    exponent = math.floor(math.log10(wanted))
    if is_whole:
        exponent = max(exponent, 0)
    steps = (Decimal(digit).scaleb(exponent + more) for digit, more in ((1, 0), (2, 0), (5, 0), (1, 1)))
    step = next(each for each in steps if float(each) >= wanted * _ALMOST)
    places = max(0, -int(step.as_tuple().exponent))
    numbers = range(math.ceil(least / float(step)), math.floor(most / float(step)) + 1)
    return tuple((float(step * number), number_text(step * number, places, places)) for number in numbers)


def time_ticks(start: float, end: float, count: float) -> tuple[Tick, ...]:
    """Label the full steps of the clock in the zone shown, about `count` at most. Times are in seconds (epoch)."""
    step = next((each for each in _CLOCK_STEPS if (end - start) / each <= count), _CLOCK_STEPS[-1])
    midnight = datetime.fromtimestamp(start, SHOWN_ZONE.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    before = start - midnight.timestamp() - _LONGEST_SHIFT
    after = end - midnight.timestamp() + _LONGEST_SHIFT
    # The hands of the clock are moved, not the time in UTC: on some days its hours are one more or one less.
    clock = (midnight + timedelta(seconds=step * n) for n in range(max(0, int(before // step)), int(after // step) + 1))
    places = dict.fromkeys(each.timestamp() for each in clock)
    return tuple((place, _clock_text(place)) for place in places if start <= place <= end)


def _clock_text(seconds: float) -> str:
    return time_text(datetime.fromtimestamp(seconds, UTC))[_MINUTE]
