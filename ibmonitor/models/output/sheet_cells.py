"""What a cell of a table is in an exported sheet and on paper; shared by tables and trees."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, TypeVar

from ibmonitor.domain.wording.rounding import rounded
from ibmonitor.exporting.sheet import Cell
from ibmonitor.models.table.column import RIGHT, Column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import Moment, moment_text, zone_of
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice

T = TypeVar("T")
Stepwise = Generator[float, None, T]
"""Makes something from live records in small steps: yields the progress, 0 to 1, and returns the result."""

STRIDE = 20
"""Rows made between two yields; they take a millisecond or two."""

_TONE_WORDS: dict[Tone, str] = {"superseded": "Replaced", "stale": "Not confirmed"}
"""Tones of rows that no cell expresses in words. A sale is seen by its side, a loss by its sign."""


def cell_of(column: Column[Any], item: object) -> Cell:
    """The value itself if it is a number or a time, otherwise the text shown; numbers are rounded for display.

    A time is in the zone shown; as TWS sent it, it is a text.
    """
    known = column.getter(item)
    if isinstance(known, Decimal):
        return rounded(known)
    if isinstance(known, datetime):
        return known if column.moment is None else time_cell(column.moment(item))
    if isinstance(known, (int, float)) and not isinstance(known, bool):
        # A number that stands for a word is exported as the word.
        if isinstance(known, int) and (column.alignment == RIGHT or column.decimals is not None):
            return known
        if isinstance(known, float) and column.decimals is not None and isfinite(known):
            return rounded(Decimal(repr(known)))
    return ACCOUNT_MASK.text(column.text(item)) or None


def time_cell(moment: Moment) -> Cell:
    """A time as it is exported."""
    if moment.time is None or (SHOWN_ZONE.choice is ZoneChoice.SENT and moment.raw):
        return moment_text(moment) or None
    return moment.time.astimezone(zone_of(moment)[0] or UTC)


def tone_word(tone: Tone) -> str:
    """What a row's color or font means, in words; empty where other cells show it."""
    return _TONE_WORDS.get(tone, "")
