"""The time zone in which exported times are written, and its name."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import NamedTuple

from ibmonitor.models.text.shown_zone import SHOWN_ZONE


class SheetZone(NamedTuple):
    """A zone for a whole sheet: spreadsheets cannot compare times of several zones."""

    zone: tzinfo | None
    """`None` is this computer's."""
    name: str
    """As it stands in headings: UTC, Europe/Berlin."""

    def heading(self, title: str) -> str:
        """The title of a column of times."""
        return f"{title} ({self.name})"


def sheet_zone() -> SheetZone:
    """The zone of the times in the window; UTC if each row has its own there."""
    return SheetZone(UTC, "UTC") if SHOWN_ZONE.is_by_row else SheetZone(SHOWN_ZONE.zone, SHOWN_ZONE.name)
