"""Requests as IB's own client writes them, in text and protobuf, and bytes that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ibapi.client import EClient
from ibapi.execution import ExecutionFilter
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest
from ibapi.wrapper import EWrapper

from ibmonitor.simulator.wire.requests import BadRequestError, Request, read_request


class Connection:
    """ibapi's connection, which keeps what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.sendMsg = self.written.append

    def isConnected(self) -> bool:
        return True


def asked(server_version: int, ask: Callable[[Any], object]) -> Request:
    """What is read of the one request that stock ibapi sends."""
    client, connection = EClient(EWrapper()), Connection()
    client.clientId, client.optCapab, client.serverVersion_, client.conn = 6, "", server_version, connection
    client.setConnState(EClient.CONNECTED)
    ask(client)
    (frame,) = connection.written
    assert int.from_bytes(frame[:4], "big") == len(frame) - 4
    return read_request(frame[4:], server_version)


def _filter(**fields: object) -> ExecutionFilter:
    made = ExecutionFilter()
    for name, value in fields.items():
        setattr(made, name, value)
    return made


REQUESTS: list[tuple[Callable[[Any], object], str, dict[str, object]]] = [
    (lambda client: client.startApi(), "START_API", {"clientId": 6}),
    (lambda client: client.reqOpenOrders(), "REQ_OPEN_ORDERS", {}),
    (lambda client: client.reqAllOpenOrders(), "REQ_ALL_OPEN_ORDERS", {}),
    (lambda client: client.reqAutoOpenOrders(True), "REQ_AUTO_OPEN_ORDERS", {"autoBind": True}),
    (lambda client: client.reqCompletedOrders(True), "REQ_COMPLETED_ORDERS", {"apiOnly": True}),
    (lambda client: client.requestFA(3), "REQ_FA", {"faDataType": 3}),
    (lambda client: client.reqIds(5), "REQ_IDS", {"numIds": 5}),
    (lambda client: client.setServerLogLevel(4), "SET_SERVER_LOGLEVEL", {"logLevel": 4}),
    (lambda client: client.reqCurrentTime(), "REQ_CURRENT_TIME", {}),
    (
        lambda client: client.reqExecutions(12, _filter(acctCode="DU9", side="BUY", time="20260611-13:30:30")),
        "REQ_EXECUTIONS",
        {"reqId": 12, "acctCode": "DU9", "side": "BUY", "time": "20260611-13:30:30", "clientId": 0},
    ),
]


@pytest.mark.parametrize("server_version", [176, 200, 201, 226])
@pytest.mark.parametrize(("ask", "name", "fields"), REQUESTS, ids=[name for _, name, _ in REQUESTS])
def test_a_request_of_ibapi_is_read(
    server_version: int, ask: Callable[[Any], object], name: str, fields: dict[str, object]
) -> None:
    request = asked(server_version, ask)
    assert request.name == name
    assert {key: value for key, value in request.fields.items() if key in fields} == fields
    assert {key for key in request.fields.keys() - fields.keys() if request.fields[key]} == set()


@pytest.mark.parametrize("server_version", [200, 226])
def test_days_and_dates_of_a_filter(server_version: int) -> None:
    assert asked(server_version, lambda client: client.reqExecutions(1, _filter(lastNDays=3))).fields["lastNDays"] == 3
    dates = asked(server_version, lambda client: client.reqExecutions(1, _filter(specificDates=[20260610, 20260611])))
    assert dates.fields["specificDates"] == ["20260610", "20260611"]
    assert "lastNDays" not in dates.fields


def test_an_optional_id_of_the_settings() -> None:
    assert asked(226, lambda client: client.reqConfigProtoBuf(ConfigRequest(reqId=17))).fields == {"reqId": 17}
    assert asked(226, lambda client: client.reqConfigProtoBuf(ConfigRequest())).fields == {}


def test_a_request_that_is_not_known_keeps_its_bytes() -> None:
    request = read_request(b"61\x001\0", 200)
    assert (request.name, request.fields, request.body, request.is_protobuf) == ("message 61", {}, b"1\0", False)
    request = read_request((261).to_bytes(4, "big") + b"\x08\x01", 226)
    assert (request.message_id, request.fields, request.body, request.is_protobuf) == (61, {}, b"\x08\x01", True)


@pytest.mark.parametrize(
    ("server_version", "payload", "problem"),
    [
        (200, b"nonsense\0", "b'nonsense' is no message id"),
        (200, b"", "b'' is no message id"),
        (200, b"99\0", "REQ_COMPLETED_ORDERS: 0 fields instead of 1"),
        (200, b"18\x001\0x\0", "REQ_FA: invalid literal"),
        (200, b"7\x003\0x\0", "REQ_EXECUTIONS: invalid literal"),
        (200, b"7\x003\x001\0", "REQ_EXECUTIONS: list index out of range"),
        (226, b"\0\0", "a frame of less than four bytes"),
        (226, (207).to_bytes(4, "big") + b"\xff", "REQ_EXECUTIONS: "),
    ],
)
def test_bytes_that_are_no_request_are_refused(server_version: int, payload: bytes, problem: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        read_request(payload, server_version)
    assert str(refused.value).startswith(problem)
