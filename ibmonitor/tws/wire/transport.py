"""The asyncio protocol of the socket: splits received bytes into frames and dispatches them in time slices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ibmonitor.tws.wire.framing import FrameBuffer, FrameTooLongError
from ibmonitor.tws.wire.tap import Tap

SLICE_SECONDS = 0.008
"""How long frames are dispatched before the event loop runs again: half a frame of a 60 Hz screen."""

PAUSE_ABOVE = 1 << 20
RESUME_BELOW = 1 << 18
"""Bytes of backlog while frames are waiting. Above the first, reading pauses and TCP makes TWS keep its data, so memory
stays bounded. Without waiting frames the backlog is one incomplete frame, whose length is limited: reading continues.
"""


class FrameTransport(asyncio.Protocol):
    """Calls `on_frame` for every frame and, after the last one, `on_closed` exactly once.

    `on_closed` receives the exception that ended the connection, or `None` for an orderly end. Frames received before
    the end are always dispatched first: TWS sends its reason, then closes.
    """

    def __init__(
        self,
        on_frame: Callable[[bytes], None],
        on_closed: Callable[[Exception | None], None],
        clock: Callable[[], float] = time.perf_counter,
        tap: Tap | None = None,
        in_slice: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`in_slice` is entered for each slice of time."""
        self._in_slice = in_slice
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
        """A counter that grows while there is data from the peer to read."""

    def hand_on_to(self, on_frame: Callable[[bytes], None]) -> None:
        """Call this for all later frames."""
        self._on_frame = on_frame

    @property
    def is_connected(self) -> bool:
        """Whether the socket is open in both directions."""
        return self._socket is not None and not self._socket.is_closing()

    @property
    def is_dispatching(self) -> bool:
        """Whether frames are waiting for the loop's next turn."""
        return self._turn is not None

    @property
    def backlog(self) -> int:
        """Bytes received and not yet dispatched."""
        return self._frames.backlog

    def write(self, data: bytes) -> None:
        """Send bytes; asyncio drops them silently if the connection is closing. Only the gate calls this."""
        if self._socket is not None:
            self._socket.write(data)
            if self._tap is not None:
                self._tap.sent(data)

    def close(self) -> None:
        """Close in an orderly way; `on_closed` is called later."""
        if self._socket is not None:
            self._socket.close()

    def abandon(self) -> None:
        """Close without further callbacks, for an owner that is being discarded."""
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
            self._dispatch()
        self._pause_or_resume()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._socket = None
        if not self._ended:
            self._ended = True
            self._error = exc
        if self._turn is None:
            self._on_closed(self._error)

    def _dispatch(self) -> None:
        """Dispatch frames until the time slice is used up or no frame is complete."""
        self._turn = None
        end = self._clock() + SLICE_SECONDS
        try:
            with self._in_slice():
                while (frame := self._frames.next_frame()) is not None:
                    self._on_frame(frame)
                    if self._clock() > end:
                        self._turn = asyncio.get_running_loop().call_soon(self._on_turn)
                        return
        except FrameTooLongError as error:
            self._frames = FrameBuffer()
            self._ended = True
            self._error = error
            self.close()

    def _on_turn(self) -> None:
        self.activity += 1
        self._dispatch()
        self._pause_or_resume()
        if self._turn is None and self._socket is None:
            self._on_closed(self._error)

    def _pause_or_resume(self) -> None:
        if self._socket is None or self._socket.is_closing():
            return
        backlog = self.backlog if self.is_dispatching else 0
        if not self._paused and backlog > PAUSE_ABOVE:
            self._paused = True
            self._socket.pause_reading()
        elif self._paused and backlog < RESUME_BELOW:
            self._paused = False
            self._socket.resume_reading()


def _ignore(_: object) -> None:
    pass
