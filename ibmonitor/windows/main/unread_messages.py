"""`UnreadMessages`: shows new messages in the strip, and removes them when the problem is resolved."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject

from ibmonitor.domain.messages.codes import IB_IS_BACK
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Message
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.message_words import is_about_link
from ibmonitor.windows.main.message_strip import MessageStrip


class UnreadMessages(QObject):
    """Observes the feed. Messages about the connection stay until it is up again."""

    def __init__(self, feed: Feed, strip: MessageStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self._is_quiet = False
        self._link = feed.blotter.link
        feed.link_changed.connect(self._withdraw_if_up)
        feed.messages_arrived.connect(self._on_messages_arrived)
        feed.cleared.connect(strip.dismiss)

    def set_quiet(self, *, quiet: bool) -> None:
        """Show no message that arrives, since none is new while a past day is read; or show them again."""
        self._is_quiet = quiet

    def withdraw(self, sentences: Collection[str]) -> None:
        """Remove this program's own messages with these sentences."""
        self._strip.withdraw(lambda message: message.code is None and message.plain in sentences)

    def _on_messages_arrived(self, messages: Mapping[Message, None]) -> None:
        if self._is_quiet:
            return
        self._strip.show_messages(messages)
        if any(message.code in IB_IS_BACK for message in messages):
            # The loss and its end may have been reported together.
            self._withdraw_if_up()

    def _withdraw_if_up(self) -> None:
        if self._link.state is LinkState.UP:
            self._strip.withdraw(is_about_link)
            self.withdraw(self._link.failures)
