"""Which requests are sent in which order, at first, at a refresh and at a poll."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.tws.session.sync import Sync

COMPLETE, NO_ANSWER = RequestProgress.COMPLETE, RequestProgress.NO_ANSWER
TABLES = ["open_orders", "executions", "completed_orders"]


class Calls:
    """Requests, sub-accounts and look-up in one: notes what is called."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.silent: set[str] = set()
        self.is_wanted = False
        self.is_advisor = False
        self.are_parents_new = False

    def __getattr__(self, name: str) -> Any:
        async def request(**_: object) -> Any:
            self.made.append(name)
            progress = NO_ANSWER if name in self.silent else COMPLETE
            return [progress] if name == "advisor_data" else progress

        return request

    def wanted(self) -> bool:
        return self.is_wanted

    def done(self) -> None:
        self.made.append("done")

    def unanswered(self) -> None:
        self.made.append("unanswered")

    def ask_all(self) -> None:
        self.made.append("ask_all")

    def check_missing(self) -> None:
        self.made.append("check_missing")

    def has_new_parents(self) -> bool:
        return self.are_parents_new


@pytest.fixture
def calls() -> Calls:
    return Calls()


def sync_of(calls: Any, *, binds: bool = False, can_read_config: bool = False) -> Sync:
    return Sync(calls, calls, calls, binds=lambda: binds, can_read_config=lambda: can_read_config)


def test_at_first_everything_is_requested(calls: Calls) -> None:
    sync = sync_of(calls)
    assert sync.is_due
    assert asyncio.run(sync.request_all()) == [COMPLETE] * 3
    assert calls.made == [*TABLES, "done", "ask_all"]
    assert not sync.is_due


def test_manual_orders_are_bound_before_the_open_orders_are_listed(calls: Calls) -> None:
    asyncio.run(sync_of(calls, binds=True).request_all())
    assert calls.made == ["own_open_orders", "bind_future_orders", *TABLES, "done", "ask_all"]


def test_settings_and_groups_do_not_delay_the_orders(calls: Calls) -> None:
    calls.is_advisor = True
    outcomes = asyncio.run(sync_of(calls, can_read_config=True).request_all())
    assert outcomes == [COMPLETE] * 5
    assert calls.made[:3] == ["config", "advisor_data", "open_orders"]


def test_a_request_without_an_answer_leaves_the_look_up_open(calls: Calls) -> None:
    calls.silent = {"executions"}
    assert asyncio.run(sync_of(calls).request_all()) == [COMPLETE, NO_ANSWER, COMPLETE]
    assert calls.made == [*TABLES, "unanswered", "ask_all"]


def test_a_refresh_requests_the_tables_again(calls: Calls) -> None:
    calls.is_advisor = True
    asyncio.run(sync_of(calls).refresh())
    assert calls.made == [*TABLES, "done", "advisor_data", "ask_all"]


def test_a_poll_requests_open_orders_and_what_they_leave_unexplained(calls: Calls) -> None:
    sync = sync_of(calls)
    asyncio.run(sync.poll())
    assert calls.made == ["open_orders"]
    calls.made.clear()
    calls.is_wanted = True
    asyncio.run(sync.poll())
    assert calls.made == [*TABLES, "done", "check_missing"]
    calls.made.clear()
    calls.silent = {"open_orders"}
    asyncio.run(sync.poll())
    assert calls.made == ["open_orders"], "what was not listed explains nothing"


def test_new_parents_have_the_next_poll_request_the_advisor_s_data(calls: Calls) -> None:
    sync = sync_of(calls)
    assert not sync.note_new_parents()
    calls.are_parents_new = calls.is_advisor = True
    assert sync.note_new_parents()
    for expected in (["open_orders", "advisor_data", "ask_all"], ["open_orders"]):
        calls.made.clear()
        asyncio.run(sync.poll())
        assert calls.made == expected
