from __future__ import annotations

import pytest
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.wire.framing import FrameBuffer
from tests.benchmarks.server import with_id
from tests.benchmarks.streams import (
    REQ_ID,
    Groups,
    Stream,
    commissions_last,
    each_with_its_commission,
    fills,
    one_order,
    only_orders,
)


def ids(data: bytes) -> list[int]:
    """The ids of protobuf messages, without their offset."""
    return [int.from_bytes(frame[:4], "big") - 200 for frame in frames(data)]


def frames(data: bytes) -> list[bytes]:
    buffer = FrameBuffer()
    buffer.feed(data)
    return list(iter(buffer.next_frame, None))


def test_amounts_do_not_repeat() -> None:
    amounts = [
        number
        for execution, commission in fills(500)
        for number in (execution.price, execution.avg_price, commission.commission)
    ]
    assert len(set(amounts)) > 0.99 * len(amounts)


def test_both_documented_orders_have_the_same_frames() -> None:
    wire = Wire(226)
    each, last = each_with_its_commission(wire, 3).executions, commissions_last(wire, 3).executions
    assert ids(each) == [11, 59, 11, 59, 11, 59]
    assert ids(last) == [11, 11, 11, 59, 59, 59]
    details, report = ExecutionDetails.FromString(frames(each)[2][4:]), frames(last)[4][4:]
    assert CommissionAndFeesReport.FromString(report).execId == details.execution.execId


def test_what_is_live_goes_on_where_the_answer_ends() -> None:
    stream = each_with_its_commission(Wire(226), 3)
    known = {ExecutionDetails.FromString(frame[4:]).execution.execId for frame in frames(stream.executions)[::2]}
    live = ExecutionDetails.FromString(frames(next(stream.live))[0][4:])
    assert live.reqId == -1
    assert live.execution.execId not in known


def test_the_first_list_of_orders_has_no_fill_and_each_later_one_has_another() -> None:
    lists = only_orders(Wire(226), 2).open_orders
    first, second, third = next(lists), next(lists), next(lists)
    assert ids(first) == [5, 3, 5, 3]
    assert ids(second) == [5, 3, 5, 3, 11, 59]
    assert second.startswith(first)
    assert third.startswith(first)
    assert second != third


def test_one_order_is_filled_as_often_as_asked() -> None:
    stream: Stream = one_order(Wire(226), 2)
    assert ids(next(stream.open_orders)) == [5, 3]
    assert ids(next(stream.live)) == [11, 3, 59, 11, 3, 59]


def test_each_group_order_has_a_part_for_each_account() -> None:
    executions = Groups(2).world.executions
    assert len(executions) == 102
    assert sum(each.is_allocation_part for each in executions) == 100


@pytest.mark.parametrize("version", [200, 226])
def test_the_answer_has_the_id_of_the_request(version: int) -> None:
    wire, (execution, _) = Wire(version), next(fills(1))
    assert with_id(wire.execution(REQ_ID, execution), REQ_ID + 7, version) == wire.execution(REQ_ID + 7, execution)
