"""What the time zone names of Java, and so of TWS, mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.times.time_zones import zones_named
from ibmonitor.domain.times.tws_time import parse_tws_time
from ibmonitor.domain.times.zone_names import ABBREVIATIONS, LONG_NAMES, WINDOWS_NAMES

TABLES = (ABBREVIATIONS, LONG_NAMES, WINDOWS_NAMES)


def entries() -> list[tuple[str, str]]:
    lines = [line.split(": ") for table in TABLES for line in table.replace("\n    ", " ").splitlines()]
    return [(name.strip(), meaning) for meaning, names in lines for name in names.split(";")]


def test_every_name_of_the_tables_is_known_and_listed_once() -> None:
    names = [name.casefold() for name, _ in entries()]
    assert sorted(set(names)) == sorted(names)
    for name, meaning in entries():
        assert len(zones_named(name)) == len(meaning.split()), name


def test_no_listed_name_hides_a_zone_of_iana() -> None:
    assert not {name for name, _ in entries()} & available_timezones()


def hours(text: str, name: str) -> float | None:
    """How far ahead of UTC the clocks are that show this time under this name."""
    moment = parse_tws_time(f"{text} {name}", None)
    if moment is None:
        return None
    return (datetime.strptime(text, "%Y%m%d %H:%M:%S").replace(tzinfo=UTC) - moment) / timedelta(hours=1)


WINTER, SUMMER = "20260120 10:15:30", "20260720 10:15:30"


@pytest.mark.parametrize(
    ("name", "in_winter", "in_summer"),
    [
        # Standard time: TWS writes these in summer, too.
        ("Central European Standard Time", 1, 2),
        ("Central European Time", 1, 2),
        ("Eastern European Standard Time", 2, 3),
        ("Eastern Standard Time", -5, -4),
        ("Pacific Standard Time", -8, -7),
        ("Alaska Standard Time", -9, -8),
        ("Israel Standard Time", 2, 3),
        ("New Zealand Standard Time", 13, 12),
        ("Chile Standard Time", -3, -4),
        ("Hawaii-Aleutian Standard Time", -10, -10),
        ("Singapore Time", 8, 8),
        ("Hong Kong Time", 8, 8),
        ("Japan Standard Time", 9, 9),
        ("Korean Standard Time", 9, 9),
        ("Indochina Time", 7, 7),
        ("India Standard Time", 5.5, 5.5),
        ("Nepal Time", 5.75, 5.75),
        ("Gulf Standard Time", 4, 4),
        ("Brasilia Time", -3, -3),
        ("East Africa Time", 3, 3),
        ("Philippine Standard Time", 8, 8),
        # Windows' names.
        ("GMT Standard Time", 0, 1),
        ("W. Europe Standard Time", 1, 2),
        ("AUS Eastern Standard Time", 11, 10),
        ("US Mountain Standard Time", -7, -7),
        # Summer time, and what is UTC.
        ("British Summer Time", 1, 1),
        ("Irish Standard Time", 1, 1),
        ("Western European Summer Time", 1, 1),
        ("Central European Summer Time", 2, 2),
        ("Eastern European Summer Time", 3, 3),
        ("Israel Daylight Time", 3, 3),
        ("Eastern Daylight Time", -4, -4),
        ("Newfoundland Daylight Time", -2.5, -2.5),
        ("Australian Eastern Daylight Time", 11, 11),
        ("Lord Howe Daylight Time", 11, 11),
        ("New Zealand Daylight Time", 13, 13),
        ("Greenwich Mean Time", 0, 0),
        ("Coordinated Universal Time", 0, 0),
        # Other languages.
        ("Mitteleuropäische Zeit", 1, 2),
        ("Mitteleuropäische Sommerzeit", 2, 2),
        ("Mittlere Greenwich-Zeit", 0, 0),
        ("heure d’été d’Europe centrale", 2, 2),
        ("Heure d'été d'Europe centrale", 2, 2),
        ("heure avancée de l'Est", -4, -4),
        ("hora de verano de Europa central", 2, 2),
        ("Ora legale dell’Europa centrale", 2, 2),
        ("Horário de Verão da Europa Ocidental", 1, 1),
        ("Horário Padrão de Brasília", -3, -3),
        ("Midden-Europese zomertijd", 2, 2),
        ("czas środkowoeuropejski letni", 2, 2),
        ("centraleuropeisk sommartid", 2, 2),
        ("Θερινή ώρα Ανατολικής Ευρώπης", 3, 3),
        ("Центральная Европа, летнее время", 2, 2),
        ("中国标准时间", 8, 8),
        ("香港標準時間", 8, 8),
        ("北美东部夏令时间", -4, -4),
        ("日本標準時", 9, 9),
        ("대한민국 표준시", 9, 9),
        # Abbreviations.
        ("CET", 1, 2),
        ("MET", 1, 2),
        ("CEST", 2, 2),
        ("MESZ", 2, 2),
        ("EST", -5, -5),
        ("CDT", -5, -5),
        ("ADT", -3, -3),
        ("IDT", 3, 3),
        ("SGT", 8, 8),
        ("WIB", 7, 7),
        # Offsets.
        ("GMT+08:00", 8, 8),
        ("GMT+8", 8, 8),
        ("GMT-03:30", -3.5, -3.5),
        ("UTC-5", -5, -5),
        ("UTC+01:00", 1, 1),
        ("+0530", 5.5, 5.5),
        ("-04:00", -4, -4),
        ("+14", 14, 14),
        ("UTC−3", -3, -3),
        # The sign of these zones is the other way around.
        ("Etc/GMT-8", 8, 8),
    ],
)
def test_meaning_of_a_name(name: str, in_winter: float, in_summer: float) -> None:
    assert hours(WINTER, name) == in_winter
    assert hours(SUMMER, name) == in_summer


@pytest.mark.parametrize(
    ("name", "in_winter", "in_summer"),
    [
        # In winter London is on GMT, and others may call their time BST.
        ("BST", None, 1),
        # Sydney and Brisbane share the name, and half the year the time; so do Adelaide and Darwin.
        ("Australian Eastern Standard Time", None, 10),
        ("Australian Central Standard Time", None, 9.5),
        # Java's is Riyadh's, that of Windows is Abu Dhabi's.
        ("Arabian Standard Time", None, None),
    ],
)
def test_an_ambiguous_name_is_known_on_days_on_which_its_zones_agree(
    name: str, in_winter: float | None, in_summer: float | None
) -> None:
    assert (hours(WINTER, name), hours(SUMMER, name)) == (in_winter, in_summer)
    assert len(zones_named(name)) > 1


@pytest.mark.parametrize(
    "name", ["CST", "IST", "PST", "AST", "AMT", "GMT+15", "UTC+08:60", "+5:3", "++5", "EDT EDT", "Summer Time", ""]
)
def test_a_name_without_a_meaning_or_with_contradicting_ones_is_unknown(name: str) -> None:
    assert zones_named(name) == ()


@given(st.text(max_size=60))
def test_no_name_raises(name: str) -> None:
    assert len(zones_named(name)) < 3


@given(st.integers(-14 * 60, 14 * 60), st.sampled_from(["", "GMT", "UTC"]), st.sampled_from(["", ":"]))
def test_an_offset_is_read_back(minutes: int, prefix: str, colon: str) -> None:
    sign = "-" if minutes < 0 else "+"
    name = f"{prefix}{sign}{abs(minutes) // 60:02}{colon}{abs(minutes) % 60:02}"
    assert hours(WINTER, name) == pytest.approx(minutes / 60)
