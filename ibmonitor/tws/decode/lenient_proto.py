"""Repairs a protobuf message that ibapi's decoder has rejected: texts become UTF-8, invalid quantities are left out.

protobuf rejects a whole message for one byte that is not UTF-8, ibapi for one quantity that is not a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from ibapi.message import IN
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse
from ibapi.protobuf.ErrorMessage_pb2 import ErrorMessage
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.ManagedAccounts_pb2 import ManagedAccounts
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus
from ibapi.protobuf.ReceiveFA_pb2 import ReceiveFA

from ibmonitor.tws.decode.code_pages import CodePages
from ibmonitor.tws.decode.lenient_text import UnreadableError

_TYPES: dict[int, Any] = {
    IN.ORDER_STATUS: OrderStatus,
    IN.OPEN_ORDER: OpenOrder,
    IN.COMPLETED_ORDER: CompletedOrder,
    IN.EXECUTION_DATA: ExecutionDetails,
    IN.COMMISSION_AND_FEES_REPORT: CommissionAndFeesReport,
    IN.ERR_MSG: ErrorMessage,
    IN.MANAGED_ACCTS: ManagedAccounts,
    IN.RECEIVE_FA: ReceiveFA,
    IN.CONFIG_RESPONSE: ConfigResponse,
}
"""Messages this program shows that have texts in them; the others are numbers alone."""

_QUANTITIES = frozenset(
    {
        "filled",
        "remaining",
        "shares",
        "cumQty",
        "totalQuantity",
        "filledQuantity",
        "suggestedSize",
        "position",
        "positionDesired",
        "positionAfter",
        "desiredAllocQty",
        "allowedAllocQty",
    }
)
"""Texts that ibapi reads as decimals."""

_CONDITION_TYPES = frozenset({1, 3, 4, 5, 6, 7})
"""Order conditions that ibapi knows (`OrderCondition`)."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FIXED_LENGTHS = {_FIXED64: 8, _FIXED32: 4}
_LONGEST_VARINT = 10


def mended_body(body: bytes, message_id: int, pages: CodePages) -> tuple[bytes, dict[str, bytes]]:
    """The repaired message, and the contents of the fields left out or replaced, by TWS's name.

    Texts in a code page that could be read are not listed. Raises `UnreadableError` if there is nothing to repair.
    """
    kind = _TYPES.get(message_id)
    if kind is None:
        raise UnreadableError
    bad: dict[str, bytes] = {}
    encoding = pages.encoding_of(_texts(body, kind.DESCRIPTOR))
    mended = _mended(body, kind.DESCRIPTOR, bad, encoding)
    if mended == body:
        raise UnreadableError
    return mended, bad


def _texts(body: bytes, descriptor: Any) -> Iterator[bytes]:
    """All texts of a message."""
    for number, wire_type, _, content in _fields(body):
        field = descriptor.fields_by_number.get(number)
        if field is None or wire_type != _BYTES:
            continue
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            yield from _texts(content, field.message_type)
        elif field.type == FieldDescriptor.TYPE_STRING:
            yield content


def _mended(body: bytes, descriptor: Any, bad: dict[str, bytes], encoding: str) -> bytes:
    parts = []
    for number, wire_type, whole, content in _fields(body):
        field = descriptor.fields_by_number.get(number)
        if field is None or wire_type != _BYTES:
            parts.append(whole)
        elif field.type == FieldDescriptor.TYPE_MESSAGE:
            if field.name == "conditions" and not _is_known_condition(content):
                bad[field.name] = content
                continue
            parts.append(_bytes_field(number, _mended(content, field.message_type, bad, encoding)))
        elif field.type != FieldDescriptor.TYPE_STRING:
            parts.append(whole)
        elif field.name in _QUANTITIES and not _is_quantity(content):
            if content:
                bad[field.name] = content
        else:
            text = content.decode(encoding, errors="replace")
            if "\ufffd" in text:
                bad[field.name] = content
            parts.append(_bytes_field(number, text.encode()))
    return b"".join(parts)


def _fields(body: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """The fields of a message: number, wire type, all its bytes, and its content where it has a length."""
    at = 0
    while at < len(body):
        start = at
        tag, at = _varint(body, at)
        number, wire_type = tag >> 3, tag & 7
        content = b""
        if wire_type == _VARINT:
            _, at = _varint(body, at)
        elif wire_type in _FIXED_LENGTHS:
            at += _FIXED_LENGTHS[wire_type]
        elif wire_type == _BYTES:
            length, at = _varint(body, at)
            content = body[at : at + length]
            at += length
        else:
            raise UnreadableError
        if at > len(body) or number == 0:
            raise UnreadableError
        yield number, wire_type, body[start:at], content


def _varint(body: bytes, at: int) -> tuple[int, int]:
    """A varint and the position after it."""
    number = 0
    for n in range(_LONGEST_VARINT):
        if at + n >= len(body):
            break
        number |= (body[at + n] & 0x7F) << 7 * n
        if body[at + n] < 0x80:
            return number, at + n + 1
    raise UnreadableError


def _bytes_field(number: int, content: bytes) -> bytes:
    return _as_varint(number << 3 | _BYTES) + _as_varint(len(content)) + content


def _as_varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _is_quantity(content: bytes) -> bool:
    try:
        Decimal(content.decode())
    except (InvalidOperation, ValueError):
        return False
    return True


def _is_known_condition(content: bytes) -> bool:
    """Whether an OrderCondition, whose first field is its type, is one that ibapi can read."""
    types = [_varint(whole, 1)[0] for number, wire_type, whole, _ in _fields(content) if (number, wire_type) == (1, 0)]
    return bool(types) and types[-1] in _CONDITION_TYPES
