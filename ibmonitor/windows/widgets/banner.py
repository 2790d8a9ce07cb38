"""`Banner`: one line about something that is wrong, on a tint of its tone; and the place where banners appear."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ibmonitor.windows.theme.theme import tokens_of
from ibmonitor.windows.theme.tokens import LARGE, SMALL, TIGHT

_STRIPE = 3
"""Pixels of the stripe at the left: the tint alone is too faint for some eyes."""


class Banner(QFrame):
    """Hidden while there is nothing to say. Subclasses add their parts to `row`."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = "warning"
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(LARGE, TIGHT, SMALL, TIGHT)
        self.row.setSpacing(SMALL)
        self.hide()

    def set_tone(self, tone: str) -> None:
        """The tone of the stripe and the tint."""
        if tone != self.tone:
            self.tone = tone
            self.update()

    def add_dismiss(self, name: str, hint: str) -> QToolButton:
        """Add the button at the right that dismisses the banner; `hint` is a sentence of this program."""
        button = QToolButton(self)
        button.setText("✕")
        button.setToolTip(hint)
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        button.setMinimumSize(QSize(24, 24))
        button.clicked.connect(self.dismissed)
        self.row.addWidget(button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colors = tokens_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.tint(self.tone))
        painter.fillRect(0, 0, _STRIPE, self.height(), colors.tone(self.tone))


class BannerPlace(QWidget):
    """Shows one banner at a time, the one that came last, always in the same height; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banners: list[Banner] = []
        """The one in front is the last."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def front(self) -> Banner | None:
        """The banner that is seen; `None` where there is none."""
        shown = [banner for banner in self._banners if not banner.isHidden()]
        return shown[-1] if shown else None

    def add(self, banner: Banner) -> None:
        """Have this banner shown here from now on, whenever it is not hidden."""
        banner.setParent(self)
        banner.hide()
        self._banners.append(banner)
        banner.installEventFilter(self)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(0, max((banner.sizeHint().height() for banner in self._banners), default=0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, Banner):
            if event.type() == QEvent.Type.ShowToParent:
                self._banners.remove(watched)
                self._banners.append(watched)
                self._arrange()
            elif event.type() == QEvent.Type.HideToParent:
                self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        front = self.front
        for banner in self._banners:
            banner.setGeometry(self.rect())
            # What is behind the one in front does not take the focus.
            policy = Qt.FocusPolicy.StrongFocus if banner is front else Qt.FocusPolicy.NoFocus
            for button in banner.findChildren(QAbstractButton):
                button.setFocusPolicy(policy)
        if front is not None:
            front.raise_()
        if self.isHidden() == (front is not None):
            self.setVisible(front is not None)


def one_line(widget: QWidget) -> None:
    """Let a label take the free width of a banner, and no more."""
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
