"""The colors of the day's charts."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from ibmonitor.windows.day.palette import LOOKS, OTHERS, color_of
from ibmonitor.windows.theme.contrast import MIN_GRAPHICS_CONTRAST, contrast
from tests.windows.day.day_bench import DayBench, fill


@pytest.mark.parametrize("background", ["#f0f0f0", "#2d2e30"])
def test_colors_follow_the_palette_and_stand_out(page: DayBench, background: str) -> None:
    page.receive(*fill(1), *fill(2))
    charts = page.show()
    palette = QPalette(QColor(background))
    # A widget with rules of the style sheet has the palette of the application, not that of its parent.
    charts.hours.plot.setPalette(palette)
    for look in (*LOOKS, OTHERS):
        assert contrast(color_of(palette, look), palette.base().color()) >= MIN_GRAPHICS_CONTRAST
    picture = charts.hours.plot.grab().toImage()
    colors = {picture.pixelColor(picture.width() // 2, y).name() for y in range(picture.height())}
    assert color_of(palette, LOOKS[0]).name() in colors
    assert len({(look.dashes, look.symbol, look.pattern) for look in (*LOOKS, OTHERS)}) == len(LOOKS) + 1
