"""Messages with one field made hostile, in the text and in the protobuf form."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.CompletedOrdersEnd_pb2 import CompletedOrdersEnd
from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse
from ibapi.protobuf.CurrentTime_pb2 import CurrentTime
from ibapi.protobuf.ErrorMessage_pb2 import ErrorMessage
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.ExecutionDetailsEnd_pb2 import ExecutionDetailsEnd
from ibapi.protobuf.ManagedAccounts_pb2 import ManagedAccounts
from ibapi.protobuf.NextValidId_pb2 import NextValidId
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OpenOrdersEnd_pb2 import OpenOrdersEnd
from ibapi.protobuf.OrderBound_pb2 import OrderBound
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus
from ibapi.protobuf.ReceiveFA_pb2 import ReceiveFA

from tests.support.tws_frames import framed

HOSTILE_TEXTS: dict[str, bytes] = {
    "empty": b"",
    "blank": b" ",
    "zero": b"0",
    "negative": b"-1",
    "huge": b"9" * 400,
    "beyond what int() reads": b"9" * 5000,
    "overflowing": b"9E+999999",
    "undefined": b"NaN",
    "signalling": b"sNaN",
    "infinite": b"-Infinity",
    "non-numeric": b"abc",
    "not UTF-8": b"\xff\xfe\x80",
    "control characters": b"\x01\x02\x1b[31m\r\n\t\x7f",
    "turned round": "\u202eabc\u2066\u200f".encode(),
    "half an escape": b"\\ud83d \\x \\u12 \\N{x} \\",
    "unset int": b"2147483647",
    "unset long": b"9223372036854775807",
    "unset double": b"1.7976931348623157E308",
    "unset decimal": b"170141183460469231731687303715884105727",
    "very long": b"x" * 20_000,
}

PROTO_TYPES: dict[str, Any] = {
    "managedAccounts": ManagedAccounts,
    "nextValidId": NextValidId,
    "openOrder": OpenOrder,
    "orderStatus": OrderStatus,
    "openOrderEnd": OpenOrdersEnd,
    "completedOrder": CompletedOrder,
    "completedOrdersEnd": CompletedOrdersEnd,
    "orderBound": OrderBound,
    "execDetails": ExecutionDetails,
    "execDetailsEnd": ExecutionDetailsEnd,
    "commissionAndFeesReport": CommissionAndFeesReport,
    "error": ErrorMessage,
    "currentTime": CurrentTime,
    "receiveFA": ReceiveFA,
    "configResponse": ConfigResponse,
}

Mutants = Iterator[tuple[str, bytes]]


def is_protobuf(frame: bytes, server_version: int) -> bool:
    return server_version >= 201 and int.from_bytes(frame[4:8], "big") > 200


def mutants(name: str, frame: bytes, server_version: int) -> Mutants:
    """What was done to the message, and its frame."""
    if is_protobuf(frame, server_version):
        kind = PROTO_TYPES[name.partition(" of ")[0]]
        head, body = frame[4:8], frame[8:]
        for what, mutant in proto_mutants(body, kind.DESCRIPTOR):
            yield what, framed(head + mutant)
        yield "an unknown field", framed(head + body + tagged(9999, 2, b"\x03abc"))
        yield "cut off", framed(head + body[:-1])
        return
    head, fields = text_parts(frame, server_version)
    for what, mutated in text_mutants(fields):
        yield what, framed(head + b"".join(field + b"\0" for field in mutated))
    yield "without its end", framed(frame[4:-1])


def text_parts(frame: bytes, server_version: int) -> tuple[bytes, list[bytes]]:
    """The id as it stands in the frame, and the fields."""
    body = frame[4:]
    if server_version >= 201:
        return body[:4], body[4:].split(b"\0")[:-1]
    number, _, rest = body.partition(b"\0")
    return number + b"\0", rest.split(b"\0")[:-1]


def text_mutants(fields: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    for at in range(len(fields)):
        before, after = fields[:at], fields[at + 1 :]
        for what, hostile in HOSTILE_TEXTS.items():
            yield f"field {at + 1} {what}", [*before, hostile, *after]
        yield f"field {at + 1} missing", before + after
        yield f"field {at + 1} twice", [*before, fields[at], fields[at], *after]
    yield "no fields", []
    yield "one more field", [*fields, b"7"]


def proto_mutants(body: bytes, descriptor: Any) -> Mutants:
    """The message with each of its fields replaced, left out, doubled, or sent in another wire type."""
    found = list(proto_fields(body))
    for at, (number, wire_type, whole, content) in enumerate(found):
        before = b"".join(each[2] for each in found[:at])
        after = b"".join(each[2] for each in found[at + 1 :])
        field = descriptor.fields_by_number[number]
        yield f"{field.name} missing", before + after
        yield f"{field.name} twice", before + whole + whole + after
        for what, hostile in hostile_values(number):
            yield f"{field.name} {what}", before + hostile + after
        if wire_type == 2 and field.type == FieldDescriptor.TYPE_MESSAGE:
            for what, mutant in proto_mutants(content, field.message_type):
                yield f"{field.name}.{what}", before + tagged(number, 2, varint(len(mutant)) + mutant) + after
    set_numbers = {number for number, *_ in found}
    for field in descriptor.fields:
        if field.number not in set_numbers:
            for what, hostile in hostile_values(field.number):
                yield f"{field.name} {what}", body + hostile


def hostile_values(number: int) -> Mutants:
    """A field in every wire type, the right one among them, with values nobody expects."""
    yield "a varint 0", tagged(number, 0, varint(0))
    yield "a varint of all bits", tagged(number, 0, varint(2**64 - 1))
    yield "an unset int", tagged(number, 0, varint(2**31 - 1))
    for double in (float("nan"), float("inf"), -1e300, 1.7976931348623157e308, 5e-324):
        yield f"the double {double}", tagged(number, 1, struct.pack("<d", double))
    yield "a fixed32", tagged(number, 5, b"\xff\xff\xff\x7f")
    yield "a group", tagged(number, 3, tagged(number, 4, b""))
    for what in ("empty", "huge", "overflowing", "signalling", "non-numeric", "not UTF-8", "control characters"):
        text = HOSTILE_TEXTS[what]
        yield what, tagged(number, 2, varint(len(text)) + text)
    yield "longer than it is", tagged(number, 2, varint(1 << 20) + b"abc")


def proto_fields(body: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Number, wire type, all bytes, and the content of what has a length; of a good message only."""
    at = 0
    while at < len(body):
        start = at
        tag, at = read_varint(body, at)
        number, wire_type = tag >> 3, tag & 7
        content = b""
        if wire_type == 0:
            _, at = read_varint(body, at)
        elif wire_type == 2:
            length, at = read_varint(body, at)
            content = body[at : at + length]
            at += length
        else:
            at += 8 if wire_type == 1 else 4
        yield number, wire_type, body[start:at], content


def read_varint(body: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = body[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def tagged(number: int, wire_type: int, rest: bytes) -> bytes:
    return varint(number << 3 | wire_type) + rest
