"""What the user asks of the connection: connect, disconnect, refresh, and queries for executions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ibmonitor.app.connector import Connector, parameters_of
from ibmonitor.app.execution_request import CANCELLED, ENDED, NOT_CONNECTED
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import Fault
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.settings.table import Settings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.sync import Sync
from tests.support.blotter_events import new_blotter
from tests.support.for_each import for_each
from tests.support.waiting import until
from tests.tws.session.test_session import simulated

QUERY = ExecutionQuery(symbol="AAPL")
EXECUTIONS, COMPLETED = "REQ_EXECUTIONS", "REQ_COMPLETED_ORDERS"


class Desk:
    """A connector with its blotter, and the outcomes of queries by the number of the query."""

    def __init__(self) -> None:
        wrapper = SignalWrapper()
        self.blotter = new_blotter()
        self.faults: list[str] = []
        wrapper.batch.connect(for_each(self.blotter.apply))
        wrapper.batch.connect(
            for_each(lambda event: self.faults.append(event.plain) if isinstance(event, Fault) else None)
        )
        self.listed: list[str] = []
        self.connector = Connector(lambda: wrapper, self.blotter, on_listed=self.listed.append)
        self.outcomes: dict[int, ExecutionOutcome] = {}

    @property
    def state(self) -> tuple[LinkState, str]:
        return self.blotter.link.state, self.blotter.link.reason

    async def connect(self, port: int) -> None:
        self.connector.connect(Settings(port=port, client_id=7))
        assert self.connector.is_busy
        await until(lambda: self.blotter.link.state is LinkState.UP)

    def ask(self, number: int) -> None:
        def done(outcome: ExecutionOutcome, _new: int) -> None:
            assert number not in self.outcomes
            self.outcomes[number] = outcome

        self.connector.request_executions(QUERY, lambda _received: None, done)


def run(story: Callable[[Desk], Awaitable[None]]) -> None:
    async def bounded() -> None:
        desk = Desk()
        mishaps: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: mishaps.append(context))
        try:
            await story(desk)
        finally:
            await desk.connector.close()
        assert mishaps == []

    asyncio.run(bounded())


def test_without_a_connection_nothing_is_requested() -> None:
    async def story(desk: Desk) -> None:
        desk.ask(1)
        assert desk.outcomes == {1: ExecutionOutcome(RequestProgress.NO_ANSWER, frozenset(), NOT_CONNECTED)}
        for step in (desk.connector.refresh, desk.connector.request_own_orders, desk.connector.cancel_executions):
            step()
        assert (desk.connector.is_busy, desk.faults) == (False, [])

    run(story)


def test_it_connects_disconnects_and_closes_for_good() -> None:
    async def story(desk: Desk) -> None:
        async with simulated() as (tws, port):
            await desk.connect(port)
            desk.connector.disconnect()
            assert not desk.connector.is_busy
            assert desk.state == (LinkState.DOWN, "You have disconnected.")
            await desk.connect(port)
            desk.connector.connect(Settings(port=port, client_id=8))
            await until(lambda: desk.blotter.link.client_id == 8 and desk.blotter.link.state is LinkState.UP)
            await desk.connector.close()
            requests = len(tws.requests.names)
            desk.connector.connect(Settings(port=port, client_id=7))
            assert not desk.connector.is_busy
            assert len(tws.requests.names) == requests

    run(story)


def test_a_request_that_runs_is_not_sent_again() -> None:
    async def story(desk: Desk) -> None:
        async with simulated() as (tws, port):
            await desk.connect(port)
            before = list(tws.requests.names)

            def sent(name: str) -> int:
                return tws.requests.names.count(name) - before.count(name)

            for _ in range(2):
                desk.connector.refresh()
            await until(lambda: desk.connector._refreshing is not None and desk.connector._refreshing.done())
            assert (sent(EXECUTIONS), sent(COMPLETED)) == (1, 1)
            for api_only in (True, False, True):
                desk.connector.request_completed_orders(api_only)
            await until(lambda: all(task.done() for task in desk.connector._completing.values()))
            assert sent(COMPLETED) == 3, "one for each kind, besides the refresh"

    run(story)


def test_a_request_that_lists_no_orders_says_so() -> None:
    async def story(desk: Desk) -> None:
        async with simulated() as (_, port):
            await desk.connect(port)
            assert desk.listed == [], "the first requests are not the user's"
            desk.connector.request_own_orders()
            await until(lambda: len(desk.listed) == 1)
            desk.connector.request_completed_orders(api_only=True)
            await until(lambda: len(desk.listed) == 2)
            desk.connector.request_completed_orders(api_only=False)
            await until(lambda: len(desk.listed) == 3)
            own, of_api, completed = desk.listed
            assert own == "TWS lists no open orders of client 7."
            assert of_api.startswith("TWS lists ")
            assert of_api.endswith(" of API clients today.")
            assert "completed order" in completed

    run(story)


def test_a_query_ends_once_and_says_why() -> None:
    async def story(desk: Desk) -> None:
        async with simulated() as (tws, port):
            await desk.connect(port)
            desk.ask(1)
            await until(lambda: 1 in desk.outcomes)
            assert desk.outcomes[1].progress is RequestProgress.COMPLETE
            tws.settings.silent_to = {EXECUTIONS}
            for number in (2, 3):
                desk.ask(number)
            await until(lambda: len(desk.connector._tasks) == 2)
            desk.connector.cancel_executions()
            await until(lambda: 3 in desk.outcomes)
            desk.ask(4)
            desk.connector.disconnect()
            await until(lambda: 4 in desk.outcomes)
            assert {number: outcome.detail for number, outcome in desk.outcomes.items() if number > 1} == {
                3: CANCELLED,
                4: ENDED,
            }, "the second was replaced by the third"

    run(story)


@pytest.mark.parametrize("kind", [ValueError, asyncio.CancelledError])
def test_an_error_of_this_program_is_reported(kind: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_sync: Sync) -> None:
        raise kind

    async def story(desk: Desk) -> None:
        async with simulated() as (_, port):
            await desk.connect(port)
            monkeypatch.setattr(Sync, "refresh", fail)
            desk.connector.refresh()
            await until(lambda: desk.connector._refreshing is None or desk.connector._refreshing.done())
            await asyncio.sleep(0)
            assert len(desk.faults) == (kind is ValueError)
            assert desk.state[0] is LinkState.UP

    run(story)


def test_a_session_gets_what_it_needs_of_the_settings() -> None:
    settings = Settings(
        "10.0.0.7", 4001, 0, is_master=True, auto_bind=True, completed_orders_api_only=True, refresh_seconds=9
    )
    assert parameters_of(settings) == SessionParameters(
        host="10.0.0.7",
        port=4001,
        client_id=0,
        auto_bind=True,
        says_master=True,
        completed_orders_api_only=True,
        refresh_seconds=9,
    )
