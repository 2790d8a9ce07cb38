"""Nothing but reading requests reaches the wire, whichever of ibapi's methods is called."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ibapi import client as ibapi_client
from ibapi.client import EClient
from ibapi.common import PROTOBUF_MSG_ID
from ibapi.protobuf.StartApiRequest_pb2 import StartApiRequest
from ibapi.wrapper import EWrapper

from ibmonitor.tws.wire.gate import GateRefusalError, ReadOnlyGate

CLIENT = 5
VERSIONS = (151, 178, 200, 201, 204, 226)

NOT_REQUESTS = {
    "checkConnected",
    "connect",
    "disconnect",
    "getAccountData",
    "isConnected",
    "keyboardInterrupt",
    "keyboardInterruptHard",
    "logRequest",
    "msgLoopRec",
    "msgLoopTmo",
    "reset",
    "run",
    "sendMsg",
    "sendMsgProtoBuf",
    "serverVersion",
    "setConnState",
    "setConnectOptions",
    "setConnectionOptions",
    "setOptionalCapabilities",
    "twsConnectionTime",
    "useProtoBuf",
    "validateAttachedOrdersParameters",
    "validateInvalidSymbols",
    "validateOrderParameters",
}

PASSING = {
    "startApi",
    "reqOpenOrders",
    "reqAllOpenOrders",
    "reqExecutions",
    "reqCompletedOrders",
    "reqCurrentTime",
    "reqConfig",
    "reqFA",
    "requestFA",
}
"""The methods that may write, with and without "ProtoBuf" at the end; as any client but 0."""


class Wire:
    is_connected = True

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        pass


class OpenGate:
    """ibapi's connection as it is without a gate."""

    def __init__(self, wire: Wire) -> None:
        self.sendMsg = wire.write

    def isConnected(self) -> bool:
        return True


def gate(wire: Wire, server_version: int, client_id: int = CLIENT, *, may_bind: bool = False) -> ReadOnlyGate:
    made = ReadOnlyGate(wire, client_id=client_id, may_bind=lambda: may_bind)
    made.use_server_version(server_version)
    return made


def client(connection: object, server_version: int, client_id: int = CLIENT) -> Any:
    made = EClient(EWrapper())
    made.clientId = client_id
    made.optCapab = ""
    made.extraAuth = True
    made.serverVersion_ = server_version
    made.conn = connection
    made.setConnState(EClient.CONNECTED)
    return made


def requests() -> list[str]:
    methods = inspect.getmembers(EClient, inspect.isfunction)
    return [name for name, _ in methods if not name.startswith("_") and name not in NOT_REQUESTS]


SAMPLES = {int: 1, str: "1", bool: True, float: 1.0, list: []}


def arguments(method: Callable[..., object]) -> list[object]:
    hints = get_type_hints(method, vars(ibapi_client))
    names = list(inspect.signature(method).parameters)[1:]
    return [sample(hints.get(name) or unannotated(name)) for name in names]


def unannotated(name: str) -> Any:
    """Guess a parameter's type from its name: ibapi leaves two protobuf messages without annotation."""
    if not name.endswith("Proto"):
        return int
    message = name[0].upper() + name[1:].removesuffix("Proto")
    return getattr(importlib.import_module(f"ibapi.protobuf.{message}_pb2"), message)


def sample(hint: Any) -> object:
    if hint in SAMPLES:
        return SAMPLES[hint]
    made = hint()
    if "clientId" in getattr(getattr(hint, "DESCRIPTOR", None), "fields_by_name", ()):
        made.clientId = CLIENT
    if "reqId" in getattr(getattr(hint, "DESCRIPTOR", None), "fields_by_name", ()):
        made.reqId = 1
    if "faDataType" in getattr(getattr(hint, "DESCRIPTOR", None), "fields_by_name", ()):
        made.faDataType = 1
    return made


def call(connection: object, request: str, server_version: int) -> None:
    made = client(connection, server_version)
    method = getattr(made, request)
    with suppress(GateRefusalError):
        method(*arguments(getattr(EClient, request)))


def is_allowed(request: str) -> bool:
    return request.removesuffix("ProtoBuf") in PASSING


def test_the_list_of_requests_is_what_ibapi_offers() -> None:
    found = requests()
    assert len(found) > 150
    assert {"placeOrder", "placeOrderProtoBuf", "cancelOrder", "exerciseOptions", "replaceFA"} <= set(found)
    assert {"updateConfigProtoBuf", "reqGlobalCancel", "reqIds", "reqMktData"} <= set(found)


@pytest.mark.parametrize("request_name", requests())
def test_every_request_of_ibapi_is_written_without_the_gate(request_name: str) -> None:
    """Without this the next test could pass because nothing was encoded at all."""
    wire = Wire()
    for server_version in VERSIONS:
        call(OpenGate(wire), request_name, server_version)
    assert wire.written


@pytest.mark.parametrize("request_name", requests())
def test_only_reading_requests_pass(request_name: str) -> None:
    wire = Wire()
    for server_version in VERSIONS:
        call(gate(wire, server_version), request_name, server_version)
    assert bool(wire.written) == is_allowed(request_name)


@pytest.mark.parametrize("server_version", VERSIONS)
@pytest.mark.parametrize(("request_name", "arguments_"), [("reqOpenOrders", ()), ("reqAutoOpenOrders", (True,))])
@pytest.mark.parametrize("may_bind", [False, True])
def test_binding_needs_the_users_word(
    server_version: int, request_name: str, arguments_: tuple[object, ...], *, may_bind: bool
) -> None:
    wire = Wire()
    guarded = gate(wire, server_version, 0, may_bind=may_bind)
    getattr(client(guarded, server_version, 0), request_name)(*arguments_)
    assert bool(wire.written) == may_bind
    assert (guarded.refusal is None) == may_bind


@pytest.mark.parametrize("server_version", VERSIONS)
@pytest.mark.parametrize(("client_id", "passes"), [(0, True), (5, False)])
def test_binding_can_always_be_stopped_by_client_0(server_version: int, client_id: int, *, passes: bool) -> None:
    wire = Wire()
    guarded = gate(wire, server_version, client_id)
    client(guarded, server_version, client_id).reqAutoOpenOrders(False)
    assert bool(wire.written) == passes


@pytest.mark.parametrize(
    ("server_version", "head", "stops", "others"),
    [
        (200, b"15\0", [b"1\x000\0"], [b"", b"1\x001\0", b"1\0\0", b"0\0", b"1\x000\x001\0", b"1\x002\0"]),
        (201, (15).to_bytes(4, "big"), [b"1\x000\0"], [b"", b"\x08\x00", b"1\x001\0"]),
        (
            226,
            (215).to_bytes(4, "big"),
            [b"", b"\x08\x00"],
            [b"\x08\x01", b"\x08\x02", b"\x08\x00\x08\x01", b"1\x000\0"],
        ),
    ],
)
def test_only_the_very_bytes_that_stop_binding_pass(
    server_version: int, head: bytes, stops: list[bytes], others: list[bytes]
) -> None:
    def passes(body: bytes) -> bool:
        wire = Wire()
        with suppress(GateRefusalError):
            gate(wire, server_version, 0).sendMsg(len(head + body).to_bytes(4, "big") + head + body)
        return bool(wire.written)

    assert all(map(passes, stops))
    assert not any(map(passes, others))


ALLOWED = {71, 5, 7, 16, 18, 49, 99, 108}
"""As any client but 0. In protobuf the ids are raised by 200."""


@given(st.binary(max_size=24), st.sampled_from(VERSIONS))
def test_no_bytes_but_a_whole_allowed_frame_are_written(body: bytes, server_version: int) -> None:
    wire = Wire()
    guarded = gate(wire, server_version)
    for frame in (body, len(body).to_bytes(4, "big") + body):
        try:
            guarded.sendMsg(frame)
        except GateRefusalError:
            assert guarded.refusal is not None
    for frame in wire.written:
        assert int.from_bytes(frame[:4], "big") == len(frame) - 4
        raw = frame[4:]
        sent = int.from_bytes(raw[:4], "big") if server_version >= 201 else int(raw.split(b"\0")[0])
        assert sent in ALLOWED or sent - PROTOBUF_MSG_ID in ALLOWED


BODIES = (
    b"",
    b"1\0",
    b"0\0",
    b"1\x000\0",
    b"1\x001\0",
    b"2\x005\0\0",
    b"\x08\x05",
    b"\x08\x03",
    b"3\x001\x000" + 7 * b"\0",
)


@pytest.mark.parametrize(
    ("server_version", "expected"),
    [
        (199, {5, 7, 16, 18, 49, 71, 99}),
        (226, {5, 16, 18, 49, 71, 99, 205, 207, 216, 218, 249, 271, 299, 308}),
    ],
)
def test_every_message_id_with_bodies_that_pass_with_some(server_version: int, expected: set[int]) -> None:
    passed = set()
    for message_id in range(512):
        for rest in BODIES:
            wire = Wire()
            head = message_id.to_bytes(4, "big") if server_version >= 201 else b"%d\0" % message_id
            with suppress(GateRefusalError):
                gate(wire, server_version).sendMsg(framed(head + rest))
            if wire.written:
                passed.add(message_id)
    assert passed == expected


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


def in_protobuf(message_id: int, rest: bytes) -> bytes:
    return framed((message_id + PROTOBUF_MSG_ID).to_bytes(4, "big") + rest)


PLACES = b"3\x0045\x00100\0"
"""The beginning of an order."""


@pytest.mark.parametrize(
    ("server_version", "frame"),
    [
        (200, framed(b"071\x002\x005\0\0")),
        (200, framed(b"+16\x001\0")),
        (200, framed(b" 16\x001\0")),
        (200, framed(b"16.0\x001\0")),
        (200, framed("١٦\x001\0".encode())),
        (200, framed(b"0016\x001\0")),
        (200, framed(b"1" * 5000 + b"\0")),
        (200, framed(b"16")),
        (200, framed(b"216\x001\0")),
        (200, framed(b"\x0016\x001\0")),
        (200, framed(b"\0\0\0\x10")),
        (200, framed(b"16\x001\0" + PLACES)),
        (200, framed(b"49\x001\0" + PLACES)),
        (200, framed(b"99\x001\0" + PLACES)),
        (200, framed(b"71\x002\x005\0\0" + PLACES)),
        (178, framed(b"7\x003\x001\x000" + 7 * b"\0" + PLACES)),
        (200, framed(b"7\x003\x001\x000" + 7 * b"\0" + b"2147483647\x000\0" + PLACES)),
        (200, framed(b"7\x003\x001\x000" + 7 * b"\0" + b"2147483647\x009\0" + PLACES)),
        (200, framed(b"16\x001\0") + framed(PLACES)),
        (200, framed(b"16\x001\0")[:-1]),
        (200, b"\0\0\0\x02" + b"16\x001\0"),
        (226, framed(b"\0\0\0\xd8") + framed(b"\0\0\0\xcb")),
        (226, framed(b"\0\0\x01\xa0")),
        (226, framed(b"\0\0\0\x10" + b"1\0" + PLACES)),
        (226, framed(b"16\x001\0")),
        (200, framed(b"18\x001\x002\0")),
        (200, framed(b"18\x001\x001\0<xml/>\0")),
        (200, framed(b"19\x001\x001\0<xml/>\0")),
        (226, in_protobuf(18, b"\x08\x02")),
        (226, in_protobuf(18, b"")),
        (226, in_protobuf(18, b"\x08\x01\x12\x01x")),
        (226, in_protobuf(19, b"\x08\x01")),
        (226, in_protobuf(5, b"\x08\x01")),
        (226, in_protobuf(7, b"garbage, and not one field of it!" * 2)),
        (226, in_protobuf(7, b"\x08\x01\x12\x02\x58\x01")),
        (226, in_protobuf(7, b"\x08\x01\x08\x02")),
        (226, in_protobuf(16, b"text")),
        (226, in_protobuf(16, PLACES)),
        (226, in_protobuf(49, b"\0")),
        (226, in_protobuf(99, b"\x08\x01\x10\x01")),
        (226, in_protobuf(108, b"\x08\x01\x12\x01x")),
        (226, in_protobuf(108, b"\x08")),
        (226, framed(b"\xff\xff\xff\xff")),
        (226, framed(b"")),
        (226, b""),
    ],
)
def test_disguised_frames_are_refused(server_version: int, frame: bytes) -> None:
    wire = Wire()
    with pytest.raises(GateRefusalError):
        gate(wire, server_version, may_bind=True).sendMsg(frame)
    assert not wire.written


@pytest.mark.parametrize(
    ("server_version", "body"),
    [
        (200, b"71\x002\x000\0\0"),
        (200, b"71\x002\x005\0+PACEAPI\0"),
        (212, b"\0\0\0\x472\x000\0\0"),
        (226, b"\0\0\x01\x0f\x08\0"),
        (226, b"\0\0\x01\x0f"),
        (226, b"\0\0\x01\x0f\x08\x05\x12\x01x"),
        (226, b"\0\0\x01\x0f\x08\x05\x08\0"),
    ],
)
def test_start_api_names_the_gates_own_client_and_nothing_else(server_version: int, body: bytes) -> None:
    """As client 0 the requests that the gate lets other clients send would bind."""
    wire = Wire()
    with pytest.raises(GateRefusalError):
        gate(wire, server_version).sendMsg(framed(body))
    assert not wire.written


@pytest.mark.parametrize("server_version", VERSIONS)
@pytest.mark.parametrize("client_id", [0, 5, 2**31 - 2])
def test_ibapis_own_start_passes(server_version: int, client_id: int) -> None:
    wire = Wire()
    client(gate(wire, server_version, client_id), server_version, client_id).startApi()
    assert len(wire.written) == 1


def test_the_number_that_ibapi_takes_for_none_does_not_become_client_0() -> None:
    """ibapi leaves 2147483647 out of its protobuf message, and what is left out reads as 0."""
    unset = 2**31 - 1
    wire = Wire()
    client(gate(wire, 226, unset), 226, unset).startApi()
    assert not wire.written


@pytest.mark.parametrize("server_version", VERSIONS)
def test_only_client_0_may_bind(server_version: int) -> None:
    wire = Wire()
    client(gate(wire, server_version, 5, may_bind=True), server_version, 5).reqAutoOpenOrders(True)
    assert not wire.written


def test_what_is_checked_is_what_is_written() -> None:
    frame = bytearray(framed(b"16\x001\0"))
    wire = Wire()
    gate(wire, 200).sendMsg(frame)  # type: ignore[arg-type]  # no caller does
    frame[4:6] = b"58"
    assert wire.written == [framed(b"16\x001\0")]


@pytest.mark.parametrize("server_version", VERSIONS)
def test_the_api_is_started_once_for_each_connection(server_version: int) -> None:
    wire = Wire()
    guarded = gate(wire, server_version)
    for _ in range(2):
        client(guarded, server_version).startApi()
    assert len(wire.written) == 1
    assert guarded.refusal is not None


def test_no_second_greeting_before_the_answer() -> None:
    wire = Wire()
    guarded = ReadOnlyGate(wire, client_id=1, may_bind=lambda: True)
    guarded.send_greeting()
    with pytest.raises(GateRefusalError):
        guarded.send_greeting()
    assert len(wire.written) == 1


def test_no_second_greeting() -> None:
    wire = Wire()
    with pytest.raises(GateRefusalError):
        gate(wire, 200).send_greeting()
    assert not wire.written


def test_nothing_but_the_greeting_passes_before_the_version_is_known() -> None:
    wire = Wire()
    guarded = ReadOnlyGate(wire, client_id=1, may_bind=lambda: True)
    with pytest.raises(GateRefusalError):
        guarded.sendMsg(b"\0\0\0\x0371\0")
    guarded.send_greeting()
    (greeting,) = wire.written
    assert greeting == b"API\0" + len(b"v100..226").to_bytes(4, "big") + b"v100..226"


@pytest.mark.parametrize("server_version", [200, 226])
def test_a_connection_is_greeted_and_started_once(server_version: int) -> None:
    wire = Wire()
    gate = ReadOnlyGate(wire, client_id=5, may_bind=lambda: False)
    gate.send_greeting()
    with pytest.raises(GateRefusalError):
        gate.send_greeting()
    gate.use_server_version(server_version)
    start = b"71\x002\x005\x00\x00"
    if server_version >= 201:
        start = (271).to_bytes(4, "big") + StartApiRequest(clientId=5).SerializeToString()
    frame = len(start).to_bytes(4, "big") + start
    gate.sendMsg(frame)
    with pytest.raises(GateRefusalError):
        gate.sendMsg(frame)
    assert len(wire.written) == 2
