"""`Banner`: one line about something that is wrong, on a tint of its tone; and the place where banners appear."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ibmonitor.windows.theme.theme import tokens_of
from ibmonitor.windows.theme.tokens import LARGE, SMALL, TIGHT

_RANKS = {"bad": 0, "warning": 1}
"""The tones from the worst; any other one is none."""
_STRIPE = 3
"""Pixels of the stripe at the left: the tint alone is too faint for some eyes."""


class Banner(QFrame):
    """Hidden while there is nothing to say. Subclasses add their parts to `row`."""

    dismissed = Signal()
    tone_changed = Signal()

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
            self.tone_changed.emit()

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
    """Shows one banner at a time, always in the same height; hidden while there is none.

    In front is the worst, and of several the one that came last. A button leads to the others.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banners: list[Banner] = []
        """The one that came last is the last."""
        self._wanted: Banner | None = None
        """The one that the user has brought to the front, until another one comes or goes."""
        self.more = QToolButton(self)
        self.more.setAutoRaise(True)
        self.more.setToolTip("Show the next notice")
        self.more.clicked.connect(self._show_next)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def front(self) -> Banner | None:
        """The banner that is seen; `None` where there is none."""
        return self._wanted or next(iter(self._queue), None)

    @property
    def _queue(self) -> list[Banner]:
        """All that are shown, the worst first."""
        shown = [banner for banner in reversed(self._banners) if not banner.isHidden()]
        return sorted(shown, key=lambda banner: _RANKS.get(banner.tone, len(_RANKS)))

    def add(self, banner: Banner) -> None:
        """Have this banner shown here from now on, whenever it is not hidden."""
        banner.setParent(self)
        banner.hide()
        self._banners.append(banner)
        banner.installEventFilter(self)
        banner.tone_changed.connect(self._show_worst)
        self._show_worst()

    def sizeHint(self) -> QSize:
        return QSize(0, max((banner.sizeHint().height() for banner in self._banners), default=0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, Banner):
            if event.type() == QEvent.Type.ShowToParent:
                self._banners.remove(watched)
                self._banners.append(watched)
                self._show_worst()
            elif event.type() == QEvent.Type.HideToParent:
                self._show_worst()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.front is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), tokens_of(self).tint(self.front.tone))

    def _show_worst(self) -> None:
        self._wanted = None
        self._arrange()

    def _show_next(self) -> None:
        queue, front = self._queue, self.front
        if front is not None:
            self._wanted = queue[(queue.index(front) + 1) % len(queue)]
        self._arrange()

    def _arrange(self) -> None:
        front, others = self.front, len(self._queue) - 1
        room = self.rect()
        self.more.setVisible(others > 0)
        if others > 0:
            self.more.setText("1 more notice" if others == 1 else f"{others} more notices")
            size = self.more.sizeHint()
            room.adjust(0, 0, -size.width() - SMALL, 0)
            self.more.setGeometry(QRect(QPoint(room.right() + 1, (self.height() - size.height()) // 2), size))
        self.update()
        for banner in self._banners:
            banner.setGeometry(room)
            # What is behind the one in front does not take the focus.
            policy = Qt.FocusPolicy.StrongFocus if banner is front else Qt.FocusPolicy.NoFocus
            for button in banner.findChildren(QAbstractButton):
                button.setFocusPolicy(policy)
        if front is not None:
            front.raise_()
            for button in front.findChildren(QAbstractButton)[-1:]:
                self.setTabOrder(button, self.more)
        if self.isHidden() == (front is not None):
            self.setVisible(front is not None)


def one_line(widget: QWidget) -> None:
    """Let a label take the free width of a banner, and no more."""
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
