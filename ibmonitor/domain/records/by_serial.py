"""`BySerial`: a value for each of many fills, in a list: eight bytes each, where a dict takes a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from ibmonitor.domain.records.records import Fill

T = TypeVar("T")


class BySerial(Generic[T]):
    """The serials of the fills are close together, as those of one blotter are."""

    def __init__(self) -> None:
        self._first = 0
        self._values: list[T | None] = []

    def get(self, fill: Fill) -> T | None:
        """The value of a fill; `None` for one that has none."""
        index = fill.serial - self._first
        return self._values[index] if 0 <= index < len(self._values) else None

    def set(self, fill: Fill, value: T | None) -> None:
        """Give a fill a value; `None` takes it away."""
        values = self._values
        if not values:
            self._first = fill.serial
        index = fill.serial - self._first
        if index < 0:
            # There may be more of them, in any order.
            room = min(self._first, max(-index, len(values)))
            values[:0] = [None] * room
            self._first -= room
            index += room
        elif index >= len(values):
            values.extend([None] * (index + 1 - len(values)))
        values[index] = value

    def values(self) -> Iterator[T]:
        """All values, by serial; they may not change meanwhile."""
        return (value for value in self._values if value is not None)
