"""`Taps`: what is written of a connection, by whom it may concern."""

from __future__ import annotations

from typing import Protocol

from ibmonitor.domain.records.events import Event
from ibmonitor.tws.wire.tap import Tap


class SessionTap(Tap, Protocol):
    """A tap that receives this program's own events, too."""

    def announced(self, event: Event) -> None:
        """This program announced an event of its own."""


class Taps(list[SessionTap]):
    """Hands everything on to each of its taps, which may change at any time."""

    def opened(self) -> None:
        for tap in self:
            tap.opened()

    def received(self, data: bytes) -> None:
        for tap in self:
            tap.received(data)

    def sent(self, data: bytes) -> None:
        for tap in self:
            tap.sent(data)

    def announced(self, event: Event) -> None:
        """Hand on an event of this program's own."""
        for tap in self:
            tap.announced(event)
