"""The reading half of one client's connection: handshake, then requests. What they are answered is in `replies`."""

from __future__ import annotations

import asyncio
import re

from ibmonitor.simulator.account import refusals
from ibmonitor.simulator.server import replies
from ibmonitor.simulator.server.client import Client
from ibmonitor.simulator.server.pacing import MAX_VIOLATIONS, Pacing
from ibmonitor.simulator.server.state import ServerState
from ibmonitor.simulator.wire.protocol import MIN_CLIENT_VERSION, NO_ID, Ask
from ibmonitor.simulator.wire.requests import BadRequestError, Request, read_request
from ibmonitor.simulator.wire.wire import Wire, frame

_VERSIONS = re.compile(rb"v(\d+)(?:\.\.(\d+))?(?: .*)?", re.DOTALL)
_MAX_FRAME = 16 * 1024 * 1024 - 1


class ClientConnection:
    """Serves one client from its handshake until either end closes."""

    def __init__(self, state: ServerState, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.client = Client(writer, state.settings, state.running)
        self._state = state
        self._settings = state.settings
        self._reader = reader
        self._pacing = Pacing(state.settings.messages_per_second)
        self._replies: set[asyncio.Task[None]] = set()

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
            self.client.close()
            await self.client.wait_closed()

    async def _shake_hands(self) -> bool:
        if self._settings.handshake == "close":
            return False
        prefix = await self._reader.readexactly(4)
        if prefix != b"API\0":
            return False
        offer = await self._read_frame()
        versions = _VERSIONS.fullmatch(offer)
        if versions is None:
            return False
        if self._settings.handshake == "silent":
            await self._reader.read()
            return False
        highest = int(versions[2] or versions[1])
        version = min(highest, self._settings.max_server_version)
        if highest < MIN_CLIENT_VERSION or version < self._settings.min_server_version:
            return False
        self.client.wire = Wire(version)
        answer = frame(f"{version}\0".encode() + self._settings.connection_time + b"\0")
        if self._settings.glue_handshake:
            answer += b"".join(self.client.error_frame(NO_ID, notice) for notice in refusals.FARMS_OK)
        self.client.send_raw(answer)
        return True

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            payload = await self._read_frame()
            await self._state.running.wait()
            try:
                request = read_request(payload, self.client.server_version)
            except BadRequestError as problem:
                self.client.send_error(NO_ID, (320, f"Error reading request. {problem}"))
                continue
            self._state.requests.add(self.client.client_id, request, loop.time())
            if self._pacing.exceeded(loop.time()):
                self.client.send_error(
                    NO_ID, refusals.too_fast(self._settings.messages_per_second, self._pacing.violations)
                )
                if self._pacing.violations >= MAX_VIOLATIONS:
                    return
            if request.name in self._settings.silent_to:
                continue
            if not self._dispatch(request):
                await self.client.drain()
                return

    def _dispatch(self, request: Request) -> bool:
        """Answer a request; false when the connection must end."""
        if self.client.client_id is None:
            return request.message_id == Ask.START_API and self._start(int(request.fields.get("clientId", 0)))
        reply = asyncio.get_running_loop().create_task(replies.reply(self._state, self.client, request))
        self._replies.add(reply)
        reply.add_done_callback(self._on_replied)
        return True

    def _on_replied(self, reply: asyncio.Task[None]) -> None:
        self._replies.discard(reply)
        if not reply.cancelled() and (problem := reply.exception()) and not isinstance(problem, ConnectionError):
            self.client.drop()
            raise problem

    def _start(self, client_id: int) -> bool:
        if self._state.is_taken(client_id):
            self.client.send_error(NO_ID, refusals.CLIENT_ID_IN_USE)
            return False
        self.client.client_id = client_id
        self.client.send_raw(replies.greeting(self._state, self.client))
        return True

    async def _read_frame(self) -> bytes:
        length = int.from_bytes(await self._reader.readexactly(4), "big")
        if length > _MAX_FRAME:
            raise ConnectionAbortedError(f"a frame of {length} bytes")
        return await self._reader.readexactly(length)
