"""Every field of every message this program shows, made hostile: the program goes on, and shows what follows."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from ibapi.message import IN
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder as OpenOrderProto
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus as OrderStatusProto

from ibmonitor.domain.records.events import (
    CommissionReport,
    CompletedOrder,
    Event,
    ExecDetails,
    Fault,
    ManagedAccounts,
    OpenOrder,
    OrderStatus,
    ReceiveFA,
    TwsMessage,
)
from tests.faults.good_frames import GROUPS, Marks, good_frames
from tests.faults.mutants import PROTO_TYPES, mutants, text_parts
from tests.faults.rig import Rig
from tests.support.tws_frames import decoded, framed, proto_frame, text_frame

UNKNOWN_MESSAGE = 505


def is_reported(events: list[Event]) -> bool:
    return any(
        isinstance(each, Fault) or (isinstance(each, TwsMessage) and each.code == UNKNOWN_MESSAGE) for each in events
    )


async def defects(server_version: int, name: str, step: int = 1) -> tuple[int, list[str]]:
    """How many mutants of a message there were, and what went wrong with which."""
    rig, marks, found = Rig(server_version), Marks(server_version), []
    frames = good_frames(server_version)
    rig.receive(b"".join(frames.values()))
    rig.check()
    kind = type(rig.receive(frames[name])[0])
    count = 0
    for number, (what, frame) in enumerate(mutants(name, frames[name], server_version)):
        if number % step:
            continue
        count += 1
        events = rig.receive(frame)
        if not any(isinstance(each, kind) for each in events) and not is_reported(events):
            found.append(f"{what}: no event but {events}")
        perm_id, exec_id, good = marks.next()
        rig.receive(good)
        fill = rig.blotter.fill_by_exec_id(exec_id)
        if rig.blotter.order_by_perm_id(perm_id) is None or fill is None or fill.commission is None:
            found.append(f"{what}: what came after it is not shown")
        if rig.faults or rig.escaped or rig.ends:
            found.append(f"{what}: {rig.faults} {rig.escaped} {rig.ends}")
            rig.escaped.clear()
    rig.check()
    rig.show()
    rig.close()
    return count, found


BIG = {"openOrder", "openOrder of a combo", "completedOrder", "completedOrder of a combo"}
FILLS = {"execDetails", "execDetails of a combo"}
SMALL = {"openOrderEnd", "completedOrdersEnd"}
OLD = ("orderStatus", "execDetails", "commissionAndFeesReport", "error", "receiveFA", "openOrder", "completedOrder")
CASES = [
    *((200, name) for name in good_frames(200)),
    *((151, name) for name in OLD),
    *((178, name) for name in OLD),
    *((203, name) for name in ("orderStatus", "execDetails", "error", "openOrder", "completedOrder")),
    *((226, name) for name in good_frames(226)),
]


@pytest.mark.parametrize(("server_version", "name"), CASES, ids=str)
def test_any_field_may_be_hostile(server_version: int, name: str) -> None:
    """Of orders, which have hundreds of fields, one case of 23, of executions of three; the slow test takes all."""
    count, found = asyncio.run(defects(server_version, name, step=23 if name in BIG else 3 if name in FILLS else 1))
    assert count > 10 or name in SMALL
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("server_version", "name"),
    [(v, name) for v in (200, 226) for name in ("openOrder", "completedOrder", "execDetails")],
    ids=str,
)
def test_any_field_of_an_order_may_be_hostile(server_version: int, name: str) -> None:
    _, found = asyncio.run(defects(server_version, name))
    assert found == []


def test_each_message_of_this_program_is_among_the_cases() -> None:
    names = {name.partition(" of ")[0] for name in good_frames(226)}
    assert names == set(PROTO_TYPES)


def with_field(frame: bytes, server_version: int, changes: dict[int, bytes]) -> bytes:
    head, fields = text_parts(frame, server_version)
    for at, field in changes.items():
        fields[at] = field
    return framed(head + b"".join(field + b"\0" for field in fields))


class TestTheRestOfTheMessage:
    """Where a field alone cannot be read the rest is shown, and a message names the field."""

    def event_with_fault(self, frame: bytes, server_version: int, *places: str) -> Any:
        event, fault = decoded(server_version, [frame])
        assert isinstance(fault, Fault)
        assert f"({', '.join(places)})" in fault.plain
        return event

    @pytest.mark.parametrize("bad", [b"abc", b"\xff\xfe", b"\x01"])
    def test_of_an_order_status_in_text(self, bad: bytes) -> None:
        frame = text_frame(3, 5, "Submitted", 1, bad, bad, 4711, 0, "2.5", 1, "", 0)
        assert self.event_with_fault(frame, 200, "field 4", "field 5") == OrderStatus(
            5, "Submitted", Decimal(1), None, None, 4711, 0, Decimal("2.5"), 1, "", Decimal("0.0")
        )

    def test_an_id_that_cannot_be_read_is_unknown_and_not_0(self) -> None:
        frame = text_frame(3, "x", "Submitted", 1, 2, 0, 4711, 0, "2.5", "y", "", 0)
        status = self.event_with_fault(frame, 200, "field 1", "field 9")
        assert (status.order_id, status.perm_id, status.client_id) == (None, 4711, None)

    def test_of_an_execution_in_text(self) -> None:
        frames = good_frames(200)
        (good,) = decoded(200, [frames["execDetails"]])
        assert isinstance(good, ExecDetails)
        event = self.event_with_fault(with_field(frames["execDetails"], 200, {19: b"much"}), 200, "field 20")
        assert event.execution.price is None
        event.execution.price = good.execution.price
        assert event == good

    def test_of_a_commission_in_text(self) -> None:
        frame = text_frame(59, 1, "a.1", "1.5", "USD", "x", "0", "soon")
        report = self.event_with_fault(frame, 200, "field 5", "field 7")
        assert report == CommissionReport("a.1", Decimal("1.5"), "USD", None, Decimal("0.0"), None)

    def test_of_an_open_order_in_text(self) -> None:
        frames = good_frames(200)
        (good,) = decoded(200, [frames["openOrder"]])
        head, fields = text_parts(frames["openOrder"], 200)
        at = fields.index(b"LMT") + 1
        event = self.event_with_fault(with_field(frames["openOrder"], 200, {at: b"abc"}), 200, f"field {at + 1}")
        assert isinstance(good, OpenOrder)
        lacking = {name: value for name, value in good.order_fields.items() if name != "lmtPrice"}
        assert event == OpenOrder(good.order_id, good.contract, good.contract_fields, lacking, good.state_fields)
        assert head

    def test_of_a_completed_order_in_text(self) -> None:
        frames = good_frames(200)
        head, fields = text_parts(frames["completedOrder"], 200)
        assert head
        at = fields.index(b"11")
        event = self.event_with_fault(with_field(frames["completedOrder"], 200, {at: b"abc"}), 200, f"field {at + 1}")
        assert isinstance(event, CompletedOrder)

    def test_fields_that_have_moved_are_not_taken_for_others(self) -> None:
        """The rest would be read, but each number as another."""
        head, fields = text_parts(good_frames(200)["orderStatus"], 200)
        for moved in ([*fields[:2], b"new", *fields[2:]], [b"x", *fields[1:4], b"y", b"z", b"w", *fields[7:]]):
            (fault,) = decoded(200, [framed(head + b"".join(field + b"\0" for field in moved))])
            assert isinstance(fault, Fault)

    def test_of_a_quantity_in_protobuf(self) -> None:
        proto = OrderStatusProto(orderId=5, status="Submitted", filled="many", remaining="", permId=4711)
        status = self.event_with_fault(proto_frame(int(IN.ORDER_STATUS), proto.SerializeToString()), 226, "filled")
        assert (status.order_id, status.status, status.perm_id) == (5, "Submitted", 4711)
        assert (status.filled, status.remaining) == (None, None)

    def test_an_empty_quantity_in_protobuf_is_nothing_to_speak_of(self) -> None:
        proto = OrderStatusProto(orderId=5, status="Submitted", filled="", permId=4711)
        (status,) = decoded(226, [proto_frame(int(IN.ORDER_STATUS), proto.SerializeToString())])
        assert isinstance(status, OrderStatus)
        assert status.filled is None

    def test_of_a_text_in_protobuf_that_is_none(self) -> None:
        frame = good_frames(226)["openOrder"]
        assert frame.count("r\u00e9f".encode()) == 1
        event = self.event_with_fault(frame.replace("r\u00e9f".encode(), b"r\xff\xfef"), 226, "orderRef")
        assert event.order_fields["orderRef"] == "r\ufffd\ufffdf \u4e2d"
        (good,) = decoded(226, [frame])
        assert isinstance(good, OpenOrder)
        assert {**event.order_fields, "orderRef": good.order_fields["orderRef"]} == good.order_fields

    def test_of_an_unknown_condition_in_protobuf(self) -> None:
        body = OpenOrderProto.FromString(good_frames(226)["openOrder"][8:])
        body.order.conditions[0].type = 99
        event = self.event_with_fault(proto_frame(int(IN.OPEN_ORDER), body.SerializeToString()), 226, "conditions")
        assert len(event.order_fields["conditions"]) == len(body.order.conditions) - 1


class TestTexts:
    @pytest.mark.parametrize(
        ("sent", "text"),
        [
            (rb"\ud83d\ude00 gr\u00fcn", "\U0001f600 grün"),
            (rb"half \ud83d a pair", "half \ufffd a pair"),
            (rb"C:\new\x\Users \u12 \N{DASH} end\\", r"C:\new\x\Users \u12 \N{DASH} end" + "\\\\"),
            (b"\xff\xfe", "\ufffd\ufffd"),
        ],
    )
    def test_escapes_in_a_message(self, sent: bytes, text: str) -> None:
        (message,) = decoded(200, [text_frame(4, 7, 201, sent, b"", 1700000000123)])
        assert isinstance(message, TwsMessage)
        assert message.text == text
        assert message.text.encode()

    def test_accounts_and_groups_are_read_as_they_were_written(self) -> None:
        accounts, groups = decoded(200, [text_frame(15, 1, "DÜ1,DU\\2"), text_frame(16, 1, 1, GROUPS)])
        assert accounts == ManagedAccounts(("DÜ1", "DU\\2"))
        assert groups == ReceiveFA(1, GROUPS)


class TestNumbers:
    """Those that no account may have count as unknown, with a message; TWS's words for "none" are no such numbers."""

    def test_in_text(self) -> None:
        frame = text_frame(3, "9" * 400, "Filled", "9E+999999", "NaN", "1e300", "-" + "9" * 30, 0, "inf", 1, "", 0)
        for _ in range(2):
            status, fault = decoded(200, [frame])
            assert isinstance(status, OrderStatus)
            assert isinstance(fault, Fault)
            assert (status.order_id, status.perm_id, status.filled, status.avg_fill_price) == (None,) * 4
            assert "an order status message with a number that no account can have" in fault.plain
            assert fault.detail.splitlines()[:4] == ["9" * 400, "9E+999999", "1E+300", "-" + "9" * 30]

    def test_in_protobuf(self) -> None:
        proto = ExecutionDetails.FromString(good_frames(226)["execDetails"][8:])
        proto.execution.shares, proto.execution.price = "1E+99", -1e300
        for _ in range(2):
            event, fault = decoded(226, [proto_frame(int(IN.EXECUTION_DATA), proto.SerializeToString())])
            assert isinstance(event, ExecDetails)
            assert isinstance(fault, Fault)
            assert (event.execution.shares, event.execution.price) == (None, None)
            assert fault.detail.splitlines()[:2] == ["1E+99", "-1E+300"]
