"""A small record and its columns, to try the table model with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QSignalSpy

from ibmonitor.models.table.column import id_column, number_column, text_column
from ibmonitor.models.table.record_table import RecordTable

NAME, SIZE, WEIGHT = 0, 1, 2
ASCENDING = Qt.SortOrder.AscendingOrder
DESCENDING = Qt.SortOrder.DescendingOrder
ROWS_CHANGE = ("rowsInserted", "rowsRemoved", "rowsMoved", "layoutChanged", "modelReset", "dataChanged")


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


class Signals:
    """Counts the signals a model sends."""

    def __init__(self, model: QAbstractItemModel) -> None:
        self._spies = {name: QSignalSpy(getattr(model, name)) for name in ROWS_CHANGE}

    def counts(self) -> dict[str, int]:
        return {name: spy.count() for name, spy in self._spies.items() if spy.count()}

    def arguments(self, name: str) -> list[object]:
        return list(self._spies[name].at(0))


def serials(table: RecordTable[Thing]) -> list[int]:
    return [thing.serial for thing in table.visible_records()]


def things(*sizes: int | None) -> list[Thing]:
    return [Thing(serial, size, f"name {serial}") for serial, size in enumerate(sizes)]


def many(count: int) -> list[Thing]:
    """Things whose order by size is all mixed up."""
    return things(*(number * 7919 % 1009 for number in range(count)))
