"""Orders in protobuf are read from the fields that are set, and mean what they mean through ibapi's decoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import given
from hypothesis import strategies as st
from ibapi.const import UNSET_DECIMAL, UNSET_DOUBLE, UNSET_INTEGER, UNSET_LONG
from ibapi.message import IN
from ibapi.protobuf.CompletedOrder_pb2 import CompletedOrder
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus

from ibmonitor.domain.records import events
from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.decode import proto_orders
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.proto_orders import ProtoOrders
from tests.support.examples import examples
from tests.support.rich_world import rich_world
from tests.support.tws_frames import capture, proto_frame
from tests.tws.decode.both_ways import BothWays

VERSION = 226
KINDS = {IN.OPEN_ORDER: OpenOrder, IN.ORDER_STATUS: OrderStatus, IN.COMPLETED_ORDER: CompletedOrder}
QUANTITIES = ("0", "12.50", "", "NaN", "sNaN", "-Infinity", "9E+999999", "many", str(UNSET_DECIMAL))
TEXTS = ("", "x", "\u4e2d", "None", "1.7976931348623157E308")
INTEGERS = (0, 1, -1, 3, UNSET_INTEGER, -(2**31))
LONGS = (0, 5, UNSET_LONG, -(2**63))
DOUBLES = (0.0, 1.25, -0.0, 15.559999999999999, 1e300, UNSET_DOUBLE, float("inf"), float("-inf"), float("nan"))
VALUES: dict[int, tuple[object, ...]] = {
    FieldDescriptor.TYPE_STRING: QUANTITIES + TEXTS,
    FieldDescriptor.TYPE_INT32: INTEGERS,
    FieldDescriptor.TYPE_INT64: LONGS,
    FieldDescriptor.TYPE_DOUBLE: DOUBLES,
    FieldDescriptor.TYPE_BOOL: (True, False),
}


@pytest.fixture(scope="module")
def both() -> BothWays:
    return BothWays(VERSION)


def check(both: BothWays, message_id: int, body: bytes) -> list[events.Event]:
    return both.check(proto_frame(message_id, body)[4:])


def is_read_here(message_id: int, body: bytes) -> bool:
    return ProtoOrders(Numbers()).read(message_id, body) is not None


def bodies() -> Iterator[tuple[int, bytes]]:
    """What the simulated TWS sends of orders that have a value in nearly every field."""
    wire = Wire(VERSION)
    for order in rich_world().orders:
        for frame in (wire.open_order(order), wire.order_status(order), wire.completed_order(order)):
            yield int.from_bytes(frame[4:8], "big") - 200, frame[8:]


def described() -> OpenOrder:
    """An order that has only its parts."""
    message = OpenOrder()
    for part in (message.contract, message.order, message.orderState):
        part.SetInParent()
    return message


def fill(message: Any, field: Any, number: int) -> None:
    """Set a field to one of its possible values; of parts, all of their fields."""
    if field.type != FieldDescriptor.TYPE_MESSAGE:
        values = VALUES[field.type]
        setattr(message, field.name, values[number % len(values)])
    elif field.message_type.GetOptions().map_entry:
        getattr(message, field.name).update({"tag": "1", "unset": "", f"{number}": "1.7976931348623157E308"})
    else:
        parts = getattr(message, field.name)
        part = parts if field.has_presence else parts.add()
        for its in part.DESCRIPTOR.fields:
            fill(part, its, number)


def test_orders_with_many_fields(both: BothWays) -> None:
    for message_id, body in bodies():
        (event,) = check(both, message_id, body)
        assert not isinstance(event, events.Fault)
        assert is_read_here(message_id, body)


@pytest.mark.parametrize("part", ["order", "orderState"])
def test_each_field_alone_and_all_together(both: BothWays, part: str) -> None:
    together = described()
    for field in getattr(together, part).DESCRIPTOR.fields:
        for message in (alone := described(), together):
            fill(getattr(message, part), field, 1)
        check(both, IN.OPEN_ORDER, alone.SerializeToString())
        assert is_read_here(IN.OPEN_ORDER, alone.SerializeToString()), field.name
    check(both, IN.OPEN_ORDER, together.SerializeToString())


@st.composite
def messages(draw: st.DrawFn) -> tuple[int, bytes]:
    message_id = draw(st.sampled_from(sorted(KINDS)))
    message = KINDS[message_id]()
    parts = [message]
    if message_id != IN.ORDER_STATUS:
        for part in draw(st.sets(st.sampled_from(["contract", "order", "orderState"]), min_size=2)):
            getattr(message, part).SetInParent()
            parts.append(getattr(message, part))
    for part in parts:
        simple = [field for field in part.DESCRIPTOR.fields if part is not message or field.message_type is None]
        for field in draw(st.lists(st.sampled_from(simple), max_size=12)) if simple else ():
            fill(part, field, draw(st.integers(0, 20)))
    return message_id, message.SerializeToString()


@examples(100)
@given(messages())
def test_any_fields_with_any_values(both: BothWays, message: tuple[int, bytes]) -> None:
    check(both, *message)


@examples(100)
@given(st.sampled_from(list(bodies())), st.integers(0), st.binary(max_size=3))
def test_damaged_bytes(both: BothWays, message: tuple[int, bytes], place: int, damage: bytes) -> None:
    message_id, body = message
    at = place % len(body)
    check(both, message_id, body[:at] + damage + body[at + len(damage) :])


def test_a_field_of_a_newer_ibapi_is_left_to_ibapi() -> None:
    orders, message = ProtoOrders(Numbers()), described()
    message.order.tif = "DAY"
    body = message.SerializeToString()
    assert is_read_here(IN.OPEN_ORDER, body)
    del orders._order[message.order.DESCRIPTOR.fields_by_name["tif"]]
    assert orders.read(IN.OPEN_ORDER, body) is None


def test_an_impossible_number_is_reported_with_each_message(both: BothWays) -> None:
    message = described()
    message.contract.strike = 1e300
    for message.orderId in (1, 2):
        _, fault = check(both, IN.OPEN_ORDER, message.SerializeToString())
        assert isinstance(fault, events.Fault)


def test_orders_share_what_they_have_in_common(both: BothWays, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proto_orders, "_MOST_KEPT", 3)
    orders, message = ProtoOrders(Numbers()), described()
    message.contract.conId = 8894
    for number in range(6):
        message.order.lmtPrice, message.order.orderId, message.order.minQty = number, number // 2, number % 4
        check(both, IN.OPEN_ORDER, message.SerializeToString())
    first, second = (orders.read(IN.OPEN_ORDER, message.SerializeToString()) for message.orderId in (1, 2))
    assert isinstance(first, events.OpenOrder)
    assert isinstance(second, events.OpenOrder)
    assert first.contract is second.contract
    assert first.contract_fields is second.contract_fields
    assert first.state_fields is second.state_fields
    assert first.order_fields is not second.order_fields


def test_captured_orders(both: BothWays, captures: Path) -> None:
    read_here = 0
    for file in sorted(captures.glob("*.txt")):
        version, frames = capture(file)
        for frame in frames if version > 200 else ():
            message_id = int.from_bytes(frame[4:8], "big") - 200
            if message_id in KINDS:
                check(both, message_id, frame[8:])
                read_here += is_read_here(message_id, frame[8:])
    assert read_here > 50
