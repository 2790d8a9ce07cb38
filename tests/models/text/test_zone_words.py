"""The choices of the time zone in words."""

from __future__ import annotations

import pytest

from ibmonitor.models.text import shown_zone as module
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.models.text.zone_words import zone_hint, zone_title, zone_words


def test_the_zone_in_force_and_the_choices_are_named(shown_zone: ShownZone) -> None:
    words = []
    for choice in ZoneChoice:
        shown_zone.choose(choice)
        words.append(zone_words())
    assert words == ["this computer (Europe/Berlin)", "UTC", "US/Eastern", "the exchange's", "as TWS sent"]
    titles = ["This computer's (Europe/Berlin)", "UTC", "US/Eastern", "The exchange's", "As TWS sent"]
    assert [zone_title(choice) for choice in ZoneChoice] == titles
    assert len({zone_hint(choice) for choice in ZoneChoice}) == len(ZoneChoice)


def test_a_zone_that_is_missing_is_reported(shown_zone: ShownZone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "zone_named", lambda _name: None)
    shown_zone.choose(ZoneChoice.EASTERN)
    assert zone_words() == "this computer (Europe/Berlin); US/Eastern is not available"
