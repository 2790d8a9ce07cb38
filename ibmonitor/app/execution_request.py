"""`ExecutionRequest`: one of the user's queries for executions, up to its outcome."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import RequestProgress

if TYPE_CHECKING:
    from ibmonitor.tws.session.execution_answer import OnProgress
    from ibmonitor.tws.session.session import Session

OnExecutions = Callable[[ExecutionOutcome, int], None]
"""Called with the outcome of a query, and how many of its executions are new."""

CANCELLED = "You cancelled it. TWS cannot be stopped: what is still on its way is added to the tables."
ENDED = "The connection ended before the answer."
NOT_CONNECTED = "There is no connection to TWS, so nothing was requested."


class ExecutionRequest:
    """Runs the query in `session`; `on_done` is called once, by `finish`."""

    def __init__(self, session: Session, blotter: Blotter, on_progress: OnProgress, on_done: OnExecutions) -> None:
        self.session = session
        self._blotter = blotter
        self._on_progress = on_progress
        self._on_done = on_done
        self._last_known = blotter.fills[-1].serial if blotter.fills else -1
        self._received: AbstractSet[str] = frozenset()
        self._outcome: ExecutionOutcome | None = None

    async def run(self, query: ExecutionQuery) -> None:
        self._outcome = await self.session.request_executions(query, self._on_received)

    def finish(self, why_unanswered: str) -> None:
        """Report the outcome; `why_unanswered` is the reason if the request was cancelled before it had one."""
        outcome = self._outcome or ExecutionOutcome(
            RequestProgress.NO_ANSWER, frozenset(self._received), why_unanswered
        )
        fills = map(self._blotter.fill_by_exec_id, outcome.exec_ids)
        self._on_done(outcome, sum(1 for fill in fills if fill is not None and fill.serial > self._last_known))

    def _on_received(self, exec_ids: AbstractSet[str]) -> None:
        self._received = exec_ids
        self._on_progress(exec_ids)
