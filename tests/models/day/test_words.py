"""The words of the day's charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.day.series import DaySeries, DayView, Mark
from ibmonitor.models.day.words import (
    MOST_LISTED,
    day_name,
    fills_text,
    group_name,
    mark_title,
    no_commission_text,
    no_pnl_text,
    summary,
    totals_text,
)
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from tests.support.blotter_events import commission, execution, new_blotter
from tests.support.make_records import make_fill

DAY = date(2026, 6, 11)


@pytest.fixture
def hidden() -> Iterator[None]:
    ACCOUNT_MASK.use_secret_from(lambda: bytes(32))
    ACCOUNT_MASK.set_hiding(True)
    yield
    ACCOUNT_MASK.set_hiding(False)


@pytest.fixture
def view(qtbot: QtBot) -> DayView:
    """Three fills of two accounts in two hours: one has no report, one has no realized P&L."""
    blotter = new_blotter()
    for number, (account, time) in enumerate((("DU1", "14:00:00"), ("DU2", "14:30:00"), ("DU2", "15:10:00"))):
        exec_id = f"0000e0d5.0000000{number}.01.01"
        blotter.apply(execution(exec_id, perm_id=number, time=f"20260611-{time}", acct_number=account))
        if number < 2:
            pnl = Decimal("-3.5") if number else None
            blotter.apply(commission(exec_id, "1.25", realized_pnl=pnl))
    series = DaySeries(blotter, lambda: None, zone=ZoneInfo("America/New_York"))
    series.choose(group_by=GroupBy.ACCOUNT)
    series.set_active(True)
    qtbot.waitUntil(lambda: series.view.day == DAY)
    return series.view


def test_today_is_marked() -> None:
    assert day_name(DAY, DAY) == "2026-06-11 (today)"
    assert day_name(DAY, date(2026, 6, 12)) == "2026-06-11"


def test_totals_name_what_they_leave_out(view: DayView) -> None:
    assert totals_text(view).split("   ·   ") == [
        "3 fills",
        "Commission 2.50 USD",
        "Realized P&L -3.50 USD",
        "1 without realized P&L",
        "1 commission pending",
    ]
    view.sums.superseded = 2
    assert totals_text(replace(view, without_time=1)).endswith("Not counted: 2 corrected, 1 commission without time")


def test_a_missing_curve_is_explained() -> None:
    empty = DayView()
    assert no_commission_text(empty) == "No commissions are known."
    assert no_pnl_text(empty) == "No realized P&L is known."
    empty.sums.pending = 2
    assert no_commission_text(empty) == "No commissions yet: 2 reports pending."
    assert no_pnl_text(empty) == "No realized P&L yet: 2 reports pending."
    empty.sums.without_pnl[""] = 1
    assert no_pnl_text(empty).startswith("No realized P&L: 1 report without.")


def test_an_hour_has_its_fills_and_a_curve_its_sum(view: DayView) -> None:
    group = view.hours[0].group
    hour = view.hours[0].marks[0]
    assert mark_title(hour, "", view, group).split("\n")[1:] == ["DU2", "1 fill", "Quantity 100"]
    point = view.commissions[0].marks[0]
    assert mark_title(point, "Commission", view, view.commissions[0].group).endswith("Commission so far 1.25 USD")


def test_more_fills_than_are_listed_are_counted() -> None:
    fills = [make_fill(number) for number in range(MOST_LISTED + 2)]
    lines = fills_text(fills).split("\n")
    assert len(lines) == 2 * MOST_LISTED + 1
    assert lines[-1] == "and 2 more"
    assert "commission pending" in lines[1]


def test_groups_have_names() -> None:
    assert group_name(None, GroupBy.ACCOUNT) == "Others"
    assert group_name("", GroupBy.ALL) == "All"
    assert group_name("BRK\nB", GroupBy.SYMBOL) == "BRK B"
    assert group_name("", GroupBy.SYMBOL) == "Unknown symbol"
    assert group_name("", GroupBy.ACCOUNT) == "Unknown account"


@pytest.mark.usefixtures("hidden")
def test_hidden_accounts_are_hidden_in_words() -> None:
    mark = Mark(0, 0, Decimal(1), 0, [make_fill(0)])
    account = make_fill(0).execution.acct_number
    assert account not in fills_text(mark.fills)
    assert account not in group_name(account, GroupBy.ACCOUNT)


def test_the_summary_has_every_account_and_every_hour(view: DayView) -> None:
    text = summary(view)
    assert text.startswith("2026-06-11: 3 fills, Commission 2.50 USD")
    assert "DU1: commission 1.25 USD" in text
    assert "DU2: commission 1.25 USD, realized P&L -3.50 USD" in text
    assert text.count(":00 ") == 2
    assert summary(DayView()) == ""
