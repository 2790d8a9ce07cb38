"""`Sheet`: a table as it is written to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

Cell = str | Decimal | int | datetime | None
"""`None` is an empty cell. A time is aware, and is written in UTC, since the reader's time zone is unknown."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of as many cells as there are columns."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def headings(self) -> tuple[str, ...]:
        """The columns' titles, with “(UTC)” on those that hold times."""
        with_times = {at for row in self.rows for at, cell in enumerate(row) if isinstance(cell, datetime)}
        return tuple(f"{title} (UTC)" if at in with_times else title for at, title in enumerate(self.columns))


def in_utc(time: datetime) -> datetime:
    """The time in UTC without its zone, since spreadsheets know no zones. Raises `ValueError` for a naive time."""
    if time.tzinfo is None:
        raise ValueError("a time without a zone could be any")
    return time.astimezone(UTC).replace(tzinfo=None)
