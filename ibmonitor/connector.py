"""Carries out what the user asks of the connection: connect, disconnect, refresh. The window asks, the session does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from collections.abc import Set as AbstractSet

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.events import Fault
from ibmonitor.domain.execution_query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.lookups import Lookups
from ibmonitor.domain.records import RequestProgress
from ibmonitor.settings.table import Settings
from ibmonitor.tws.adapter import SignalWrapper
from ibmonitor.tws.connect_error import ConnectError
from ibmonitor.tws.parameters import SessionParameters
from ibmonitor.tws.session import Session

logger = logging.getLogger(__name__)

OnExecutions = Callable[[ExecutionOutcome, int], None]
"""Told how a query ended, and how many of the executions it brought had not been known when it was asked."""

CANCELLED = "You cancelled it. TWS cannot be told to stop: what is still on its way joins the tables."
ENDED = "The connection ended before the answer."
NOT_CONNECTED = "There is no connection to TWS, so nothing was asked."


class OrderLookup:
    """Tells the session when the blotter's orders leave something to be looked up."""

    def __init__(self, blotter: Blotter) -> None:
        self._blotter = blotter
        self._lookups = Lookups()

    def wanted(self) -> bool:
        """Whether an order has gone missing or was filled by fills unknown here."""
        return self._lookups.wanted(self._blotter.orders)

    def done(self) -> None:
        """What was open has been looked up."""
        self._lookups.done(self._blotter.orders)


class Connector:
    """At most one session at a time, and the tasks that the user has started in it."""

    def __init__(self, wrapper: SignalWrapper, blotter: Blotter) -> None:
        self._wrapper = wrapper
        self._blotter = blotter
        self._lookup = OrderLookup(blotter)
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshing: asyncio.Task[None] | None = None
        self._completing: dict[bool, asyncio.Task[None]] = {}
        """Requests for completed orders: of API clients only, and of all."""
        self._querying: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def is_busy(self) -> bool:
        """Connected or about to be."""
        return self._session is not None

    def connect(self, settings: Settings) -> None:
        """Connect, synchronise and keep up to date, after ending the session there is."""
        self.disconnect()
        if self._is_closed:
            return
        self._session = Session(
            self._wrapper, _parameters(settings), self._on_session_ended, self.refresh, lookup=self._lookup
        )
        self._start(self._run(self._session))

    def disconnect(self) -> None:
        """End the session; what is known stays."""
        self._end("You have disconnected.")

    def refresh(self) -> None:
        """Ask TWS for everything again; once more while it is being asked changes nothing."""
        if self._session is not None and (self._refreshing is None or self._refreshing.done()):
            self._refreshing = self._start(self._session.refresh())

    def request_own_orders(self) -> None:
        """Ask TWS for the open orders of this client id."""
        if self._session is not None:
            self._start(_ignoring_result(self._session.request_own_orders()))

    def request_completed_orders(self, *, api_only: bool) -> None:
        """Ask TWS for today's orders that are over; once more while they are being asked for changes nothing."""
        task = self._completing.get(api_only)
        if self._session is not None and self._session.is_open and (task is None or task.done()):
            asking = _ignoring_result(self._session.request_completed_orders(api_only=api_only))
            self._completing[api_only] = self._start(asking)

    def request_executions(
        self, query: ExecutionQuery, on_progress: Callable[[AbstractSet[str]], None], on_done: OnExecutions
    ) -> None:
        """Ask TWS for the executions of a query; the query under way, if there is one, is given up without a word.

        `on_progress` gets the execIds heard so far, in one set that grows; `on_done` is called once.
        """
        session, fills = self._session, self._blotter.fills
        if session is None or not session.is_open:
            on_done(ExecutionOutcome(RequestProgress.NO_ANSWER, frozenset(), NOT_CONNECTED), 0)
            return
        last_known = fills[-1].serial if fills else -1
        heard: AbstractSet[str] = frozenset()
        outcome: ExecutionOutcome | None = None

        def hear(exec_ids: AbstractSet[str]) -> None:
            nonlocal heard
            heard = exec_ids
            on_progress(exec_ids)

        async def ask() -> None:
            nonlocal outcome
            outcome = await session.request_executions(query, hear)

        def finish(task: asyncio.Task[None]) -> None:
            if self._querying is not task:
                return
            self._querying = None
            detail = CANCELLED if self._session is session else ENDED
            ended = outcome or ExecutionOutcome(RequestProgress.NO_ANSWER, frozenset(heard), detail)
            told = map(self._blotter.fill_by_exec_id, ended.exec_ids)
            on_done(ended, sum(1 for fill in told if fill is not None and fill.serial > last_known))

        earlier, self._querying = self._querying, self._start(ask())
        self._querying.add_done_callback(finish)
        if earlier is not None:
            earlier.cancel()

    def cancel_executions(self) -> None:
        """Wait no longer for the answer to a query. What TWS still sends of it joins the tables."""
        if self._querying is not None:
            self._querying.cancel()

    def set_auto_bind(self, *, auto_bind: bool) -> None:
        """Bind manual orders from now on, or no longer, without connecting anew."""
        if self._session is not None:
            session = self._session
            self._start(_ignoring_result(session.start_binding() if auto_bind else session.stop_binding()))

    def set_says_master(self, *, says_master: bool) -> None:
        """Tell the link whether the user's settings call this client the master."""
        if self._session is not None:
            self._session.set_says_master(says_master=says_master)

    async def close(self) -> None:
        """End the session for good and wait until nothing of it runs any more."""
        self._is_closed = True
        self.disconnect()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, session: Session) -> None:
        try:
            await session.open()
        except ConnectError:
            # The session has told the user already.
            if self._session is session:
                self._session = None
            return
        await session.synchronise()
        await session.keep_refreshing()

    def _end(self, reason: str) -> None:
        for task in self._tasks:
            task.cancel()
        if self._session is not None:
            session, self._session = self._session, None
            session.close(reason)

    def _on_session_ended(self) -> None:
        self._end("")

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        return task

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        error = task.exception()
        logger.error("a request failed", exc_info=error)
        sentence = "Something went wrong inside this program, and the connection has been closed. Connect again."
        self._wrapper.tell(Fault(sentence, repr(error)))
        self._end(sentence)


async def _ignoring_result(work: Coroutine[None, None, object]) -> None:
    await work


def _parameters(settings: Settings) -> SessionParameters:
    return SessionParameters(
        host=settings.host,
        port=settings.port,
        client_id=settings.client_id,
        auto_bind=settings.auto_bind,
        says_master=settings.is_master,
        completed_orders_api_only=settings.completed_orders_api_only,
        refresh_seconds=settings.refresh_seconds,
    )
