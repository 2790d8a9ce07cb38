"""A window with what to check in TWS or IB Gateway: what the first page shows, for later."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ibmonitor.windows.first_start.tws_settings import TwsSettings
from ibmonitor.windows.widgets.labels import ToneLabel

_WIDTH = 720
_FIRST_LINE = "Start TWS or IB Gateway and log in. Four of its settings matter; all are on one page:"
_LAST_LINE = "Then enter host, port and client ID in Settings, where the connection can be tested, too."


class SetUpWindow(QDialog):
    """Not modal: it stays open next to TWS. Show with `show()`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("How to set up TWS")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(_wrapped(_FIRST_LINE, self))
        layout.addWidget(TwsSettings(self))
        layout.addWidget(_wrapped(_LAST_LINE, self))
        layout.addStretch(1)
        layout.addWidget(buttons)
        # A dialog's layout reserves too little height for wrapped lines.
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))


def _wrapped(text: str, parent: QWidget) -> ToneLabel:
    label = ToneLabel(text, parent=parent)
    label.setWordWrap(True)
    return label
