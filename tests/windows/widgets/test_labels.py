"""Labels for text from outside: plain, in the color of a tone, shortened, and without hidden account numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.theme.theme import DARK, SYSTEM, THEME, tone_color
from ibmonitor.windows.widgets.labels import LONGEST, ElidedLabel, SteadyLabel, ToneLabel
from tests.support.palettes import dark_palette, light_palette

pytestmark = pytest.mark.usefixtures("style_sheet")


def test_markup_in_a_text_is_only_text(qtbot: QtBot) -> None:
    label = ElidedLabel("<b>x</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_long_line_is_shortened_to_its_room(qtbot: QtBot) -> None:
    label = ElidedLabel("account " * 100)
    qtbot.addWidget(label)
    label.resize(200, 20)
    assert label.shown_text().endswith("…")
    label.resize(20_000, 20)
    assert label.shown_text() == " ".join(label.text().split())


def test_a_label_lays_out_the_beginning_of_a_text_without_end(qtbot: QtBot) -> None:
    label = ToneLabel("W" * 1_000_000)
    qtbot.addWidget(label)
    assert label.text() == "W" * LONGEST + "… (990,000 more characters; a copy of the whole row has them)"
    label.setText("W" * LONGEST)
    assert label.text() == "W" * LONGEST


def test_the_tooltip_has_the_line_only_where_it_is_shortened(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    label = ElidedLabel("<b>account</b>\nDU1")
    qtbot.addWidget(label)
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: shown.append(text))
    for width in (20, 20_000):
        label.resize(width, 20)
        QApplication.sendEvent(label, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))
    assert shown == ["<qt>&lt;b&gt;account&lt;/b&gt;<br>DU1</qt>", ""]


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_the_color_is_that_of_the_tone_in_the_palette_around(qtbot: QtBot, palette: Callable[[], QPalette]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setPalette(palette())
    label = ToneLabel("x", "bad")
    label.setParent(parent)
    for tone in ("bad", "muted"):
        label.set_tone(tone)
        assert label.palette().windowText().color() == tone_color(parent.palette(), tone)


def test_a_window_shown_after_a_change_of_the_theme_has_its_colors(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = ToneLabel("text", "muted", window)
    THEME.use(DARK)
    try:
        window.show()
        assert label.palette().color(QPalette.ColorRole.WindowText) == THEME.tokens.text_muted
        assert THEME.tokens.is_dark
    finally:
        THEME.use(SYSTEM)


def test_account_numbers_are_hidden_and_shown_again(qtbot: QtBot) -> None:
    label = ToneLabel("Of DU9000001.")
    qtbot.addWidget(label)
    ACCOUNT_MASK.learn(["DU9000001"])
    ACCOUNT_MASK.set_hiding(True)
    try:
        assert label.text() == f"Of {ACCOUNT_MASK.account('DU9000001')}."
        assert "DU9000001" not in label.text()
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert label.text() == "Of DU9000001."


def test_a_steady_label_is_as_wide_as_its_text(qtbot: QtBot) -> None:
    label, plain = SteadyLabel(), ToneLabel()
    qtbot.addWidget(label)
    qtbot.addWidget(plain)
    for text in ("Receiving executions: 100,000", "Updated 12:00:00"):
        label.setText(text)
        plain.setText(text)
        assert label.width() == plain.sizeHint().width()
    before = label.width()
    font = label.font()
    font.setPointSizeF(2 * font.pointSizeF())
    label.setFont(font)
    assert label.width() > before
