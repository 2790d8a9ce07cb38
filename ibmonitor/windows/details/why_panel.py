"""Why an order is in its state, in the sentences of `domain/explain/explanation.py`, and its facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ibmonitor.domain.explain.explanation import Explanation
from ibmonitor.models.columns.record_facts import Fact
from ibmonitor.models.table.roles import Tone
from ibmonitor.windows.details.facts_grid import FactsGrid
from ibmonitor.windows.details.heading import Heading, set_text, text_label
from ibmonitor.windows.theme.tokens import MEDIUM, SMALL
from ibmonitor.windows.widgets.masked import MaskedText

_NARROWEST, _LOWEST = 280, 96
"""Pixels."""


class WhyPanel(QScrollArea):
    """The big sentence, the order, its facts, further sentences, and possible reasons."""

    height_changed = Signal()
    """`height_for` returns something else now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setMinimumSize(_NARROWEST, _LOWEST)
        self.setAccessibleName("Why the order is in its state")
        body = QWidget(self)
        self.heading = Heading(body)
        self.facts = FactsGrid(body)
        self._sentences = text_label(body)
        self._look_heading = text_label(body)
        font = QFont(self._look_heading.font())
        font.setBold(True)
        self._look_heading.setFont(font)
        self._look_heading.setText("Possible reasons")
        self._look_at = text_label(body)
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        self._layout.setSpacing(SMALL)
        for part in (self.heading, self.facts, self._sentences, self._look_heading, self._look_at):
            self._layout.addWidget(part)
        self._layout.addStretch(1)
        self.setWidget(body)
        body.installEventFilter(self)
        self._description = MaskedText(self, self.setAccessibleDescription)

    def show_explanation(
        self, title: str, explanation: Explanation, facts: Sequence[Fact] = (), tone: Tone = ""
    ) -> None:
        """Show an explanation; if it has not changed, selection and scroll position stay.

        `tone` is that of the state.
        """
        self.heading.show_texts(title, explanation.headline, explanation.as_of, tone)
        self.facts.show_facts(facts)
        # Among the facts, the number itself is shown.
        shown = tuple(one for one in explanation.facts if not facts or one != explanation.amount)
        set_text(self._sentences, _items(shown))
        set_text(self._look_at, _items(explanation.look_at))
        self._look_heading.setVisible(bool(explanation.look_at))
        texts = (
            title,
            explanation.as_of,
            explanation.headline,
            self.facts.text(),
            _items(explanation.facts),
            _items(explanation.look_at),
        )
        self._description.set_text("\n".join(filter(None, texts)))

    def height_for(self, width: int) -> int:
        """The height at which nothing has to be scrolled, in pixels."""
        self._layout.invalidate()
        return self._layout.totalHeightForWidth(width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.height_changed.emit()
        return super().eventFilter(watched, event)


def _items(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"\u2022 {sentence}" for sentence in sentences)
