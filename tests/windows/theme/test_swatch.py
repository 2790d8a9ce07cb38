"""Pictures of colors."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ibmonitor.windows.theme.swatch import swatch


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2, 3])
@pytest.mark.usefixtures("qapp")
def test_a_swatch_has_its_color_at_each_scale_of_the_screen(ratio: float) -> None:
    square, disc = (swatch(QColor("teal"), is_round=is_round) for is_round in (False, True))
    for made in (square, disc):
        image = made.pixmap(QSize(16, 16), ratio).toImage()
        assert image.width() == round(16 * ratio)
        assert image.pixelColor(image.width() // 2, image.height() // 2) == QColor("teal")
    assert square.pixmap(16, 16).toImage() != disc.pixmap(16, 16).toImage()
