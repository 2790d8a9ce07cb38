"""How wide columns have to be: for their titles, and those of times for a time with its date and zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from ibmonitor.models.table.column import Column
from ibmonitor.models.text.zone_words import widest_time

_TITLE_MARGIN = 4
"""Pixels at each side of a title, as in the style sheet, which comes only after the window is made."""
_SPARE = 14
"""Pixels around the text."""


def first_width(header: QHeaderView, column: Column[Any]) -> int:
    """The width of a column at first: its own, and more where its title needs it in this font."""
    return max(column.width, header.fontMetrics().horizontalAdvance(column.title) + 2 * _TITLE_MARGIN)


def give_times_room(header: QHeaderView, columns: Sequence[Column[Any]]) -> None:
    """Widen the visible columns of times that are too narrow for a time with its date and zone."""
    metrics = QFontMetrics(header.font())
    for logical, column in enumerate(columns):
        if column.moment is None or header.isSectionHidden(logical):
            continue
        room = metrics.horizontalAdvance(widest_time(is_short=column.is_short)) + _SPARE
        if header.sectionSize(logical) < room:
            header.resizeSection(logical, room)
