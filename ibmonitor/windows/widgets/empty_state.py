"""Shown in place of an empty table: why it is empty, and what to do about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibmonitor.windows.widgets.labels import ToneLabel

_WIDEST, _NARROWEST, _MARGIN = 560, 160, 16
"""Pixels."""


class EmptyState(QWidget):
    """One or two sentences in the center, with at most one button, and more ways below it."""

    action_requested = Signal()
    offer_requested = Signal(str)
    """The key of another way that the user has chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ToneLabel(tone="muted", parent=self)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self.label.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.label.setFont(font)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.action_requested)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch(2)
        layout.addWidget(self.label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        layout.addLayout(self._offers)
        layout.addStretch(3)
        self._offered: tuple[tuple[str, str], ...] = ()

    def set_text(self, text: str, action: str = "") -> None:
        """Show why there is nothing; `action` is the label of the button, empty for none."""
        self.label.setText(text)
        self._fit_label()
        self.button.setText(action)
        if not action and self.window().focusWidget() is self.button:
            # Hiding the button would move the focus to the next widget in the window.
            self.setFocus()
        self.button.setVisible(bool(action))
        if action and self.window().focusWidget() is self:
            self.button.setFocus()

    def minimumSizeHint(self) -> QSize:
        # The text has the width that there is: it must not be what keeps the widget wide.
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_label()

    def _fit_label(self) -> None:
        """Give the text its width, and the height it needs there: the layout asks for the height before that."""
        width = min(_WIDEST, max(_NARROWEST, self.width() - 2 * _MARGIN))
        self.label.setFixedWidth(width)
        self.label.setMinimumHeight(max(0, self.label.heightForWidth(width)))

    def set_offers(self, offers: tuple[tuple[str, str], ...]) -> None:
        """Show other ways than the button: the key and the label of each."""
        if offers == self._offered:
            return
        self._offered = offers
        while (item := self._offers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not offers:
            return
        self._offers.addStretch(1)
        for key, label in offers:
            button = QPushButton(label, self)
            button.setFlat(True)
            button.clicked.connect(partial(self.offer_requested.emit, key))
            self._offers.addWidget(button)
            # The layout would do so only later.
            button.show()
        self._offers.addStretch(1)

    def take_focus(self) -> None:
        """Give the focus to the button, or to this widget while the button is hidden."""
        (self if self.button.isHidden() else self.button).setFocus()
