"""Frames that come again in the same bytes are recognized, and mean the same as if they were read again."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
from ibapi.message import IN

from ibmonitor.domain.records.events import Event, Fault, OpenOrder, OrderStatus
from ibmonitor.simulator.wire.wire import Wire
from ibmonitor.tws.decode.repeats import Listed, Repeats
from tests.faults.rig import Rig
from tests.support.blotter_events import completed_order, execution, open_order, order_status
from tests.support.rich_world import rich_world
from tests.support.tws_frames import decoded, text_frame

END, COMPLETED_END = int(IN.OPEN_ORDER_END), int(IN.COMPLETED_ORDERS_END)

_STARTS = {
    False: (b"5\x00", b"3\x00", b"101\x00", b"11\x00"),
    True: tuple(number.to_bytes(4, "big") for number in (205, 203, 301, 211)),
}
"""How openOrder, orderStatus, completedOrder and execDetails begin, by whether their ids are binary."""


@pytest.fixture(params=[False, True], ids=["text", "binary"])
def kept(request: pytest.FixtureRequest) -> tuple[Repeats, list[bytes]]:
    """Some that have been read, in one list and outside of it."""
    repeats, frames = Repeats(226 if request.param else 200), [start + b"7\0..." for start in _STARTS[request.param]]
    for frame, event in zip(frames, EVENTS, strict=True):
        assert repeats.find(frame) is None
        assert repeats.keep(frame, event) is isinstance(event, Listed)
    return repeats, frames


EVENTS: tuple[Event, ...] = (open_order(7), order_status(7), completed_order(7), execution("7.1.01"))


def test_a_frame_is_known_in_its_own_list_and_in_later_ones(kept: tuple[Repeats, list[bytes]]) -> None:
    repeats, frames = kept
    for _ in range(3):
        for frame, event in zip(frames[:3], EVENTS, strict=False):
            assert repeats.find(frame) is event
            assert repeats.find(frame + b"!") is None
        repeats.end(END)
        repeats.end(COMPLETED_END)


def listed(repeats: Repeats, numbers: range) -> int:
    """Receive a list; return how many were known."""
    known = 0
    for number in numbers:
        frame = _STARTS[True][0] + b"%d" % number
        if repeats.find(frame) is None:
            repeats.keep(frame, open_order(number))
        else:
            known += 1
    repeats.end(END)
    return known


def test_what_is_no_longer_sent_is_forgotten_once_it_is_most_of_all() -> None:
    repeats = Repeats(226)
    first, later, last = range(3_000), range(2_900, 3_100), range(3_000, 3_100)
    assert [listed(repeats, each) for each in (first, later, later, last)] == [0, 100, 200, 100]
    frames = repeats._by_end[END]
    assert set(map(hash, (_STARTS[True][0] + b"%d" % number for number in later))) == frames.known.keys()
    assert listed(repeats, range(2_900)) == 0


def test_what_is_forgotten_within_a_list_does_not_come_back_at_its_end() -> None:
    repeats = Repeats(226)
    listed(repeats, range(2_000))
    listed(repeats, range(10))
    assert repeats._by_end[END].fresh is not None
    repeats.find(_STARTS[True][0] + b"1")
    repeats.forget()
    repeats.end(END)
    assert repeats.find(_STARTS[True][0] + b"1") is None


def test_what_comes_outside_of_lists_does_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ibmonitor.tws.decode.repeats._MOST", 20)
    repeats = Repeats(226)
    assert [listed(repeats, range(8)), listed(repeats, range(0))] == [0, 0]
    for number in range(8, 200):
        repeats.keep(_STARTS[True][0] + b"%d" % number, EVENTS[0])
    assert len(repeats._by_end[END].known) <= 32


def test_what_is_in_no_list_is_always_read(kept: tuple[Repeats, list[bytes]]) -> None:
    repeats, frames = kept
    assert repeats.find(frames[3]) is None


def test_a_frame_in_another_form_than_tws_writes_is_read_each_time() -> None:
    repeats = Repeats(200)
    assert not repeats.keep(b"05\x007", EVENTS[0])
    assert repeats.find(b"05\x007") is None


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


def test_what_was_read_in_another_code_page_is_read_again() -> None:
    wire, order = Wire(200), dataclasses.replace(rich_world().orders[0], order_ref="QQQ")
    rejected = "Zlecenie zostało odrzucone: niewystarczające środki na rachunku."
    listed = wire.open_order(order).replace(b"QQQ", "čas".encode("cp1250"))
    message = wire.error(-1, 399, "Q" * len(rejected), 0).replace(b"Q" * len(rejected), rejected.encode("cp1250"))
    first, _, then = decoded(200, [listed, message, listed])
    assert isinstance(first, OpenOrder)
    assert isinstance(then, OpenOrder)
    assert (first.order_fields["orderRef"], then.order_fields["orderRef"]) == ("èas", "čas")
