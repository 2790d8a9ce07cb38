"""The settings to check in TWS or IB Gateway before connecting, by IB's own names, and where they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ibmonitor.domain.connection_test.words import WHERE_IN_GATEWAY, WHERE_IN_TWS
from ibmonitor.windows.widgets.labels import ToneLabel

PLACES = (("In TWS", WHERE_IN_TWS), ("In IB Gateway", WHERE_IN_GATEWAY))

TO_TICK = (
    (
        "Enable ActiveX and Socket Clients",
        "Check it. IB Gateway has it on.",
    ),
    (
        "Socket port",
        (
            "It must be the port entered here. Usually 7496 for TWS and 4001 for IB Gateway, for paper trading 7497 "
            "and 4002."
        ),
    ),
    (
        "Read-Only API",
        (
            "May stay checked. TWS then refuses to list completed orders, to list only the orders of this client, "
            "and to bind orders; everything else is shown."
        ),
    ),
    (
        "Trusted IPs",
        (
            "Only when TWS runs on another computer: add this computer's address, and uncheck Allow connections from "
            "localhost only."
        ),
    ),
)
"""IB's name of each setting, and what to do with it."""

OPTIONAL = (
    "Master API client ID",
    (
        "Optional. If it is the client ID entered here, the orders and fills of all API programs arrive live; "
        "otherwise those of other programs are polled at an interval."
    ),
)


class TwsSettings(QWidget):
    """A numbered list, for reading only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        for name, path in PLACES:
            self._grid.addWidget(_wrapped(f"{name}:  {path}", "", self), self._grid.rowCount(), 0, 1, 3)
        self._grid.setRowMinimumHeight(self._grid.rowCount(), 4)
        for number, (name, words) in enumerate(TO_TICK, 1):
            self._add(f"{number}", name, words)
        self._add("", *OPTIONAL)

    def _add(self, number: str, name: str, words: str) -> None:
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        counted, named = ToneLabel(number, "info", parent=self), ToneLabel(name, parent=self)
        for label in (counted, named):
            font = label.font()
            font.setBold(bool(number))
            label.setFont(font)
        self._grid.addWidget(counted, row, 0, top)
        self._grid.addWidget(named, row, 1, top)
        self._grid.addWidget(_wrapped(words, "muted", self), row, 2)


def _wrapped(text: str, tone: str, parent: QWidget) -> ToneLabel:
    label = ToneLabel(text, tone, parent)
    label.setWordWrap(True)
    return label
