"""`Connector`: carries out the user's commands to the connection: connect, disconnect, refresh, request."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from ibmonitor.app.execution_request import CANCELLED, ENDED, NOT_CONNECTED, ExecutionRequest, OnExecutions
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.blotter.lookups import Lookups
from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import CompletedOrder, Event, Fault, OpenOrder
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.settings.table import Settings
from ibmonitor.tws.session.backoff import Backoff, backoff_for
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.wire.tap import Tap

if TYPE_CHECKING:
    from ibmonitor.domain.connection_test.verdict import Attempt
    from ibmonitor.tws.decode.adapter import SignalWrapper
    from ibmonitor.tws.session.execution_answer import OnProgress
    from ibmonitor.tws.session.reconnector import Reconnector
    from ibmonitor.tws.session.session import Session

logger = logging.getLogger(__name__)

WHAT_CONNECTS = ("ibapi.protobuf", "ibmonitor.tws.decode", "ibmonitor.tws.wire", "ibmonitor.tws.session")
"""The packages to load before the first connection, in turns of the loop."""
_RECONNECTOR = "ibmonitor.tws.session.reconnector"


class Connector:
    """Keeps at most one connection, reopens it when it is lost, and runs the user's requests in it.

    `tap` sees the bytes of every connection; `on_moved` is called with the new port when TWS has moved to another.
    """

    def __init__(
        self,
        wrapper: Callable[[], SignalWrapper],
        blotter: Blotter,
        *,
        tap: Tap | None = None,
        on_moved: Callable[[int], None] = lambda _port: None,
        backoff: Callable[[str], Backoff] = backoff_for,
        gaps: RecordGaps | None = None,
        on_listed: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        """`wrapper` returns the adapter, which is made for the first connection: it needs ibapi.

        `on_listed` is called with a sentence: how many orders TWS has listed when the user requested them.
        """
        self._on_listed = on_listed
        self._wrapper = wrapper
        self._blotter = blotter
        self._tap = tap
        self._on_moved = on_moved
        self._backoff = backoff
        self._gaps = gaps or RecordGaps(Lookups(blotter.orders), blotter.parent_accounts)
        self._reconnector: Reconnector | None = None
        self._accepted: tuple[str, int, int] | None = None
        """Host, port and client ID that TWS accepted last: it may consider that client ID in use for a while."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshing: asyncio.Task[None] | None = None
        self._completing: dict[bool, asyncio.Task[None]] = {}
        """Requests for completed orders: of API clients only, and of all."""
        self._querying: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def unread(self) -> int:
        """Bytes received from TWS and not yet decoded."""
        session = self._session
        return 0 if session is None else session.unread

    @property
    def is_busy(self) -> bool:
        """Connected, connecting, or waiting for the next attempt."""
        return self._reconnector is not None

    def connect(self, settings: Settings) -> None:
        """Close the current connection; then connect, synchronize and stay connected."""
        self.connect_with(parameters_of(settings))

    def connect_with(self, parameters: SessionParameters) -> None:
        """Connect as `connect` does."""
        self._end("A new connection is being made.")
        if self._is_closed:
            return
        # The last events of the previous connection must not count as the new one's.
        earlier = list(self._tasks)
        self._reconnector = reconnector_class()(
            self._wrapper(),
            parameters,
            gaps=self._gaps,
            tap=self._tap,
            on_moved=self._on_moved,
            backoff=self._backoff(parameters.host),
            was_ours=self._accepted == (parameters.host, parameters.port, parameters.client_id),
        )
        self._start(self._keep(self._reconnector, earlier))

    def note_accepted(self, attempt: Attempt) -> None:
        """TWS has just accepted this client ID in a test, so it may still consider it in use."""
        self._accepted = (attempt.host, attempt.port, attempt.client_id)

    def disconnect(self) -> None:
        """Close the connection and stop reconnecting; all records stay."""
        self._end("You have disconnected.")

    def connect_now(self) -> None:
        """Connect now instead of waiting for the next attempt."""
        if self._reconnector is not None:
            self._reconnector.try_now()

    def refresh(self) -> None:
        """Request everything again; ignored while such a request is running."""
        session = self._session
        if session is not None and session.is_open and (self._refreshing is None or self._refreshing.done()):
            self._refreshing = self._start(session.sync.refresh())

    def request_own_orders(self) -> None:
        """Request this client ID's open orders."""
        session = self._session
        if session is not None and session.is_open:
            client_id = self._blotter.link.client_id

            def id_of_one(event: Event) -> object:
                is_own = isinstance(event, OpenOrder) and event.order_fields.get("client_id") == client_id
                return event.order_id if is_own and isinstance(event, OpenOrder) else None

            work = session.requests.own_open_orders()
            self._start(self._counting(work, id_of_one, "open order", f"of client {client_id}"))

    def request_completed_orders(self, api_only: bool) -> None:
        """Request today's completed orders; ignored while such a request is running."""
        task, session = self._completing.get(api_only), self._session
        if session is not None and session.is_open and (task is None or task.done()):
            work = session.requests.completed_orders(api_only=api_only)
            whose = "of API clients today" if api_only else "today"
            self._completing[api_only] = self._start(self._counting(work, _completed_id, "completed order", whose))

    def request_executions(self, query: ExecutionQuery, on_progress: OnProgress, on_done: OnExecutions) -> None:
        """Request the executions of a query; cancels a running query silently.

        `on_done` is called once.
        """
        session = self._session
        if session is None or not session.is_open:
            on_done(ExecutionOutcome(RequestProgress.NO_ANSWER, frozenset(), NOT_CONNECTED), 0)
            return
        request = ExecutionRequest(session, self._blotter, on_progress, on_done)
        earlier, self._querying = self._querying, self._start(request.run(query))
        self._querying.add_done_callback(partial(self._on_query_done, request))
        if earlier is not None:
            earlier.cancel()

    def request_past_executions(self, days: int, on_done: Callable[[RequestProgress], None]) -> None:
        """Request the executions of the last days, 1 to 7; `on_done` is called once, however that ends."""
        session = self._session
        if session is None or not session.is_open:
            on_done(RequestProgress.NO_ANSWER)
            return
        progress = [RequestProgress.NO_ANSWER]

        async def request() -> None:
            progress[0] = await session.request_past_executions(days)

        self._start(request()).add_done_callback(lambda _: on_done(progress[0]))

    def cancel_executions(self) -> None:
        """Stop waiting for the answer to a query. Executions that TWS still sends are added to the tables."""
        if self._querying is not None:
            self._querying.cancel()

    def set_auto_bind(self, *, auto_bind: bool) -> None:
        """Start or stop binding manual orders, without reconnecting."""
        if self._reconnector is None:
            return
        self._reconnector.set_auto_bind(auto_bind=auto_bind)
        session = self._session
        if session is not None:
            self._start(_ignoring_result(session.start_binding() if auto_bind else session.stop_binding()))

    def set_master_setting(self, *, is_master: bool) -> None:
        """Announce whether the user's settings call this client the master."""
        if self._reconnector is not None:
            self._reconnector.set_master_setting(is_master=is_master)

    def set_refresh_seconds(self, seconds: int) -> None:
        """Set how often open orders are requested again; 0 is never."""
        if self._reconnector is not None:
            self._reconnector.set_refresh_seconds(seconds)

    async def close(self) -> None:
        """Close the connection for good and wait until all of its tasks have ended."""
        self._is_closed = True
        self.disconnect()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def _session(self) -> Session | None:
        return None if self._reconnector is None else self._reconnector.session

    async def _counting(
        self, work: Awaitable[RequestProgress], id_of_one: Callable[[Event], object], noun: str, whose: str
    ) -> None:
        """Carry out a request, and say how many orders its answer lists: none would change nothing on the screen."""
        listed = set[object]()

        def on_events(events: list[Event]) -> None:
            listed.update(map(id_of_one, events))

        self._wrapper().batch.connect(on_events)
        try:
            progress = await work
        finally:
            self._wrapper().batch.disconnect(on_events)
        if progress is RequestProgress.COMPLETE:
            number = len(listed - {None})
            counted = f"{number:,}" if number else "no"
            self._on_listed(f"TWS lists {counted} {noun}{'' if number == 1 else 's'} {whose}.")

    async def _keep(self, reconnector: Reconnector, earlier: list[asyncio.Task[None]]) -> None:
        await asyncio.gather(*earlier, return_exceptions=True)
        await reconnector.keep()
        # Reconnecting makes no sense; the link has the reason.
        if self._reconnector is reconnector:
            self._reconnector = None

    def _end(self, reason: str) -> None:
        for task in self._tasks:
            task.cancel()
        reconnector, self._reconnector = self._reconnector, None
        if reconnector is not None:
            self._accepted = reconnector.accepted or self._accepted
            reconnector.close(reason)

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        return task

    def _on_query_done(self, request: ExecutionRequest, task: asyncio.Task[None]) -> None:
        if self._querying is task:
            self._querying = None
            request.finish(CANCELLED if self._session is request.session else ENDED)

    def _on_task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        error = task.exception()
        logger.error("a request failed", exc_info=error)
        trace = "".join(traceback.format_exception(error))
        self._wrapper().announce(
            Fault("Something went wrong inside this program: what was requested may be missing.", trace)
        )


def _completed_id(event: Event) -> object:
    return event.order_fields.get("perm_id") if isinstance(event, CompletedOrder) else None


async def _ignoring_result(work: Coroutine[None, None, object]) -> None:
    await work


def is_loaded() -> bool:
    """Whether what connects is loaded, with ibapi: 0.15 s and 14 MB, which no window needs before it connects."""
    return _RECONNECTOR in sys.modules


def reconnector_class() -> type[Reconnector]:
    """Load what connects, as far as it is not. Call `ibapi_problem` before."""
    from ibmonitor.tws.session.reconnector import Reconnector  # noqa: PLC0415 - see above

    return Reconnector


def parameters_of(settings: Settings) -> SessionParameters:
    """The settings that a session needs."""
    return SessionParameters(
        host=settings.host,
        port=settings.port,
        client_id=settings.client_id,
        auto_bind=settings.auto_bind,
        says_master=settings.is_master,
        completed_orders_api_only=settings.completed_orders_api_only,
        refresh_seconds=settings.refresh_seconds,
    )
