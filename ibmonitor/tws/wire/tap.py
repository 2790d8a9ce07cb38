"""`Tap`: what sees the bytes of a connection, such as a recording. It changes nothing."""

from __future__ import annotations

from typing import Protocol


class Tap(Protocol):
    """Called with what crosses the wire, in order."""

    def opened(self) -> None:
        """A socket is open; bytes that follow are its first."""

    def received(self, data: bytes) -> None:
        """Bytes have come, cut anywhere."""

    def sent(self, data: bytes) -> None:
        """Bytes have been written."""
