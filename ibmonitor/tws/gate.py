"""The read-only gate: the only writer of the socket, and what makes "it can never trade" true at the byte level.

ibapi's encoders take it for their connection. Frames of reading requests pass; anything else raises and is not written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ibapi import comm
from ibapi.common import PROTOBUF_MSG_ID
from ibapi.message import OUT
from ibapi.server_versions import MAX_CLIENT_VER, MIN_CLIENT_VER, MIN_SERVER_VER_PROTOBUF

from ibmonitor.tws.framing import LENGTH_PREFIX

READING_REQUESTS = frozenset(
    {
        OUT.START_API,
        OUT.REQ_ALL_OPEN_ORDERS,
        OUT.REQ_EXECUTIONS,
        OUT.REQ_COMPLETED_ORDERS,
        OUT.REQ_FA,
        OUT.REQ_MANAGED_ACCTS,
        OUT.REQ_CURRENT_TIME,
        OUT.REQ_CONFIG,
        OUT.SET_SERVER_LOGLEVEL,
    },
)

MANUAL_ORDERS_CLIENT = 0
"""The client id that sees, and can bind, the orders placed by hand in TWS."""

_STOPS_BINDING_AS_TEXT = b"1\x000\x00"
"""Version 1 and "false"."""
_STOPS_BINDING_AS_PROTOBUF = frozenset({b"", b"\x08\x00"})
"""`autoBind` left out, as ibapi does, or false."""


class GateRefusalError(Exception):
    """A frame that is not a reading request was about to be sent; it was not written."""


class Wire(Protocol):
    """What the gate needs of the socket."""

    @property
    def is_connected(self) -> bool: ...
    def write(self, data: bytes) -> None: ...
    def close(self) -> None: ...


class ReadOnlyGate:
    """Stands in for ibapi's `Connection` on the sending side.

    `may_bind` is asked at every frame whether the user has switched auto-bind on: reqAutoOpenOrders, and
    reqOpenOrders of client 0, change the ids of manual orders, which is a write. reqAutoOpenOrders(False) ends that:
    client 0 may always send it.
    """

    def __init__(self, wire: Wire, *, client_id: int, may_bind: Callable[[], bool]) -> None:
        self._wire = wire
        self._client_id = client_id
        self._may_bind = may_bind
        self._server_version: int | None = None
        self.refusal: GateRefusalError | None = None
        """The last refusal. ibapi's encoders swallow exceptions, so whoever called them has to look here."""

    def send_greeting(self) -> None:
        """Send the handshake that offers ibapi's own range of versions."""
        versions = comm.make_initial_msg(f"v{MIN_CLIENT_VER}..{MAX_CLIENT_VER}")
        self._wire.write(b"API\0" + versions)

    def use_server_version(self, server_version: int) -> None:
        """Say how frames carry their message id from now on; until then none passes."""
        self._server_version = server_version

    def sendMsg(self, frame: bytes) -> int:
        """Write a whole frame of a reading request; raises `GateRefusalError` for anything else."""
        try:
            self._check(frame)
        except GateRefusalError as refusal:
            self.refusal = refusal
            raise
        self._wire.write(frame)
        return len(frame)

    def isConnected(self) -> bool:
        """Whether the socket is open."""
        return self._wire.is_connected

    def disconnect(self) -> None:
        """Close the socket."""
        self._wire.close()

    def _check(self, frame: bytes) -> None:
        message_id = self._message_id(frame)
        if message_id in READING_REQUESTS:
            return
        if message_id == OUT.REQ_OPEN_ORDERS and self._client_id != MANUAL_ORDERS_CLIENT:
            return
        if message_id in (OUT.REQ_OPEN_ORDERS, OUT.REQ_AUTO_OPEN_ORDERS):
            if self._may_bind() or self._stops_binding(message_id, frame):
                return
            raise GateRefusalError(f"{OUT(message_id).name} binds manual orders, and auto-bind is off")
        raise GateRefusalError(f"{_name(message_id)} is not a reading request")

    def _stops_binding(self, message_id: int, frame: bytes) -> bool:
        if message_id != OUT.REQ_AUTO_OPEN_ORDERS or self._client_id != MANUAL_ORDERS_CLIENT:
            return False
        body = frame[LENGTH_PREFIX:]
        if self._server_version is None or self._server_version < MIN_SERVER_VER_PROTOBUF:
            return body.partition(b"\0")[2] == _STOPS_BINDING_AS_TEXT
        if int.from_bytes(body[:4], "big") > PROTOBUF_MSG_ID:
            return body[4:] in _STOPS_BINDING_AS_PROTOBUF
        return body[4:] == _STOPS_BINDING_AS_TEXT

    def _message_id(self, frame: bytes) -> int:
        body = frame[LENGTH_PREFIX:]
        if self._server_version is None or int.from_bytes(frame[:LENGTH_PREFIX], "big") != len(body):
            raise GateRefusalError("not one whole frame of a connection that has shaken hands")
        if self._server_version >= MIN_SERVER_VER_PROTOBUF:
            if len(body) < 4:
                raise GateRefusalError("a frame without a message id")
            message_id = int.from_bytes(body[:4], "big")
            return message_id - PROTOBUF_MSG_ID if message_id > PROTOBUF_MSG_ID else message_id
        digits = body.partition(b"\0")[0]
        if not digits.isdigit():
            raise GateRefusalError("a frame without a message id")
        return int(digits)


def _name(message_id: int) -> str:
    try:
        return str(OUT(message_id).name)
    except ValueError:
        return f"message {message_id}"
