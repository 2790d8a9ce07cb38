"""`Replay`: plays a recording through framing, decoding and the adapter, as if it came from TWS. Nothing is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from ibmonitor.domain.records.events import Fault, LinkChanged, LinkMoved
from ibmonitor.recording.own_events import UnknownEventError, decode_own
from ibmonitor.recording.recording_file import Damage, Record, Recording
from ibmonitor.recording.recording_format import Kind

if TYPE_CHECKING:
    from ibmonitor.tws.decode.adapter import SignalWrapper
    from ibmonitor.tws.wire.client import TwsClient

SLICE_SECONDS = 0.008
"""How long is played before the loop gets its turn, as at a socket."""
_TICK = 0.25
"""Seconds between two reports of the progress."""

_NOT_UNDERSTOOD = (
    "The recording holds an entry of this program's own that it cannot read now; it is left out. A newer "
    "version of the program has made the recording, or it is damaged."
)


class Speed(Enum):
    """`ORIGINAL` keeps the pauses of the recording."""

    ORIGINAL = "original"
    FULL = "full"


class Replay:
    """Plays a recording into `wrapper`.

    The bytes of a record are decoded at the time they were received; the recording program may have decoded them a
    moment later. `on_moved` is called when the properties have changed, `on_another_tws` when the recording continues
    with another TWS, whose orders must not be mixed with those of the previous one.
    """

    def __init__(
        self,
        recording: Recording,
        wrapper: SignalWrapper,
        *,
        speed: Speed = Speed.ORIGINAL,
        on_moved: Callable[[], None] = lambda: None,
        on_another_tws: Callable[[], None] = lambda: None,
    ) -> None:
        self.recording = recording
        self._wrapper = wrapper
        self._speed = speed
        self._on_moved = on_moved
        self._on_another_tws = on_another_tws
        self._at = self.shown_at = recording.header.started
        """Moments of the recording: of what was played last, and how far playing has come since."""
        self._client: TwsClient | None = None
        self._tws: tuple[str, int] | None = None
        self._has_misunderstood = False
        self._poked = asyncio.Event()
        self._due = 0.0
        """The loop's time at which the next record is to be played."""
        self._slice_began = 0.0
        self._reported_at = 0.0
        self.is_paused = False
        self.is_finished = False

    def now(self) -> datetime:
        """The current time of the recording, in UTC."""
        return self._at

    @property
    def speed(self) -> Speed:
        return self._speed

    def set_speed(self, speed: Speed) -> None:
        self._speed = speed
        self._poke()

    def set_paused(self, *, paused: bool) -> None:
        self.is_paused = paused
        self._poke()

    async def play(self) -> None:
        """Play the whole recording once."""
        self._due = asyncio.get_running_loop().time()
        try:
            with closing(self.recording.records()) as entries:
                for entry in entries:
                    await self._play(entry)
        finally:
            self._close_client()
        self.is_finished = True
        self.is_paused = False
        self.shown_at = self._at
        self._on_moved()

    async def _play(self, entry: Record | Damage) -> None:
        if isinstance(entry, Damage):
            self._wrapper.emit_event(Fault(entry.plain))
            return
        await self._wait_for(entry.at)
        self._at = self.shown_at = entry.at
        match entry.kind:
            case Kind.OPENED:
                self._close_client()
            case Kind.RECEIVED:
                await self._receive(entry.payload)
            case Kind.OWN_EVENT:
                self._emit_own(entry.payload)
        await self._yield_to_loop()

    async def _receive(self, data: bytes) -> None:
        from ibmonitor.tws.wire.client import TwsClient  # noqa: PLC0415 - needs ibapi, the rest of the room does not

        if self._client is None:
            self._client = TwsClient(self._wrapper, client_id=0, may_bind=lambda: False, on_closed=lambda _: None)
        self._client.feed(data)
        while self._client.is_reading:  # noqa: ASYNC110 - it is read in the loop's very next turns
            await asyncio.sleep(0)

    def _emit_own(self, payload: bytes) -> None:
        try:
            event = decode_own(payload)
        except UnknownEventError as error:
            if not self._has_misunderstood:
                self._has_misunderstood = True
                self._wrapper.emit_event(Fault(_NOT_UNDERSTOOD, f"{error}\n{payload[:2000]!r}"))
            return
        self._wrapper.emit_event(event)
        match event:
            case LinkMoved(port=port) if self._tws is not None:
                self._tws = self._tws[0], port
            case LinkChanged(host=host, port=port):
                before, self._tws = self._tws, (host, port)
                if before not in (None, self._tws):
                    self._on_another_tws()

    def _close_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    # Time

    async def _wait_for(self, at: datetime) -> None:
        """Wait as long as in the recording, unless at full speed; a delay is caught up."""
        loop = asyncio.get_running_loop()
        # A clock that was set back causes no wait; one that was set forward looks like a pause.
        self._due += max(0.0, (at - self._at).total_seconds())
        while True:
            left = self._due - loop.time()
            if self.is_paused:
                self._report_progress()
                await self._poked.wait()
                self._poked.clear()
                self._due = loop.time() + left
            elif self._speed is Speed.FULL:
                self._due = loop.time()
                return
            elif left <= 0:
                return
            else:
                self.shown_at = max(self._at, at - timedelta(seconds=left))
                self._report_progress()
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(left, _TICK)):
                        await self._poked.wait()
                self._poked.clear()

    async def _yield_to_loop(self) -> None:
        """Let the loop run if the time slice is used up."""
        now = asyncio.get_running_loop().time()
        if now - self._slice_began < SLICE_SECONDS:
            return
        if now - self._reported_at >= _TICK:
            self._report_progress()
        await asyncio.sleep(0)
        self._slice_began = asyncio.get_running_loop().time()

    def _report_progress(self) -> None:
        self._reported_at = asyncio.get_running_loop().time()
        self._on_moved()

    def _poke(self) -> None:
        self._poked.set()
        self._on_moved()
