"""The sentences about why an order is in its state: all shown, as plain text, also to screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ibmonitor.domain.explain.explanation import Explanation
from ibmonitor.windows.details.why_panel import WhyPanel

WHOLE = Explanation("Submitted: it works.", ("Filled so far: <b>40</b> of 100.", "A warning."), ("Look here.",))


def shown(panel: WhyPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if not label.isHidden()]


def test_everything_is_plain_text(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.show_explanation("BUY 100 AAPL", WHOLE)
    assert shown(panel) == [
        "BUY 100 AAPL",
        "Submitted: it works.",
        "• Filled so far: <b>40</b> of 100.\n• A warning.",
        "Possible reasons",
        "• Look here.",
    ]
    assert "<b>40</b>" in panel.accessibleDescription()


def test_empty_parts_are_hidden(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.show_explanation("BUY 100 AAPL", WHOLE)
    panel.show_explanation("", Explanation("Filled: done.", (), ()))
    assert shown(panel) == ["Filled: done."]


def test_an_unchanged_text_keeps_the_selection(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.show_explanation("BUY 100 AAPL", WHOLE)
    headline = next(label for label in panel.findChildren(QLabel) if label.text() == WHOLE.headline)
    headline.setSelection(0, 9)
    panel.show_explanation("BUY 100 AAPL", WHOLE)
    assert headline.selectedText() == "Submitted"
