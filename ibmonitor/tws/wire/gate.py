"""The read-only gate: the only writer to the socket, which enforces "it can never trade" at the byte level.

ibapi's encoders use it as their connection. It writes frames of the requests in `request_table.py`, and raises for
anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ibapi import comm
from ibapi.message import OUT
from ibapi.server_versions import MAX_CLIENT_VER, MIN_CLIENT_VER

from ibmonitor.domain.records.visibility import MANUAL_ORDERS_CLIENT
from ibmonitor.tws.wire.framing import LENGTH_PREFIX
from ibmonitor.tws.wire.request_shapes import is_one_protobuf_request, is_start_of, split_id
from ibmonitor.tws.wire.request_table import BY_MESSAGE

_STOPS_BINDING_AS_TEXT = b"1\x000\x00"
"""Version 1 and "false"."""
_STOPS_BINDING_AS_PROTOBUF = frozenset({b"", b"\x08\x00"})
"""`autoBind` left out, as ibapi does, or false."""


class GateRefusalError(Exception):
    """A frame that is not a reading request; it was not written."""


class Wire(Protocol):
    """The part of the socket that the gate uses."""

    @property
    def is_connected(self) -> bool: ...
    def write(self, data: bytes) -> None: ...
    def close(self) -> None: ...


class ReadOnlyGate:
    """Stands in for ibapi's `Connection` on the sending side.

    `may_bind` returns, for every frame, whether the user has turned auto-bind on: reqAutoOpenOrders, and
    reqOpenOrders of client 0, change the ids of manual orders, which is a write. reqAutoOpenOrders(False) ends that:
    client 0 may always send it. START_API passes for `client_id` alone, so that no other client becomes client 0.
    """

    def __init__(self, wire: Wire, *, client_id: int, may_bind: Callable[[], bool]) -> None:
        self._wire = wire
        self._client_id = client_id
        self._may_bind = may_bind
        self._server_version: int | None = None
        self._has_greeted = False
        self._has_started = False
        self.refusal: GateRefusalError | None = None
        """The last refusal. ibapi's encoders swallow exceptions, so `TwsClient` looks here after each call."""

    def send_greeting(self) -> None:
        """Send the handshake that offers ibapi's own range of versions, once; raises `GateRefusalError` after that."""
        if self._has_greeted or self._server_version is not None:
            raise GateRefusalError("the connection has shaken hands already")
        self._has_greeted = True
        versions = comm.make_initial_msg(f"v{MIN_CLIENT_VER}..{MAX_CLIENT_VER}")
        self._wire.write(b"API\0" + versions)

    def use_server_version(self, server_version: int) -> None:
        """Set how frames encode their message id; before this call no frame passes."""
        self._server_version = server_version

    def sendMsg(self, frame: bytes) -> int:
        """Write a whole frame of a reading request; raises `GateRefusalError` for anything else."""
        checked = bytes(frame)
        try:
            self._check(checked)
        except GateRefusalError as refusal:
            self.refusal = refusal
            raise
        self._wire.write(checked)
        return len(checked)

    def isConnected(self) -> bool:
        """Whether the socket is open."""
        return self._wire.is_connected

    def disconnect(self) -> None:
        """Close the socket."""
        self._wire.close()

    def _check(self, frame: bytes) -> None:
        message_id, is_protobuf, rest = self._parts(frame)
        name = _name(message_id)
        row = BY_MESSAGE.get(message_id)
        if row is None:
            raise GateRefusalError(f"{name} is not a reading request")
        if message_id in (OUT.REQ_OPEN_ORDERS, OUT.REQ_AUTO_OPEN_ORDERS):
            self._check_binding(message_id, rest, is_protobuf=is_protobuf)
        if message_id == OUT.START_API:
            is_sound = is_start_of(self._client_id, rest, is_protobuf=is_protobuf)
        elif is_protobuf:
            is_sound = is_one_protobuf_request(row.proto, rest)
        else:
            is_sound = row.is_text(rest, self._server_version or 0)
        if not is_sound:
            raise GateRefusalError(f"{name} has other contents than one such request of this client")
        if message_id == OUT.START_API:
            if self._has_started:
                raise GateRefusalError(f"{name} has been sent on this connection already")
            self._has_started = True

    def _check_binding(self, message_id: int, rest: bytes, *, is_protobuf: bool) -> None:
        is_manual_orders_client = self._client_id == MANUAL_ORDERS_CLIENT
        if message_id == OUT.REQ_OPEN_ORDERS:
            may_pass = not is_manual_orders_client or self._may_bind()
        else:
            stops = rest in _STOPS_BINDING_AS_PROTOBUF if is_protobuf else rest == _STOPS_BINDING_AS_TEXT
            may_pass = is_manual_orders_client and (stops or self._may_bind())
        if not may_pass:
            raise GateRefusalError(f"{_name(message_id)} binds manual orders, and auto-bind is off")

    def _parts(self, frame: bytes) -> tuple[int, bool, bytes]:
        body = frame[LENGTH_PREFIX:]
        if self._server_version is None or int.from_bytes(frame[:LENGTH_PREFIX], "big") != len(body):
            raise GateRefusalError("not one whole frame of a connection that has shaken hands")
        parts = split_id(body, self._server_version)
        if parts is None:
            raise GateRefusalError("a frame without a message id")
        return parts


def _name(message_id: int) -> str:
    try:
        return str(OUT(message_id).name)
    except ValueError:
        return f"message {message_id}"
