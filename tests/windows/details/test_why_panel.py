"""The sentences about why an order is in its state: all shown, as plain text, also to screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ibmonitor.domain.explain.explanation import Explanation
from ibmonitor.models.columns.record_facts import Fact
from ibmonitor.windows.details.why_panel import WhyPanel

WHOLE = Explanation("Submitted: it works.", ("Filled so far: <b>40</b> of 100.", "A warning."), ("Look here.",))


def shown(panel: WhyPanel) -> list[str]:
    labels = [label for label in panel.findChildren(QLabel) if not label.isHidden()]
    return [label.text() for label in labels if label.text() != "\N{BLACK CIRCLE}"]


def test_everything_is_plain_text(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.show_explanation("BUY 100 AAPL", WHOLE)
    assert shown(panel) == [
        "Submitted: it works.",
        "BUY 100 AAPL",
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


def test_the_facts_have_the_number_that_a_sentence_would_repeat(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    filled = "Filled 40 of 100 at an average price of 9.00."
    explanation = Explanation("Submitted: it works.", (filled, "A warning."), (), amount=filled)
    panel.show_explanation("BUY 100 AAPL", explanation, (Fact("Filled", "40 of 100 at 9.00"),))
    texts = shown(panel)
    assert texts[:2] == ["Submitted: it works.", "BUY 100 AAPL"]
    assert sorted(texts[2:]) == ["40 of 100 at 9.00", "Filled", "• A warning."]
    assert filled in panel.accessibleDescription()


def test_a_wide_panel_needs_less_height(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    facts = [Fact(f"Fact {number}", "a value") for number in range(8)]
    panel.show_explanation("BUY 100 AAPL", WHOLE, facts)
    assert panel.height_for(500) < panel.height_for(300)
