"""Frames that come again in the same bytes are recognized, and mean the same as if they were read again."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
from ibapi.message import IN

from ibmonitor.domain.records.events import Fault, OpenOrder, OpenOrderEnd, OrderStatus
from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.decode.repeats import Repeats
from tests.faults.rig import Rig
from tests.support.rich_world import rich_world
from tests.support.tws_frames import decoded, text_frame

END, ORDER = int(IN.OPEN_ORDER_END), int(IN.OPEN_ORDER)


def test_a_frame_is_known_in_its_own_list_and_in_the_next_one() -> None:
    repeats, event = Repeats(), OpenOrderEnd()
    digest = repeats.digest(b"frame", ORDER)
    assert digest
    assert repeats.find(digest, ORDER) is None
    repeats.keep(digest, ORDER, event)
    for _ in range(3):
        assert repeats.find(digest, ORDER) is event
        repeats.digest(b"end", END)
    repeats.digest(b"end of a list without it", END)
    assert repeats.find(digest, ORDER) is None


def test_the_end_of_another_list_makes_nothing_forgotten() -> None:
    repeats, event = Repeats(), OpenOrderEnd()
    digest = repeats.digest(b"frame", ORDER)
    assert digest
    repeats.keep(digest, ORDER, event)
    for _ in range(3):
        repeats.digest(b"end", int(IN.COMPLETED_ORDERS_END))
    assert repeats.find(digest, ORDER) is event


@pytest.mark.parametrize("message", [IN.EXECUTION_DATA, IN.ERR_MSG, IN.COMMISSION_AND_FEES_REPORT])
def test_what_is_in_no_list_is_always_read(message: IN) -> None:
    assert Repeats().digest(b"frame", int(message)) is None


@pytest.mark.parametrize("server_version", [151, 200, 226])
def test_a_repeat_is_the_same_event_and_a_state_that_comes_back_is_applied_again(server_version: int) -> None:
    async def run() -> None:
        rig, wire = Rig(server_version), Wire(server_version)
        order = rich_world().orders[0]
        there, gone = (dataclasses.replace(order, status=status) for status in ("PreSubmitted", "Submitted"))
        frames = [[wire.open_order(each), wire.order_status(each)] for each in (there, gone)]
        first, second = (rig.receive(b"".join(each)) for each in frames)
        for number, expected in ((0, first), (0, first), (1, second), (0, first)):
            events = rig.receive(b"".join(frames[number]))
            assert [type(each) for each in events] == [OpenOrder, OrderStatus]
            assert all(map(lambda a, b: a is b, events, expected))
            (shown,) = rig.blotter.orders
            assert shown.status == ("PreSubmitted", "Submitted")[number]
        rig.check()
        rig.close()

    asyncio.run(run())


def test_what_could_not_be_read_whole_is_said_each_time() -> None:
    frame = text_frame(3, "7", "Filled", "9E+999999", 0, 1.5, 7, 0, 1.5, 1, "", 0)
    assert [type(each) for each in decoded(200, [frame, frame])] == [OrderStatus, Fault] * 2
