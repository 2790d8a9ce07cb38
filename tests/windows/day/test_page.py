"""The tab of the day's charts: why it is empty, its sums, and the state that is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.day.page import SHOW_ALL, WITHOUT_TIME
from tests.support.blotter_events import execution
from tests.windows.day.day_bench import DayBench, fill


def test_without_fills_the_reason_is_shown(page: DayBench) -> None:
    page.page.set_reason("Not connected.", "Connect")
    page.show()
    assert page.page.empty.label.text() == "Not connected."
    with page.qtbot.waitSignal(page.page.action_requested):
        page.page.empty.button.click()
    assert page.page.total_count == 0


def test_accounts_without_fills_can_be_widened_to_all(page: DayBench) -> None:
    page.receive(*fill(1))
    page.selection.select_accounts(["DU9"])
    charts = page.show()
    assert page.page.empty.label.text() == "The chosen accounts have no fills."
    assert page.page.empty.button.text() == SHOW_ALL
    page.page.empty.button.click()
    page.qtbot.waitUntil(charts.isVisible)


def test_fills_without_times_are_mentioned(page: DayBench) -> None:
    page.receive(execution("0000e0d5.00000001.01.01", time=""))
    page.page.show()
    page.qtbot.waitUntil(lambda: page.page.empty.label.text() == WITHOUT_TIME)


def test_sums_are_those_of_the_fills(page: DayBench) -> None:
    page.receive(*fill(1), *fill(2, "DU2", pnl=None), *fill(3, paid=None))
    page.show()
    assert page.page.sums.text().split("   ·   ") == [
        "3 fills",
        "Commission 2.50 USD",
        "Realized P&L 10.00 USD",
        "1 without realized P&L",
        "1 commission pending",
    ]


def test_the_grouping_and_the_currency_are_restored(page: DayBench) -> None:
    page.page.restore(TableState(show="symbol", text="EUR"))
    state = page.page.table_state()
    assert (state.show, state.text) == ("symbol", "EUR")
    page.page.restore(TableState(show="nonsense"))
    assert page.page.table_state().show == "all"


def test_the_day_box_follows_the_zone_and_midnight(
    page: DayBench, shown_zone: ShownZone, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.receive(*fill(1))
    page.show()
    box = page.page.bar.day
    # It is a quarter past midnight in Berlin, and the evening before in New York.
    assert box.currentText() == "2026-06-11"
    shown_zone.choose(ZoneChoice.EASTERN)
    page.qtbot.waitUntil(lambda: box.currentText() == "2026-06-11 (today)")
    shown_zone.check_day()
    monkeypatch.setattr(shown_zone, "clock", lambda: datetime(2026, 6, 12, 4, tzinfo=UTC))
    shown_zone.check_day()
    assert box.currentText() == "2026-06-11"
