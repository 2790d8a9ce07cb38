"""Carries out what the user asks of the connection: connect, disconnect, refresh. The window asks, the session does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine

from ibmonitor.domain.blotter import Blotter
from ibmonitor.domain.events import Fault
from ibmonitor.domain.lookups import Lookups
from ibmonitor.settings.table import Settings
from ibmonitor.tws.adapter import SignalWrapper
from ibmonitor.tws.connect_error import ConnectError
from ibmonitor.tws.parameters import SessionParameters
from ibmonitor.tws.session import Session

logger = logging.getLogger(__name__)


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
        self._lookup = OrderLookup(blotter)
        self._session: Session | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._refreshing: asyncio.Task[None] | None = None
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
        completed_orders_api_only=settings.completed_orders_api_only,
        refresh_seconds=settings.refresh_seconds,
    )
