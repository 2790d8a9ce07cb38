"""Bars by account: their lengths, their names and tooltips, and how they look."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from ibmonitor.models.allocations.bars import Bars, commission_bars, quantity_bars
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.windows.allocations.bar_chart import BarChart
from ibmonitor.windows.theme.theme import tone_color
from tests.support.make_allocation import group_allocation, share, usd

NET_LIQ = "NetLiq needs account values"


FEW = group_allocation(
    share("DU1000001", "333.333333333333", "333", commissions=usd("1.25")),
    share("DU1000002", "500", "400", is_flagged=True, commissions=(("EUR", Decimal("0.5")), *usd("2.1"))),
    share("DU1000003", None, "100", why=NET_LIQ, pending=2),
    share("DU1000004", "66", None),
)


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    chart = BarChart()
    qtbot.addWidget(chart)
    show(chart, quantity_bars(FEW))
    chart.show()
    return chart


def show(chart: BarChart, bars: Bars, width: int = 580) -> None:
    """Show these bars, as high as they need to be."""
    chart.show_bars(bars)
    chart.resize(width, chart.sizeHint().height())


def bar_widths(chart: BarChart, number: int) -> list[float | None]:
    """The widths of one series' bars in pixels, by account; less than 0 for a bar to the left."""
    series = chart._bars.series[number]
    bars = [chart.bar_of(series, row) for row in range(len(series.values))]
    return [None if bar is None else bar.width() for bar in bars]


def image(chart: BarChart) -> QImage:
    return chart.grab().toImage()


def colors(chart: BarChart) -> set[str]:
    picture = image(chart)
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height(), 2)}


def test_bars_are_as_long_as_the_quantities(chart: BarChart) -> None:
    # Expected is not determined for the third account, and what the fourth got is not known: neither has a bar.
    expected, allocated, flagged = (bar_widths(chart, number) for number in range(3))
    longest = expected[1]
    assert longest is not None
    assert longest > 200
    for widths, quantities in (
        (expected, (333.33, 500, None, 66)),
        (allocated, (333, None, 100, None)),
        (flagged, (None, 400, None, None)),
    ):
        for width, quantity in zip(widths, quantities, strict=True):
            assert width == (None if quantity is None else pytest.approx(quantity / 500 * longest, abs=1))


def test_the_scale_has_as_many_round_numbers_as_there_is_room_for(chart: BarChart) -> None:
    for width, step in ((900, 50), (400, 100), (260, 200)):
        show(chart, quantity_bars(FEW), width)
        assert [text for _, text in chart._axis.ticks] == [f"{number}" for number in range(0, 501, step)]


def test_a_rebate_is_a_bar_to_the_other_side(chart: BarChart) -> None:
    shares = [share(account, "1", "1", commissions=usd(paid)) for account, paid in (("DU1", "-0.3"), ("DU2", "0.6"))]
    show(chart, commission_bars(group_allocation(*shares)))
    rebate, cost = bar_widths(chart, 0)
    assert rebate is not None
    assert rebate < 0
    assert cost == pytest.approx(-2 * rebate, abs=1)


@pytest.mark.parametrize("number", ["1E+400", "NaN", "Infinity", "-1E+400", "1E-400"])
def test_no_number_breaks_a_chart(chart: BarChart, number: str) -> None:
    allocation = group_allocation(share("DU1", "1", number, commissions=usd(number)))
    for bars in (quantity_bars(allocation), commission_bars(allocation)):
        show(chart, bars)
        assert not image(chart).isNull()
    (width,) = bar_widths(chart, 0)
    assert width is not None
    assert abs(width) < chart.width()
    assert bool(width) is (number not in {"NaN", "1E-400"})


def test_it_is_as_high_as_its_accounts_and_empty_without_bars(chart: BarChart) -> None:
    lane = chart.fontMetrics().height()
    rows = chart.height() - (lane + 10)
    assert rows == 4 * (2 * lane + 8)
    show(chart, quantity_bars(group_allocation(share("DU1", None, None))))
    assert chart.sizeHint().height() == 0


def test_the_tooltip_has_everything_about_an_account(chart: BarChart) -> None:
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


def test_long_names_are_shortened_and_leave_room_for_bars(chart: BarChart) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1000001": "A name that is as long as a name may be, or longer"})
    ACCOUNT_NAMES.set_showing(True)
    show(chart, quantity_bars(FEW), 240)
    (first, *_) = chart.name_texts()
    assert "…" in first
    assert first.endswith(")")
    assert chart.fontMetrics().horizontalAdvance(first) < chart.width() / 2


def test_colors_follow_the_palette(chart: BarChart) -> None:
    before = tone_color(chart.palette(), "info").name()
    assert before in colors(chart)
    dark = QPalette(QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    chart.setPalette(dark)
    seen = colors(chart)
    assert tone_color(chart.palette(), "info").name() in seen
    assert before not in seen


def test_expected_differs_from_allocated_without_color(chart: BarChart) -> None:
    show(chart, quantity_bars(group_allocation(share("DU1", "10", "10"))))
    picture, x = image(chart), chart.width() // 2
    lane = chart.fontMetrics().height()
    inside = [picture.pixelColor(x, 4 + lane // 2 + number * lane).name() for number in range(2)]
    assert inside[1] == tone_color(chart.palette(), "info").name()
    assert inside[0] != tone_color(chart.palette(), "muted").name()
