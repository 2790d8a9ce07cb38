"""How values are written."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.models.text.formats import (
    Moment,
    count_text,
    field_text,
    flag_text,
    moment_text,
    number_text,
    separators,
    short_time_text,
    sums_text,
    time_or_raw_text,
    time_text,
    ungrouped_text,
)
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.50", "-0.5"),
        ("1234567.8900", "1,234,567.89"),
        ("100.0000", "100"),
        ("1E+5", "100,000"),
        ("1E-9", "0.000000001"),
        ("123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890"),
        # Noise of doubles is rounded, digits before the point and cents never are.
        ("15.559999999999999", "15.56"),
        ("232.11333333333334", "232.1133333"),
        ("0.30000000000000004", "0.3"),
        ("2.9999999999999996", "3"),
        ("-0.00012345678901234", "-0.000123456789"),
        ("0.12345678", "0.12345678"),
        ("99999.999999999", "100,000"),
        ("123456789012.25", "123,456,789,012.25"),
        ("123456789012.24999999", "123,456,789,012.25"),
        ("-1234", "-1,234"),
        ("1.7976931348623157E308", "1.7976931348623157E+308"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
    ],
)
def test_numbers_are_without_exponent_and_without_noise(number: str, text: str) -> None:
    assert number_text(Decimal(number)) == text


def test_a_field_of_tws_can_be_written_exactly() -> None:
    assert field_text(15.559999999999999) == "15.56"
    assert field_text(15.559999999999999, exact=True) == "15.559999999999999"
    assert field_text({"price": (Decimal("0.30000000000000004"),)}, exact=True) == "price=0.30000000000000004"


def test_an_unknown_number_is_blank() -> None:
    assert number_text(None) == ""


@pytest.mark.parametrize(
    ("number", "text"), [("1", "1.00"), ("1.5", "1.50"), ("1.248775", "1.248775"), ("1.4975749999999999", "1.497575")]
)
def test_decimals_can_be_bounded(number: str, text: str) -> None:
    assert number_text(Decimal(number), 2, 6) == text


@pytest.mark.parametrize("locale", ["de_DE"], indirect=True)
@pytest.mark.usefixtures("locale")
def test_numbers_follow_the_locale() -> None:
    assert number_text(Decimal("1234567.5"), 2) == "1.234.567,50"


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_CH"], indirect=True)
@pytest.mark.usefixtures("locale")
@given(
    st.decimals(allow_nan=True) | st.decimals(places=6, min_value=-(10**9), max_value=10**9),
    st.floats(-1e30, 1e30) | st.integers(0, 10**9).map(lambda cents: cents / 100),
    st.integers(0, 4),
    st.none() | st.integers(4, 6),
)
def test_without_groups_a_number_is_otherwise_the_same(
    number: Decimal, double: float, least: int, most: int | None
) -> None:
    def expected(number: Decimal) -> str:
        return number_text(number, least, most).replace(separators()[0], "")

    assert ungrouped_text(number, least, most) == expected(number)
    assert ungrouped_text(double, least, most) == expected(Decimal(repr(double)))
    assert ungrouped_text(None) == ""


@given(
    st.datetimes(datetime(1850, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.sampled_from(["America/New_York", "Europe/Paris", "Asia/Kolkata", "UTC"]),
)
def test_a_time_is_that_of_the_zone_even_where_clocks_differed_by_seconds(time: datetime, name: str) -> None:
    SHOWN_ZONE.choose(ZoneChoice.EXCHANGE)
    zone = ZoneInfo(name)
    try:
        written = moment_text(Moment(time, exchange=zone))
    finally:
        SHOWN_ZONE.choose(ZoneChoice.LOCAL)
    assert written[:19] == time.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def test_times_are_local_and_always_with_their_date() -> None:
    time = datetime(2026, 7, 1, 23, 5, 7, 999999, tzinfo=UTC)
    assert time_text(time) == time.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    assert time_text(None) == ""
    assert time_or_raw_text(time, "raw") == time_text(time)
    assert time_or_raw_text(None, "20260701 23:05:07 XYZ") == "20260701 23:05:07 XYZ (zone unknown)"
    twice = "20261101 01:30:00"
    assert time_or_raw_text(None, f"{twice} US/Eastern") == f"{twice} US/Eastern (one of two moments)"
    assert time_or_raw_text(None, twice) == f"{twice} (zone unknown)"
    assert time_or_raw_text(None, twice, ZoneInfo("US/Eastern")) == f"{twice} (one of two moments)"
    assert time_or_raw_text(None, "soon") == "soon (not a time)"
    assert time_or_raw_text(None, "") == ""


def test_flags_are_words() -> None:
    assert [flag_text(flag) for flag in (True, False, None)] == ["yes", "no", ""]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (None, ""),
        ("Cancelled by System:\n", "Cancelled by System:"),
        (True, "yes"),
        (7, "7"),
        (Decimal("1234.50"), "1,234.5"),
        (0.1, "0.1"),
        (("a", Decimal(2)), "a; 2"),
        ({"account": "U1", "position": Decimal("1.0")}, "account=U1, position=1"),
    ],
)
def test_fields_of_any_type_can_be_written(field: object, text: str) -> None:
    assert field_text(field) == text


def test_a_short_time_omits_the_date_of_today_and_this_year() -> None:
    now = datetime(2026, 6, 11, 12, tzinfo=UTC).astimezone()
    assert short_time_text(now.replace(hour=9, minute=5), now) == "09:05:00"
    assert short_time_text(now.replace(day=2, hour=9, minute=5), now) == "06-02 09:05:00"
    assert short_time_text(now.replace(year=2025, day=2, hour=9, minute=5), now) == "2025-06-02 09:05:00"
    assert short_time_text(None, now) == ""


def test_counts_are_of_one_or_of_several() -> None:
    assert [count_text(number, "fill") for number in (0, 1, 1234)] == ["0 fills", "1 fill", "1,234 fills"]


def test_sums_of_money_are_written_by_currency() -> None:
    assert sums_text({"USD": Decimal("1234.5"), "EUR": Decimal("-0.5")}) == "-0.50 EUR, 1,234.50 USD"
