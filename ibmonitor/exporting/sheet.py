"""`Sheet`: a table as it is written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

Cell = str | Decimal | int | datetime | None
"""`None` is an empty cell. A time is aware."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    """The headings; that of a column of times names the zone."""
    rows: Sequence[tuple[Cell, ...]]
    zone: tzinfo | None = UTC
    """In which the times are written; `None` is this computer's."""

    def clock_time(self, time: datetime) -> datetime:
        """The time in the sheet's zone, naive, as spreadsheets have it. Raises `ValueError` for a naive one."""
        if time.tzinfo is None:
            raise ValueError("a time without a zone could be any")
        return time.astimezone(self.zone).replace(tzinfo=None)
