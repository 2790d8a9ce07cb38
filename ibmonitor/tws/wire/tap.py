"""`Tap`: an observer of the bytes of a connection, such as a recording."""

from __future__ import annotations

from typing import Protocol


class Tap(Protocol):
    """Receives the bytes of a connection in order, and changes nothing."""

    def opened(self) -> None:
        """A socket was opened; the bytes that follow are its first."""

    def received(self, data: bytes) -> None:
        """Bytes were received, cut anywhere."""

    def sent(self, data: bytes) -> None:
        """Bytes were written."""
