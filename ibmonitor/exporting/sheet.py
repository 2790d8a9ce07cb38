"""`Sheet`: a table as it is written to a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

Cell = str | Decimal | int | datetime | None
"""`None` is an empty cell. A time is aware; it is written without its zone, which the heading of its column names."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def zones(self) -> dict[int, tzinfo]:
        """The zone of each column with times, by its number; raises `ValueError` for a naive time.

        It is UTC where the times are of several zones, or of one without a name.
        """
        known: dict[int, set[tzinfo]] = {}
        for row in self.rows:
            for at, cell in enumerate(row):
                if isinstance(cell, datetime):
                    if cell.tzinfo is None:
                        raise ValueError("a time without a zone could be any")
                    known.setdefault(at, set()).add(cell.tzinfo)
        only = {at: next(iter(some)) for at, some in known.items() if len(some) == 1}
        return {at: zone if isinstance(zone := only.get(at, UTC), ZoneInfo) else UTC for at in known}

    def headings(self) -> tuple[str, ...]:
        """The columns' titles, with the zone on those that hold times: "Time (UTC)"."""
        zones = self.zones()
        return tuple(f"{title} ({zones[at]})" if at in zones else title for at, title in enumerate(self.columns))

    def written(self, rows: Iterable[tuple[Cell, ...]]) -> Iterator[Sequence[Cell]]:
        """These rows of the sheet with times in their column's zone and without it, since spreadsheets know none."""
        zones = self.zones()
        for row in rows:
            cells = list(row)
            for at, zone in zones.items():
                cell = cells[at]
                if isinstance(cell, datetime):
                    cells[at] = cell.astimezone(zone).replace(tzinfo=None)
            yield cells
