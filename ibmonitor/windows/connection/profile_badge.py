"""Badges that identify profiles, and live and paper accounts: words on colors, never color alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.link_words import SIMULATED
from ibmonitor.models.text.plain_text import cut, plain_tooltip
from ibmonitor.settings.profiles import Profile
from ibmonitor.windows.theme.theme import tokens_of, tone_color
from ibmonitor.windows.theme.tokens import ON_PROFILE, PROFILE_COLORS

_PADDING = (9, 2)
"""Pixels at the sides, and above and below."""
_LONGEST = 28
"""Characters of a name in the panel; the tooltip has the full name."""
_ICON_SIZES = (16, 20, 24, 32, 48, 64, 128)
_BAND = 0.3
"""The profile color's share of the icon's height."""


class Badge(QWidget):
    """A word on a color, or in an outline. Hidden while there is no word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = ""
        self._fill: QColor | None = None
        font = QFont(self.font())
        font.setBold(True)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_word(self, text: str, fill: QColor | None, hint: str) -> None:
        """Show a word on this color, or in an outline if it is `None`; an empty word hides the badge."""
        self.word = cut(ACCOUNT_MASK.text(text), _LONGEST)
        self._fill = fill
        self.setToolTip(plain_tooltip(ACCOUNT_MASK.text(hint)))
        self.setAccessibleName(ACCOUNT_MASK.text(hint))
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width, height = _PADDING
        return QSize(metrics.horizontalAdvance(self.word) + 2 * width, metrics.height() + 2 * height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        ink = ON_PROFILE
        if self._fill is None:
            ink = self.palette().color(QPalette.ColorRole.WindowText)
            painter.setPen(QPen(tone_color(self.palette(), "muted"), 1.2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._fill)
        painter.drawRoundedRect(field, 4, 4)
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.word)


class ProfileBadge(Badge):
    """The name of the profile on its color; a click asks for another one, as the menu of profiles does."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def show_profile(self, profile: Profile | None) -> None:
        """Show this profile; `None` shows nothing."""
        if profile is None:
            self.show_word("", None, "")
        else:
            self.show_word(profile.name, PROFILE_COLORS[profile.color], f"Profile {profile.name} ({profile.color})")


class AccountKindBadge(Badge):
    """LIVE on red, PAPER in an outline: they differ in shape, weight, word and color."""

    def show_kind(self, kind: str) -> None:
        """Show what `link_text.kind_of_accounts` returns."""
        if kind == SIMULATED:
            self.show_word("SIMULATED", None, "A simulated TWS: no account and no order is real")
        elif "Live" in kind:
            self.show_word(kind.upper(), tokens_of(self).live, f"{kind} accounts: what is shown is real money")
        elif kind:
            self.show_word(kind.upper(), None, f"{kind} accounts: what is shown is paper trading")
        else:
            self.show_word("", None, "")


def profile_icon(base: QIcon, profile: Profile | None) -> QIcon:
    """The program's icon for title bar and taskbar, with a stripe in the profile's color."""
    if profile is None:
        return base
    made = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        base.paint(painter, 0, 0, size, size)
        painter.fillRect(QRectF(0, size * (1 - _BAND), size, size * _BAND), PROFILE_COLORS[profile.color])
        painter.end()
        made.addPixmap(pixmap)
    return made
