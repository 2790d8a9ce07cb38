"""How a pending request ends: by its answer, a refusal, a time-out, or because it is given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ibmonitor.domain.records.events import CompletedOrdersEnd, Event, OpenOrderEnd
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.request_tracker import (
    GivenUpError,
    NoAnswerError,
    PendingRequest,
    RefusedError,
    RequestTracker,
)
from ibmonitor.tws.wire.request_table import MANY

OPEN_ORDERS = PendingRequest(RequestKind.OPEN_ORDERS)
COMPLETED_ORDERS = PendingRequest(RequestKind.COMPLETED_ORDERS)
SHORT, LONG = 0.05, 20.0
READ_ONLY = "Error validating request.-'S' : cause - The API interface is currently in Read-Only mode."


class Tracked:
    def __init__(self) -> None:
        self.wrapper = SignalWrapper()
        self.late: list[PendingRequest] = []
        self.unread = 0
        self.tracker = RequestTracker(self.wrapper, self.late.append, lambda: self.unread)

    def ask(
        self, request: PendingRequest, send: Callable[[], None] = lambda: None, patience: float = LONG
    ) -> Awaitable[Event]:
        return self.tracker.ask(request, send, patience)


def run(steps: Callable[[Tracked], Awaitable[None]]) -> None:
    async def work() -> None:
        await steps(Tracked())

    asyncio.run(work())


def test_each_answer_ends_its_own_request() -> None:
    async def steps(made: Tracked) -> None:
        both = asyncio.gather(made.ask(OPEN_ORDERS), made.ask(COMPLETED_ORDERS))
        await asyncio.sleep(0)
        made.wrapper.completedOrdersEnd()
        made.wrapper.openOrderEnd()
        assert list(await both) == [OpenOrderEnd(), CompletedOrdersEnd()]

    run(steps)


def test_a_refusal_has_tws_s_own_text() -> None:
    async def steps(made: Tracked) -> None:
        with pytest.raises(RefusedError, match="Read-Only"):
            await made.ask(COMPLETED_ORDERS, lambda: made.wrapper.error(-1, 0, 321, READ_ONLY))

    run(steps)


def test_a_long_answer_is_waited_for_while_it_comes() -> None:
    async def steps(made: Tracked) -> None:
        asking = asyncio.ensure_future(made.ask(OPEN_ORDERS, patience=SHORT))
        for _ in range(3):
            await asyncio.sleep(SHORT / 2)
            made.wrapper.queue.orders_received += MANY
        await asyncio.sleep(SHORT / 2)
        assert not asking.done()
        made.wrapper.openOrderEnd()
        assert await asking == OpenOrderEnd()

    run(steps)


def test_a_late_end_is_not_that_of_the_next_request() -> None:
    async def steps(made: Tracked) -> None:
        with pytest.raises(NoAnswerError):
            await made.ask(OPEN_ORDERS, patience=SHORT)
        asking = asyncio.ensure_future(made.ask(OPEN_ORDERS))
        await asyncio.sleep(0)
        made.wrapper.openOrderEnd()
        await asyncio.sleep(0)
        assert made.late == [OPEN_ORDERS]
        assert not asking.done()
        made.wrapper.openOrderEnd()
        assert await asking == OpenOrderEnd()

    run(steps)


def test_without_another_end_the_doubtful_one_counts() -> None:
    async def steps(made: Tracked) -> None:
        with pytest.raises(NoAnswerError):
            await made.ask(OPEN_ORDERS, patience=SHORT)
        assert await made.ask(OPEN_ORDERS, made.wrapper.openOrderEnd, SHORT) == OpenOrderEnd()

    run(steps)


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_what_is_given_up_may_still_end_late_until_it_is_forgotten(*, is_forgotten: bool) -> None:
    async def steps(made: Tracked) -> None:
        asking = asyncio.ensure_future(made.ask(OPEN_ORDERS))
        await asyncio.sleep(0)
        made.tracker.give_up()
        with pytest.raises(GivenUpError):
            await asking
        if is_forgotten:
            made.tracker.forget_owed()
        made.wrapper.openOrderEnd()
        assert made.late == ([] if is_forgotten else [OPEN_ORDERS])

    run(steps)


def test_closing_ends_what_is_pending_and_what_is_asked_after_it() -> None:
    async def steps(made: Tracked) -> None:
        asking = asyncio.ensure_future(made.ask(OPEN_ORDERS))
        await asyncio.sleep(0)
        made.tracker.close()
        for each in (asking, made.ask(OPEN_ORDERS)):
            with pytest.raises(ConnectionResetError):
                await each

    run(steps)
