"""The three charts of a day: why one is missing, what is said of the mark at the pointer, and hidden accounts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from tests.support.label_texts import label_texts, shown_text
from tests.windows.day.day_bench import DayBench, fill


def test_pending_commissions_are_mentioned_and_the_fills_are_drawn(page: DayBench) -> None:
    page.receive(*fill(1, paid=None), *fill(2, paid=None))
    charts = page.show()
    assert shown_text(charts.commission) == "No commissions yet: 2 reports pending."
    assert shown_text(charts.realized_pnl) == "No realized P&L yet: 2 reports pending."
    assert [mark.value for mark in charts.hours.plot.series[0].marks] == [2]


def test_the_mouse_points_and_a_click_chooses(page: DayBench) -> None:
    page.receive(*fill(1), *fill(30, "DU2", paid="2"))
    charts = page.show()
    plot = charts.commission.plot
    at = plot.place_of(0, 1).toPoint()
    QTest.mouseMove(plot, at)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert "Commission so far 3.25 USD" in "\n".join(label_texts(charts.panel))
    assert "DU2  BOT 100 AAPL\n    at 292.79, commission 2.00 USD" in "\n".join(label_texts(charts.panel))
    ((text, fills),) = page.chosen
    assert text.startswith("2026-06-1")
    assert [each.execution.acct_number for each in fills] == ["DU2"]
    assert plot.mark_at(QPointF(QPoint(1, 1))) is None


def test_more_than_ten_fills_are_counted(page: DayBench) -> None:
    page.receive(*(event for number in range(1, 14) for event in fill(number)))
    charts = page.show()
    QTest.keyClick(charts.hours.plot, Qt.Key.Key_End)
    assert "\n".join(label_texts(charts.panel)).endswith("and 3 more")


@pytest.mark.parametrize(("group_by", "named"), [(GroupBy.ALL, []), (GroupBy.ACCOUNT, ["DU1"])])
def test_only_groups_are_named(page: DayBench, group_by: GroupBy, named: list[str]) -> None:
    page.receive(*fill(1, "DU1"))
    page.page.series.choose(group_by=group_by)
    legend = page.show().panel.legend
    assert label_texts(legend) * legend.isVisible() == named


def test_hidden_accounts_are_hidden_everywhere(page: DayBench) -> None:
    page.receive(*fill(1, "DU1234567"), *fill(2, "DU7654321"))
    page.page.series.choose(group_by=GroupBy.ACCOUNT)
    charts = page.show()
    QTest.keyClick(charts.commission.plot, Qt.Key.Key_End)
    assert "DU1234567" in "\n".join(label_texts(charts.panel)) + " ".join(label_texts(charts.panel.legend))
    assert "DU1234567" in charts.hours.plot.accessibleDescription()
    ACCOUNT_MASK.set_hiding(True)
    shown = "\n".join(label_texts(charts.panel)) + " ".join(label_texts(charts.panel.legend))
    described = charts.hours.plot.accessibleDescription() + charts.commission.plot.accessibleDescription()
    assert "DU1234567" not in shown + described
    assert "DU7654321" not in shown + described
