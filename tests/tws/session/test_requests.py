"""Executions by query, completed orders and binding on demand: what TWS is asked, and what becomes of its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import ExecDetails
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.simulator.scenarios.quiet import ACCOUNT
from ibmonitor.simulator.server.server import SimulatedTws
from tests.support.waiting import until
from tests.tws.session.test_session import SHORT, Watched, simulated

COMPLETE = RequestProgress.COMPLETE
REFUSED = RequestProgress.REFUSED
NO_ANSWER = RequestProgress.NO_ANSWER
BOTH_PROTOCOLS = [151, 199, 200, 201, 226]
PATIENCE = 20


async def connected(port: int, **parameters: Any) -> Watched:
    watched = Watched(port, **parameters)
    await watched.session.open()
    return watched


def ignore(_: AbstractSet[str]) -> None:
    pass


def asked(server_version: int, query: ExecutionQuery) -> tuple[ExecutionOutcome, list[dict[str, Any]]]:
    """How the query ended, and the fields of what the simulated TWS was asked, without the request's id."""

    async def run() -> tuple[ExecutionOutcome, list[dict[str, Any]]]:
        async with simulated(max_server_version=server_version) as (tws, port):
            watched = await connected(port)
            outcome = await watched.session.request_executions(query, ignore)
            watched.session.close()
            recorded = tws.requests.of("REQ_EXECUTIONS")
            return outcome, [{k: v for k, v in each.fields.items() if k != "reqId"} for each in recorded]

    return asyncio.run(asyncio.wait_for(run(), PATIENCE))


class TestTheFilter:
    @pytest.mark.parametrize("server_version", BOTH_PROTOCOLS)
    @pytest.mark.parametrize(
        ("query", "fields", "count"),
        [
            (ExecutionQuery(), {}, 2),
            (ExecutionQuery(client_id=1), {"clientId": 1}, 2),
            (ExecutionQuery(client_id=5), {"clientId": 5}, 0),
            (ExecutionQuery(account=ACCOUNT), {"acctCode": ACCOUNT}, 2),
            (ExecutionQuery(account="DU0"), {"acctCode": "DU0"}, 0),
            (ExecutionQuery(symbol="AAPL"), {"symbol": "AAPL"}, 2),
            (ExecutionQuery(sec_type="OPT"), {"secType": "OPT"}, 0),
            (ExecutionQuery(exchange="IEX"), {"exchange": "IEX"}, 1),
            (ExecutionQuery(side="BUY"), {"side": "BUY"}, 1),
            (ExecutionQuery(side="SELL"), {"side": "SELL"}, 1),
            (
                ExecutionQuery(since=datetime(2020, 6, 1, 9, 30, tzinfo=ZoneInfo("US/Eastern"))),
                {"time": "20200601-13:30:00"},
                2,
            ),
        ],
    )
    def test_each_field_is_asked_for(
        self, server_version: int, query: ExecutionQuery, fields: dict[str, Any], count: int
    ) -> None:
        outcome, recorded = asked(server_version, query)
        assert [{"clientId": 0, **each} for each in recorded] == [{"clientId": 0, **fields}]
        assert outcome.progress is COMPLETE
        assert len(outcome.exec_ids) == count

    @pytest.mark.parametrize("server_version", [200, 201, 226])
    def test_days_are_asked_for(self, server_version: int) -> None:
        _, recorded = asked(server_version, ExecutionQuery(last_days=3))
        assert [each["lastNDays"] for each in recorded] == [3]
        days = (date(2026, 1, 5), date(2026, 1, 6))
        outcome, recorded = asked(server_version, ExecutionQuery(dates=days))
        assert [each["specificDates"] for each in recorded] == [["20260105", "20260106"]]
        assert "lastNDays" not in recorded[0]
        assert outcome == ExecutionOutcome(COMPLETE, frozenset())

    @pytest.mark.parametrize("server_version", [151, 199])
    @pytest.mark.parametrize("query", [ExecutionQuery(last_days=3), ExecutionQuery(dates=(date(2026, 1, 5),))])
    def test_an_older_server_is_not_asked_for_days(self, server_version: int, query: ExecutionQuery) -> None:
        outcome, recorded = asked(server_version, query)
        assert recorded == []
        assert outcome.progress is REFUSED
        assert str(server_version) in outcome.detail

    @pytest.mark.parametrize("server_version", [200, 226])
    def test_a_refusal_is_told_in_tws_words(self, server_version: int) -> None:
        outcome, recorded = asked(server_version, ExecutionQuery(side="UP"))
        assert len(recorded) == 1
        assert outcome.progress is REFUSED
        assert "'UP' is no side" in outcome.detail


class TestTheAnswer:
    def test_its_executions_are_counted_while_they_come(self) -> None:
        async def run() -> None:
            async with simulated(max_server_version=226) as (tws, port):
                watched = await connected(port)
                tws.settings.silent_to = {"REQ_EXECUTIONS"}
                counts: list[int] = []
                asking = asyncio.ensure_future(
                    watched.session.request_executions(ExecutionQuery(), lambda ids: counts.append(len(ids)))
                )
                await until_asked(tws, 1)
                assert counts == [0]
                send(tws, 0, 1)
                await until(lambda: counts[-1] >= 1)
                # Told again, live, and in answer to somebody else: none of it is news.
                send(tws, 0, 1)
                tws.client(7).send_raw(tws.client(7).wire.execution(-1, tws.world.executions[1]))
                end(tws, 0)
                outcome = await asking
                assert outcome.exec_ids == {tws.world.executions[0].exec_id}
                assert outcome.progress is COMPLETE
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @pytest.mark.parametrize("server_version", [200, 226])
    def test_answers_that_interleave_are_told_apart(self, server_version: int) -> None:
        async def run() -> None:
            async with simulated(max_server_version=server_version) as (tws, port):
                watched = await connected(port)
                tws.settings.silent_to = {"REQ_EXECUTIONS"}
                asking = [
                    asyncio.ensure_future(watched.session.request_executions(query, ignore))
                    for query in (ExecutionQuery(), ExecutionQuery(symbol="AAPL"))
                ]
                everything = asyncio.ensure_future(watched.session.requests.executions())
                await until_asked(tws, 3)
                send(tws, 1, 1)
                send(tws, 0, 1)
                send(tws, 1, 2)
                for number in (2, 1, 0):
                    end(tws, number)
                first, second = [each.exec_ids for each in await asyncio.gather(*asking)]
                assert (len(first), len(second)) == (1, 2)
                assert await everything is COMPLETE
                assert len({each.fields["reqId"] for each in tws.requests.of("REQ_EXECUTIONS")}) == 3
                names = {"executions", "executions (no filter)", "executions (AAPL)"}
                assert {name for name in watched.outcomes if name.startswith("executions")} == names
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    def test_silence_is_no_answer_and_a_late_end_mends_it(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = await connected(port, answer_patience=SHORT)
                tws.settings.silent_to = {"REQ_EXECUTIONS"}
                outcome = await watched.session.request_executions(ExecutionQuery(), ignore)
                assert outcome.progress is NO_ANSWER
                assert "did not answer" in outcome.detail
                tws.settings.silent_to = set()
                # The next request's end is its own, and known at once: it does not wait for the one that is owed.
                assert await asyncio.wait_for(watched.session.requests.executions(), SHORT / 2) is COMPLETE
                assert watched.outcomes["executions (no filter)"][0] is NO_ANSWER
                end(tws, 0)
                await until(lambda: watched.outcomes["executions (no filter)"][0] is not NO_ANSWER)
                assert watched.outcomes["executions (no filter)"] == (COMPLETE, "The answer came late.")
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    def test_an_answer_that_goes_on_is_waited_for(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = await connected(port, answer_patience=SHORT)
                tws.settings.silent_to = {"REQ_EXECUTIONS"}
                asking = asyncio.ensure_future(watched.session.request_executions(ExecutionQuery(), ignore))
                await until_asked(tws, 1)
                for _ in range(4):
                    await asyncio.sleep(SHORT / 2)
                    assert not asking.done()
                    send(tws, 0, 1)
                end(tws, 0)
                assert (await asking).progress is COMPLETE
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @pytest.mark.parametrize("server_version", [200, 226])
    def test_what_comes_after_a_cancel_is_still_told(self, server_version: int) -> None:
        async def run() -> None:
            async with simulated(max_server_version=server_version) as (tws, port):
                watched = await connected(port)
                tws.settings.silent_to = {"REQ_EXECUTIONS"}
                counts: list[int] = []
                asking = asyncio.ensure_future(
                    watched.session.request_executions(ExecutionQuery(), lambda ids: counts.append(len(ids)))
                )
                await until_asked(tws, 1)
                asking.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await asking
                assert watched.outcomes["executions (no filter)"][0] is NO_ANSWER
                send(tws, 0, 2)
                end(tws, 0)
                await until(lambda: watched.outcomes["executions (no filter)"][0] is not NO_ANSWER)
                assert len(watched.of(ExecDetails)) == 2
                assert counts == [0]
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))


async def until_asked(tws: SimulatedTws, times: int) -> None:
    await until(lambda: tws.requests.names.count("REQ_EXECUTIONS") >= times)


def req_id(tws: SimulatedTws, number: int) -> int:
    """The id of the request for executions with this number, the first being 0."""
    return int(tws.requests.of("REQ_EXECUTIONS")[number].fields["reqId"])


def send(tws: SimulatedTws, number: int, count: int) -> None:
    """Answer that request with the first `count` executions, and not to the end."""
    client = tws.client(7)
    for execution in tws.world.executions[:count]:
        client.send_raw(client.wire.execution(req_id(tws, number), execution))


def end(tws: SimulatedTws, number: int) -> None:
    client = tws.client(7)
    client.send_raw(client.wire.execution_end(req_id(tws, number)))


class TestCompletedOrders:
    @pytest.mark.parametrize("server_version", [200, 203, 204, 226])
    @pytest.mark.parametrize(("api_only", "name"), [(False, "completed orders"), (True, "completed orders (API only)")])
    def test_they_are_asked_for_on_demand(self, server_version: int, name: str, *, api_only: bool) -> None:
        async def run() -> None:
            async with simulated(max_server_version=server_version) as (tws, port):
                watched = await connected(port)
                assert await watched.session.requests.completed_orders(api_only=api_only) is COMPLETE
                (recorded,) = tws.requests.of("REQ_COMPLETED_ORDERS")
                assert bool(recorded.fields.get("apiOnly", False)) is api_only
                assert watched.outcomes == {name: (COMPLETE, "")}
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    def test_one_at_a_time_and_silence_is_said(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = await connected(port, answer_patience=SHORT)
                tws.settings.silent_to = {"REQ_COMPLETED_ORDERS"}
                both = asyncio.gather(
                    watched.session.requests.completed_orders(api_only=True),
                    watched.session.requests.completed_orders(api_only=False),
                )
                # Sent after both, if both are sent.
                assert await watched.session.requests.executions() is COMPLETE
                assert tws.requests.names.count("REQ_COMPLETED_ORDERS") == 1
                tws.settings.silent_to = set()
                assert list(await both) == [NO_ANSWER, COMPLETE]
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @pytest.mark.parametrize("server_version", [200, 226])
    def test_a_read_only_refusal_is_explained(self, server_version: int) -> None:
        async def run() -> None:
            async with simulated(read_only=True, max_server_version=server_version) as (_, port):
                watched = await connected(port)
                assert await watched.session.requests.completed_orders(api_only=True) is REFUSED
                assert "Global Configuration" in watched.outcomes["completed orders (API only)"][1]
                # Executions are no secret of a read-only API.
                outcome = await watched.session.request_executions(ExecutionQuery(), ignore)
                assert len(outcome.exec_ids) == 2
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))


class TestBinding:
    @pytest.mark.parametrize("server_version", [200, 203, 226])
    def test_it_is_switched_off_and_on_within_a_connection(self, server_version: int) -> None:
        async def run() -> None:
            async with simulated(max_server_version=server_version) as (tws, port):
                watched = await connected(port, client_id=0, auto_bind=True, refusal_patience=0.2)
                await watched.session.synchronise()
                assert tws.client(0).auto_bind
                assert await watched.session.stop_binding() is COMPLETE
                assert not tws.client(0).auto_bind
                assert await watched.session.requests.own_open_orders() is REFUSED
                assert tws.requests.names.count("REQ_OPEN_ORDERS") == 1
                assert await watched.session.start_binding() is COMPLETE
                assert tws.client(0).auto_bind
                assert tws.requests.names.count("REQ_OPEN_ORDERS") == 2
                assert tws.requests.not_reading() == []
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @pytest.mark.parametrize(("auto_bind", "asked_for"), [(True, [True, False]), (False, [])])
    def test_it_ends_before_the_connection_does(self, *, auto_bind: bool, asked_for: list[bool]) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = await connected(port, client_id=0, auto_bind=auto_bind, refusal_patience=0.1)
                await watched.session.synchronise()
                watched.session.close()
                await until(lambda: not tws.clients)
                recorded = tws.requests.of("REQ_AUTO_OPEN_ORDERS")
                assert [bool(each.fields.get("autoBind", False)) for each in recorded] == asked_for

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @pytest.mark.parametrize("binds", [True, False])
    def test_what_is_chosen_while_connecting_holds(self, *, binds: bool) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, client_id=0, auto_bind=not binds, refusal_patience=0.1)
                choose = watched.session.start_binding if binds else watched.session.stop_binding
                await choose()
                await watched.session.open()
                await watched.session.synchronise()
                assert tws.client(0).auto_bind is binds
                assert tws.requests.names.count("REQ_AUTO_OPEN_ORDERS") == binds
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    def test_no_other_client_binds(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = await connected(port, client_id=3)
                assert await watched.session.start_binding() is REFUSED
                assert tws.requests.names.count("REQ_AUTO_OPEN_ORDERS") == 0
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @pytest.mark.parametrize("server_version", [200, 226])
    def test_a_read_only_refusal_says_the_way_to_the_setting(self, server_version: int) -> None:
        async def run() -> None:
            async with simulated(read_only=True, max_server_version=server_version) as (_, port):
                watched = await connected(port, client_id=0)
                assert await watched.session.start_binding() is REFUSED
                for name in ("orders of this client", "binding of manual orders"):
                    assert "Global Configuration" in watched.outcomes[name][1]
                assert "without an order ID" in watched.outcomes["binding of manual orders"][1]
                watched.session.close()

        asyncio.run(asyncio.wait_for(run(), PATIENCE))


def test_the_link_knows_what_the_settings_say_of_the_master() -> None:
    async def run() -> None:
        async with simulated() as (_, port):
            watched = await connected(port, says_master=True)
            watched.session.set_master_setting(is_master=False)
            watched.session.close()
            watched.session.set_master_setting(is_master=True)
            received = [event for event in watched.received if hasattr(event, "says_master")]
            assert [event.says_master for event in received] == [True, True, False, False]
            assert watched.states[-2:] == [LinkState.SYNCHRONISING, LinkState.DOWN]

    asyncio.run(asyncio.wait_for(run(), PATIENCE))


def test_a_time_that_is_asked_for_is_the_same_moment_there() -> None:
    """The simulated TWS reads the UTC form: what was executed before is left out."""
    later = (datetime.now(UTC) + timedelta(minutes=1)).astimezone(ZoneInfo("Asia/Tokyo"))
    outcome, _ = asked(226, ExecutionQuery(since=later))
    assert outcome.exec_ids == frozenset()
