"""The state of the connection in the header: a light and a word; its tooltip and a click tell more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.connection.link_light import STATE_TONES, LinkLight
from ibmonitor.windows.theme.theme import tokens_of, tone_color
from ibmonitor.windows.theme.tokens import RADIUS
from ibmonitor.windows.widgets.masked import MaskedText

_MORE = "Click for all that this connection can see, table by table"
_PADDING, _GAP = 8, 6
RECORDING = "Recording"
_WIDEST_COUNTDOWN = "Reconnecting in 60 s"
"""While it counts down, what is next to it does not move."""


class StateButton(QAbstractButton):
    """The text is not the button's own `text`: Qt would treat an ampersand there as a shortcut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.tone = ""
        self._least = ""
        self._facts = ""
        self._light = LinkLight(self)
        self._light.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        font = QFont(self.font())
        font.setBold(True)
        self.setFont(font)
        self._masked_facts = MaskedText(self, self._show_facts)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_state(self, state: LinkState, words: str, *, counts_down: bool) -> None:
        """Show the state; `counts_down` reserves the room for the longest countdown."""
        self._light.set_state(state)
        self._least = _WIDEST_COUNTDOWN if counts_down else ""
        if (words, STATE_TONES[state]) != (self.words, self.tone):
            self.words, self.tone = words, STATE_TONES[state]
            self.setAccessibleName(f"Connection: {words}")
            self.update()
        self.updateGeometry()

    def show_instead(self, words: str) -> None:
        """Show what all this is from, a recording or a past day, which has no light."""
        self._light.hide()
        self.words, self.tone = words, "info"
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_facts(self, facts: str) -> None:
        """What the tooltip shows: lines about the connection and what it can see."""
        self._masked_facts.set_text(facts)

    @property
    def facts(self) -> str:
        """The lines of the tooltip, as they may be shown."""
        return self._facts

    def hint(self) -> str:
        """The tooltip."""
        return plain_tooltip("\n".join(filter(None, (self._facts, _MORE))))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = max(metrics.horizontalAdvance(self.words), metrics.horizontalAdvance(self._least))
        return QSize(width + self._before_words() + _PADDING, metrics.height() + 10)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = tokens_of(self)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(colors.accent, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colors.hover)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        self._light.move(_PADDING, (self.height() - self._light.height()) // 2)
        words = self.rect().adjusted(self._before_words(), 0, 0, 0)
        painter.setPen(tone_color(self.palette(), self.tone))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.words)

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

    def _before_words(self) -> int:
        return _PADDING if self._light.isHidden() else _PADDING + self._light.width() + _GAP

    def _show_facts(self, facts: str) -> None:
        self._facts = facts
        self.setAccessibleDescription("\n".join(filter(None, (facts, _MORE))))
