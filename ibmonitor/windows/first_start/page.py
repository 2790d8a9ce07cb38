"""The page shown instead of the tables at the first start: try the demo, or connect to TWS."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibmonitor.settings.table import Settings
from ibmonitor.windows.first_start.connect_form import ConnectForm
from ibmonitor.windows.first_start.tws_settings import TwsSettings
from ibmonitor.windows.widgets.labels import ToneLabel

WELCOME = "Welcome to IB Monitor"
WHAT_IT_IS = (
    "It shows the orders, fills and commissions of your Interactive Brokers accounts as they happen, over the API of "
    "Trader Workstation (TWS) or IB Gateway. It is read-only: it can never place, change or cancel an order."
)
DEMO = (
    "See everything at work on a simulated TWS with made-up accounts. It runs on this computer only: no TWS and no "
    "login is needed, and no order is real."
)
LATER = "Host, port, client ID and the test are also in Settings, at any time."

_WIDEST = 165
_SIDE = 34
_BESIDE_EACH_OTHER_FROM = 125
"""Widths in average characters, so that they grow with the font."""

_BELOW_VERDICT = 34
"""Pixels below the verdict that must be visible too: the end of its card."""


class FirstPage(QWidget):
    """Scrolls if there is not enough room. It does not connect itself."""

    demo_requested = Signal()
    connect_requested = Signal(object)
    """Settings, all valid: to save, and to connect with."""
    skipped = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("First start")
        self.form = ConnectForm(settings, self)
        self.form.connect_requested.connect(self.connect_requested)
        self.demo_button = QPushButton("Try the de&mo", self)
        self.demo_button.clicked.connect(self._on_demo)
        self.skip_button = QPushButton("&Skip: open the empty window", self)
        self.skip_button.clicked.connect(self._on_skip)
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._ways.setSpacing(16)
        self._side = self._demo_card()
        self._ways.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self._ways.addWidget(self._connect_card(), 1)
        self._column = QWidget(self)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(8)
        column.addWidget(_heading(WELCOME, 1.6, self))
        column.addWidget(_wrapped(WHAT_IT_IS, "", self))
        column.addSpacing(8)
        column.addLayout(self._ways)
        column.addStretch(1)
        middle = QWidget(self)
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(self._column, 1000)
        across.addStretch(1)
        self._scroll = scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        # The fields and buttons inside take the focus.
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        scroll.verticalScrollBar().rangeChanged.connect(self._on_scroll_range_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self._arrange()
        order = [*self.form.in_tab_order(), self.demo_button, self.skip_button]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self.setFocusProxy(self.form.connect_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the two cards next to each other, or one below the other if the page is narrow."""
        character = self.fontMetrics().averageCharWidth()
        is_wide = self.width() >= character * _BESIDE_EACH_OTHER_FROM
        self._column.setMaximumWidth(character * _WIDEST)
        side = max(character * _SIDE, self._side.minimumSizeHint().width())
        self._side.setMaximumWidth(side if is_wide else character * _WIDEST)
        directions = QBoxLayout.Direction
        self._ways.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _demo_card(self) -> QWidget:
        card, lines = _card(self)
        lines.addWidget(_heading("Look around", 1.15, card))
        lines.addWidget(_wrapped(DEMO, "muted", card))
        lines.addWidget(self.demo_button, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addSpacing(14)
        lines.addWidget(_heading("Or later", 1.15, card))
        lines.addWidget(_wrapped(LATER, "muted", card))
        lines.addWidget(self.skip_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _connect_card(self) -> QWidget:
        card, lines = _card(self)
        lines.addWidget(_heading("Connect to TWS or IB Gateway", 1.15, card))
        lines.addWidget(_wrapped("Start it and log in. Four of its settings matter; all are on one page:", "", card))
        lines.addWidget(TwsSettings(card))
        lines.addSpacing(6)
        lines.addWidget(_wrapped("Then enter here where it is, and as which API client to connect:", "", card))
        lines.addWidget(self.form)
        lines.addStretch(1)
        return card

    def _on_scroll_range_changed(self) -> None:
        """Scroll to the verdict: it may be below the visible part."""
        if self.form.test_row.has_verdict:
            self._scroll.ensureWidgetVisible(self.form.test_row, 0, _BELOW_VERDICT)

    def _on_demo(self) -> None:
        self.form.test_row.forget()
        self.demo_requested.emit()

    def _on_skip(self) -> None:
        self.form.test_row.forget()
        self.skipped.emit()


def _card(parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setObjectName("card")
    lines = QVBoxLayout(card)
    lines.setContentsMargins(16, 14, 16, 14)
    lines.setSpacing(8)
    return card, lines


def _heading(text: str, size: float, parent: QWidget) -> ToneLabel:
    label = _wrapped(text, "", parent)
    font = label.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * size)
    label.setFont(font)
    return label


def _wrapped(text: str, tone: str, parent: QWidget) -> ToneLabel:
    label = ToneLabel(text, tone, parent)
    label.setWordWrap(True)
    return label
