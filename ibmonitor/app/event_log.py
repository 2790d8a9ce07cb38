"""Logs what support staff need: states of the connection, outcomes of requests, messages."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain

from PySide6.QtCore import QObject, QTimer, Slot

from ibmonitor.app.process.log_line import LogMask
from ibmonitor.domain.records.events import Event, LinkChanged, RequestChanged
from ibmonitor.domain.records.host import host_and_port
from ibmonitor.domain.records.link import LinkState, Request, RequestProgress
from ibmonitor.domain.records.records import Fill, Message, Order
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.account_mask import accounts_of

logger = logging.getLogger(__name__)

MOST_A_SECOND = 20
"""Messages per second that are logged one by one; the rest of a burst is only counted."""

_SECOND_MS = 1000

_OF_THE_LINK = frozenset({LinkChanged, RequestChanged})


class EventLog(QObject):
    """Logs the messages that the feed announces and, with `logging_link`, the few events that are about the link.

    Codes and states are logged at INFO, texts (TWS's and this program's) at DEBUG.
    """

    def __init__(self, feed: Feed, mask: LogMask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = feed.blotter.link
        self._mask = mask
        self._state: LinkState | None = None
        self._reason = ""
        self._outcomes: dict[tuple[RequestKind, str], Request] = {}
        """How each kind of request last ended in this connection."""
        self._logged = 0
        self._not_logged: Counter[str] = Counter()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.flush)
        feed.changed.connect(self._on_records_changed)
        feed.link_changed.connect(self._on_link_changed)
        feed.messages_arrived.connect(self._on_messages_arrived)

    def logging_link(self, handle: Callable[[list[Event]], None]) -> Callable[[list[Event]], None]:
        """Return `handle`, extended to log the state of the link after each event about it, the last of its list.

        The feed collects changes for a while, during which a connection can be lost and restored. A separate slot
        would cost time at every event of a burst.
        """

        def handle_and_log(events: list[Event]) -> None:
            handle(events)
            if type(events[-1]) in _OF_THE_LINK:
                self._on_link_changed()

        return handle_and_log

    @Slot()
    def flush(self) -> None:
        """Log how many messages were only counted. The program calls this when it ends."""
        for words, count in self._not_logged.items():
            logger.info("%s: %d more", words, count)
        self._not_logged.clear()
        self._logged = 0

    @Slot(object, object)
    def _on_records_changed(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        """Mask the accounts that only records name: a stack trace may quote what TWS sent."""
        records: Iterable[Order | Fill] = chain(orders, fills)
        self._mask.know(set(chain.from_iterable(map(accounts_of, records))))

    @Slot()
    def _on_link_changed(self) -> None:
        link = self._link
        self._mask.know(link.accounts)
        if (link.state, link.reason) != (self._state, self._reason):
            self._state, self._reason = link.state, link.reason
            where = (
                f"{host_and_port(link.host, link.port)}, client {link.client_id}, server version {link.server_version}"
            )
            logger.info("connection: %s (%s)%s", link.state.value, where, f": {link.reason}" if link.reason else "")
            if link.state in (LinkState.CONNECTING, LinkState.SYNCHRONISING):
                self._outcomes.clear()
        for key, request in link.requests.items():
            if request.progress is not RequestProgress.RUNNING and request != self._outcomes.get(key):
                # Only what has changed: open orders are requested every few seconds, and nearly always answered.
                self._outcomes[key] = request
                logger.info("request: %s: %s", request.title, request.progress.value)
                if request.detail:
                    logger.debug("request: %s: %r", request.title, request.detail)

    @Slot(object)
    def _on_messages_arrived(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._log_message(message)
        if not self._timer.isActive():
            self._timer.start()

    def _log_message(self, message: Message) -> None:
        code = "of this program" if message.code is None else f"code {message.code}"
        words = f"message: {message.severity.value}, {code}"
        self._logged += 1
        if self._logged <= MOST_A_SECOND:
            logger.info("%s", words)
        else:
            self._not_logged[words] += 1
        # As repr: a text with line breaks would look like several log lines.
        logger.debug("%s, id %s: %r %r", words, message.req_id, message.plain, message.text)
