"""Staying connected: what is tried again, what is not, and what the link says meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ibmonitor.domain.records.events import Event, Fault, LinkChanged, LinkMoved
from ibmonitor.domain.records.link import LinkState
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.backoff import Backoff
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.reconnector import Reconnector
from tests.support.for_each import for_each
from tests.support.tws_frames import greeting
from tests.support.waiting import until
from tests.tws.session.test_session import close_at_once, peer, simulated, stay_silent

CLIENT = 7


class Watched:
    """A reconnector and all it has emitted."""

    def __init__(self, port: int, backoff: Backoff | None = None, **parameters: Any) -> None:
        self.wrapper = SignalWrapper()
        self.received: list[Event] = []
        self.wrapper.batch.connect(self.received.extend)
        self.moved: list[int] = []
        self.slept = timedelta()
        given = {"client_id": CLIENT, "connect_patience": 5.0, "answer_patience": 5.0, **parameters}
        self.reconnector = Reconnector(
            self.wrapper,
            SessionParameters(host="127.0.0.1", port=port, **given),
            on_moved=self.moved.append,
            backoff=backoff or Backoff(0.01, 0.02),
            now=lambda: datetime.now(UTC) + self.slept,
        )
        self.keeping = asyncio.ensure_future(self.reconnector.keep())

    @property
    def links(self) -> list[LinkChanged]:
        return [event for event in self.received if isinstance(event, LinkChanged)]

    @property
    def faults(self) -> list[str]:
        return [event.plain for event in self.received if isinstance(event, Fault)]

    def times(self, state: LinkState) -> int:
        return sum(1 for link in self.links if link.state is state)

    async def until(self, state: LinkState, times: int = 1) -> LinkChanged:
        """Wait until the link has come to a state so often; return what it said last of it."""
        await until(lambda: self.times(state) >= times)
        return [link for link in self.links if link.state is state][-1]

    async def close(self) -> None:
        self.reconnector.close("bye")
        self.keeping.cancel()
        await asyncio.gather(self.keeping, return_exceptions=True)


def run(story: Callable[[], Coroutine[None, None, None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(story(), 30)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in others if "Lifeline" in repr(task)]

    asyncio.run(bounded())


def test_a_lost_connection_is_made_again_and_everything_is_asked_for_again() -> None:
    async def story() -> None:
        async with simulated() as (tws, port):
            watched = Watched(port)
            for times in range(1, 4):
                await watched.until(LinkState.UP, times)
                assert tws.requests.names.count("REQ_ALL_OPEN_ORDERS") == times
                assert tws.requests.names.count("REQ_EXECUTIONS") == times
                assert tws.requests.names.count("REQ_COMPLETED_ORDERS") == times
                tws.client(CLIENT).drop()
                waiting = await watched.until(LinkState.WAITING, times)
                assert waiting.next_try is not None
                assert waiting.reason.startswith("The connection to TWS has ended")
            await watched.close()
            assert watched.links[-1].state is LinkState.DOWN
            assert watched.links[-1].reason == "bye"

    run(story)


def test_a_tws_that_is_not_there_yet_is_tried_until_it_is() -> None:
    async def story() -> None:
        async with peer(close_at_once) as port:
            pass
        watched = Watched(port)
        await watched.until(LinkState.WAITING, 3)
        # Told once, not with each try.
        assert len(watched.faults) == 1
        assert "is listening on" in watched.faults[0]
        tws = SimulatedTws(Quiet())
        await tws.start(port=port)
        await watched.until(LinkState.UP)
        await watched.close()
        await tws.stop()

    run(story)


def test_a_server_that_is_too_old_is_not_tried_again() -> None:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting(120))
        await reader.read(-1)

    async def story() -> None:
        async with peer(behave) as port:
            watched = Watched(port)
            await watched.keeping
            assert watched.times(LinkState.WAITING) == 0
            assert watched.links[-1].state is LinkState.DOWN
            assert "too old" in watched.links[-1].reason

    run(story)


def test_a_client_id_in_use_is_left_to_the_user_with_an_offer() -> None:
    async def story() -> None:
        async with simulated() as (_, port):
            first = Watched(port)
            await first.until(LinkState.UP)
            second = Watched(port)
            await second.keeping
            assert second.times(LinkState.WAITING) == 0
            assert second.links[-1].state is LinkState.DOWN
            assert second.links[-1].other_client_id == CLIENT + 1
            await first.close()

    run(story)


@pytest.mark.parametrize("parameters", [{"says_master": True}, {"client_id": 0}])
def test_a_client_id_that_is_required_is_tried_until_it_is_free(parameters: dict[str, Any]) -> None:
    async def story() -> None:
        async with simulated() as (_, port):
            first = Watched(port, **parameters)
            await first.until(LinkState.UP)
            second = Watched(port, **parameters)
            waiting = await second.until(LinkState.WAITING, 2)
            assert waiting.other_client_id == parameters.get("client_id", CLIENT) + 1
            await first.close()
            up = await second.until(LinkState.UP)
            assert up.other_client_id is None
            await second.close()

    run(story)


def test_the_ghost_of_the_own_connection_is_waited_for() -> None:
    async def story() -> None:
        async with simulated() as (tws, port):
            watched = Watched(port)
            await watched.until(LinkState.UP)
            tws.client(CLIENT).drop()
            await watched.until(LinkState.WAITING)
            other = Watched(port)
            await until(lambda: {LinkState.UP, LinkState.DOWN} & {link.state for link in other.links})
            if other.times(LinkState.UP):
                await watched.until(LinkState.WAITING, 3)
                assert watched.links[-1].state is not LinkState.DOWN
                await other.close()
            await watched.until(LinkState.UP, 2)
            await watched.close()

    run(story)


def test_a_new_port_is_followed() -> None:
    async def story() -> None:
        async with simulated() as (old, old_port), simulated() as (_, new_port):
            watched = Watched(old_port)
            await watched.until(LinkState.UP)
            old.broadcast_error(1300, f"Please reconnect on the new port - {new_port}")
            up = await watched.until(LinkState.UP, 2)
            assert up.port == new_port
            assert watched.moved == [new_port]
            received = [event for event in watched.received if isinstance(event, LinkMoved | LinkChanged)]
            moved = received.index(LinkMoved(new_port))
            ports = [event.port for event in received]
            assert set(ports[:moved]) == {old_port}
            assert set(ports[moved:]) == {new_port}
            await watched.close()

    run(story)


def test_now_means_now() -> None:
    async def story() -> None:
        async with peer(close_at_once) as port:
            watched = Watched(port, Backoff(3600, 3600))
            await watched.until(LinkState.WAITING)
            watched.reconnector.try_now()
            await watched.until(LinkState.WAITING, 2)
            await watched.close()

    run(story)


def test_a_tws_on_this_computer_is_never_waited_for_longer_than_5_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[float]()
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)

    async def no_session(_: object) -> tuple[str, None]:
        return "Nothing is listening.", None

    async def story() -> None:
        wrapper = SignalWrapper()
        parameters = SessionParameters(host="localhost", port=7497, client_id=CLIENT)
        reconnector = Reconnector(wrapper, parameters, now=lambda: noon)

        def on_event(event: Event) -> None:
            assert isinstance(event, LinkChanged)
            if event.next_try is not None:
                waits.append((event.next_try - noon).total_seconds())
                # The clock of the loop is not waited for.
                asyncio.get_running_loop().call_soon(keeping.cancel if len(waits) == 8 else reconnector.try_now)

        wrapper.batch.connect(for_each(on_event))
        keeping = asyncio.ensure_future(reconnector.keep())
        await asyncio.gather(keeping, return_exceptions=True)

    monkeypatch.setattr(Reconnector, "_connect_and_live", no_session)
    run(story)
    assert len(waits) == 8
    assert max(waits) <= 5
    assert min(waits[3:]) > 3


def test_a_computer_that_has_slept_tries_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ibmonitor.tws.session.reconnector._TICK", 0.01)

    async def story() -> None:
        async with peer(close_at_once) as port:
            watched = Watched(port, Backoff(60, 60))
            await watched.until(LinkState.WAITING)
            watched.slept = timedelta(hours=8)
            await watched.until(LinkState.WAITING, 2)
            await watched.close()

    run(story)


def test_a_silent_peer_is_tried_again() -> None:
    async def story() -> None:
        async with peer(stay_silent) as port:
            watched = Watched(port, connect_patience=0.05)
            await watched.until(LinkState.WAITING, 2)
            assert "does not answer" in watched.faults[0]
            await watched.close()

    run(story)


def test_closing_while_connecting_ends_it() -> None:
    async def story() -> None:
        async with peer(stay_silent) as port:
            watched = Watched(port)
            await watched.until(LinkState.CONNECTING)
            await watched.close()
            assert watched.links[-1].reason == "bye"
            assert watched.reconnector.session is None

    run(story)


def test_a_mistake_of_this_program_costs_one_connection_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        async with simulated() as (_, port):
            from ibmonitor.tws.session.session import Session  # noqa: PLC0415 - to be broken here only

            sound = Session.synchronise
            monkeypatch.setattr(Session, "synchronise", broken)
            watched = Watched(port)
            await watched.until(LinkState.WAITING)
            assert "inside this program" in watched.faults[0]
            monkeypatch.setattr(Session, "synchronise", sound)
            await watched.until(LinkState.UP)
            await watched.close()

    async def broken(_self: object) -> None:
        raise ValueError("made up")

    run(story)
