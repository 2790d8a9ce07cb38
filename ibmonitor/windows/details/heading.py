"""What the details begin with: why the order is in its state, in one big sentence, and the order itself in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from ibmonitor.models.table.roles import Tone
from ibmonitor.windows.theme.theme import sized
from ibmonitor.windows.theme.tokens import FONT_STRONG, SMALL, TIGHT
from ibmonitor.windows.widgets.cell_delegate import COLORS
from ibmonitor.windows.widgets.labels import ToneLabel

_DOT = "\N{BLACK CIRCLE}"
_COPY = "Copy for ticket"
_COPIED_MS = 2000


class Heading(QWidget):
    """A dot in the tone of the state, the sentence beside it, the order and a button below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = ToneLabel(_DOT, parent=self)
        self._dot.setAccessibleName("State")
        self.as_of = text_label(self)
        self.as_of.set_tone("warning")
        self.headline = text_label(self)
        font = sized(self.headline.font(), FONT_STRONG)
        font.setWeight(font.Weight.DemiBold)
        self.headline.setFont(font)
        self._dot.setFont(font)
        self.title = text_label(self)
        self.copy = QToolButton(self)
        self.copy.setText(_COPY)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(lambda: self.copy.setText(_COPY))
        self.copy.setToolTip("Copy as plain text: why, facts, timeline, fills, IDs, versions (Ctrl+Shift+C)")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(SMALL)
        layout.setVerticalSpacing(TIGHT)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.as_of, 0, 1, 1, 2)
        layout.addWidget(self._dot, 1, 0, top)
        layout.addWidget(self.headline, 1, 1, 1, 2)
        layout.addWidget(self.title, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.copy, 2, 2, top)
        layout.setColumnStretch(1, 1)

    def show_copied(self) -> None:
        """Confirm on the button that the text is on the clipboard, for a moment."""
        self.copy.setText("Copied")
        self._copied.start()

    def show_texts(self, title: str, headline: str, as_of: str, tone: Tone) -> None:
        """Show these texts; an empty one takes no room."""
        for label, text in ((self.title, title), (self.headline, headline), (self.as_of, as_of)):
            set_text(label, text)
        self._dot.set_tone(COLORS.get(tone, "muted"))


def text_label(parent: QWidget) -> ToneLabel:
    """A label of text that wraps and can be selected."""
    label = ToneLabel(parent=parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def set_text(label: ToneLabel, text: str) -> None:
    """Show a text, or hide the label if it is empty."""
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))
