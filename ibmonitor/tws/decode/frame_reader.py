"""`FrameReader`: passes each frame to ibapi's decoder, and reports what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ibapi import comm
from ibapi.common import PROTOBUF_MSG_ID
from ibapi.message import IN
from ibapi.server_versions import MIN_SERVER_VER_PROTOBUF

from ibmonitor.domain.records.events import Fault
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.code_pages import CodePages
from ibmonitor.tws.decode.fill_frames import fill_readers
from ibmonitor.tws.decode.lenient_proto import mended_body
from ibmonitor.tws.decode.lenient_text import mended_fields, read_without_bad_fields
from ibmonitor.tws.decode.proto_orders import ProtoOrders
from ibmonitor.tws.decode.proto_values import commission_report, exec_details
from ibmonitor.tws.decode.text_orders import TextOrders

RAW_DETAIL_LENGTH = 2000
"""Bytes of a frame that are kept to show what could not be understood."""


# Looking up an Enum member costs as much as the rest of what is done with it for every fill.
_EXECUTION, _COMMISSION = int(IN.EXECUTION_DATA), int(IN.COMMISSION_AND_FEES_REPORT)

SHOWN_MESSAGES = frozenset(
    {
        IN.ORDER_STATUS,
        IN.ERR_MSG,
        IN.OPEN_ORDER,
        IN.NEXT_VALID_ID,
        IN.EXECUTION_DATA,
        IN.MANAGED_ACCTS,
        IN.RECEIVE_FA,
        IN.CURRENT_TIME,
        IN.OPEN_ORDER_END,
        IN.EXECUTION_DATA_END,
        IN.COMMISSION_AND_FEES_REPORT,
        IN.ORDER_BOUND,
        IN.COMPLETED_ORDER,
        IN.COMPLETED_ORDERS_END,
        IN.CONFIG_RESPONSE,
    },
)
"""Messages this program shows. One of these that leads to no event was dropped by ibapi: a sub-message was missing, or
the number of fields differed."""


class FrameReader:
    """Passes the frames of one connection to ibapi's decoder, which calls `wrapper`."""

    def __init__(self, wrapper: SignalWrapper, decoder: Any, server_version: int, pages: CodePages) -> None:
        self._pages = pages
        self._wrapper = wrapper
        self._queue = wrapper.queue
        self._decoder = decoder
        self._server_version = server_version
        self._has_binary_ids = server_version >= MIN_SERVER_VER_PROTOBUF
        self._repeats = wrapper.repeats_of(server_version)
        pages.on_learned = self._repeats.forget
        self._proto_orders = ProtoOrders(wrapper.numbers)
        self._fills = fill_readers(wrapper, server_version)
        self._start = min(map(len, self._fills))
        self._text_orders = TextOrders(wrapper.numbers, server_version)

    def read(self, frame: bytes) -> None:
        """Decode one frame. A problem with it becomes a Fault, and does not affect the next frame."""
        read_fill = self._fills.get(frame[: self._start])
        if read_fill is not None and read_fill(frame):
            return
        known = self._repeats.find(frame)
        if known is None:
            self._read_new(frame)
        else:
            self._queue.add_order(known)

    def _read_new(self, frame: bytes) -> None:
        wrapper, queue = self._wrapper, self._queue
        before = queue.emitted
        message_id = 0
        implausible = wrapper.numbers.implausible
        implausible.clear()
        try:
            message_id, body, is_protobuf = self._parts(frame)
            self._repeats.end(message_id)
            if is_protobuf:
                self._read_protobuf(body, message_id)
            else:
                self._read_text(self._text_fields(body, message_id), message_id)
        except Exception as error:  # noqa: BLE001 - ibapi raises anything, and none of it may end the connection
            if queue.emitted == before and not self._read_in_part(frame, message_id):
                wrapper.emit_event(Fault(_not_understood(message_id), f"{error!r}\n{frame[:RAW_DETAIL_LENGTH]!r}"))
            return
        if queue.emitted == before and (message_id in SHOWN_MESSAGES or message_id == 0):
            wrapper.emit_event(Fault(_not_understood(message_id), f"{frame[:RAW_DETAIL_LENGTH]!r}"))
        elif implausible:
            numbers = "\n".join(dict.fromkeys(str(number)[:RAW_DETAIL_LENGTH] for number in implausible))
            implausible.clear()
            wrapper.emit_event(Fault(_implausible(message_id), f"{numbers}\n{frame[:RAW_DETAIL_LENGTH]!r}"))
        elif queue.emitted == before + 1 and self._repeats.keep(frame, queue.last):
            self._text_orders.learn(queue.last)

    def _read_text(self, fields: Sequence[bytes], message_id: int) -> None:
        order = self._text_orders.read(message_id, fields)
        if order is None:
            self._decoder.interpret(fields, message_id)
        else:
            self._queue.add_order(order)

    def _read_protobuf(self, body: bytes, message_id: int) -> None:
        """Decode a message; one that lacks a part emits nothing."""
        if message_id == _EXECUTION:
            execution = exec_details(body, self._wrapper.numbers)
            if execution is not None:
                self._queue.add_execution(execution)
        elif message_id == _COMMISSION:
            self._queue.add_commission(commission_report(body, self._wrapper.numbers))
        else:
            order = self._proto_orders.read(message_id, body)
            if order is None:
                self._decoder.processProtoBuf(body, message_id)
            else:
                self._queue.add_order(order)

    def _parts(self, frame: bytes) -> tuple[int, bytes, bool]:
        """The message id, the body, and whether that is protobuf."""
        if not self._has_binary_ids:
            digits, _, body = frame.partition(b"\0")
            return int(digits), body, False
        message_id = int.from_bytes(frame[:4], "big")
        is_protobuf = message_id > PROTOBUF_MSG_ID
        return message_id - PROTOBUF_MSG_ID if is_protobuf else message_id, frame[4:], is_protobuf

    def _read_in_part(self, frame: bytes, message_id: int) -> bool:
        """Read a frame that ibapi rejected, without the fields it rejected; return whether anything was read."""
        if message_id not in SHOWN_MESSAGES:
            return False
        before = self._queue.emitted
        try:
            bad = self._read_tolerantly(frame, message_id)
        except Exception:  # noqa: BLE001 - as above; the caller reports that the frame cannot be read
            bad = {}
        if self._queue.emitted == before:
            return False
        if bad:
            values = "\n".join(f"{place}: {raw[:RAW_DETAIL_LENGTH]!r}" for place, raw in bad.items())
            plain = _left_out(message_id, list(bad))
            self._wrapper.emit_event(Fault(plain, f"{values}\n{frame[:RAW_DETAIL_LENGTH]!r}"))
        return True

    def _read_tolerantly(self, frame: bytes, message_id: int) -> dict[str, bytes]:
        _, body, is_protobuf = self._parts(frame)
        if is_protobuf:
            body, bad = mended_body(body, message_id, self._pages)
            self._read_protobuf(body, message_id)
            return bad
        return read_without_bad_fields(self._decoder, self._text_fields(body, message_id), message_id)

    def _text_fields(self, body: bytes, message_id: int) -> Sequence[bytes]:
        """Return the fields of a text message in a form that ibapi reads correctly."""
        fields = comm.read_fields(self._pages.as_utf8(body))
        return mended_fields(fields, message_id, self._server_version)


def _not_understood(message_id: int) -> str:
    return (
        f"TWS sent {_name(message_id)} that this program could not read. What it was about may be missing or out of "
        "date here; everything else goes on. Refresh asks TWS again."
    )


def _left_out(message_id: int, places: list[str]) -> str:
    return (
        f"TWS sent {_name(message_id)} of which this program could not read everything ({', '.join(places)}). "
        "That is left out; the rest of the message is shown."
    )


def _implausible(message_id: int) -> str:
    return (
        f"TWS sent {_name(message_id)} with a number that no account can have. It counts as unknown; the rest of the "
        "message is shown."
    )


def _name(message_id: int) -> str:
    try:
        name = IN(message_id).name.replace("_", " ").lower()
    except ValueError:
        return "a message"
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} message"
