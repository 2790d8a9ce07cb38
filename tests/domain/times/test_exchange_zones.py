"""The zones of exchanges."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.times import exchange_zones
from ibmonitor.domain.times.exchange_zones import exchange_zone


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("ISLAND", "US/Eastern"),
        ("PINK", "US/Eastern"),
        ("SPHR", "US/Eastern"),
        ("CME", "US/Central"),
        ("IBIS", "Europe/Berlin"),
        ("LSE", "Europe/London"),
        ("TSE", "America/Toronto"),
        ("TSEJ", "Asia/Tokyo"),
        ("SEHK", "Asia/Hong_Kong"),
    ],
)
def test_an_exchange_has_the_zone_of_its_market(code: str, zone: str) -> None:
    assert exchange_zone(code) == ZoneInfo(zone)


def test_the_first_exchange_that_is_known_decides() -> None:
    assert exchange_zone("SMART", "", "IBIS", "NYSE") == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("code", ["", "SMART", "ELSEWHERE"])
def test_no_zone_is_guessed(code: str) -> None:
    assert exchange_zone(code) is None


def test_every_zone_listed_exists() -> None:
    names = exchange_zones._names()
    assert len(names) > 100
    assert [name for name in set(names.values()) if exchange_zones._zone(name) is None] == []


def test_a_zone_that_this_computer_lacks_is_unknown() -> None:
    assert exchange_zones._zone("Europe/Atlantis") is None
