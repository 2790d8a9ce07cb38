"""One client of the simulated TWS: handshake, frames in, frames out. What requests mean is in `replies`."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import struct
import time
from typing import TYPE_CHECKING

from ibmonitor.simulator.account import refusals
from ibmonitor.simulator.server import replies
from ibmonitor.simulator.server.pacing import MAX_VIOLATIONS, Pacing
from ibmonitor.simulator.wire.protocol import MIN_CLIENT_VERSION, NO_ID, Ask
from ibmonitor.simulator.wire.requests import BadRequestError, Request, read_request
from ibmonitor.simulator.wire.wire import Wire, frame

if TYPE_CHECKING:
    from ibmonitor.simulator.server.server import SimulatedTws

_VERSIONS = re.compile(rb"v(\d+)(?:\.\.(\d+))?(?: .*)?", re.DOTALL)
_MAX_FRAME = 16 * 1024 * 1024 - 1
_MAX_UNREAD = 256 * 1024 * 1024
"""A client that leaves this much unread is dropped, so that a stalled one does not eat the memory all day."""


class ClientConnection:
    """The server's end of one client's connection."""

    def __init__(self, tws: SimulatedTws, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tws = tws
        self.client_id: int | None = None
        """`None` until START_API."""
        self.wire = Wire(tws.max_server_version)
        self.auto_bind = False
        self.has_asked_for_completed_orders = False
        self._reader = reader
        self._writer = writer
        self._pacing = Pacing(tws.messages_per_second)
        self._replies: set[asyncio.Task[None]] = set()
        self._held: list[bytes] = []

    @property
    def server_version(self) -> int:
        return self.wire.server_version

    async def run(self) -> None:
        """Serve the client until either end closes."""
        try:
            if await self._shake_hands():
                await self._serve()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            for task in self._replies:
                task.cancel()
            self._writer.close()
            with contextlib.suppress(ConnectionError):
                await self._writer.wait_closed()

    async def _shake_hands(self) -> bool:
        if self.tws.handshake == "close":
            return False
        prefix = await self._reader.readexactly(4)
        if prefix != b"API\0":
            return False
        offer = await self._read_frame()
        versions = _VERSIONS.fullmatch(offer)
        if versions is None:
            return False
        if self.tws.handshake == "silent":
            await self._reader.read()
            return False
        highest = int(versions[2] or versions[1])
        version = min(highest, self.tws.max_server_version)
        if highest < MIN_CLIENT_VERSION or version < self.tws.min_server_version:
            return False
        self.wire = Wire(version)
        answer = frame(f"{version}\0".encode() + self.tws.connection_time + b"\0")
        if self.tws.glue_handshake:
            answer += b"".join(self.error_frame(NO_ID, notice) for notice in refusals.FARMS_OK)
        self.send_raw(answer)
        return True

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            payload = await self._read_frame()
            await self.tws.outages.thawed()
            try:
                request = read_request(payload, self.server_version)
            except BadRequestError as problem:
                self.send_error(NO_ID, (320, f"Error reading request. {problem}"))
                continue
            self.tws.requests.add(self.client_id, request, loop.time())
            if self._pacing.exceeded(loop.time()):
                self.send_error(NO_ID, refusals.too_fast(self.tws.messages_per_second, self._pacing.violations))
                if self._pacing.violations >= MAX_VIOLATIONS:
                    return
            if request.name in self.tws.silent_to:
                continue
            if not self._dispatch(request):
                await self._writer.drain()
                return

    def _dispatch(self, request: Request) -> bool:
        """Answer a request; false when the connection must end."""
        if self.client_id is None:
            return request.message_id == Ask.START_API and self._start(int(request.fields.get("clientId", 0)))
        reply = asyncio.get_running_loop().create_task(replies.reply(self, request))
        self._replies.add(reply)
        reply.add_done_callback(self._on_replied)
        return True

    def _on_replied(self, reply: asyncio.Task[None]) -> None:
        self._replies.discard(reply)
        if not reply.cancelled() and (problem := reply.exception()) and not isinstance(problem, ConnectionError):
            self.drop()
            raise problem

    def _start(self, client_id: int) -> bool:
        if self.tws.is_taken(client_id):
            self.send_error(NO_ID, refusals.CLIENT_ID_IN_USE)
            return False
        self.client_id = client_id
        self.send_raw(replies.greeting(self))
        return True

    async def _read_frame(self) -> bytes:
        length = int.from_bytes(await self._reader.readexactly(4), "big")
        if length > _MAX_FRAME:
            raise ConnectionAbortedError(f"a frame of {length} bytes")
        return await self._reader.readexactly(length)

    def error_frame(self, req_id: int, error: tuple[int, str], reject_json: str = "") -> bytes:
        """An error message with the time of now; `error` is code and text."""
        code, text = error
        return self.wire.error(req_id, code, text, int(time.time() * 1000), reject_json)

    def send_error(self, req_id: int, error: tuple[int, str]) -> None:
        self.send_raw(self.error_frame(req_id, error))

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are; in pieces where the server was told to split writes."""
        if self._writer.is_closing():
            return
        if self.tws.outages.is_frozen:
            self._held.append(data)
            return
        step = self.tws.split_writes or len(data)
        for start in range(0, len(data), step or 1):
            self._writer.write(data[start : start + step])
        if self.unread > _MAX_UNREAD:
            self.drop()

    @property
    def unread(self) -> int:
        """Bytes that wait for the client to read."""
        return int(self._writer.transport.get_write_buffer_size())

    async def drain(self) -> None:
        """Wait until the client has read enough for more to be sent."""
        await self._writer.drain()

    def thaw(self) -> None:
        """Send what has been held while the server was frozen."""
        held, self._held = self._held, []
        for data in held:
            self.send_raw(data)

    def drop(self, *, reset: bool = False) -> None:
        """Cut the connection, as a crash of TWS would; with `reset` the client gets a RST in place of the end."""
        if reset:
            end: socket.socket = self._writer.get_extra_info("socket")
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def close(self) -> None:
        """Close the connection after what has been written, as a restart of TWS does."""
        self._writer.close()
