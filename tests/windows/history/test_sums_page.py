"""What is chosen is asked for, and the sums are shown for it only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.domain.sums.totals import Sums
from ibmonitor.journal.sums import RangeSums, SumsBy
from ibmonitor.windows.history.sums_page import SumsPage
from ibmonitor.windows.widgets.empty_state import EmptyState


@pytest.fixture
def page(qtbot: QtBot) -> SumsPage:
    page = SumsPage()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    return page


def said(page: SumsPage) -> str:
    empty = page.findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    return empty.label.text() if empty.isVisible() else ""


def of_one_day() -> RangeSums:
    sums = Sums()
    sums.put("USD", Decimal("1.25"), None, 1)
    return RangeSums(sums, {("2026-11-27",): sums})


def test_the_last_month_is_asked_for_at_first(page: SumsPage) -> None:
    asked = QSignalSpy(page.sums_requested)
    page.set_range(["paper"], date(2026, 1, 5), date(2026, 11, 27))
    assert asked.at(0) == ["paper", date(2026, 10, 28), date(2026, 11, 27), (SumsBy.DAY,)]
    page.by[SumsBy.ACCOUNT].setChecked(True)
    page.first.setDate(QDate(2026, 11, 1))
    assert asked.at(2) == ["paper", date(2026, 11, 1), date(2026, 11, 27), (SumsBy.DAY, SumsBy.ACCOUNT)]
    assert not page.site.isVisible()


def test_the_sums_of_what_is_chosen_are_shown(page: SumsPage) -> None:
    page.set_range(["paper", "live"], date(2026, 11, 27), date(2026, 11, 27))
    page.show_sums((SumsBy.SYMBOL,), of_one_day())
    assert [page.table is not None, page.site.isVisible()] == [False, True]
    page.show_sums((SumsBy.DAY,), of_one_day())
    assert [table.table.rowCount() for table in [page.table] if table is not None] == [1]
    assert said(page) == ""


def test_what_cannot_be_summed_is_said(page: SumsPage) -> None:
    page.ask()
    assert said(page) == "There are no executions in the history yet."
    page.set_range(["paper"], date(2026, 11, 1), date(2026, 11, 27))
    page.first.setDate(QDate(2026, 11, 27))
    page.last.setDate(QDate(2026, 11, 20))
    assert said(page) == "The first day is after the last one."
    page.last.setDate(QDate(2026, 11, 27))
    page.show_sums((SumsBy.DAY,), RangeSums(Sums(), {}))
    assert said(page) == "Nothing was executed on these days, as far as the history knows."
