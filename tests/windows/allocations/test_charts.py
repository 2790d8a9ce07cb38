"""The charts of a group order: painting, tooltips, accessibility."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ibmonitor.domain.allocation.values import Gap
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.allocations.bar_chart import BarChart
from ibmonitor.windows.allocations.charts import NOTHING_CHOSEN, AllocationCharts
from ibmonitor.windows.widgets.theme import tone_color
from tests.support.label_texts import label_texts, shown_text
from tests.support.make_allocation import group_allocation, share, usd

NET_LIQ = "NetLiq needs account values"
FEW = group_allocation(
    share("DU1000001", "333.333333333333", "333", commissions=usd("1.25")),
    share("DU1000002", "500", "400", is_flagged=True, commissions=(("EUR", Decimal("0.5")), *usd("2.1"))),
    share("DU1000003", None, "100", why=NET_LIQ, pending=2),
    share("DU1000004", "66", None),
)
MANY = group_allocation(*(share(f"DU10000{n:02}", "10", "10", commissions=usd("1")) for n in range(60)))


def bar_lengths(chart: BarChart, series: int) -> list[float]:
    """The lengths of one series' bars as they are drawn, in the chart's units; none for an account without."""
    return [rectangle.left() + rectangle.right() for rectangle in chart._rectangles[series].rectangles]


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


@pytest.fixture
def charts(qtbot: QtBot) -> AllocationCharts:
    charts = AllocationCharts()
    qtbot.addWidget(charts)
    charts.resize(600, 500)
    charts.show()
    return charts


def image(chart: BarChart) -> QImage:
    return chart.grab().toImage()


def colors(chart: BarChart) -> set[str]:
    picture = image(chart)
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height(), 2)}


def test_without_an_order_a_sentence_says_how_to_get_charts(charts: AllocationCharts) -> None:
    assert shown_text(charts) == NOTHING_CHOSEN
    charts.show_allocation(FEW)
    assert shown_text(charts) == ""
    charts.show_allocation(None)
    assert shown_text(charts) == NOTHING_CHOSEN


def test_bars_are_as_long_as_the_quantities(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    section = charts.quantities
    assert label_texts(section.legend) == ["Expected", "Allocated", "Allocated, needs review"]
    lengths = [bar_lengths(section.chart, number) for number in range(3)]
    # The third is not determined and the fourth not known: neither has a bar.
    assert lengths == [[pytest.approx(333.3333333), 500, 66], [333, 100], [400]]
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
    assert [bar_lengths(section.chart, number) for number in range(2)] == [[0.5], [1.25, 2.1]]
    assert section.note.text() == "The commission of 2 executions has not been reported yet."


def test_a_rebate_is_a_bar_to_the_other_side(charts: AllocationCharts) -> None:
    charts.show_allocation(group_allocation(share("DU1", "1", "1", commissions=usd("-0.3"))))
    assert bar_lengths(charts.commissions.chart, 0) == [-0.3]


@pytest.mark.parametrize("number", ["1E+400", "NaN", "Infinity", "-1E+400", "1E-400"])
def test_no_number_breaks_a_chart(charts: AllocationCharts, number: str) -> None:
    charts.show_allocation(group_allocation(share("DU1", "1", number, commissions=usd(number))))
    assert not image(charts.quantities.chart).isNull()
    assert abs(bar_lengths(charts.commissions.chart, 0)[0]) <= 1e15


def test_without_data_there_is_no_chart(charts: AllocationCharts) -> None:
    charts.show_allocation(
        group_allocation(share("DU1", None, None, why=NET_LIQ), share("DU2", None, None, why=NET_LIQ))
    )
    assert not charts.quantities.chart.isVisible()
    assert charts.quantities.note.text().startswith("Expected is not determined for 2 accounts: NetLiq")
    assert charts.commissions.note.text() == "No commission has been reported."


def test_the_tooltip_has_everything_about_an_account(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    chart = charts.quantities.chart
    row = chart.height() // 5
    assert chart.hint_at(QPoint(5, row + 10)).splitlines() == [
        "DU1000002",
        "Expected: 500",
        "Allocated: 400",
        "Difference: -100 (not explained)",
        "Commission: 0.50 EUR, 2.10 USD",
    ]
    assert "Expected: not determined (NetLiq needs account values)" in chart.hint_at(QPoint(300, 2 * row + 10))
    assert chart.hint_at(QPoint(300, chart.height() - 2)) == ""


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
    # pyqtgraph's view ignores the mouse: wheel and clicks reach the widget.
    assert section.chart.childAt(place.toPoint()) is None
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


def test_long_names_are_shortened_and_leave_room_for_bars(charts: AllocationCharts) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1000001": "A name that is as long as a name may be, or longer"})
    ACCOUNT_NAMES.set_showing(True)
    charts.resize(260, 500)
    charts.show_allocation(FEW)
    chart = charts.quantities.chart
    (first, *_) = chart.name_texts()
    assert "…" in first
    assert first.endswith(")")
    assert chart.fontMetrics().horizontalAdvance(first) < chart.width() / 2


def test_colors_follow_the_palette(charts: AllocationCharts) -> None:
    charts.show_allocation(FEW)
    chart = charts.quantities.chart
    before = tone_color(charts.palette(), "info").name()
    assert before in colors(chart)
    dark = QPalette(QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    charts.setPalette(dark)
    seen = colors(chart)
    assert tone_color(charts.palette(), "info").name() in seen
    assert before not in seen


def test_expected_differs_from_allocated_without_color(charts: AllocationCharts) -> None:
    charts.show_allocation(group_allocation(share("DU1", "10", "10")))
    chart = charts.quantities.chart
    picture, x = image(chart), chart.width() // 2
    lane = chart.fontMetrics().height()
    inside = [picture.pixelColor(x, 4 + lane // 2 + number * lane).name() for number in range(2)]
    assert inside[1] == tone_color(charts.palette(), "info").name()
    assert inside[0] != tone_color(charts.palette(), "muted").name()


_ENDS = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
def main():
    app = QApplication([])
    window = QMainWindow()
    from ibmonitor.windows.allocations.charts import AllocationCharts
    from tests.windows.allocations.test_charts import FEW
    charts = AllocationCharts(window)
    window.setCentralWidget(charts)
    charts.show_allocation(FEW)
    window.show()
    QTimer.singleShot(0, app.quit)
    return app.exec()
raise SystemExit(main())
"""


def test_a_program_with_charts_exits_without_warnings() -> None:
    """pyqtgraph may not cause warnings, unraisable exceptions or a crash when the interpreter exits."""
    environment = {**os.environ, "QT_LOGGING_RULES": "*.debug=false"}
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", _ENDS],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = [line for line in ended.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (ended.returncode, said) == (0, [])
