"""The lines and bars of a chart of a day, by the pixels that they paint."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from pytestqt.qtbot import QtBot

from ibmonitor.models.day.series import Mark, Series
from ibmonitor.windows.day.drawing import Frame, steps_of
from ibmonitor.windows.day.palette import LOOKS, color_of
from ibmonitor.windows.widgets.chart_axes import Axis

SIZE, WHITE = 100, "#ffffff"
LOOK = LOOKS[0]
FRAME = Frame(QRectF(0, 0, SIZE, SIZE), Axis(0.0, SIZE, 0.0, SIZE), Axis(0.0, 10.0, SIZE, 0.0))
"""A pixel is a second across, and a tenth up."""


def mark(start: float, end: float, value: int, base: int = 0, *, is_hour: bool = False) -> Mark:
    return Mark(start, end, Decimal(value), base, (), is_hour)


LINE = Series("", tuple(mark(end, end, value) for end, value in ((10, 2), (40, 5), (70, 3))))


@pytest.fixture(params=[1, 2])
def canvas(request: pytest.FixtureRequest, qtbot: QtBot) -> QImage:
    """For an ordinary screen and for one with twice the pixels."""
    del qtbot
    canvas = QImage(SIZE * request.param, SIZE * request.param, QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(request.param)
    canvas.fill(QColor(WHITE))
    return canvas


def color_at(canvas: QImage, x: float, y: float) -> str:
    scale = canvas.devicePixelRatio()
    return canvas.pixelColor(int(x * scale), int(y * scale)).name()


def test_a_line_is_flat_until_the_next_fill_and_ends_with_the_day() -> None:
    steps = steps_of(LINE, 90)
    assert [(steps.at(place).x(), steps.at(place).y()) for place in range(steps.size())] == [
        (10, 0), (10, 0), (10, 2), (40, 2), (40, 5), (70, 5), (70, 3), (90, 3)
    ]  # fmt: skip
    assert steps_of(LINE, 60).at(7) == QPointF(70, 3)


def test_a_line_is_painted_in_its_color_without_blurred_edges(canvas: QImage) -> None:
    palette = QPalette(QColor(WHITE))
    painter = QPainter(canvas)
    FRAME.paint_line(painter, palette, LINE, steps_of(LINE, 90), LOOK)
    painter.end()
    color = color_of(palette, LOOK).name()
    scale = canvas.devicePixelRatio()
    column = [color_at(canvas, 25, y / scale) for y in range(int(SIZE * scale))]
    assert {color, WHITE} == set(column)
    assert column.count(color) == 2 * scale
    assert color_at(canvas, 25, 80) == color
    assert color_at(canvas, 40, 60) == color
    assert color_at(canvas, 85, 70) == color


def test_the_last_mark_has_its_symbol(canvas: QImage) -> None:
    painter = QPainter(canvas)
    palette = QPalette(QColor(WHITE))
    palette.setColor(QPalette.ColorRole.Base, QColor("#fedcba"))
    FRAME.paint_line(painter, palette, LINE, steps_of(LINE, 90), LOOK)
    painter.end()
    assert color_at(canvas, 70, 70) == "#fedcba"


def test_bars_on_each_other_do_not_overlap(canvas: QImage) -> None:
    palette = QPalette(QColor(WHITE))
    painter = QPainter(canvas)
    for look, base, value in ((LOOK, 0, 4), (LOOKS[1], 4, 2)):
        FRAME.paint_bars(painter, palette, Series("", (mark(0, 50, value, base, is_hour=True),)), look)
    painter.end()
    lower, upper = color_of(palette, LOOK).name(), color_of(palette, LOOKS[1]).name()
    assert [color_at(canvas, 25, y) for y in (39, 40, 59, 60, 99)] == [WHITE, upper, upper, lower, lower]
    assert [color_at(canvas, x, 90) for x in (4, 5, 44, 46)] == [WHITE, lower, lower, WHITE]
