"""The width of a column of times that have a zone of their own, or are as TWS sent them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView

from ibmonitor.models.table.column import Column
from ibmonitor.models.text.zone_words import widest_time

_SPARE = 14
"""Pixels around the text."""


def give_times_room(header: QHeaderView, columns: Sequence[Column[Any]]) -> None:
    """Widen the visible columns of times that are too narrow; where all times are in one zone, nothing is changed."""
    widest = widest_time()
    if not widest:
        return
    room = QFontMetrics(header.font()).horizontalAdvance(widest) + _SPARE
    for logical, column in enumerate(columns):
        if column.moment is not None and not header.isSectionHidden(logical) and header.sectionSize(logical) < room:
            header.resizeSection(logical, room)
