"""A client of the simulated TWS as its answers see it: who it is, and what sends to it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time

from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.wire.wire import Wire

_MAX_UNREAD = 256 * 1024 * 1024
"""A client that leaves this much unread is dropped, so that a stalled one does not eat the memory all day."""


class Client:
    """The sending half of one client's connection. While `running` is not set, TWS is frozen and nothing is sent."""

    def __init__(self, writer: asyncio.StreamWriter, settings: ServerSettings, running: asyncio.Event) -> None:
        self.client_id: int | None = None
        """`None` until START_API."""
        self.wire = Wire(settings.max_server_version)
        self.auto_bind = False
        self.has_asked_for_completed_orders = False
        self._writer = writer
        self._settings = settings
        self._running = running
        self._held: list[bytes] = []

    @property
    def server_version(self) -> int:
        return self.wire.server_version

    @property
    def port(self) -> int:
        """The port of TWS to which the client has connected."""
        return int(self._writer.get_extra_info("sockname")[1])

    def error_frame(self, req_id: int, error: tuple[int, str], reject_json: str = "") -> bytes:
        """An error message with the current time; `error` is code and text."""
        code, text = error
        return self.wire.error(req_id, code, text, int(time.time() * 1000), reject_json)

    def send_error(self, req_id: int, error: tuple[int, str]) -> None:
        self.send_raw(self.error_frame(req_id, error))

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are; in pieces where the settings split writes."""
        if self._writer.is_closing():
            return
        if not self._running.is_set():
            self._held.append(data)
            return
        step = self._settings.split_writes or len(data)
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

    def send_held(self) -> None:
        """Send what was held while TWS was frozen."""
        held, self._held = self._held, []
        for data in held:
            self.send_raw(data)

    def drop(self, *, reset: bool = False) -> None:
        """Cut the connection, as a crash of TWS would; with `reset` the client gets a RST instead of the end."""
        if reset:
            end: socket.socket = self._writer.get_extra_info("socket")
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def close(self) -> None:
        """Close the connection after what has been written, as a restart of TWS does."""
        self._writer.close()

    async def wait_closed(self) -> None:
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()
