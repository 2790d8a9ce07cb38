"""The line that summarizes what this connection can see, and opens the full list when pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOptionFocusRect, QToolTip, QWidget

from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.theme.theme import tone_color
from ibmonitor.windows.widgets.masked import MaskedText

_MORE = "Details…"
_HINT = "What this connection can see, table by table"
_GAP = 10


class ScopeButton(QAbstractButton):
    """One line of plain text, shortened to its width, and a word that shows that there is more.

    The text is not the button's own `text`: Qt would treat an ampersand there as a shortcut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full_text = ""
        self._line = ""
        self._masked = MaskedText(self, self._show_line)
        self.tone = "muted"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleDescription(_HINT)

    def set_text(self, text: str, tone: str) -> None:
        """Show the text on one line; the same text again changes nothing."""
        line = " ".join(text.split())
        if (line, tone) != (self._full_text, self.tone):
            self._full_text, self.tone = line, tone
            self._masked.set_text(line)
            self.update()

    def _show_line(self, line: str) -> None:
        self._line = line
        self.setAccessibleName(line)
        self.updateGeometry()
        self.update()

    def shown_line(self) -> str:
        """The line, shortened to its width."""
        room = self.width() - self._more_width() - _GAP
        return self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, room)

    def hint(self) -> str:
        """The tooltip: what a click opens, and above it the full line if it is shortened."""
        return plain_tooltip(_HINT if self.shown_line() == self._line else f"{self._line}\n{_HINT}")

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._line) + _GAP + self._more_width()
        return QSize(width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._more_width(), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        shown = self.shown_line()
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(tone_color(self.palette(), self.tone))
        painter.drawText(self.rect(), align, shown)
        start = self.fontMetrics().horizontalAdvance(shown) + _GAP if shown else 0
        more = QRect(start, 0, self._more_width(), self.height())
        painter.setFont(self._more_font())
        painter.setPen(tone_color(self.palette(), "info"))
        painter.drawText(more, align, _MORE)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = QRect(0, 0, more.right() + 1, self.height())
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.hint(), self)
            return True
        return super().event(event)

    def _more_font(self) -> QFont:
        font = QFont(self.font())
        font.setUnderline(self.underMouse())
        return font

    def _more_width(self) -> int:
        return QFontMetrics(self._more_font()).horizontalAdvance(_MORE) + 2
