"""Whether this client is the master can be set at any time, and the link has it from then on."""

from __future__ import annotations

import dataclasses

from ibmonitor.domain.records.link import LinkState
from ibmonitor.tws.session.backoff import Backoff
from tests.tws.session.test_reconnector import Watched, run
from tests.tws.session.test_session import simulated

NEVER = Backoff(3600, 3600)


def test_while_waiting_the_link_is_told_at_once_and_waits_on() -> None:
    async def story() -> None:
        async with simulated() as (_, port):
            pass
        watched = Watched(port, NEVER)
        before = await watched.until(LinkState.WAITING)
        watched.reconnector.set_master_setting(is_master=True)
        assert watched.links[-1] == dataclasses.replace(before, says_master=True)
        assert before.next_try is not None
        watched.reconnector.set_master_setting(is_master=False)
        assert watched.links[-1] == before
        await watched.close()

    run(story)


def test_the_next_connection_says_what_was_told_while_waiting() -> None:
    async def story() -> None:
        async with simulated() as (tws, port):
            watched = Watched(port, NEVER)
            assert not (await watched.until(LinkState.UP)).says_master
            tws.client(7).drop()
            await watched.until(LinkState.WAITING)
            watched.reconnector.set_master_setting(is_master=True)
            watched.reconnector.try_now()
            assert (await watched.until(LinkState.UP, 2)).says_master
            assert watched.times(LinkState.WAITING) == 2
            # No wait is announced when there is none.
            watched.reconnector.set_master_setting(is_master=False)
            assert (watched.links[-1].state, watched.links[-1].says_master) == (LinkState.UP, False)
            await watched.close()
            received = len(watched.links)
            watched.reconnector.set_master_setting(is_master=True)
            assert len(watched.links) == received

    run(story)


def test_a_lifeline_that_was_closed_while_waiting_tells_no_wait() -> None:
    async def story() -> None:
        async with simulated() as (_, port):
            pass
        watched = Watched(port, NEVER)
        await watched.until(LinkState.WAITING)
        watched.reconnector.close("bye")
        watched.reconnector.set_master_setting(is_master=True)
        assert (watched.links[-1].state, watched.links[-1].reason) == (LinkState.DOWN, "bye")
        await watched.close()

    run(story)
