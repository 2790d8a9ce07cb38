"""Decodes requests, in text or protobuf form, into a message id and fields by TWS's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import DecodeError
from ibapi.protobuf.AutoOpenOrdersRequest_pb2 import AutoOpenOrdersRequest
from ibapi.protobuf.CompletedOrdersRequest_pb2 import CompletedOrdersRequest
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest
from ibapi.protobuf.ExecutionRequest_pb2 import ExecutionRequest
from ibapi.protobuf.FARequest_pb2 import FARequest
from ibapi.protobuf.IdsRequest_pb2 import IdsRequest
from ibapi.protobuf.SetServerLogLevelRequest_pb2 import SetServerLogLevelRequest
from ibapi.protobuf.StartApiRequest_pb2 import StartApiRequest

from ibmonitor.simulator.wire.protocol import PROTOBUF_OFFSET, RAW_ID_SINCE, UNSET_INT, Ask, ask_name

_PROTO: dict[int, Any] = {
    Ask.START_API: StartApiRequest,
    Ask.REQ_EXECUTIONS: ExecutionRequest,
    Ask.REQ_COMPLETED_ORDERS: CompletedOrdersRequest,
    Ask.REQ_AUTO_OPEN_ORDERS: AutoOpenOrdersRequest,
    Ask.REQ_FA: FARequest,
    Ask.REQ_IDS: IdsRequest,
    Ask.REQ_CONFIG: ConfigRequest,
    Ask.SET_SERVER_LOGLEVEL: SetServerLogLevelRequest,
}
_TEXT: dict[int, tuple[str, ...]] = {
    Ask.START_API: ("version", "clientId", "optionalCapabilities"),
    Ask.REQ_COMPLETED_ORDERS: ("apiOnly",),
    Ask.REQ_AUTO_OPEN_ORDERS: ("version", "autoBind"),
    Ask.REQ_FA: ("version", "faDataType"),
    Ask.REQ_IDS: ("version", "numIds"),
    Ask.SET_SERVER_LOGLEVEL: ("version", "logLevel"),
}
_FILTER = ("clientId", "acctCode", "time", "symbol", "secType", "exchange", "side")
_TRUE_OR_FALSE = frozenset({"apiOnly", "autoBind"})
_NUMBERS = frozenset({"clientId", "faDataType", "numIds", "logLevel", "reqId", "lastNDays"})


class BadRequestError(Exception):
    """A request whose fields cannot be read."""


@dataclass(frozen=True, slots=True)
class Request:
    """One message of a client; `fields` by TWS's name, empty where the simulator does not know the message."""

    message_id: int
    """Without the offset of the protobuf form."""
    is_protobuf: bool
    fields: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""

    @property
    def name(self) -> str:
        return ask_name(self.message_id)


def read_request(payload: bytes, server_version: int) -> Request:
    """Decode a frame's payload. Raises `BadRequestError`."""
    if server_version >= RAW_ID_SINCE:
        if len(payload) < 4:
            raise BadRequestError("a frame of less than four bytes")
        message_id, body = int.from_bytes(payload[:4], "big"), payload[4:]
    else:
        head, _, body = payload.partition(b"\0")
        if not head.isdigit():
            raise BadRequestError(f"{head[:20]!r} is no message id")
        message_id = int(head)
    if message_id > PROTOBUF_OFFSET:
        message_id -= PROTOBUF_OFFSET
        return Request(message_id, is_protobuf=True, fields=_proto_fields(message_id, body), body=body)
    try:
        fields = _text_fields(message_id, body, server_version)
    except (ValueError, IndexError) as problem:
        raise BadRequestError(f"{ask_name(message_id)}: {problem}") from problem
    return Request(message_id, is_protobuf=False, fields=fields, body=body)


def _proto_fields(message_id: int, body: bytes) -> dict[str, Any]:
    if message_id not in _PROTO:
        return {}
    message = _PROTO[message_id]()
    try:
        message.ParseFromString(body)
    except DecodeError as problem:
        raise BadRequestError(f"{ask_name(message_id)}: {problem}") from problem
    return _flat(message)


def _flat(message: Any) -> dict[str, Any]:
    """The fields that are set, with those of nested messages at the same level."""
    fields: dict[str, Any] = {}
    for descriptor, value in message.ListFields():
        if descriptor.name == "executionFilter":
            fields |= _flat(value)
        elif descriptor.name == "specificDates":
            fields[descriptor.name] = [str(date) for date in value]
        else:
            fields[descriptor.name] = value
    return fields


def _text_fields(message_id: int, body: bytes, server_version: int) -> dict[str, Any]:
    texts = body.decode("utf-8", "replace").split("\0")[:-1]
    if message_id == Ask.REQ_EXECUTIONS:
        return _execution_fields(texts, server_version)
    names = _TEXT.get(message_id, ())
    if len(texts) < len(names):
        raise ValueError(f"{len(texts)} fields instead of {len(names)}")
    return {name: _typed(name, text) for name, text in zip(names, texts, strict=False) if name != "version"}


def _execution_fields(texts: list[str], server_version: int) -> dict[str, Any]:
    fields: dict[str, Any] = {"reqId": int(texts[1])}
    fields |= {name: _typed(name, texts[2 + i]) for i, name in enumerate(_FILTER) if texts[2 + i]}
    if server_version >= 200:
        days, count = texts[9], int(texts[10])
        if days not in {"", UNSET_INT}:
            fields["lastNDays"] = int(days)
        if count:
            fields["specificDates"] = texts[11 : 11 + count]
    return fields


def _typed(name: str, text: str) -> Any:
    if name in _TRUE_OR_FALSE:
        return text == "1"
    return int(text) if name in _NUMBERS else text
