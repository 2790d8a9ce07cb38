"""The zone in which times are shown: right values for each choice, around midnight and where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.models.text import shown_zone as module
from ibmonitor.models.text.formats import (
    Moment,
    cell_moment_text,
    cell_time_text,
    moment_hint,
    moment_text,
    short_time_text,
    time_text,
    time_writer,
)
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ShownZone, ZoneChoice, name_of, offset_text
from ibmonitor.settings.checks import SHOWN_ZONES

TIME = datetime(2026, 6, 11, 13, 30, 5, tzinfo=UTC)
RAW = "20260611 09:30:05 US/Eastern"
NEW_YORK = ZoneInfo("US/Eastern")
TOKYO = ZoneInfo("Asia/Tokyo")

pytestmark = pytest.mark.usefixtures("shown_zone")


def test_the_choices_are_those_of_the_setting() -> None:
    assert [choice.value for choice in ZoneChoice] == list(SHOWN_ZONES)


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (ZoneChoice.LOCAL, "2026-06-11 15:30:05"),
        (ZoneChoice.UTC, "2026-06-11 13:30:05"),
        (ZoneChoice.EASTERN, "2026-06-11 09:30:05"),
        # Without a row there is no exchange, and TWS has sent nothing: both are marked.
        (ZoneChoice.EXCHANGE, "2026-06-11 15:30:05 CEST (local)"),
        (ZoneChoice.SENT, "2026-06-11 13:30:05 UTC"),
    ],
)
def test_a_time_is_written_in_each_zone(choice: ZoneChoice, text: str) -> None:
    SHOWN_ZONE.choose(choice)
    assert time_text(TIME) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (Moment(TIME, RAW, exchange=TOKYO), "2026-06-11 22:30:05 JST"),
        (Moment(TIME, exchange=NEW_YORK), "2026-06-11 09:30:05 EDT"),
        (Moment(TIME, RAW), "2026-06-11 09:30:05 EDT (TWS's zone)"),
        (Moment(TIME, "20260611 22:30:05", TOKYO), "2026-06-11 22:30:05 JST (TWS's zone)"),
        # A name of several zones is no zone, although the moment is the same in all.
        (Moment(TIME, "20260611 09:30:05"), "2026-06-11 15:30:05 CEST (local)"),
        (Moment(TIME, exchange=ZoneInfo("America/Sao_Paulo")), "2026-06-11 10:30:05 UTC-03:00"),
        (Moment(None, "20260611 09:30:05 XYZ"), "20260611 09:30:05 XYZ (zone unknown)"),
        (Moment(None), ""),
    ],
)
def test_the_exchanges_zone_is_that_of_the_row_or_marked(moment: Moment, text: str) -> None:
    SHOWN_ZONE.choose(ZoneChoice.EXCHANGE)
    assert moment_text(moment) == text


def test_as_tws_sent_is_its_text_and_utc_for_what_it_does_not_send() -> None:
    SHOWN_ZONE.choose(ZoneChoice.SENT)
    assert cell_moment_text(Moment(TIME, RAW, exchange=TOKYO)) == RAW
    assert moment_text(Moment(TIME, "20260611  09:30:05")) == "20260611  09:30:05"
    assert moment_text(Moment(TIME)) == "2026-06-11 13:30:05 UTC"
    assert cell_moment_text(Moment(TIME)) == "13:30:05 UTC"


def test_other_sentences_about_an_order_are_in_its_exchanges_zone() -> None:
    write = time_writer(NEW_YORK)
    assert write(TIME) == "2026-06-11 15:30:05"
    SHOWN_ZONE.choose(ZoneChoice.EXCHANGE)
    assert write(TIME) == "2026-06-11 09:30:05 EDT"


# Today


@pytest.mark.parametrize(
    ("choice", "before_midnight", "after"),
    [
        # The clock shows 22:15 UTC: in Berlin it is the 12th, in New York the 11th.
        (ZoneChoice.LOCAL, "2026-06-11 23:59:59", "00:00:00"),
        (ZoneChoice.UTC, "21:59:59", "22:00:00"),
        (ZoneChoice.EASTERN, "17:59:59", "18:00:00"),
    ],
)
def test_a_cell_has_the_date_unless_it_is_today_in_the_zone_shown(
    choice: ZoneChoice, before_midnight: str, after: str
) -> None:
    SHOWN_ZONE.choose(choice)
    midnight = datetime(2026, 6, 11, 22, tzinfo=UTC)
    assert cell_time_text(midnight - timedelta(seconds=1)) == before_midnight
    assert cell_time_text(midnight) == after


def test_today_is_that_of_each_rows_exchange() -> None:
    SHOWN_ZONE.choose(ZoneChoice.EXCHANGE)
    assert cell_moment_text(Moment(TIME, exchange=NEW_YORK)) == "09:30:05 EDT"
    # In Tokyo it is the 12th.
    assert cell_moment_text(Moment(TIME, exchange=TOKYO)) == "2026-06-11 22:30:05 JST"


def test_a_cell_gets_its_date_when_its_day_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    SHOWN_ZONE.choose(ZoneChoice.UTC)
    assert cell_time_text(TIME) == "13:30:05"
    monkeypatch.setattr(SHOWN_ZONE, "clock", lambda: datetime(2026, 6, 12, tzinfo=UTC))
    assert cell_time_text(TIME) == "2026-06-11 13:30:05"
    # The computer's clock is set back.
    monkeypatch.setattr(SHOWN_ZONE, "clock", lambda: datetime(2026, 6, 11, 23, 59, tzinfo=UTC))
    assert cell_time_text(TIME) == "13:30:05"


def test_another_day_is_announced_once() -> None:
    announced: list[str] = []
    watched = ShownZone(lambda: now[0])
    watched.day_changed.connect(lambda: announced.append("day"))
    watched.choose(ZoneChoice.EASTERN)
    now = [datetime(2026, 6, 12, 3, 59, tzinfo=UTC)]
    watched.check_day()
    assert announced == []
    now[0] += timedelta(minutes=1)
    watched.check_day()
    watched.check_day()
    assert announced == ["day"]
    assert watched.today() == date(2026, 6, 12)
    # With a zone for each row, one of them may begin a day at any quarter of an hour.
    watched.choose(ZoneChoice.EXCHANGE)
    watched.check_day()
    now[0] += timedelta(minutes=15)
    watched.check_day()
    assert announced == ["day", "day"]


def test_the_next_quarter_of_an_hour_is_never_missed() -> None:
    watched = ShownZone(lambda: now)
    for second, left in ((0, 900_000), (899, 1_000), (450, 450_000)):
        now = datetime(2026, 6, 11, 22, 30, tzinfo=UTC) + timedelta(seconds=second)
        assert left <= watched.ms_to_next_quarter() <= left + 2
    now = datetime(2026, 6, 11, 22, 29, 59, 999_000, tzinfo=UTC)
    assert 1 <= watched.ms_to_next_quarter() <= 3


def test_a_short_time_omits_the_date_of_today_in_the_zone_shown() -> None:
    SHOWN_ZONE.choose(ZoneChoice.UTC)
    assert short_time_text(TIME) == "13:30:05"
    SHOWN_ZONE.choose(ZoneChoice.LOCAL)
    assert short_time_text(TIME) == "06-11 15:30:05"
    SHOWN_ZONE.choose(ZoneChoice.EXCHANGE)
    assert short_time_text(TIME) == "06-11 15:30:05 CEST (local)"


# Tooltips


def test_a_tooltip_shows_the_zone_utc_and_tws_text() -> None:
    assert moment_hint(Moment(TIME, f" {RAW}\n")).splitlines() == [
        "2026-06-11 15:30:05 Europe/Berlin (UTC+02:00)",
        "2026-06-11 13:30:05 UTC",
        f"TWS: {RAW}",
    ]
    SHOWN_ZONE.choose(ZoneChoice.UTC)
    assert moment_hint(Moment(TIME)) == "2026-06-11 13:30:05 UTC"
    assert moment_hint(Moment(None)) == ""


def test_a_tooltip_explains_a_zone_that_is_not_the_one_chosen() -> None:
    SHOWN_ZONE.choose(ZoneChoice.EXCHANGE)
    assert "zone is not known" not in moment_hint(Moment(TIME, RAW, exchange=TOKYO))
    assert moment_hint(Moment(TIME, RAW)).endswith("it is shown in the zone in which TWS sent it.")
    assert moment_hint(Moment(TIME)).endswith("it is shown in this computer's.")
    SHOWN_ZONE.choose(ZoneChoice.SENT)
    assert moment_hint(Moment(TIME)).endswith("it is shown in UTC.")
    assert moment_hint(Moment(TIME, RAW)) == f"2026-06-11 13:30:05 UTC\nTWS: {RAW}"


def test_the_hour_that_comes_twice_is_told_by_its_tooltip() -> None:
    SHOWN_ZONE.choose(ZoneChoice.EASTERN)
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert time_text(first) == time_text(second) == "2026-11-01 01:30:00"
    assert moment_hint(Moment(first)) == "2026-11-01 01:30:00 US/Eastern (UTC-04:00)\n2026-11-01 05:30:00 UTC"
    assert moment_hint(Moment(second)) == "2026-11-01 01:30:00 US/Eastern (UTC-05:00)\n2026-11-01 06:30:00 UTC"


def test_a_day_of_25_hours_is_today_until_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    SHOWN_ZONE.choose(ZoneChoice.EASTERN)
    monkeypatch.setattr(SHOWN_ZONE, "clock", lambda: datetime(2026, 11, 2, 4, 59, 59, tzinfo=UTC))
    assert cell_time_text(datetime(2026, 11, 1, 4, tzinfo=UTC)) == "00:00:00"
    monkeypatch.setattr(SHOWN_ZONE, "clock", lambda: datetime(2026, 11, 2, 5, tzinfo=UTC))
    assert cell_time_text(datetime(2026, 11, 1, 4, tzinfo=UTC)) == "2026-11-01 00:00:00"


# Zones that are missing or have no name


def test_a_zone_that_this_computer_lacks_is_not_shown_as_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "zone_named", lambda _name: None)
    SHOWN_ZONE.choose(ZoneChoice.EASTERN)
    assert (SHOWN_ZONE.wanted, SHOWN_ZONE.choice) == (ZoneChoice.EASTERN, ZoneChoice.LOCAL)
    assert SHOWN_ZONE.problem(ZoneChoice.EASTERN) == "This computer has no data of the time zone US/Eastern."
    assert SHOWN_ZONE.problem(ZoneChoice.UTC) == ""


def test_a_zone_is_named_by_its_name_or_its_offset() -> None:
    names = [name_of(zone, TIME) for zone in (ZoneInfo("Etc/UTC"), UTC, NEW_YORK, timezone(timedelta(hours=5.5)))]
    assert names == ["UTC", "UTC", "US/Eastern", "UTC+05:30"]


@pytest.mark.parametrize(("minutes", "text"), [(0, "UTC"), (60, "UTC+01:00"), (-210, "UTC-03:30"), (765, "UTC+12:45")])
def test_an_offset_is_written_and_none_is_plain_utc(minutes: int, text: str) -> None:
    assert offset_text(TIME.astimezone(timezone(timedelta(minutes=minutes)))) == text


def test_the_choice_is_announced_once() -> None:
    announced: list[ZoneChoice] = []
    zone = ShownZone()
    zone.changed.connect(lambda: announced.append(zone.choice))
    for choice in (ZoneChoice.LOCAL, ZoneChoice.UTC, ZoneChoice.UTC, ZoneChoice.SENT):
        zone.choose(choice)
    assert announced == [ZoneChoice.UTC, ZoneChoice.SENT]
