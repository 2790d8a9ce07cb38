"""The strip that shows the last warning or error in plain words until the user puts it away. Never a dialog."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from ibmonitor.domain.records import Message, Severity
from ibmonitor.models.account_mask import ACCOUNT_MASK
from ibmonitor.models.plain_text import cut
from ibmonitor.windows.clipboard import copy_text
from ibmonitor.windows.labels import ToneLabel
from ibmonitor.windows.masked import MaskedText

_TONES = {Severity.WARNING: "warning", Severity.ERROR: "bad"}
_SIGNS = {Severity.WARNING: "▲", Severity.ERROR: "✖"}
_MAX_SHOWN = 400
_MOST_UNREAD = 9_999


class MessageStrip(QFrame):
    """Hidden while there is nothing to say. Information is not shown here: it is in the Messages table."""

    show_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unread: list[Message] = []
        self._details = ""
        self._name = MaskedText(self, self.setAccessibleName)
        self._word = ToneLabel(parent=self)
        self._text = ToneLabel(parent=self)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = ToneLabel(tone="muted", parent=self)
        self._copy = QPushButton("Copy &details", self)
        self._copy.setToolTip("Copy the time, the message and what is behind it, for a report")
        self._copy.clicked.connect(self._on_copy_clicked)
        show_all = QPushButton("Show &all", self)
        show_all.setToolTip("Go to the Messages tab")
        show_all.clicked.connect(self.show_all_requested)
        dismiss = QToolButton(self)
        dismiss.setText("✕")
        dismiss.setToolTip("Put this message away; it stays in the Messages tab")
        dismiss.setAccessibleName("Dismiss message")
        dismiss.setAutoRaise(True)
        dismiss.setMinimumSize(QSize(24, 24))
        dismiss.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 6, 3)
        layout.addWidget(self._word)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._more)
        layout.addWidget(self._copy)
        layout.addWidget(show_all)
        layout.addWidget(dismiss)
        self.hide()
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def show_message(self, message: Message) -> None:
        """Show a warning or an error in place of the one before; anything else changes nothing."""
        if message.severity not in _TONES:
            return
        if self.isHidden():
            self._unread.clear()
        # One that comes again is not one more.
        earlier = [each for each in self._unread if each is not message]
        self._unread = [*earlier[-_MOST_UNREAD:], message]
        self._show(message)
        self.show()

    def withdraw(self, sentences: Collection[str]) -> None:
        """Put away what this program has said in these sentences: it holds no longer."""
        left = [each for each in self._unread if each.code is not None or each.plain not in sentences]
        if self.isHidden() or len(left) == len(self._unread):
            return
        self._unread = left
        if left:
            self._show(left[-1])
        else:
            self.dismiss()

    def _show(self, message: Message) -> None:
        self._word.setText(f"{_SIGNS[message.severity]} {message.severity.value}")
        self._word.set_tone(_TONES[message.severity])
        text = message.plain or message.text
        self._details = _details(message, cut(text, _MAX_SHOWN))
        # Hidden before it is cut: half an account would not be known for one.
        shown = cut(ACCOUNT_MASK.text(text), _MAX_SHOWN)
        self._text.setText(shown)
        self._copy.setVisible(bool(self._details))
        more = len(self._unread) - 1
        self._more.setText(f"and {more} earlier" if more else "")
        self._name.say(f"{message.severity.value}: {shown}")

    def dismiss(self) -> None:
        self._unread.clear()
        self.hide()

    def text(self) -> str:
        """What is shown; empty while the strip is hidden."""
        return "" if self.isHidden() else self._text.text()

    def _on_mask_changed(self) -> None:
        if self._unread:
            self._show(self._unread[-1])

    def _on_copy_clicked(self) -> None:
        copy_text(ACCOUNT_MASK.text(self._details))


def _details(message: Message, shown: str) -> str:
    """The whole of a fault of this program's own, where there is more to it than is shown; else empty."""
    if message.code is not None or message.text in ("", shown):
        return ""
    # With its offset from UTC: the log's times are in UTC.
    time = (message.last_received or message.received).astimezone().isoformat(" ", "seconds")
    return "\n".join(filter(None, (time, message.plain, message.text)))
