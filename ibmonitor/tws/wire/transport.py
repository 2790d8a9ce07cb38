"""The socket's end of the wire: an asyncio protocol that hands on frames in slices. It ignores what is in them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from ibmonitor.tws.wire.framing import FrameBuffer, FrameTooLongError
from ibmonitor.tws.wire.tap import Tap

SLICE_SECONDS = 0.008
"""How long frames are handed on before the loop gets its turn: half a frame of a 60 Hz screen."""

PAUSE_ABOVE = 1 << 20
RESUME_BELOW = 1 << 18
"""Bytes of backlog while frames wait for their turn. Above the first, TWS has to keep its data: memory stays bounded by
TCP itself. Without a frame that waits, the backlog is one unfinished frame, and is read on: it has a bound of its own.
"""


class FrameTransport(asyncio.Protocol):
    """Calls `on_frame` for every frame and, after the last one, `on_closed` exactly once.

    `on_closed` gets the exception that ended the connection, or `None` for an orderly end. It is never called before
    the frames that arrived ahead of the end have been handed on: TWS sends its reason, then closes.
    """

    def __init__(
        self,
        on_frame: Callable[[bytes], None],
        on_closed: Callable[[Exception | None], None],
        clock: Callable[[], float] = time.perf_counter,
        tap: Tap | None = None,
    ) -> None:
        self._on_frame = on_frame
        self._on_closed = on_closed
        self._clock = clock
        self._tap = tap
        self._frames = FrameBuffer()
        self._socket: asyncio.Transport | None = None
        self._turn: asyncio.Handle | None = None
        self._paused = False
        self._ended = False
        self._error: Exception | None = None
        self.activity = 0
        """Grows while there is anything from the peer to read."""

    @property
    def is_connected(self) -> bool:
        """The socket is open in both directions."""
        return self._socket is not None and not self._socket.is_closing()

    @property
    def is_handing_on(self) -> bool:
        """There are frames for the loop's next turn."""
        return self._turn is not None

    @property
    def backlog(self) -> int:
        """Bytes received and not yet handed on."""
        return self._frames.backlog

    def write(self, data: bytes) -> None:
        """Send bytes; lost silently when the connection is closing, as asyncio has it. Only the gate calls this."""
        if self._socket is not None:
            self._socket.write(data)
            if self._tap is not None:
                self._tap.sent(data)

    def close(self) -> None:
        """Close in an orderly way; `on_closed` follows."""
        if self._socket is not None:
            self._socket.close()

    def abandon(self) -> None:
        """Close and call nobody any more, for an owner that is going away."""
        self._on_frame = _ignore
        self._on_closed = _ignore
        self.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - create_connection makes no other
        self._socket = transport
        if self._tap is not None:
            self._tap.opened()

    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        if self._tap is not None:
            self._tap.received(data)
        self.activity += 1
        self._frames.feed(data)
        if self._turn is None:
            self._hand_on()
        self._regulate()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._socket = None
        if not self._ended:
            self._ended = True
            self._error = exc
        if self._turn is None:
            self._on_closed(self._error)

    def _hand_on(self) -> None:
        """Hand frames on until the slice is used up or none is whole."""
        self._turn = None
        end = self._clock() + SLICE_SECONDS
        try:
            while (frame := self._frames.next_frame()) is not None:
                self._on_frame(frame)
                if self._clock() > end:
                    self._turn = asyncio.get_running_loop().call_soon(self._take_turn)
                    return
        except FrameTooLongError as error:
            self._frames = FrameBuffer()
            self._ended = True
            self._error = error
            self.close()

    def _take_turn(self) -> None:
        self.activity += 1
        self._hand_on()
        self._regulate()
        if self._turn is None and self._socket is None:
            self._on_closed(self._error)

    def _regulate(self) -> None:
        if self._socket is None or self._socket.is_closing():
            return
        backlog = self.backlog if self.is_handing_on else 0
        if not self._paused and backlog > PAUSE_ABOVE:
            self._paused = True
            self._socket.pause_reading()
        elif self._paused and backlog < RESUME_BELOW:
            self._paused = False
            self._socket.resume_reading()


def _ignore(_: object) -> None:
    pass
