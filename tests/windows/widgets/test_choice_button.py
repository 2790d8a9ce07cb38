"""Choice buttons: the checked one is bold, under every style sheet, as wide as the others may become."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.windows.theme.theme import THEME
from ibmonitor.windows.widgets.choice_button import ChoiceButton


@pytest.mark.usefixtures("style_sheet")
def test_the_checked_one_is_bold_in_another_theme_too(qtbot: QtBot) -> None:
    THEME.use("light")
    window = QWidget()
    qtbot.addWidget(window)
    first, other = (ChoiceButton(text, window) for text in ("All", "Rejected"))
    first.setChecked(True)
    window.show()
    first.setChecked(False)
    other.setChecked(True)
    THEME.use("dark")
    bold = (first.font().bold(), other.font().bold())
    THEME.use("system")
    assert bold == (False, True)
