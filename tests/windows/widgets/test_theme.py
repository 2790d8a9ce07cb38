"""Colors of tones that are readable on every palette."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ibmonitor.windows.widgets.theme import MIN_CONTRAST, contrast, selection_tint, tone_color
from tests.support.palettes import ROLE, dark_palette, light_palette


@pytest.mark.parametrize("make_palette", [light_palette, dark_palette])
@pytest.mark.parametrize("tone", ["good", "bad", "warning", "info", "muted", ""])
def test_every_tone_can_be_read_on_every_background(qtbot: QtBot, tone: str, make_palette: object) -> None:  # noqa: ARG001 - Qt must be up
    palette = dark_palette() if make_palette is dark_palette else light_palette()
    color = tone_color(palette, tone)
    for background in (ROLE.Base, ROLE.AlternateBase, ROLE.Window):
        assert contrast(color, palette.color(background)) >= MIN_CONTRAST
    assert contrast(color, selection_tint(palette)) >= MIN_CONTRAST


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_tones_follow_the_palette() -> None:
    assert tone_color(dark_palette(), "good") != tone_color(light_palette(), "good")
