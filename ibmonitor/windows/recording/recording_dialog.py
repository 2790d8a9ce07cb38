"""The dialogs about recording a session: what it means, before, and where the file is, afterwards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.open_folder import cannot_open, open_folder

_WIDTH = 560
_PLAY = "To play it back: ibmonitor replay FILE"

_WHAT = (
    "Everything that TWS sends and this program requests from now on is written to a file, with the time of each "
    "message, until you switch it off here or close the window. Support staff can play it back and see what you have "
    "seen."
)
_PRIVACY = (
    "The file holds account numbers, orders, fills and everything else as they are, even while account numbers are "
    "hidden in the window. Send it only to somebody who may see all of it. It holds no passwords: TWS never sends any."
)
_RECONNECTS = (
    "The connection to TWS is reopened at once, so that the recording begins with everything. What is shown stays."
)


class RecordingDialog(QDialog):
    """Asks whether to record to `path`; accepted when the user wants it."""

    def __init__(self, path: Path, parent: QWidget | None = None, *, will_reconnect: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Record session")
        layout = _column(self)
        layout.addWidget(_text(_WHAT, self))
        layout.addWidget(_text(_PRIVACY, self, tone="warning"))
        if will_reconnect:
            layout.addWidget(_text(_RECONNECTS, self))
        layout.addWidget(_text(f"File: {path}", self))
        layout.addWidget(_text(_PLAY, self, tone="muted"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        record = buttons.addButton("&Record", QDialogButtonBox.ButtonRole.AcceptRole)
        record.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        _finish(self, layout, buttons)


class RecordedDialog(QDialog):
    """Shows where a finished recording is; `size` is a text such as "12.3 MB"."""

    def __init__(self, path: Path, size: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Session recorded")
        self._folder = path.parent
        layout = _column(self)
        layout.addWidget(_text(f"The session has been recorded ({size}).", self))
        layout.addWidget(_text(f"File: {path}", self))
        layout.addWidget(_text("It holds account numbers and everything else as they are.", self, tone="warning"))
        layout.addWidget(_text(_PLAY, self, tone="muted"))
        self._trouble = _text("", self, tone="bad")
        self._trouble.hide()
        layout.addWidget(self._trouble)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        folder = buttons.addButton("&Open folder", QDialogButtonBox.ButtonRole.ActionRole)
        folder.clicked.connect(self._on_folder_wanted)
        buttons.rejected.connect(self.reject)
        _finish(self, layout, buttons)

    def _on_folder_wanted(self) -> None:
        if not open_folder(self._folder):
            self._trouble.setText(cannot_open(self._folder))
            self._trouble.show()


def size_text(size: int) -> str:
    """A number of bytes as text: "42 kB", "12.3 MB", "1.25 GB"."""
    if size >= 1e9:
        return f"{size / 1e9:,.2f} GB"
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def recording_sign(path: Path, size: int) -> str:
    """The text in the window while a recording runs."""
    return f"● Recording to {path.name}, {size_text(size)}"


def _column(dialog: QDialog) -> QVBoxLayout:
    dialog.setMinimumWidth(_WIDTH)
    layout = QVBoxLayout(dialog)
    layout.setSpacing(12)
    return layout


def _finish(dialog: QDialog, layout: QVBoxLayout, buttons: QDialogButtonBox) -> None:
    layout.addStretch(1)
    layout.addWidget(buttons)
    # A dialog's layout reserves too little height for wrapped lines.
    dialog.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))


def _text(text: str, parent: QWidget, tone: str = "") -> ToneLabel:
    label = ToneLabel(text, tone, parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
