"""What the bytes of each reading request look like, so that no frame can carry anything beside or behind it.

A server of the text protocol reads field by field: fields too many could be taken for another request.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError, Message
from ibapi.common import PROTOBUF_MSG_ID
from ibapi.message import OUT
from ibapi.protobuf.AllOpenOrdersRequest_pb2 import AllOpenOrdersRequest
from ibapi.protobuf.AutoOpenOrdersRequest_pb2 import AutoOpenOrdersRequest
from ibapi.protobuf.CompletedOrdersRequest_pb2 import CompletedOrdersRequest
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest
from ibapi.protobuf.CurrentTimeRequest_pb2 import CurrentTimeRequest
from ibapi.protobuf.ExecutionRequest_pb2 import ExecutionRequest
from ibapi.protobuf.FARequest_pb2 import FARequest
from ibapi.protobuf.OpenOrdersRequest_pb2 import OpenOrdersRequest
from ibapi.protobuf.StartApiRequest_pb2 import StartApiRequest
from ibapi.server_versions import MIN_SERVER_VER_PARAMETRIZED_DAYS_OF_EXECUTIONS, MIN_SERVER_VER_PROTOBUF

_VERSION_1 = b"1\0"
_FA_DATA_TYPES = (1, 3)
"""Groups and aliases; 2, profiles, is no more (TWS_FACTS)."""
_FLAGS = frozenset({b"0\0", b"1\0"})
_EXECUTION_FIELDS = 9
"""Version, request id and the seven fields of the filter."""
_MESSAGES: dict[int, type[Message]] = {
    OUT.REQ_ALL_OPEN_ORDERS: AllOpenOrdersRequest,
    OUT.REQ_AUTO_OPEN_ORDERS: AutoOpenOrdersRequest,
    OUT.REQ_COMPLETED_ORDERS: CompletedOrdersRequest,
    OUT.REQ_CONFIG: ConfigRequest,
    OUT.REQ_CURRENT_TIME: CurrentTimeRequest,
    OUT.REQ_EXECUTIONS: ExecutionRequest,
    OUT.REQ_FA: FARequest,
    OUT.REQ_OPEN_ORDERS: OpenOrdersRequest,
}


def split_id(body: bytes, server_version: int) -> tuple[int, bool, bytes] | None:
    """Return a frame's message id, whether protobuf follows, and what follows; `None` where there is no id.

    From server version 201 on the id is a 4-byte integer, raised by 200 for protobuf; before, it is decimal digits.
    An id that is written otherwise than ibapi writes it is none.
    """
    if server_version >= MIN_SERVER_VER_PROTOBUF:
        if len(body) < 4:
            return None
        message_id = int.from_bytes(body[:4], "big")
        is_protobuf = message_id > PROTOBUF_MSG_ID
        return (message_id - PROTOBUF_MSG_ID if is_protobuf else message_id), is_protobuf, body[4:]
    digits, end, rest = body.partition(b"\0")
    if not end or len(digits) > 3 or not digits.isdigit() or digits != b"%d" % int(digits):
        return None
    return int(digits), False, rest


def is_start_of(client_id: int, rest: bytes, *, is_protobuf: bool) -> bool:
    """Whether START_API names just this client, and asks for no optional capability."""
    if is_protobuf:
        expected: bytes = StartApiRequest(clientId=client_id).SerializeToString()
        return rest == expected
    return rest == b"2\0%d\0\0" % client_id


def is_one_protobuf_request(message_id: int, rest: bytes) -> bool:
    """Whether the bytes are just those that protobuf writes for this request: no unknown field, nothing twice."""
    kind = _MESSAGES.get(message_id)
    if kind is None:
        return False
    message = kind()
    try:
        message.ParseFromString(rest)
    except DecodeError:
        return False
    if isinstance(message, FARequest) and message.faDataType not in _FA_DATA_TYPES:
        return False
    message.DiscardUnknownFields()
    written: bytes = message.SerializeToString()
    return written == rest


def is_one_text_request(message_id: int, rest: bytes, server_version: int) -> bool:
    """Whether the fields are those of one request of the text protocol, no more and no fewer."""
    match message_id:
        case OUT.REQ_OPEN_ORDERS | OUT.REQ_ALL_OPEN_ORDERS | OUT.REQ_CURRENT_TIME:
            return rest == _VERSION_1
        case OUT.REQ_AUTO_OPEN_ORDERS:
            return rest.startswith(_VERSION_1) and rest[2:] in _FLAGS
        case OUT.REQ_FA:
            return rest in {b"%b%d\0" % (_VERSION_1, number) for number in _FA_DATA_TYPES}
        case OUT.REQ_COMPLETED_ORDERS:
            return rest in _FLAGS
        case OUT.REQ_EXECUTIONS:
            return _is_one_execution_request(rest, server_version)
        case _:
            return False


def _is_one_execution_request(rest: bytes, server_version: int) -> bool:
    *fields, end = rest.split(b"\0")
    if end or fields[:1] != [b"3"]:
        return False
    if server_version < MIN_SERVER_VER_PARAMETRIZED_DAYS_OF_EXECUTIONS:
        return len(fields) == _EXECUTION_FIELDS
    # The days of history, then the number of the dates that follow.
    dates = fields[_EXECUTION_FIELDS + 2 :]
    return len(fields) >= _EXECUTION_FIELDS + 2 and fields[_EXECUTION_FIELDS + 1] == b"%d" % len(dates)
