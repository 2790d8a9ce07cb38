"""The frames of a capture file, and which fields a frame carries."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.ErrorMessage_pb2 import ErrorMessage
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus

UNSET = frozenset({"", "2147483647", "-9223372036854775808", "1.7976931348623157E308"})
ORDER_STATUS, ERROR, OPEN_ORDER, EXECUTION, COMMISSION, COMPLETED_ORDER = 3, 4, 5, 11, 59, 101
MESSAGES: dict[int, Any] = {
    ORDER_STATUS: OrderStatus,
    ERROR: ErrorMessage,
    OPEN_ORDER: OpenOrder,
    EXECUTION: ExecutionDetails,
    COMMISSION: CommissionAndFeesReport,
    COMPLETED_ORDER: CompletedOrder,
}
_PROTOBUF = 200


def server_frames(path: Path) -> tuple[int, list[bytes]]:
    """The server version and the server's frames. `@x raw ...` gives a line the name x, and `@x` repeats it."""
    version, frames, named = 0, [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("handshake"):
            version = int(json.loads(line.removeprefix("handshake"))["server_version"])
        name, _, rest = line.partition(" ") if line.startswith("@") else ("", "", line)
        if name and rest:
            named[name] = rest
        whole = named[name] if name else line
        if whole.startswith("raw server "):
            frames.append(base64.b64decode(whole.split()[2]))
    return version, frames


def parsed(frame: bytes) -> tuple[int, Any] | None:
    """Id and message of a protobuf frame, if its kind is one of `MESSAGES`; the frame begins with its length."""
    message_id = int.from_bytes(frame[4:8], "big") - _PROTOBUF
    return (message_id, MESSAGES[message_id].FromString(frame[8:])) if message_id in MESSAGES else None


def texts(frame: bytes) -> list[str]:
    """Id and fields of a text frame of a server below 201."""
    return frame[4:].decode().split("\0")[:-1]


def present(message: Message, prefix: str = "") -> Iterator[str]:
    """The fields that a protobuf message carries, those of messages inside it as `order.lmtPrice`."""
    for field, value in message.ListFields():
        for each in value if isinstance(value, list) or hasattr(value, "add") else [value]:
            if isinstance(each, Message):
                yield from present(each, f"{prefix}{field.name}.")
            else:
                yield f"{prefix}{field.name}"
