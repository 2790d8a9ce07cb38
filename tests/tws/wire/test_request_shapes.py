"""The bytes that each form of a request has, as IB's own client writes them, and what is next to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ibapi.execution import ExecutionFilter
from ibapi.message import OUT
from ibapi.protobuf.CompletedOrdersRequest_pb2 import CompletedOrdersRequest
from ibapi.protobuf.FARequest_pb2 import FARequest
from ibapi.protobuf.StartApiRequest_pb2 import StartApiRequest

from ibmonitor.tws.wire import request_shapes as shapes
from tests.tws.wire.test_gate import CLIENT, OpenGate, Wire, client


def written(server_version: int, ask: Callable[[Any], object]) -> tuple[int, bool, bytes]:
    """Id, form and fields of the one request that stock ibapi writes."""
    wire = Wire()
    ask(client(OpenGate(wire), server_version))
    (frame,) = wire.written
    parts = shapes.split_id(frame[4:], server_version)
    assert parts is not None
    return parts


Shape = Callable[[bytes, int], bool]
TEXTS: list[tuple[Callable[[Any], object], int, Shape]] = [
    (lambda made: made.reqCurrentTime(), OUT.REQ_CURRENT_TIME, shapes.is_version_1),
    (lambda made: made.reqAllOpenOrders(), OUT.REQ_ALL_OPEN_ORDERS, shapes.is_version_1),
    (lambda made: made.reqCompletedOrders(True), OUT.REQ_COMPLETED_ORDERS, shapes.is_flag),
    (lambda made: made.reqAutoOpenOrders(False), OUT.REQ_AUTO_OPEN_ORDERS, shapes.is_version_1_and_flag),
    (lambda made: made.requestFA(3), OUT.REQ_FA, shapes.is_advisor_data_request),
    (lambda made: made.reqExecutions(1, ExecutionFilter()), OUT.REQ_EXECUTIONS, shapes.is_execution_request),
]


@pytest.mark.parametrize("server_version", [176, 200])
@pytest.mark.parametrize(("ask", "message_id", "shape"), TEXTS)
def test_a_request_has_just_its_fields(
    server_version: int, ask: Callable[[Any], object], message_id: int, shape: Shape
) -> None:
    found_id, is_protobuf, rest = written(server_version, ask)
    assert (found_id, is_protobuf) == (message_id, False)
    assert shape(rest, server_version)
    assert not shape(rest + b"1\0", server_version), "a field more"
    assert not shape(rest[:-1], server_version), "a field that has no end"
    assert not shape(rest + rest, server_version), "another request after it"
    assert not shapes.is_never(rest, server_version)


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_only_groups_and_aliases_are_data_of_an_advisor(kind: int) -> None:
    is_asked = kind in {1, 3}
    assert shapes.is_advisor_data_request(b"1\0%d\0" % kind, 200) is is_asked
    assert shapes.is_one_protobuf_request(FARequest, FARequest(faDataType=kind).SerializeToString()) is is_asked


@pytest.mark.parametrize(
    ("server_version", "fields", "is_one"),
    [
        (199, [b"3", b"1", *[b""] * 7], True),
        (199, [b"3", b"1", *[b""] * 8], False),
        (199, [b"2", b"1", *[b""] * 7], False),
        (200, [b"3", b"1", *[b""] * 7], False),
        (200, [b"3", b"1", *[b""] * 7, b"2147483647", b"0"], True),
        (200, [b"3", b"1", *[b""] * 7, b"", b"2", b"20260610", b"20260611"], True),
        (200, [b"3", b"1", *[b""] * 7, b"", b"1", b"20260610", b"20260611"], False),
        (200, [b"3", b"1", *[b""] * 7, b"", b"+1", b"20260610"], False),
    ],
)
def test_dates_of_an_execution_request_are_as_many_as_it_says(
    server_version: int, fields: list[bytes], is_one: bool
) -> None:
    assert shapes.is_execution_request(b"".join(field + b"\0" for field in fields), server_version) is is_one


@pytest.mark.parametrize(
    ("server_version", "body", "parts"),
    [
        (200, b"49\0001\0", (49, False, b"1\0")),
        (200, b"049\0", None),
        (200, b"+49\0", None),
        (200, b"0049\0", None),
        (200, b"49", None),
        (200, b"", None),
        (201, b"\0\0\0\x31rest", (49, False, b"rest")),
        (201, b"\0\0\0\xf9rest", (49, True, b"rest")),
        (201, b"\0\0\0\xc8", (200, False, b"")),
        (201, b"\0\0\0", None),
    ],
)
def test_an_id_is_written_as_ibapi_writes_it(
    server_version: int, body: bytes, parts: tuple[int, bool, bytes] | None
) -> None:
    assert shapes.split_id(body, server_version) == parts


@pytest.mark.parametrize("server_version", [176, 200, 226])
def test_the_start_names_just_this_client(server_version: int) -> None:
    _, is_protobuf, rest = written(server_version, lambda made: made.startApi())
    assert shapes.is_start_of(CLIENT, rest, is_protobuf=is_protobuf)
    assert not shapes.is_start_of(CLIENT + 1, rest, is_protobuf=is_protobuf)
    assert not shapes.is_start_of(CLIENT, rest + rest, is_protobuf=is_protobuf)
    capable = StartApiRequest(clientId=CLIENT, optionalCapabilities="x").SerializeToString()
    assert not shapes.is_start_of(CLIENT, capable, is_protobuf=True)


def test_a_protobuf_request_is_alone_and_has_no_unknown_field() -> None:
    body: bytes = CompletedOrdersRequest(apiOnly=True).SerializeToString()

    def is_one(rest: bytes) -> bool:
        return shapes.is_one_protobuf_request(CompletedOrdersRequest, rest)

    assert is_one(body)
    assert is_one(b"")
    assert not is_one(body + body), "twice"
    assert not is_one(body + b"\x98\x06\x01"), "an unknown field"
    assert not is_one(b"\x08\x81\x00"), "a number that protobuf writes shorter"
    assert not is_one(b"\xff")
