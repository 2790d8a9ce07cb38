"""Every form of time that TWS has been seen to send."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.times.tws_time import parse_tws_time, raw_time_text, why_no_moment

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("20230224  12:04:56", BERLIN, datetime(2023, 2, 24, 11, 4, 56, tzinfo=UTC)),
        ("20230224  12:04:56", None, None),
        ("20230928 11:17:24 MET", None, datetime(2023, 9, 28, 9, 17, 24, tzinfo=UTC)),
        ("20230928 11:17:24 MET", BERLIN, datetime(2023, 9, 28, 9, 17, 24, tzinfo=UTC)),
        ("20250225 15:15:00 Universal", BERLIN, datetime(2025, 2, 25, 15, 15, tzinfo=UTC)),
        ("20231214-20:57:37", BERLIN, datetime(2023, 12, 14, 20, 57, 37, tzinfo=UTC)),
        ("20231214-20:57:37Z", None, datetime(2023, 12, 14, 20, 57, 37, tzinfo=UTC)),
        ("20231214 20:57:37Z", None, datetime(2023, 12, 14, 20, 57, 37, tzinfo=UTC)),
        ("20260825 14:00:04 US/Eastern", None, datetime(2026, 8, 25, 18, 0, 4, tzinfo=UTC)),
        ("20260130 14:00:04 US/Eastern", None, datetime(2026, 1, 30, 19, 0, 4, tzinfo=UTC)),
        ("20260930 22:00:00 Central European Standard Time", None, datetime(2026, 9, 30, 20, 0, tzinfo=UTC)),
        ("20260611 15:30:24 Central European Standard Time", None, datetime(2026, 6, 11, 13, 30, 24, tzinfo=UTC)),
        ("20260611 9:30:24 Eastern Standard Time", None, datetime(2026, 6, 11, 13, 30, 24, tzinfo=UTC)),
        ("20260611 22:30:24 JST", None, datetime(2026, 6, 11, 13, 30, 24, tzinfo=UTC)),
        ("20260611 23:30:24 AEST", None, datetime(2026, 6, 11, 13, 30, 24, tzinfo=UTC)),
        # In summer IB's clocks in New York show EDT, and this name stands for the offset alone.
        ("20260611 09:30:24 EDT", None, datetime(2026, 6, 11, 13, 30, 24, tzinfo=UTC)),
    ],
)
def test_times_seen(text: str, zone: tzinfo | None, expected: datetime | None) -> None:
    assert parse_tws_time(text, zone) == expected


@pytest.mark.parametrize("name", ["IST", "CST", "PST", "Mittelerdezeit", "Factory", "../etc/passwd", "America"])
def test_a_zone_that_is_unknown_or_ambiguous_makes_the_time_unknown(name: str) -> None:
    text = f"20260611 09:30:24 {name}"
    assert parse_tws_time(text, BERLIN) is None
    assert why_no_moment(text, BERLIN) == "zone unknown"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20260611",
        "20260611 09:30",
        "20261311 09:30:24",
        "20260611 24:00:00",
        "20260611   09:30:24",
        "x",
        "20260611-09:30:24 MET",
        "00000101 00:00:00 UTC",
        "00010101  00:00:00 Asia/Tokyo",
        "99991231 23:59:59 US/Eastern",
    ],
)
def test_other_texts_are_unknown(text: str) -> None:
    assert parse_tws_time(text, BERLIN) is None
    assert why_no_moment(text, BERLIN) in {"not a time", "zone unknown"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20261101 01:30:00 US/Eastern", None),  # came twice
        ("20260308 02:30:00 US/Eastern", None),  # never came
        ("20261101 00:59:59 US/Eastern", datetime(2026, 11, 1, 4, 59, 59, tzinfo=UTC)),
        ("20261101 02:00:00 US/Eastern", datetime(2026, 11, 1, 7, 0, tzinfo=UTC)),
        ("20260308 01:59:59 US/Eastern", datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC)),
        ("20260308 03:00:00 US/Eastern", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("20261101-01:30:00", datetime(2026, 11, 1, 1, 30, tzinfo=UTC)),
    ],
)
def test_the_nights_on_which_clocks_change(text: str, expected: datetime | None) -> None:
    assert parse_tws_time(text, None) == expected


NEW_YORK = ZoneInfo("US/Eastern")


@pytest.mark.parametrize(
    ("text", "zone", "why"),
    [
        ("20261101 01:30:00 US/Eastern", None, "one of two moments"),
        ("20261101  01:30:00", NEW_YORK, "one of two moments"),
        ("20261025 02:30:00 Central European Standard Time", None, "one of two moments"),
        ("20261025 02:30:00 CET", None, "one of two moments"),
        ("20260308 02:30:00 US/Eastern", None, "clocks skipped this time"),
        ("20260308  02:30:00", NEW_YORK, "clocks skipped this time"),
        ("20261101  01:30:00", None, "zone unknown"),
        ("20261101 01:30:00 XYZ", NEW_YORK, "zone unknown"),
        ("20261131 01:30:00 US/Eastern", None, "not a time"),
        ("tomorrow", NEW_YORK, "not a time"),
        ("20261101-01:30:00", None, ""),
        # The abbreviation decides which of the two it is.
        ("20261101 01:30:00 EDT", None, ""),
        ("20261101 01:30:00 EST", None, ""),
        ("20261025 02:30:00 CEST", None, ""),
        ("20261025 02:30:00 MEZ", None, ""),
    ],
)
def test_why_a_text_cannot_be_read(text: str, zone: tzinfo | None, why: str) -> None:
    assert why_no_moment(text, zone) == why
    assert (parse_tws_time(text, zone) is None) == bool(why)
    if why:
        assert raw_time_text(f" {text} ", zone) == f"{text} ({why})"


def test_an_abbreviation_decides_between_the_two_moments() -> None:
    first, second = (parse_tws_time(f"20261101 01:30:00 {name}", None) for name in ("EDT", "EST"))
    assert (first, second) == (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC))


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2037, 1, 1)))  # noqa: DTZ001
def test_a_moment_written_in_utc_is_read_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_tws_time(whole.strftime("%Y%m%d-%H:%M:%S"), BERLIN) == whole
    assert parse_tws_time(whole.strftime("%Y%m%d %H:%M:%S UTC"), BERLIN) == whole


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{8}[- ]{1,2}[0-9]{2}:[0-9]{2}:[0-9]{2} ?\w{0,5}", fullmatch=True))
def test_no_text_makes_it_raise(text: str) -> None:
    moment = parse_tws_time(text, BERLIN)
    assert moment is None or moment.tzinfo is UTC
    assert bool(why_no_moment(text, BERLIN)) == (moment is None)


@pytest.mark.parametrize("blanks", range(5))
def test_blanks_around_a_time_change_nothing(blanks: int) -> None:
    text = f"{' ' * blanks}20260825 14:35:04 US/Eastern{' ' * blanks}"
    assert parse_tws_time(text, None) == datetime(2026, 8, 25, 18, 35, 4, tzinfo=UTC)
