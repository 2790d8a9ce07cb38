"""`Tap`: who listens in on a connection: a recording, say. It changes nothing."""

from __future__ import annotations

from typing import Protocol

from ibmonitor.domain.records.events import Event


class Tap(Protocol):
    """Is told what crosses the wire, and what this program says of the connection itself, in the order it happens."""

    def opened(self) -> None:
        """A socket is open; bytes that follow are its first."""

    def received(self, data: bytes) -> None:
        """Bytes have come, cut anywhere."""

    def sent(self, data: bytes) -> None:
        """Bytes have been written."""

    def told(self, event: Event) -> None:
        """This program has told a `LinkChanged`, `RequestChanged`, `ClockCompared` or `Fault` of its own."""
