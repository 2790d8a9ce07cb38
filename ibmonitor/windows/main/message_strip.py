"""The banner that shows the last warning or error on one line until the user dismisses it. Never a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ibmonitor.domain.records.records import Message, Severity
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.message_words import message_line, severity_word
from ibmonitor.models.text.plain_text import cut, plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.windows.widgets.banner import Banner, one_line
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.labels import ElidedLabel, ToneLabel
from ibmonitor.windows.widgets.masked import MaskedText

_TONES = {Severity.WARNING: "warning", Severity.ERROR: "bad"}
_SIGNS = {Severity.WARNING: "▲", Severity.ERROR: "✖"}
_MAX_SHOWN = 400
MOST_LISTED = 100
"""Unread messages kept, to show them again when a later one is withdrawn; earlier ones are only counted."""


class MessageStrip(Banner):
    """Hidden while there is nothing unread. Information is not shown here: it is in the Messages table."""

    show_all_requested = Signal(object)
    """The message that is shown."""
    order_requested = Signal(object)
    """The order that the message shown is about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unread: set[int] = set()
        """The serials of all unread messages: a repeated message counts once."""
        self._listed: dict[Message, None] = {}
        """The most recent of them, newest last."""
        self._details = ""
        self._name = MaskedText(self, self.setAccessibleName)
        self._word = ToneLabel(parent=self)
        self.label = ElidedLabel(parent=self)
        one_line(self.label)
        self._hint = MaskedText(self, lambda hint: self.label.setToolTip(plain_tooltip(hint)))
        self._more = ToneLabel(tone="muted", parent=self)
        self._order = self._button("Show &order", "Select the order that this message is about")
        self._order.clicked.connect(self._on_order_clicked)
        self._copy = self._button("Copy &details", "Copy the time, the message and its details, for a report")
        self._copy.clicked.connect(self._on_copy_clicked)
        self._show_all = self._button("Show &all", "Select this message in the Messages tab")
        self._show_all.clicked.connect(self._on_show_all_clicked)
        self._layout()
        self.dismissed.connect(self.dismiss)
        ACCOUNT_MASK.changed.connect(self._show_newest)

    def show_messages(self, messages: Iterable[Message]) -> None:
        """Show the last warning or error of these, and count the others."""
        loud = [message for message in messages if message.severity in _TONES]
        if not loud:
            return
        self._unread.update(message.serial for message in loud)
        for message in loud[-MOST_LISTED:]:
            self._listed.pop(message, None)
            self._listed[message] = None
        while len(self._listed) > MOST_LISTED:
            del self._listed[next(iter(self._listed))]
        self._show_newest()
        self.show()

    def withdraw(self, holds_no_longer: Callable[[Message], bool]) -> None:
        """Remove these messages: what they report has been resolved."""
        mended = list(filter(holds_no_longer, self._listed))
        if not mended:
            return
        for message in mended:
            del self._listed[message]
            self._unread.discard(message.serial)
        if self._listed:
            self._show_newest()
        else:
            self.dismiss()

    def dismiss(self) -> None:
        """Remove all messages; they stay in the Messages tab."""
        self._unread.clear()
        self._listed.clear()
        self.hide()

    @property
    def _newest(self) -> Message | None:
        return next(reversed(self._listed), None)

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(plain_tooltip(hint))
        return button

    def _layout(self) -> None:
        self.row.addWidget(self._word)
        self.row.addWidget(self.label, 1)
        for widget in (self._more, self._order, self._copy, self._show_all):
            self.row.addWidget(widget)
        self.add_dismiss("Dismiss message", "Dismiss. The message stays in the Messages tab.")

    def _show_newest(self) -> None:
        message = self._newest
        if message is None:
            return
        word, line = severity_word(message), message_line(message)
        self._word.setText(f"{_SIGNS[message.severity]} {word}:")
        self._word.set_tone(_TONES[message.severity])
        self.set_tone(_TONES[message.severity])
        # Hidden before it is cut: half an account number would not be recognized.
        shown = cut(ACCOUNT_MASK.text(line), _MAX_SHOWN)
        self.label.setText(shown)
        self._hint.set_text("" if message.code is None else f"{shown}\n{message.plain}")
        self._name.set_text(f"{word}: {shown}")
        more = len(self._unread) - 1
        self._more.setText(f"and {more:,} earlier" if more else "")
        self._more.setVisible(bool(more))
        self._order.setVisible(message.order is not None)
        # One action: where the order can be shown, its own tab has its messages.
        self._show_all.setVisible(message.order is None)
        self._details = _details(message, cut(line, _MAX_SHOWN))
        self._copy.setVisible(bool(self._details))

    def _on_order_clicked(self) -> None:
        if self._newest is not None and self._newest.order is not None:
            self.order_requested.emit(self._newest.order)

    def _on_show_all_clicked(self) -> None:
        self.show_all_requested.emit(self._newest)

    def _on_copy_clicked(self) -> None:
        copy_text(ACCOUNT_MASK.text(self._details))


def _details(message: Message, shown: str) -> str:
    """The full text of an error of this program, if more of it exists than is shown; otherwise empty."""
    if message.code is not None or message.text in ("", shown):
        return ""
    # With the offset from UTC: the log's times are in UTC.
    time = message.latest.astimezone(SHOWN_ZONE.zone).isoformat(" ", "seconds")
    return "\n".join(filter(None, (time, message.plain, message.text)))
