"""One connection to TWS: ibapi's encoders and decoder between a socket and the adapter, without ibapi's threads.

The session decides what to request. A connection is used once, because an `EClient` can be used only once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ibapi.client import EClient
from ibapi.decoder import Decoder
from ibapi.server_versions import MIN_SERVER_VER_CONFIG

from ibmonitor.domain.records.host import bare_host
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.code_pages import CodePages
from ibmonitor.tws.decode.frame_reader import FrameReader
from ibmonitor.tws.decode.ibapi_patches import silence_log
from ibmonitor.tws.wire.gate import ReadOnlyGate
from ibmonitor.tws.wire.request_table import REQUESTS
from ibmonitor.tws.wire.tap import Tap
from ibmonitor.tws.wire.transport import FrameTransport


class NotTwsError(Exception):
    """The peer's first frame is not TWS's handshake."""


class TwsClient:
    """ibapi over an asyncio socket, behind the read-only gate.

    `greeting` becomes (server version, TWS's raw time text) once the peer has answered the handshake; it raises
    `NotTwsError`, `FrameTooLongError`, or `OSError` when the connection ends before. `on_closed` is called once, after
    the last frame.
    """

    def __init__(
        self,
        wrapper: SignalWrapper,
        *,
        client_id: int,
        may_bind: Callable[[], bool],
        on_closed: Callable[[Exception | None], None],
        tap: Tap | None = None,
    ) -> None:
        silence_log()
        self._wrapper = wrapper
        self._on_closed = on_closed
        self._transport = FrameTransport(
            self._read_greeting, self._on_transport_closed, tap=tap, in_slice=wrapper.in_slice
        )
        self._gate = ReadOnlyGate(self._transport, client_id=client_id, may_bind=may_bind)
        self._client_id = client_id
        self._client: Any = None
        self._pages = CodePages()
        self._server_version = 0
        self.greeting: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

    @property
    def activity(self) -> int:
        """Grows while there is anything from TWS to read."""
        return self._transport.activity

    @property
    def unread(self) -> int:
        """Bytes received from TWS and not yet decoded."""
        return self._transport.backlog

    @property
    def can_read_config(self) -> bool:
        """The server knows reqConfig."""
        return bool(self._server_version >= MIN_SERVER_VER_CONFIG)

    async def open_socket(self, host: str, port: int) -> None:
        """Connect and send the handshake; raises `OSError`."""
        await asyncio.get_running_loop().create_connection(lambda: self._transport, bare_host(host), port)
        self._gate.send_greeting()

    @property
    def is_reading(self) -> bool:
        """Whether frames are waiting to be decoded in the loop's next turn."""
        return self._transport.is_dispatching

    def feed(self, data: bytes) -> None:
        """Process bytes as if received from the socket, which need not exist: replays use this."""
        self._transport.data_received(data)

    def close(self) -> None:
        """Close the socket and stop all callbacks."""
        self._transport.abandon()
        if not self.greeting.cancel() and not self.greeting.cancelled():
            # Retrieve the exception, or asyncio would log it as never retrieved.
            self.greeting.exception()

    def request(self, kind: RequestKind, *arguments: object) -> None:
        """Send a request, which is one frame, through the gate; raises `GateRefusalError`."""
        row = REQUESTS[kind]
        self._gate.refusal = None
        getattr(self._client, row.method)(*row.arguments, *arguments)
        if self._gate.refusal is not None:
            raise self._gate.refusal

    # Frames

    def _read_greeting(self, frame: bytes) -> None:
        version, separator, rest = frame.partition(b"\0")
        if not (separator and version.isdigit() and len(version) < 10):
            if not self.greeting.done():
                self.greeting.set_exception(NotTwsError())
            self._transport.close()
            return
        self._use_server_version(int(version))
        if not self.greeting.done():
            self.greeting.set_result((self._server_version, self._pages.as_utf8(rest).rstrip(b"\0").decode()))

    def _use_server_version(self, server_version: int) -> None:
        """Set up ibapi for this version at once: frames may share a segment with the greeting."""
        self._server_version = server_version
        self._gate.use_server_version(server_version)
        client = EClient(self._wrapper)
        client.clientId = self._client_id
        client.serverVersion_ = server_version
        client.conn = self._gate
        client.setConnState(EClient.CONNECTED)
        client.decoder = Decoder(self._wrapper, server_version)
        self._client = client
        self._transport.hand_on_to(FrameReader(self._wrapper, client.decoder, server_version, self._pages).read)

    def _on_transport_closed(self, error: Exception | None) -> None:
        if not self.greeting.done():
            self.greeting.set_exception(error or ConnectionResetError())
        self._on_closed(error)
