"""Checks the bytes of a request, so that no frame can carry anything else along with it.

A server of the text protocol reads field by field: additional fields could be read as another request.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError, Message
from ibapi.common import PROTOBUF_MSG_ID
from ibapi.protobuf.FARequest_pb2 import FARequest
from ibapi.protobuf.StartApiRequest_pb2 import StartApiRequest
from ibapi.server_versions import MIN_SERVER_VER_PARAMETRIZED_DAYS_OF_EXECUTIONS, MIN_SERVER_VER_PROTOBUF

_VERSION_1 = b"1\0"
_FA_DATA_TYPES = (1, 3)
"""Groups and aliases; 2, profiles, no longer exists (TWS_FACTS)."""
_FLAGS = frozenset({b"0\0", b"1\0"})
_EXECUTION_FIELDS = 9
"""Version, request id and the seven fields of the filter."""


def split_id(body: bytes, server_version: int) -> tuple[int, bool, bytes] | None:
    """Return a frame's message id, whether protobuf follows, and what follows; `None` where there is no id.

    From server version 201 on the id is a 4-byte integer, raised by 200 for protobuf; before, it is decimal digits.
    An id not written exactly as ibapi writes it is rejected.
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
    """Whether START_API has this client ID and requests no optional capability."""
    if is_protobuf:
        expected: bytes = StartApiRequest(clientId=client_id).SerializeToString()
        return rest == expected
    return rest == b"2\0%d\0\0" % client_id


def is_one_protobuf_request(kind: type[Message], rest: bytes) -> bool:
    """Whether the bytes are exactly those that protobuf writes for this request: no unknown field, nothing twice."""
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


# The fields of one request of the text protocol, no more and no fewer, at a server version.


def is_never(rest: bytes, server_version: int) -> bool:
    """For a request that is not sent as text."""
    del rest, server_version
    return False


def is_version_1(rest: bytes, server_version: int) -> bool:
    del server_version
    return rest == _VERSION_1


def is_flag(rest: bytes, server_version: int) -> bool:
    del server_version
    return rest in _FLAGS


def is_version_1_and_flag(rest: bytes, server_version: int) -> bool:
    del server_version
    return rest.startswith(_VERSION_1) and rest[2:] in _FLAGS


def is_advisor_data_request(rest: bytes, server_version: int) -> bool:
    del server_version
    return rest in {b"%b%d\0" % (_VERSION_1, number) for number in _FA_DATA_TYPES}


def is_execution_request(rest: bytes, server_version: int) -> bool:
    *fields, end = rest.split(b"\0")
    if end or fields[:1] != [b"3"]:
        return False
    if server_version < MIN_SERVER_VER_PARAMETRIZED_DAYS_OF_EXECUTIONS:
        return len(fields) == _EXECUTION_FIELDS
    # The days of history, then the number of the dates that follow.
    dates = fields[_EXECUTION_FIELDS + 2 :]
    return len(fields) >= _EXECUTION_FIELDS + 2 and fields[_EXECUTION_FIELDS + 1] == b"%d" % len(dates)
