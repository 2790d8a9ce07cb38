"""What is read of a protobuf message that ibapi refuses as a whole."""

from __future__ import annotations

import pytest
from ibapi.message import IN
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder as OpenOrderProto
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus as OrderStatusProto

from ibmonitor.domain.records.events import OpenOrder, OrderStatus
from ibmonitor.tws.decode.code_pages import CodePages
from ibmonitor.tws.decode.lenient_proto import mended_body
from ibmonitor.tws.decode.lenient_text import UnreadableError
from tests.faults.good_frames import good_frames
from tests.support.tws_frames import decoded, proto_frame
from tests.tws.decode.mended import event_with_fault


def test_a_quantity_that_is_no_number_is_left_out() -> None:
    proto = OrderStatusProto(orderId=5, status="Submitted", filled="many", remaining="", permId=4711)
    status = event_with_fault(proto_frame(int(IN.ORDER_STATUS), proto.SerializeToString()), 226, "filled")
    assert (status.order_id, status.status, status.perm_id) == (5, "Submitted", 4711)
    assert (status.filled, status.remaining) == (None, None)


def test_an_empty_quantity_is_nothing_to_speak_of() -> None:
    proto = OrderStatusProto(orderId=5, status="Submitted", filled="", permId=4711)
    (status,) = decoded(226, [proto_frame(int(IN.ORDER_STATUS), proto.SerializeToString())])
    assert isinstance(status, OrderStatus)
    assert status.filled is None


def test_bytes_that_are_no_text_are_replaced() -> None:
    frame = good_frames(226)["openOrder"]
    assert frame.count("r\u00e9f".encode()) == 1
    event = event_with_fault(frame.replace("r\u00e9f".encode(), b"r\xff\xfef"), 226, "orderRef")
    assert event.order_fields["orderRef"] == "r\ufffd\ufffdf \u4e2d"
    (good,) = decoded(226, [frame])
    assert isinstance(good, OpenOrder)
    assert {**event.order_fields, "orderRef": good.order_fields["orderRef"]} == good.order_fields


def test_an_unknown_condition_is_left_out() -> None:
    body = OpenOrderProto.FromString(good_frames(226)["openOrder"][8:])
    body.order.conditions[0].type = 99
    event = event_with_fault(proto_frame(int(IN.OPEN_ORDER), body.SerializeToString()), 226, "conditions")
    assert len(event.order_fields["conditions"]) == len(body.order.conditions) - 1


@pytest.mark.parametrize(
    ("message_id", "body"),
    [
        (IN.NEXT_VALID_ID, b"\x08\x01"),
        (IN.OPEN_ORDER, OpenOrderProto(orderId=1).SerializeToString()),
        (IN.OPEN_ORDER, b"\x0a\x7f"),
        (IN.OPEN_ORDER, b"\x0b"),
        (IN.OPEN_ORDER, b"\x00\x01"),
        (IN.OPEN_ORDER, b"\xff" * 12),
        (IN.OPEN_ORDER, b"\x09\x01"),
    ],
    ids=["numbers alone", "nothing is wrong", "cut off", "a group", "no number", "an endless number", "half a number"],
)
def test_where_there_is_nothing_to_mend_the_message_stays_unreadable(message_id: int, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        mended_body(body, message_id, CodePages())


def test_what_is_left_out_is_named_with_its_bytes_and_the_rest_is_kept() -> None:
    status = OrderStatusProto(orderId=5, status="1111", filled="many", remaining="2.5", permId=4711)
    body = status.SerializeToString().replace(b"1111", b"\xff\xfe11")
    mended, bad = mended_body(body, IN.ORDER_STATUS, CodePages())
    assert bad == {"status": b"\xff\xfe11", "filled": b"many"}
    read = OrderStatusProto.FromString(mended)
    assert (read.orderId, read.remaining, read.permId) == (5, "2.5", 4711)
    assert "\ufffd" in read.status
    assert not read.HasField("filled")
