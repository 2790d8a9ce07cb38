"""A small record and its columns, to try the table model with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from ibmonitor.models.table.column import id_column, number_column, text_column
from ibmonitor.models.table.record_table import RecordTable

NAME, SIZE, WEIGHT = 0, 1, 2


@dataclass(slots=True, eq=False)
class Thing:
    serial: int
    size: int | None = None
    name: str = ""
    weight: Decimal | None = None


def make_thing_table() -> RecordTable[Thing]:
    return RecordTable(
        (
            text_column("name", "Name", "The name", attrgetter("name"), hint=lambda _: "a <b>\nhint"),
            id_column("size", "Size", "The size", attrgetter("size"), tone=lambda _: "good"),
            number_column("weight", "Weight", "The weight", attrgetter("weight"), min_decimals=2),
        ),
        row_tone=lambda _: "done",
    )
