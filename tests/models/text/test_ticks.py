"""The labels of a chart's axes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.models.text.ticks import Tick, number_ticks, time_ticks
from tests.support.examples import examples

HOUR = 3600.0
EASTERN = ZoneInfo("US/Eastern")


def texts(ticks: tuple[Tick, ...]) -> list[str]:
    return [text for _, text in ticks]


@pytest.mark.parametrize(
    ("least", "most", "count", "expected"),
    [
        (0, 350, 4, ["0", "100", "200", "300"]),
        (0, 350, 7, ["0", "50", "100", "150", "200", "250", "300", "350"]),
        (0, 0.9, 3, ["0.0", "0.5"]),
        (-1200, 1700, 3, ["-1,000", "0", "1,000"]),
        (0, 0.00021, 3, ["0.0000", "0.0001", "0.0002"]),
        (0, 1.5e9, 2, ["0", "1,000,000,000"]),
        (17, 19, 2, ["17", "18", "19"]),
        (0, 350, 0, ["0"]),
    ],
)
def test_numbers_are_round(least: float, most: float, count: float, expected: list[str]) -> None:
    assert texts(number_ticks(least, most, count)) == expected


def test_counts_have_no_fractions() -> None:
    assert texts(number_ticks(0, 1.08, 6, is_whole=True)) == ["0", "1"]
    assert texts(number_ticks(0, 350, 4, is_whole=True)) == ["0", "100", "200", "300"]


@examples(50)
@given(st.floats(-1e15, 1e15), st.floats(1e-9, 1e15), st.floats(1, 12))
def test_there_are_not_too_many_numbers_and_each_is_in_the_range(least: float, size: float, count: float) -> None:
    most = least + size
    if most <= least:
        return
    ticks = number_ticks(least, most, count)
    assert len(ticks) <= count + 1.5
    assert all(least <= place <= most for place, _ in ticks)


def at(hour: int, minute: int = 0, day: int = 11, month: int = 6) -> float:
    return datetime(2026, month, day, hour, minute, tzinfo=EASTERN).timestamp()


@pytest.fixture(autouse=True)
def eastern(shown_zone: ShownZone) -> None:
    shown_zone.choose(ZoneChoice.EASTERN)


def test_times_are_full_steps_of_the_clock() -> None:
    assert texts(time_ticks(at(9), at(12), 6)) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"]
    assert texts(time_ticks(at(9), at(12), 3)) == ["09:00", "10:00", "11:00", "12:00"]
    assert texts(time_ticks(at(9, 7), at(9, 31), 4)) == ["09:10", "09:20", "09:30"]
    assert texts(time_ticks(at(0), at(0, day=12), 2)) == ["00:00", "12:00", "00:00"]


def test_times_are_at_their_places() -> None:
    assert [place for place, _ in time_ticks(at(9), at(11), 2)] == [at(9), at(10), at(11)]


@pytest.mark.parametrize(
    ("month", "day", "count", "expected"),
    [
        # The clock is put forward from 2 to 3.
        (3, 8, 6, ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]),
        (3, 8, 3, ["00:00", "03:00", "04:00", "06:00"]),
        # And back from 2 to 1: the second 1 o'clock has no label.
        (11, 1, 7, ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00"]),
        (11, 1, 4, ["00:00", "02:00", "04:00", "06:00"]),
    ],
)
def test_the_clock_is_put_forward_and_back(month: int, day: int, count: float, expected: list[str]) -> None:
    assert texts(time_ticks(at(0, day=day, month=month), at(6, day=day, month=month), count)) == expected
