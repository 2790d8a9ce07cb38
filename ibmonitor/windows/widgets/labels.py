"""Labels for text from outside: always plain, in the color of a tone, shortened to the width there is.

They hide account numbers while the user hides them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.theme.theme import tone_color

LONGEST = 10_000
"""Characters that a label lays out. It does so on every resize: an endless text would freeze the window."""


_RECOLORING = frozenset({QEvent.Type.PaletteChange, QEvent.Type.ParentChange, QEvent.Type.StyleChange})
"""After a change of theme the last of these comes when the palettes of all parents are the new ones."""


class ToneLabel(QLabel):
    """Plain text in the color of a tone; the color follows the palette."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = tone
        self._coloring = False
        self._full_text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._color()
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def setText(self, text: str) -> None:
        """Show a text. If it has not changed, the user's selection stays."""
        self._full_text = text
        shown = _cut(ACCOUNT_MASK.text(text))
        if shown != self.text():
            super().setText(shown)

    def _on_mask_changed(self) -> None:
        self.setText(self._full_text)

    def set_tone(self, tone: str) -> None:
        if tone != self.tone:
            self.tone = tone
            self._color()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _RECOLORING and not self._coloring:
            self._color()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A window that has not been shown gets the application's palette only now, and does not report it.
        self._color()

    def _color(self) -> None:
        parent = self.parentWidget()
        around = parent.palette() if parent is not None else QPalette()
        # Only this one role: the others stay those of the application when it changes its theme.
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, tone_color(around, self.tone))
        self._coloring = True
        self.setPalette(palette)
        self._coloring = False


class SteadyLabel(ToneLabel):
    """One line, of its own size: other parts of the window are laid out again only when that changes."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        # Its own hint never becomes smaller than the size that it has. A layout rounds its place down, and a label that
        # of its text up: with a pixel more it stands as high as in a label that fills the row.
        size = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())
        self.setFixedSize(size.width(), size.height() + 1)


class ElidedLabel(ToneLabel):
    """One line, shortened to its width; the tooltip then shows the full text."""

    def shown_text(self) -> str:
        return self.fontMetrics().elidedText(self._line(), Qt.TextElideMode.ElideRight, self.width())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._line()) + 2, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.shown_text())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            text = self.text() if self.shown_text() != self._line() else ""
            QToolTip.showText(event.globalPos(), plain_tooltip(text), self)
            return True
        return super().event(event)

    def _line(self) -> str:
        return " ".join(self.text().split())


def _cut(text: str) -> str:
    left = len(text) - LONGEST
    return text if left <= 0 else f"{text[:LONGEST]}… ({left:,} more characters; a copy of the whole row has them)"
