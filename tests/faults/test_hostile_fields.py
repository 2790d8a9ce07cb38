"""Every field of every message this program shows, made hostile: the program goes on, and shows what follows."""

from __future__ import annotations

import asyncio

import pytest
from ibapi.message import IN
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.domain.records.events import (
    Event,
    ExecDetails,
    Fault,
    OrderStatus,
    TwsMessage,
)
from tests.faults.good_frames import Marks, good_frames
from tests.faults.mutants import PROTO_TYPES, mutants
from tests.faults.rig import Rig
from tests.support.tws_frames import decoded, proto_frame, text_frame

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
    *((226, name) for name in good_frames(226)),
    *(pytest.param(version, name, marks=pytest.mark.slow) for version in (151, 178, 203) for name in OLD),
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
