"""Connecting and synchronising, against the simulated TWS and against peers that are none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from ibmonitor.domain.records import events
from ibmonitor.domain.records.events import Event, Fault, LinkChanged, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.connect_error import Cause, ConnectError
from ibmonitor.tws.session.ib_link import new_port
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.session.session import Session
from tests.support.for_each import for_each
from tests.support.tws_frames import greeting, text_frame
from tests.support.waiting import until

COMPLETE = RequestProgress.COMPLETE
REFUSED = RequestProgress.REFUSED
NO_ANSWER = RequestProgress.NO_ANSWER
SHORT = 0.2
"""Seconds of patience where a test waits for it to run out."""


class Wanting:
    """A lookup that is wanted when the test says so."""

    def __init__(self) -> None:
        self.is_wanted = False
        self.times_done = 0
        self.times_unanswered = 0
        self.incomplete: tuple[str, ...] = ()
        self.parents: frozenset[str] = frozenset()

    def wanted(self) -> bool:
        return self.is_wanted

    def done(self) -> None:
        self.times_done += 1
        self.is_wanted = False

    def unanswered(self) -> None:
        self.times_unanswered += 1


class Watched:
    """A session and all it has emitted."""

    def __init__(self, port: int, **parameters: Any) -> None:
        self.wrapper = SignalWrapper()
        self.received: list[Event] = []
        self.wrapper.batch.connect(self.received.extend)
        usual = {"connect_patience": 5.0, "answer_patience": 5.0, "refusal_patience": 0.2, "client_id": 7}
        self.lookup = Wanting()
        self.session = Session(
            self.wrapper,
            SessionParameters(host="127.0.0.1", port=port, **{**usual, **parameters}),
            RecordGaps(self.lookup, lambda: self.lookup.parents, lambda: self.lookup.incomplete),
        )

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.received if isinstance(event, kind)]

    async def until(self, state: LinkState) -> None:
        """Wait until the link is in this state."""
        await until(lambda: self.states[-1] is state)

    @property
    def states(self) -> list[LinkState]:
        return [event.state for event in self.received if isinstance(event, LinkChanged)]

    @property
    def outcomes(self) -> dict[str, tuple[RequestProgress, str]]:
        return {
            event.title: (event.progress, event.detail) for event in self.received if isinstance(event, RequestChanged)
        }


@asynccontextmanager
async def simulated(**options: object) -> AsyncIterator[tuple[SimulatedTws, int]]:
    tws = SimulatedTws(Quiet(), ServerSettings(**options))  # type: ignore[arg-type]
    port = await tws.start()
    try:
        yield tws, port
    finally:
        await tws.stop()


async def heartbeats(tws: SimulatedTws, number: int) -> None:
    """Let the session ask this often for the time: all that it would do at once is done then."""
    before = tws.requests.names.count("REQ_CURRENT_TIME")
    await until(lambda: tws.requests.names.count("REQ_CURRENT_TIME") >= before + number)


Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def peer(behave: Peer) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behave(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def close_at_once(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    pass


async def stay_silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(-1)


class TestSynchronising:
    @pytest.mark.parametrize("server_version", [151, 178, 194, 200, 201, 203, 204, 211, 213, 219, 226])
    def test_all_is_asked_for_once_and_answered(self, server_version: int) -> None:
        async def run() -> tuple[Watched, list[str], list[str]]:
            async with simulated(max_server_version=server_version) as (tws, port):
                watched = Watched(port)
                await watched.session.open()
                outcomes = await watched.session.synchronise()
                assert set(outcomes) == {COMPLETE}
                watched.session.close("done")
                return watched, tws.requests.names, [entry.name for entry in tws.requests.not_reading()]

        watched, asked, forbidden = asyncio.run(run())
        config = ["REQ_CONFIG"] if server_version >= 219 else []
        assert asked == ["START_API", *config, "REQ_ALL_OPEN_ORDERS", "REQ_EXECUTIONS", "REQ_COMPLETED_ORDERS"]
        assert forbidden == []
        assert watched.states == [LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP, LinkState.DOWN]
        assert watched.of(Fault) == []
        for kind in (events.OpenOrder, events.OrderStatus, events.ExecDetails, events.CommissionReport):
            assert watched.of(kind)

    def test_split_and_glued_writes_change_nothing(self) -> None:
        async def received(
            tws: SimulatedTws, port: int, client_id: int, split: int | None, *, glue: bool
        ) -> list[Event]:
            tws.settings.split_writes = split
            tws.settings.glue_handshake = glue
            watched = Watched(port, client_id=client_id)
            await watched.session.open()
            await watched.session.synchronise()
            watched.session.close()
            assert watched.of(Fault) == []
            return [
                replace(event, req_id=-1) if isinstance(event, events.ExecDetails) else event
                for event in watched.received
                if isinstance(event, events.ExecDetails | events.OpenOrder)
            ]

        async def run() -> None:
            # One TWS for all: another would have executed at another time.
            async with simulated(max_server_version=226) as (tws, port):
                whole = await received(tws, port, 7, None, glue=False)
                assert whole
                assert await received(tws, port, 8, 7, glue=False) == whole
                assert await received(tws, port, 9, None, glue=True) == whole

        asyncio.run(run())

    def test_orders_before_next_valid_id_are_heard(self) -> None:
        async def run() -> list[type]:
            async with simulated(download_open_orders=True) as (_, port):
                watched = Watched(port, client_id=2)
                await watched.session.open()
                watched.session.close()
                return [type(event) for event in watched.received]

        kinds = asyncio.run(run())
        assert kinds.index(events.OpenOrder) < kinds.index(events.NextValidId)

    @pytest.mark.parametrize("server_version", [200, 226])
    def test_a_read_only_api_refuses_completed_orders(self, server_version: int) -> None:
        async def run() -> Watched:
            async with simulated(read_only=True, max_server_version=server_version) as (_, port):
                watched = Watched(port)
                await watched.session.open()
                outcomes = await watched.session.synchronise()
                assert outcomes[-1] is REFUSED
                assert set(outcomes[:-1]) == {COMPLETE}
                assert await watched.session.requests.own_open_orders() is REFUSED
                watched.session.close()
                return watched

        progress, detail = asyncio.run(run()).outcomes["completed orders"]
        assert progress is REFUSED
        assert "Read-Only API" in detail

    @pytest.mark.parametrize(
        ("request_name", "name"),
        [
            ("REQ_COMPLETED_ORDERS", "completed orders"),
            ("REQ_EXECUTIONS", "executions"),
            ("REQ_ALL_OPEN_ORDERS", "open orders"),
            ("REQ_CONFIG", "TWS settings"),
        ],
    )
    def test_silence_is_no_answer(self, request_name: str, name: str) -> None:
        async def run() -> Watched:
            async with simulated() as (tws, port):
                tws.settings.silent_to = {request_name}
                watched = Watched(port, answer_patience=SHORT)
                await watched.session.open()
                await watched.session.synchronise()
                watched.session.close()
                return watched

        watched = asyncio.run(run())
        is_answered = request_name in {"REQ_ALL_OPEN_ORDERS", "REQ_CONFIG"}
        assert (watched.lookup.times_done, watched.lookup.times_unanswered) == (is_answered, not is_answered)
        outcomes = {asked: progress for asked, (progress, _) in watched.outcomes.items()}
        assert outcomes.pop(name) is NO_ANSWER
        assert set(outcomes.values()) == {COMPLETE}
        assert LinkState.UP in watched.states

    def test_requests_that_share_an_end_marker_do_not_overlap(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                tws.settings.silent_to = {"REQ_ALL_OPEN_ORDERS"}
                watched = Watched(port, answer_patience=SHORT)
                await watched.session.open()
                both = asyncio.gather(
                    watched.session.requests.open_orders(), watched.session.requests.own_open_orders()
                )
                # Sent after both, if both are sent.
                assert await watched.session.requests.executions() is COMPLETE
                assert "REQ_OPEN_ORDERS" not in tws.requests.names
                assert list(await both) == [NO_ANSWER, COMPLETE]
                watched.session.close()

        asyncio.run(run())

    def test_open_orders_are_refreshed_and_what_they_leave_open_is_looked_up(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, refresh_seconds=0.02)
                await watched.session.open()
                living = asyncio.ensure_future(watched.session.live())
                await until(lambda: tws.requests.names.count("REQ_ALL_OPEN_ORDERS") >= 4)
                assert tws.requests.names.count("REQ_EXECUTIONS") == 1
                watched.lookup.is_wanted = True
                await until(lambda: tws.requests.names.count("REQ_COMPLETED_ORDERS") >= 2)
                assert tws.requests.names.count("REQ_EXECUTIONS") == 2
                watched.session.close()
                await living

        asyncio.run(asyncio.wait_for(run(), 20))

    def test_a_late_end_is_that_of_the_request_that_was_given_up(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, answer_patience=SHORT)
                await watched.session.open()
                tws.settings.silent_to = {"REQ_ALL_OPEN_ORDERS"}
                assert await watched.session.requests.open_orders() is NO_ANSWER
                asking = asyncio.ensure_future(watched.session.requests.own_open_orders())
                await asyncio.sleep(0)
                tws.client(7).send_raw(tws.client(7).wire.open_order_end())
                assert await asking is COMPLETE
                assert watched.outcomes["open orders"] == (COMPLETE, "The answer came late.")
                order = [e.title for e in watched.received if isinstance(e, RequestChanged) and e.progress is COMPLETE]
                assert order == ["open orders", "orders of this client"]
                watched.session.close()

        asyncio.run(run())

    def test_an_end_that_never_came_does_not_hold_up_the_next_request_for_ever(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, answer_patience=SHORT)
                await watched.session.open()
                tws.settings.silent_to = {"REQ_ALL_OPEN_ORDERS"}
                assert await watched.session.requests.open_orders() is NO_ANSWER
                tws.settings.silent_to = set()
                assert await watched.session.requests.open_orders() is COMPLETE
                watched.session.close()

        asyncio.run(run())

    @pytest.mark.parametrize("code", [1101, 1102])
    def test_everything_is_asked_for_again_when_tws_is_back(self, code: int) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, refresh_seconds=0.01, heartbeat_seconds=0.02)
                await watched.session.open()
                living = asyncio.ensure_future(watched.session.live())
                await watched.until(LinkState.UP)
                tws.broadcast_error(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
                await watched.until(LinkState.CUT_OFF)
                asked = len(tws.requests.names)
                await heartbeats(tws, 4)
                # Anything TWS could send now is as old as its own loss; only its time is requested.
                assert set(tws.requests.names[asked + 1 :]) <= {"REQ_CURRENT_TIME"}
                tws.broadcast_error(code, "Connectivity has been restored.")
                await watched.until(LinkState.UP)
                assert watched.states[-2] is LinkState.SYNCHRONISING
                assert tws.requests.names.count("REQ_COMPLETED_ORDERS") == 2
                watched.session.close()
                await living

        asyncio.run(asyncio.wait_for(run(), 20))

    def test_what_is_asked_when_tws_loses_ib_is_not_waited_for(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, answer_patience=1000.0)
                tws.settings.silent_to = {"REQ_ALL_OPEN_ORDERS"}
                await watched.session.open()
                living = asyncio.ensure_future(watched.session.live())
                await until(lambda: "REQ_ALL_OPEN_ORDERS" in tws.requests.names)
                tws.outages.lose_ib()
                await watched.until(LinkState.CUT_OFF)
                tws.settings.silent_to = set()
                tws.outages.find_ib()
                await watched.until(LinkState.UP)
                assert tws.requests.names.count("REQ_ALL_OPEN_ORDERS") == 2
                received = [event for event in watched.received if getattr(event, "title", "") == "open orders"]
                ends = [each.detail for each in received if getattr(each, "progress", None) is NO_ANSWER]  # type: ignore[union-attr]
                assert len(ends) == 1
                assert "lost its connection to IB" in ends[0]
                watched.session.close()
                await living

        asyncio.run(asyncio.wait_for(run(), 20))


class TestBinding:
    def asked(self, **parameters: Any) -> tuple[list[str], dict[str, tuple[RequestProgress, str]]]:
        async def run() -> tuple[list[str], dict[str, tuple[RequestProgress, str]]]:
            async with simulated() as (tws, port):
                watched = Watched(port, **parameters)
                await watched.session.open()
                await watched.session.synchronise()
                await watched.session.requests.own_open_orders()
                watched.session.close()
                return tws.requests.names, watched.outcomes

        return asyncio.run(run())

    def test_client_0_binds_nothing_unless_told_to(self) -> None:
        asked, outcomes = self.asked(client_id=0)
        assert not {"REQ_OPEN_ORDERS", "REQ_AUTO_OPEN_ORDERS"} & set(asked)
        progress, detail = outcomes["orders of this client"]
        assert progress is REFUSED
        assert "auto-bind is off" in detail

    def test_client_0_binds_when_told_to(self) -> None:
        asked, outcomes = self.asked(client_id=0, auto_bind=True)
        assert {"REQ_OPEN_ORDERS", "REQ_AUTO_OPEN_ORDERS"} <= set(asked)
        assert outcomes["orders of this client"][0] is COMPLETE

    def test_a_refused_binding_is_said(self) -> None:
        async def run() -> Watched:
            async with simulated(read_only=True) as (_, port):
                watched = Watched(port, client_id=0, auto_bind=True)
                await watched.session.open()
                await watched.session.synchronise()
                watched.session.close()
                return watched

        outcomes = asyncio.run(run()).outcomes
        for name in ("orders of this client", "binding of manual orders"):
            assert outcomes[name][0] is REFUSED
            assert "read-only" in outcomes[name][1]

    def test_other_clients_ask_for_their_own_orders_freely(self) -> None:
        asked, outcomes = self.asked(client_id=3)
        assert "REQ_OPEN_ORDERS" in asked
        assert outcomes["orders of this client"][0] is COMPLETE


class TestTheEnd:
    def test_a_lost_connection_is_told_once_with_its_reason(self) -> None:
        async def run() -> Watched:
            async with simulated() as (tws, port):
                watched = Watched(port, refresh_seconds=60)
                await watched.session.open()
                living = asyncio.ensure_future(watched.session.live())
                await watched.until(LinkState.UP)
                tws.client(7).drop()
                await living
                watched.session.close("again")
                return watched

        watched = asyncio.run(asyncio.wait_for(run(), 20))
        assert watched.states[-1] is LinkState.DOWN
        assert watched.states.count(LinkState.DOWN) == 1
        reasons = [event.reason for event in watched.received if isinstance(event, LinkChanged)]
        assert reasons[-1].startswith("The connection to TWS has ended")
        assert watched.session.end_reason == reasons[-1]

    def test_an_over_long_frame_ends_it_with_a_clear_reason(self) -> None:
        async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(greeting(200))
            await reader.readuntil(b"71\0")
            writer.write(text_frame(9, 1, 5))
            await reader.readuntil(b"16\0")
            writer.write(b"\x7f\xff\xff\xff")
            await reader.read(-1)

        async def run() -> Watched:
            async with peer(behave) as port:
                watched = Watched(port)
                await watched.session.open()
                outcomes = await watched.session.synchronise()
                assert set(outcomes) == {NO_ANSWER}
                return watched

        watched = asyncio.run(run())
        assert "2,147,483,647 bytes" in watched.session.end_reason
        assert "2,147,483,647 bytes" in [e.reason for e in watched.received if isinstance(e, LinkChanged)][-1]
        assert LinkState.UP not in watched.states

    def test_an_end_in_the_burst_that_made_it_ready_is_not_overlooked(self) -> None:
        async def run() -> Cause:
            async with simulated() as (_, port):
                watched = Watched(port)

                def end(event: Event) -> None:
                    if isinstance(event, events.NextValidId):
                        watched.session._client._transport.connection_lost(None)

                watched.wrapper.batch.connect(for_each(end))
                with pytest.raises(ConnectError) as caught:
                    await watched.session.open()
                assert watched.states[-1] is LinkState.DOWN
                return caught.value.cause

        assert asyncio.run(run()) is Cause.CLOSED_BEFORE_READY

    def test_closing_while_a_request_waits_ends_it(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                tws.settings.silent_to = {"REQ_EXECUTIONS"}
                watched = Watched(port)
                await watched.session.open()
                asking = asyncio.ensure_future(watched.session.requests.executions())
                await until(lambda: "REQ_EXECUTIONS" in tws.requests.names)
                watched.session.close("bye")
                assert await asking is NO_ANSWER

        asyncio.run(run())

    def test_a_peer_that_goes_silent_is_given_up(self) -> None:
        async def run() -> str:
            async with simulated() as (tws, port):
                watched = Watched(port, heartbeat_seconds=0.01, silence_patience=0.05)
                await watched.session.open()
                living = asyncio.ensure_future(watched.session.live())
                await watched.until(LinkState.UP)
                assert "REQ_CURRENT_TIME" in tws.requests.names
                tws.settings.silent_to = {"REQ_CURRENT_TIME"}
                await living
                return watched.session.end_reason

        assert "has not answered" in asyncio.run(asyncio.wait_for(run(), 20))

    @pytest.mark.parametrize(
        ("text", "port"),
        [
            ("TWS socket port has been reset. Please reconnect on the new port - 7498", 7498),
            ("Please reconnect on the new port - <4002>.", 4002),
            ("Please reconnect on the new port \u2013 7499", 7499),
            ("Please reconnect on the New Port 7499", 7499),
            ("Please reconnect on the new port - 7499 or wait for 30", None),
            ("Please reconnect on the new port - 123456", None),
            ("Please reconnect later: error 7499", None),
            ("The old port was 7497", None),
            ("Socket port reset by client 32", None),
            ("Please reconnect on the new port - 65536", None),
            ("Please reconnect on the new port - 0", None),
            ("Please reconnect on the new port", None),
            ("", None),
        ],
    )
    def test_the_new_port_is_read_from_what_tws_says(self, text: str, port: int | None) -> None:
        assert new_port(TwsMessage(-1, 1300, text, None)) == port
        assert new_port(TwsMessage(-1, 1100, text, None)) is None

    def test_a_tws_that_is_cut_off_from_the_start_is_not_up(self) -> None:
        async def run() -> None:
            async with simulated() as (tws, port):
                watched = Watched(port, heartbeat_seconds=0.02)

                def say(event: Event) -> None:
                    # In the midst of the start, before nextValidId has been taken in.
                    if isinstance(event, events.NextValidId):
                        watched.wrapper.error(-1, 0, 1100, "Connectivity has been lost.")

                watched.wrapper.batch.connect(for_each(say))
                await watched.session.open()
                assert watched.states[-1] is LinkState.CUT_OFF
                living = asyncio.ensure_future(watched.session.live())
                await until(lambda: watched.outcomes.get("completed orders", ("", ""))[0] is COMPLETE)
                await heartbeats(tws, 2)
                assert LinkState.UP not in watched.states
                tws.broadcast_error(1102, "Connectivity has been restored.")
                await watched.until(LinkState.UP)
                watched.session.close()
                await living

        asyncio.run(asyncio.wait_for(run(), 20))
