"""Executions of past days, where they answer a request for them, are not for today's book."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ibmonitor.app.history.past_answers import PastAnswers
from ibmonitor.domain.records.events import CommissionReport, Event, ExecDetails, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.journal.histories import link
from tests.support.blotter_events import commission, execution

NOW = datetime(2026, 6, 12, 13, 30, tzinfo=UTC)
"""A day after the executions, unless they say otherwise."""
ASKED = RequestChanged(RequestKind.PAST_DAYS, RequestProgress.RUNNING, req_id=7)


def answer(exec_id: str, req_id: int = 7, **known: Any) -> ExecDetails:
    event = execution(exec_id, **known)
    return ExecDetails(req_id, event.contract, event.execution)


class Passing:
    def __init__(self) -> None:
        self.taken: list[Event] = []
        self.answers = PastAnswers(lambda: NOW, lambda: UTC, self.taken.append)

    def left(self, *events: Event) -> list[Event]:
        return self.answers.without(list(events))


@pytest.fixture
def passing() -> Passing:
    return Passing()


def test_everything_passes_while_nothing_is_asked(passing: Passing) -> None:
    events: list[Event] = [answer("e.1.01.01"), commission("e.1.01.01"), link(LinkState.UP)]
    assert passing.left(*events) == events
    assert passing.taken == []


def test_the_answer_is_taken_with_its_commissions(passing: Passing) -> None:
    live, report = execution("live.1.01.01"), commission("live.1.01.01")
    assert passing.left(ASKED) == [ASKED]
    assert passing.left(answer("e.1.01.01"), live, answer("e.2.01.01")) == [live]
    assert passing.left(report, commission("e.2.01.01"), commission("e.1.01.01")) == [report]
    taken = [each.execution.exec_id if isinstance(each, ExecDetails) else each for each in passing.taken]
    assert taken == ["e.1.01.01", "e.2.01.01", commission("e.2.01.01"), commission("e.1.01.01")]
    assert all(isinstance(each, ExecDetails | CommissionReport) for each in passing.taken)


def test_what_is_answered_to_another_request_passes(passing: Passing) -> None:
    passing.left(ASKED)
    events: list[Event] = [answer("e.1.01.01", 8), commission("e.1.01.01")]
    assert passing.left(*events) == events


@pytest.mark.parametrize("time", ["20260612-04:00:00", "20260612 09:30:00 US/Eastern", "tomorrow", ""])
def test_todays_pass_and_what_has_no_time(passing: Passing, time: str) -> None:
    passing.left(ASKED)
    events: list[Event] = [answer("e.1.01.01", time=time), commission("e.1.01.01")]
    assert passing.left(*events) == events


def test_a_day_ends_at_midnight_of_the_exchange(passing: Passing) -> None:
    passing.left(ASKED)
    assert passing.left(answer("e.1.01.01", time="20260612-03:59:59")) == []


def test_the_end_of_a_request_changes_nothing_and_late_parts_are_taken(passing: Passing) -> None:
    passing.left(ASKED)
    for progress in (RequestProgress.NO_ANSWER, RequestProgress.COMPLETE):
        passing.left(RequestChanged(RequestKind.PAST_DAYS, progress))
    assert passing.left(answer("e.1.01.01")) == []


def test_another_connection_counts_its_requests_anew(passing: Passing) -> None:
    passing.left(ASKED)
    passing.left(answer("e.1.01.01"))
    passing.left(link(LinkState.CONNECTING))
    events: list[Event] = [answer("e.2.01.01"), commission("e.1.01.01")]
    assert passing.left(*events) == events
