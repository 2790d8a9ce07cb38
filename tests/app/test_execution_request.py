"""How a query for executions ends, and how many new executions it brought."""

from __future__ import annotations

import asyncio
from collections.abc import Set as AbstractSet
from typing import Any

import pytest

from ibmonitor.app.execution_request import ENDED, ExecutionRequest
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.tws.session.execution_answer import OnProgress
from tests.support.blotter_events import execution, new_blotter

KNOWN, NEW = "0000e0d5.00000001.01.01", "0000e0d5.00000002.01.01"


class Asking:
    """A session that answers with two executions, one of which is known."""

    def __init__(self, *, is_answered: bool) -> None:
        self.is_answered = is_answered
        self.blotter = new_blotter(execution(KNOWN))
        self.progress: list[AbstractSet[str]] = []
        self.outcomes: list[tuple[ExecutionOutcome, int]] = []
        session: Any = self
        self.request = ExecutionRequest(
            session, self.blotter, self.progress.append, lambda *outcome: self.outcomes.append(outcome)
        )

    async def request_executions(self, query: ExecutionQuery, on_progress: OnProgress) -> ExecutionOutcome:
        assert query == ExecutionQuery(symbol="AAPL")
        self.blotter.apply(execution(NEW, perm_id=8))
        on_progress({KNOWN, NEW})
        if not self.is_answered:
            raise asyncio.CancelledError
        return ExecutionOutcome(RequestProgress.COMPLETE, frozenset({KNOWN, NEW}))


@pytest.mark.parametrize("is_answered", [True, False])
def test_only_executions_that_were_not_known_before_are_new(*, is_answered: bool) -> None:
    asking = Asking(is_answered=is_answered)
    if is_answered:
        asyncio.run(asking.request.run(ExecutionQuery(symbol="AAPL")))
    else:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(asking.request.run(ExecutionQuery(symbol="AAPL")))
    assert asking.progress == [{KNOWN, NEW}]
    assert asking.outcomes == []
    asking.request.finish(ENDED)
    ((outcome, new),) = asking.outcomes
    assert new == 1
    assert outcome.exec_ids == {KNOWN, NEW}
    expected = (RequestProgress.COMPLETE, "") if is_answered else (RequestProgress.NO_ANSWER, ENDED)
    assert (outcome.progress, outcome.detail) == expected
