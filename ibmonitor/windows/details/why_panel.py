"""Why an order is in its state, in the sentences of `domain/explain/explanation.py`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ibmonitor.domain.explain.explanation import Explanation
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.masked import MaskedText

_NARROWEST = 280


class WhyPanel(QScrollArea):
    """The order, the reason for its state, further facts, and possible reasons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_NARROWEST)
        self.setAccessibleName("Why the order is in its state")
        body = QWidget(self)
        self._title = _label(body, bold=True)
        self._as_of = _label(body)
        self._as_of.set_tone("warning")
        self._headline = _label(body)
        self._facts = _label(body)
        self._look_heading = _label(body, bold=True)
        self._look_heading.setText("Possible reasons")
        self._look_at = _label(body)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        for label in (self._title, self._as_of, self._headline, self._facts, self._look_heading, self._look_at):
            layout.addWidget(label)
        layout.addStretch(1)
        self.setWidget(body)
        self._description = MaskedText(self, self.setAccessibleDescription)

    def show_explanation(self, title: str, explanation: Explanation) -> None:
        """Show an explanation; if it has not changed, selection and scroll position stay."""
        texts = (title, explanation.as_of, explanation.headline, _items(explanation.facts), _items(explanation.look_at))
        for label, text in zip(
            (self._title, self._as_of, self._headline, self._facts, self._look_at), texts, strict=True
        ):
            _set_text(label, text)
        self._look_heading.setVisible(bool(explanation.look_at))
        self._description.set_text("\n".join(filter(None, texts)))


def _label(parent: QWidget, *, bold: bool = False) -> ToneLabel:
    label = ToneLabel(parent=parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    if bold:
        font = QFont(label.font())
        font.setBold(True)
        label.setFont(font)
    return label


def _items(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"\u2022 {sentence}" for sentence in sentences)


def _set_text(label: ToneLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))
