"""The zone of the times in a sheet: that of the window, if it has one for all rows."""

from __future__ import annotations

from datetime import UTC

import pytest

from ibmonitor.models.output.sheet_zone import sheet_zone
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (ZoneChoice.UTC, "UTC"),
        (ZoneChoice.EASTERN, "US/Eastern"),
        (ZoneChoice.EXCHANGE, "UTC"),
        (ZoneChoice.SENT, "UTC"),
    ],
)
def test_a_sheet_has_one_zone(shown_zone: ShownZone, choice: ZoneChoice, name: str) -> None:
    shown_zone.choose(choice)
    zone = sheet_zone()
    assert (zone.name, zone.heading("Time")) == (name, f"Time ({name})")
    assert (zone.zone is UTC) == (name == "UTC")
