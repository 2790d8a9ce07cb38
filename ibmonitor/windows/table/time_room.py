"""The width of columns of times: a time of today is short, one with its date, zone or as TWS sent it is not."""

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
    """Widen the visible columns of times that are too narrow for a time with its date and zone."""
    metrics = QFontMetrics(header.font())
    for logical, column in enumerate(columns):
        if column.moment is None or header.isSectionHidden(logical):
            continue
        room = metrics.horizontalAdvance(widest_time(is_short=column.is_short)) + _SPARE
        if header.sectionSize(logical) < room:
            header.resizeSection(logical, room)
