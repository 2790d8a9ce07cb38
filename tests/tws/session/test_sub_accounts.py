"""An advisor's groups, aliases and sub-accounts: when they are asked for, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.events import AccountAsked, ExecDetails, ReceiveFA, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.simulator.account.world import Executed
from ibmonitor.simulator.scenarios.advisor.advisor import ACCOUNTS, ADVISOR, Advisor
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.tws.session import sub_accounts
from tests.support.waiting import until
from tests.tws.session.test_session import Watched, heartbeats

COMPLETE, NO_ANSWER = RequestProgress.COMPLETE, RequestProgress.NO_ANSWER
NOT_AN_ADVISOR = "Error validating request.-'bX' : cause - FA data operations ignored for non FA customers."


@asynccontextmanager
async def advisor_tws(**options: Any) -> AsyncIterator[tuple[SimulatedTws, int]]:
    tws = SimulatedTws(Advisor(life=False), ServerSettings(**options))
    port = await tws.start()
    try:
        yield tws, port
    finally:
        await tws.stop()


def rounds(watched: Watched) -> int:
    """How many rounds through sub-accounts have come to an end."""
    received = [
        event
        for event in watched.received
        if isinstance(event, RequestChanged) and event.kind is RequestKind.SUB_ACCOUNTS
    ]
    return sum(event.progress is not RequestProgress.RUNNING for event in received)


def asked(tws: SimulatedTws) -> int:
    return tws.requests.names.count("REQ_EXECUTIONS")


@pytest.mark.parametrize("version", [200, 226])
def test_an_advisor_s_groups_aliases_and_sub_accounts_are_asked_for(version: int) -> None:
    async def run() -> None:
        async with advisor_tws(max_server_version=version) as (_, port):
            watched = Watched(port)
            session = watched.session
            await session.open()
            outcomes = await session.synchronise()
            assert set(outcomes) == {COMPLETE}
            assert [event.fa_data_type for event in watched.of(ReceiveFA)] == [1, 3]  # type: ignore[union-attr]
            assert {"advisor groups", "account aliases"} < set(watched.outcomes)
            before = {event.execution.exec_id for event in watched.of(ExecDetails)}  # type: ignore[union-attr]
            assert await session.sub_accounts.round() is COMPLETE
            answers = {event.account: event.progress for event in watched.of(AccountAsked)}  # type: ignore[union-attr]
            assert answers == dict.fromkeys(ACCOUNTS, COMPLETE)
            assert watched.outcomes[RequestKind.SUB_ACCOUNTS.value] == (COMPLETE, f"Of {len(ACCOUNTS)} accounts.")
            after = [event.execution for event in watched.of(ExecDetails)]  # type: ignore[union-attr]
            parts = [execution for execution in after if execution.exec_id not in before]
            assert parts, "no other answer has them"
            assert ADVISOR not in {execution.acct_number for execution in parts}
            session.close()

    asyncio.run(run())


def test_of_any_other_login_nothing_of_the_kind_is_asked() -> None:
    async def run() -> None:
        tws = SimulatedTws(Quiet())
        port = await tws.start()
        try:
            watched = Watched(port)
            await watched.session.open()
            await watched.session.synchronise()
            assert await watched.session.sub_accounts.round() is COMPLETE
            assert "REQ_FA" not in tws.requests.names
            assert asked(tws) == 1
            watched.session.close()
        finally:
            await tws.stop()

    asyncio.run(run())


def test_a_login_that_tws_says_is_no_advisor_s_is_no_failure() -> None:
    async def run() -> None:
        async with advisor_tws() as (tws, port):
            tws.world.is_advisor = False
            watched = Watched(port)
            await watched.session.open()
            assert set(await watched.session.synchronise()) == {COMPLETE}
            assert watched.outcomes[RequestKind.GROUPS.value][0] is COMPLETE
            assert "not an advisor's" in watched.outcomes[RequestKind.GROUPS.value][1]
            watched.session.close()

    asyncio.run(run())


def test_the_parts_are_asked_for_when_the_advisor_s_order_fills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sub_accounts, "_SETTLING", 0.05)

    async def run() -> None:
        async with advisor_tws() as (tws, port):
            # Client 1 placed the advisor's orders: it receives their fills live.
            watched = Watched(port, client_id=1)
            watched.lookup.incomplete = ()
            await watched.session.open()
            living = asyncio.create_task(watched.session.live())
            await until(lambda: rounds(watched) == 1)
            whole = next(each for each in tws.world.executions if each.account == ADVISOR and each.client_id == 1)
            before = asked(tws)
            watched.lookup.incomplete = ACCOUNTS[:2]
            tws.world.emit(Executed(replace(whole, exec_id="0000ffff.1.01.01", shares=Decimal(2))))
            await until(lambda: rounds(watched) == 2)
            watched.lookup.incomplete = ()
            assert asked(tws) == before + 2, "of the two accounts that lack something"
            watched.session.close()
            await living

    asyncio.run(run())


def test_parts_of_a_fill_that_was_only_asked_for_are_asked_for_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another client's order: its fills come when the open orders show that something was filled."""
    monkeypatch.setattr(sub_accounts, "_SETTLING", 0.05)

    async def run() -> None:
        async with advisor_tws() as (tws, port):
            watched = Watched(port, refresh_seconds=0.1)
            await watched.session.open()
            living = asyncio.create_task(watched.session.live())
            await until(lambda: rounds(watched) == 1)
            before = asked(tws)
            watched.lookup.incomplete = ACCOUNTS[:1]
            watched.lookup.is_wanted = True
            await until(lambda: rounds(watched) == 2)
            watched.lookup.incomplete = ()
            assert asked(tws) == before + 2, "all executions, and those of the account"
            watched.session.close()
            await living

    asyncio.run(run())


def test_what_stays_incomplete_is_asked_for_of_all_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sub_accounts, "_PAUSES", (0.02, 0.02))

    async def run() -> None:
        async with advisor_tws() as (tws, port):
            watched = Watched(port)
            watched.lookup.incomplete = (ACCOUNTS[0], "U-unknown")
            await watched.session.open()
            living = asyncio.create_task(watched.session.live())
            await until(lambda: rounds(watched) >= 3)
            watched.lookup.incomplete = ()
            assert asked(tws) >= 1 + 3 * len(ACCOUNTS)
            watched.session.close()
            await living

    asyncio.run(run())


def test_accounts_of_which_tws_does_not_tell_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sub_accounts, "_UNANSWERED", 2)
    monkeypatch.setattr(sub_accounts, "_AT_ONCE", 1)

    async def run() -> None:
        async with advisor_tws() as (tws, port):
            watched = Watched(port, answer_patience=0.3)
            await watched.session.open()
            await watched.session.synchronise()
            tws.settings.silent_to = {"REQ_EXECUTIONS"}
            assert await watched.session.sub_accounts.round() is NO_ANSWER
            answers = {event.account: event.progress for event in watched.of(AccountAsked)}  # type: ignore[union-attr]
            assert answers == dict.fromkeys(ACCOUNTS[:2], NO_ANSWER)
            progress, said = watched.outcomes[RequestKind.SUB_ACCOUNTS.value]
            assert progress is NO_ANSWER
            assert ", ".join(ACCOUNTS[:2]) in said
            assert f"{len(ACCOUNTS) - 2} accounts were not asked" in said
            watched.session.close()

    asyncio.run(run())


def test_an_account_that_proves_to_be_a_parent_makes_the_others_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """A master whose name does not say so: its parts are asked for, and so are groups and aliases."""
    monkeypatch.setattr(sub_accounts, "_SETTLING", 0.05)

    async def run() -> None:
        tws = SimulatedTws(Quiet())
        tws.world.accounts = ("B1", "U1", "U2")
        tws.world.is_advisor = True
        port = await tws.start()
        try:
            watched = Watched(port, client_id=1)
            await watched.session.open()
            living = asyncio.create_task(watched.session.live())
            await watched.until(LinkState.UP)
            assert asked(tws) == 1
            assert "REQ_FA" not in tws.requests.names
            watched.lookup.parents = frozenset({"B1"})
            await watched.session.requests.open_orders()
            await until(lambda: rounds(watched) == 1)
            answers = [event.account for event in watched.of(AccountAsked) if event.progress is COMPLETE]  # type: ignore[union-attr]
            assert answers == ["U1", "U2"]
            assert tws.requests.names.count("REQ_FA") == 2
            whole = replace(tws.world.executions[0], account="B1", exec_id="0000ffff.1.01.01")
            tws.world.emit(Executed(whole))
            await until(lambda: rounds(watched) == 2)
            watched.session.close()
            await living
        finally:
            await tws.stop()

    asyncio.run(run())


def test_nothing_is_asked_while_tws_has_lost_ib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sub_accounts, "_SETTLING", 0.01)

    async def run() -> None:
        async with advisor_tws() as (tws, port):
            watched = Watched(port, heartbeat_seconds=0.02)
            await watched.session.open()
            living = asyncio.create_task(watched.session.live())
            await until(lambda: rounds(watched) == 1)
            tws.outages.lose_ib()
            await watched.until(LinkState.CUT_OFF)
            before = asked(tws)
            watched.session.sub_accounts.on_advisor_fill()
            await heartbeats(tws, 3)
            assert asked(tws) == before
            tws.outages.find_ib()
            await until(lambda: rounds(watched) == 2)
            watched.session.close()
            await living

    asyncio.run(run())
