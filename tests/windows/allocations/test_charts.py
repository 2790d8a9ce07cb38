"""The charts of a group order: legends, notes, names, accessibility."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ibmonitor.domain.allocation.values import Gap
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.allocations.charts import NOTHING_CHOSEN, AllocationCharts
from ibmonitor.windows.widgets.labels import ElidedLabel
from tests.support.label_texts import label_texts, shown_text
from tests.support.make_allocation import group_allocation, share, usd
from tests.windows.allocations.test_bar_chart import FEW, NET_LIQ, bar_widths

MANY = group_allocation(*(share(f"DU10000{n:02}", "10", "10", commissions=usd("1")) for n in range(60)))


@pytest.fixture
def charts(qtbot: QtBot) -> AllocationCharts:
    charts = AllocationCharts()
    qtbot.addWidget(charts)
    charts.resize(600, 500)
    charts.show()
    return charts


def test_without_an_order_a_sentence_says_how_to_get_charts(charts: AllocationCharts) -> None:
    assert shown_text(charts) == NOTHING_CHOSEN
    charts.show_allocation(FEW)
    assert shown_text(charts) == ""
    charts.show_allocation(None)
    assert shown_text(charts) == NOTHING_CHOSEN


def test_the_legend_and_the_note_explain_the_bars(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    section = charts.quantities
    assert label_texts(section.legend) == ["Expected", "Allocated", "Allocated, needs review"]
    assert section.note.text().splitlines() == [
        f"Expected is not determined for 1 account: {NET_LIQ}.",
        "What is allocated is not known for 1 account.",
    ]


def test_parts_to_come_are_mentioned_and_not_flagged(charts: AllocationCharts) -> None:
    waiting = [replace(share(f"DU{n}", "10", got), gap=Gap.WAITING) for n, got in enumerate((None, "4"))]
    charts.show_allocation(group_allocation(*waiting))
    section = charts.quantities
    assert label_texts(section.legend) == ["Expected", "Allocated"]
    assert section.note.text() == "Waiting for the parts of 2 accounts."


def test_currencies_are_never_added(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    section = charts.commissions
    assert label_texts(section.legend) == ["EUR", "USD"]
    assert [each.values for each in section.chart._bars.series] == [
        (None, Decimal("0.5"), None, None), (Decimal("1.25"), Decimal("2.1"), None, None)
    ]  # fmt: skip
    shown = [[row for row, width in enumerate(bar_widths(section.chart, number)) if width] for number in range(2)]
    assert shown == [[1], [0, 1]]
    assert section.note.text() == "The commission of 2 executions has not been reported yet."


def test_the_only_currency_is_in_the_title(charts: AllocationCharts) -> None:
    charts.show_allocation(MANY)
    assert not charts.commissions.legend.isVisible()
    assert "Commission, USD" in [label.text() for label in charts.commissions.findChildren(ElidedLabel)]


def test_without_data_there_is_no_chart(charts: AllocationCharts) -> None:
    charts.show_allocation(
        group_allocation(share("DU1", None, None, why=NET_LIQ), share("DU2", None, None, why=NET_LIQ))
    )
    assert not charts.quantities.chart.isVisible()
    assert charts.quantities.note.text().startswith("Expected is not determined for 2 accounts: NetLiq")
    assert charts.commissions.note.text() == "No commission has been reported."


def test_text_from_outside_is_plain_text(charts: AllocationCharts, monkeypatch: pytest.MonkeyPatch) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1": "<b>x</b>"})
    ACCOUNT_NAMES.set_showing(True)
    charts.show_allocation(group_allocation(share("DU1", "1", "1"), group_name="<i>g</i>"))
    chart = charts.quantities.chart
    assert chart.name_texts() == ["<b>x</b> (DU1)"]
    place = QPoint(5, 5)
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: said.append(text))
    QApplication.sendEvent(chart, QHelpEvent(QHelpEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    assert "&lt;b&gt;x&lt;/b&gt; (DU1)<br>" in said[0]
    assert "group <i>g</i>" in charts.order.text()


def test_accounts_have_the_same_names_as_everywhere(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    chart = charts.quantities.chart
    assert chart.name_texts()[0] == "DU1000001"
    ACCOUNT_NAMES.set_aliases({"DU1000001": "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    assert chart.name_texts()[0] == "Anna (DU1000001)"
    ACCOUNT_MASK.set_hiding(True)
    texts = [*chart.name_texts(), chart.hint_at(QPoint(5, 5)), charts.quantities.area.accessibleDescription()]
    assert not [text for text in texts if "Anna" in text or "DU1000001" in text]


def test_the_values_are_in_the_accessible_description(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    chart = charts.quantities.area
    assert chart.accessibleName() == "Chart: Expected and allocated, by account"
    assert chart.accessibleDescription().startswith(
        "Expected and allocated by account. DU1000001: expected 333.3333, allocated 333. "
        "DU1000002: expected 500, allocated 400, not explained. "
    )
    assert "DU1000003: 2 pending" in charts.commissions.area.accessibleDescription()


def test_many_accounts_scroll_and_stay_readable(charts: AllocationCharts) -> None:
    charts.show_allocation(MANY)
    section = charts.quantities
    bar = section.area.verticalScrollBar()
    assert section.chart.height() >= 60 * 2 * section.chart.fontMetrics().height()
    assert bar.maximum() > 0
    place = QPointF(100, 50)
    turned = QWheelEvent(
        place,
        section.chart.mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(section.chart, turned)
    assert not turned.isAccepted(), "it is left to the scroll area around"
    assert charts.sizeHint().height() < 1000


def test_the_charts_scroll_where_a_small_screen_has_no_room_for_both(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    assert charts.minimumSizeHint().height() < 150, "a window as high as the screen must not grow"
    charts.resize(charts.minimumSizeHint())
    assert charts.quantities.width() >= charts.quantities.minimumSizeHint().width()
