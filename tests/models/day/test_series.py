"""What the day's charts draw, and when it is computed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.day.series import MOST_MARKS, DaySeries
from ibmonitor.models.day.words import totals_text
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from tests.support.blotter_events import commission, execution, new_blotter

NEW_YORK = ZoneInfo("America/New_York")


def add_trade(blotter: Blotter, number: int, time: str = "20260611-14:00:00", **known: Any) -> None:
    exec_id = f"0000e0d5.{number:08x}.01.01"
    blotter.apply(execution(exec_id, perm_id=number, time=time, **known))
    blotter.apply(commission(exec_id, "0.5", realized_pnl=Decimal(number)))


def series_of(blotter: Blotter) -> DaySeries:
    return DaySeries(blotter, lambda: None, zone=NEW_YORK)


def test_nothing_is_computed_while_the_charts_are_hidden(qtbot: QtBot) -> None:
    blotter = new_blotter()
    add_trade(blotter, 1)
    series = series_of(blotter)
    series.refresh()
    assert (series.view.day, series.is_working) == (None, False)
    with qtbot.waitSignal(series.changed, raising=False, timeout=0):
        series.set_active(True)
    qtbot.waitUntil(lambda: not series.is_working)
    assert series.view.day == date(2026, 6, 11)
    series.set_active(False)
    add_trade(blotter, 2)
    series.refresh()
    assert not series.is_working
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.sums.fills == 2)


def test_the_latest_day_is_shown_until_another_is_chosen(qtbot: QtBot) -> None:
    blotter = new_blotter()
    add_trade(blotter, 1, "20260610-14:00:00")
    add_trade(blotter, 2, "20260611-14:00:00")
    series = series_of(blotter)
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.days == (date(2026, 6, 11), date(2026, 6, 10)))
    assert series.view.day == date(2026, 6, 11)
    series.choose(day=date(2026, 6, 10))
    qtbot.waitUntil(lambda: series.view.day == date(2026, 6, 10))
    series.choose(day=date(2026, 6, 11))
    add_trade(blotter, 3, "20260612-14:00:00")
    series.refresh_now()
    # The latest day is followed when a new one begins.
    qtbot.waitUntil(lambda: series.view.day == date(2026, 6, 12))


def test_a_currency_that_is_not_there_gives_way_and_is_remembered(qtbot: QtBot) -> None:
    blotter = new_blotter()
    add_trade(blotter, 1)
    series = series_of(blotter)
    series.choose(currency="EUR")
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.day is not None)
    assert (series.view.currency, series.chosen_currency) == ("USD", "EUR")


def test_reports_without_a_currency_are_shown_when_chosen(qtbot: QtBot) -> None:
    blotter = new_blotter()
    for number in range(1, 4):
        add_trade(blotter, number)
    blotter.apply(execution("0000e0d5.00000009.01.01", perm_id=9, time="20260611-14:00:00"))
    blotter.apply(commission("0000e0d5.00000009.01.01", "12.5", currency=""))
    series = series_of(blotter)
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.currencies == ("USD", ""))
    assert series.view.currency == "USD"
    series.choose(currency="")
    qtbot.waitUntil(lambda: series.view.currency == "")
    assert "Commission 12.50 (no currency)" in totals_text(series.view)
    series.restore(GroupBy.ALL, series.chosen_currency)
    qtbot.waitUntil(lambda: series.view.currency == "USD")


def test_many_fills_share_few_marks_and_none_is_lost(qtbot: QtBot) -> None:
    blotter = new_blotter()
    for number in range(1, 6001):
        seconds = number * 3
        time = f"20260611-{13 + seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        add_trade(blotter, number, time, acct_number=f"DU{number % 12}")
    series = series_of(blotter)
    series.choose(group_by=GroupBy.ACCOUNT)
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.day is not None)
    view = series.view
    assert len(view.commissions) == 9
    assert sum(len(each.marks) for each in view.commissions) <= MOST_MARKS + 9
    assert sum(len(mark.fills) for each in view.commissions for mark in each.marks) == 6000
    assert sum(each.marks[-1].value for each in view.commissions) == Decimal(3000)
    hours = {mark.start: mark.base + mark.value for each in view.hours for mark in each.marks}
    assert sum(hours.values()) == 6000
    assert (view.start, view.end) == (min(hours), max(hours) + 3600)


def test_days_and_hours_are_those_of_the_zone_shown(qtbot: QtBot, shown_zone: ShownZone) -> None:
    blotter = new_blotter()
    add_trade(blotter, 1, "20260611-22:45:00")
    add_trade(blotter, 2, "20260612-01:15:00")
    series = DaySeries(blotter, lambda: None)
    series.set_active(True)
    days = {}
    for choice in ZoneChoice:
        shown_zone.choose(choice)
        series.refresh_now()
        qtbot.waitUntil(lambda: not series.is_working)
        days[choice] = [day.day for day in series.view.days]
    # Without a zone for all rows, days are this computer's, or UTC's for times as TWS sent them.
    assert days == {
        ZoneChoice.LOCAL: [12],
        ZoneChoice.UTC: [12, 11],
        ZoneChoice.EASTERN: [11],
        ZoneChoice.EXCHANGE: [12],
        ZoneChoice.SENT: [12, 11],
    }
