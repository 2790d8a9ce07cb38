"""Orders in text are read like others that ibapi has read, and mean what they mean through ibapi's decoder."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.events import OpenOrder
from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.decode import text_orders
from ibmonitor.tws.decode.frame_reader import FrameReader
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.text_orders import TextOrders
from ibmonitor.tws.session.connect_error import OLDEST_SERVER_VERSION
from tests.support.examples import examples
from tests.support.rich_world import rich_world
from tests.support.tws_frames import capture
from tests.tws.decode.both_ways import BothWays

VERSIONS = range(OLDEST_SERVER_VERSION, 201)
"""Those that send orders in text; 201 and 202 differ only in how the frame begins."""
VALUES = (
    b"", b"0", b"1", b"-1", b"2", b"12.50", b"x", b"None", b"NaN", b"sNaN", b"Infinity", b"1e300", b"9E+999999",
    b"\xff", b"\xe4\xb8\xad", b"2147483647", b"9223372036854775807", b"-9223372036854775808", b"1.7976931348623157E308",
)  # fmt: skip


@cache
def both(server_version: int) -> BothWays:
    return BothWays(server_version)


def like(order: SimOrder, number: int) -> SimOrder:
    """Another order of the same kind."""
    return replace(
        order,
        perm_id=order.perm_id + number,
        order_id=order.order_id + number,
        total_quantity=order.total_quantity + number,
        lmt_price=order.lmt_price and order.lmt_price + number,
        trail_stop_price=order.trail_stop_price and order.trail_stop_price + Decimal("0.25") * number,
        order_ref=f"order {number}",
    )


def orders() -> list[SimOrder]:
    """One as TWS sends most of them, and some with a value in nearly every field."""
    rich = rich_world().orders
    plain = SimOrder(7, rich[0].contract, "BUY", Decimal(5), "LMT", "DU1", order_id=3, lmt_price=Decimal("4.20"))
    return [plain, *rich]


def open_order(server_version: int, order: SimOrder) -> list[bytes]:
    """The fields of a frame, its id first."""
    return Wire(server_version).open_order(order)[4:].split(b"\0")


def order_status(server_version: int, order: SimOrder) -> list[bytes]:
    return Wire(server_version).order_status(order)[4:].split(b"\0")


def is_read_here(reader: FrameReader, fields: list[bytes]) -> bool:
    return reader._text_orders.read(int(fields[0]), fields[1:-1]) is not None


@pytest.mark.parametrize("order", orders())
def test_the_second_order_of_a_kind_is_read_here(order: SimOrder) -> None:
    for version in VERSIONS[::7]:
        for number in range(3):
            fields = open_order(version, like(order, number))
            assert is_read_here(both(version).reader, fields) == (number > 0), version
            (event,) = both(version).check(b"\0".join(fields))
            assert isinstance(event, OpenOrder)


def test_a_status_is_read_here() -> None:
    for order in orders():
        fields = order_status(200, order)
        assert is_read_here(both(200).reader, fields)
        both(200).check(b"\0".join(fields))


@examples(100)
@given(st.sampled_from(VERSIONS), st.sampled_from(orders()), st.data())
def test_any_field_with_any_value(version: int, order: SimOrder, data: st.DataObject) -> None:
    """Also in the fields that are read here, and in those that decide what the others are."""
    for make in (open_order, order_status):
        changed: dict[int, bytes] = {}
        for number in range(3):
            fields = make(version, like(order, number))
            changed |= data.draw(st.dictionaries(st.integers(1, len(fields) - 2), st.sampled_from(VALUES), max_size=2))
            for at, value in changed.items():
                fields[at] = value
            both(version).check(b"\0".join(fields))


@pytest.mark.parametrize("more", [-1, 1, 2])
def test_with_more_or_fewer_fields_ibapi_decodes(more: int) -> None:
    for make in (open_order, order_status):
        for number in range(2):
            fields = make(200, like(orders()[0], number))
            fields = [*fields[: more - 1], b""] if more < 0 else [*fields, *[b""] * more]
            both(200).check(b"\0".join(fields))
            assert not is_read_here(both(200).reader, fields)


def test_a_layout_that_is_not_known_is_not_learned() -> None:
    for known in (176, 192, 198):
        reading = BothWays(200)
        reading.reader._text_orders = TextOrders(Numbers(), known)
        for number in range(3):
            fields = open_order(200, like(orders()[1], number))
            assert not is_read_here(reading.reader, fields)
            reading.check(b"\0".join(fields))


def test_only_so_many_kinds_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_orders, "_MOST_KEPT", 3)
    reading = BothWays(200)
    for number in range(9):
        both(200).check(b"\0".join(open_order(200, replace(orders()[0], tif=f"{number % 4}"))))
    assert len(reading.reader._text_orders._alike) <= 3


def test_captured_orders(captures: Path) -> None:
    version, frames = capture(captures / "order_fill_sv200.txt")
    reading = BothWays(version)
    for frame in frames:
        reading.check(frame[4:])
    read_here = [is_read_here(reading.reader, frame[4:].split(b"\0")) for frame in frames]
    assert sum(read_here) == 22
