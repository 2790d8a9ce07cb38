"""A small record and its columns, to try the table model with."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from ibmonitor.models.column import id_column, text_column
from ibmonitor.models.record_table import RecordTable

NAME, SIZE = 0, 1


@dataclass(slots=True, eq=False)
class Thing:
    serial: int
    size: int | None = None
    name: str = ""


def make_thing_table() -> RecordTable[Thing]:
    return RecordTable(
        (
            text_column("name", "Name", "The name", attrgetter("name")),
            id_column("size", "Size", "The size", attrgetter("size")),
        )
    )
