"""The listening socket of the simulated TWS, on loopback only."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable


class Listener:
    """Listens at one port at a time; connections that exist stay when it closes or moves."""

    def __init__(self, on_connected: Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]) -> None:
        self.port: int | None = None
        """The last port; `None` before the first."""
        self._on_connected = on_connected
        self._host = ""
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; return the bound port. Raises `ValueError` for a host beyond loopback, `OSError` for a busy port."""
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"The simulated TWS listens on loopback only, not on {host}.")
        self._host = host
        return await self.listen(port)

    async def listen(self, port: int) -> int:
        """Listen at this port and no longer at the one before; 0 takes a free one. Returns the bound port."""
        server = await asyncio.start_server(self._on_connected, self._host, port)
        self.close()
        self._server = server
        self.port = int(server.sockets[0].getsockname()[1])
        return self.port

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def wait_closed(self) -> None:
        if self._server is not None:
            await self._server.wait_closed()
