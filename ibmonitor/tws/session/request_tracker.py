"""`RequestTracker`: waits for the end of each answer, a refusal, or a timeout. "No answer" never means "nothing"."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from ibmonitor.domain.records.events import Event, TwsMessage
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.records.value import value
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.wire.request_table import REQUESTS, RequestRow


class RefusedError(Exception):
    """TWS declined a request; the text is TWS's own."""


class NoAnswerError(Exception):
    """Nothing more was received before the timeout."""


class GivenUpError(NoAnswerError):
    """Waiting is useless: TWS has lost its connection to IB."""


@value
class PendingRequest:
    """A request that has been or is about to be sent; its row in the table recognizes its answer."""

    kind: RequestKind
    req_id: int | None = None
    """The id it is sent with; `None` for a request without one."""
    words: str = ""
    """What the user's query asks for; empty for other requests."""
    account: str = ""
    """The account whose executions it is for; empty for other requests."""

    @property
    def row(self) -> RequestRow:
        return REQUESTS[self.kind]

    def is_end(self, event: Event) -> bool:
        return self.row.is_end(event, self.req_id)

    def is_refusal(self, message: TwsMessage) -> bool:
        return self.row.is_refusal(message, self.req_id)


@dataclass(slots=True, eq=False)
class _Waiting:
    request: PendingRequest
    done: asyncio.Future[Event]
    doubtful: Event | None = None
    """An end marker that may belong to an earlier request that timed out."""


class RequestTracker:
    """Matches TWS's end markers and refusals with the pending requests.

    TWS answers in order. The end marker of a request that timed out may still come, and must not count as the end of
    the next request's answer; `on_late` is called with the request whose end came late.

    `unread` returns how many bytes of an incomplete message have been received: the groups of a large advisor are one
    message of megabytes, and nothing else shows that it is coming.
    """

    def __init__(
        self, wrapper: SignalWrapper, on_late: Callable[[PendingRequest], None], unread: Callable[[], int] = lambda: 0
    ) -> None:
        self._wrapper = wrapper
        self._on_late = on_late
        self._unread = unread
        self._waiting: list[_Waiting] = []
        self._owed: list[PendingRequest] = []
        """Requests that timed out, oldest first: their end markers may still come."""
        self._is_closed = False
        wrapper.answer.connect(self._on_answer)

    def close(self) -> None:
        """Stop listening, for good; pending requests get a `ConnectionResetError`."""
        if self._is_closed:
            return
        self._is_closed = True
        self._wrapper.answer.disconnect(self._on_answer)
        for waiting in self._waiting:
            if not waiting.done.done():
                waiting.done.set_exception(ConnectionResetError())

    def give_up(self) -> None:
        """End all pending requests with a `GivenUpError`: TWS may never answer them after it has lost IB."""
        for waiting in self._waiting:
            if not waiting.done.done():
                self._owed.append(waiting.request)
                waiting.done.set_exception(GivenUpError())

    def forget_owed(self) -> None:
        """Expect no late ends: TWS has its connection to IB back, and earlier requests are lost."""
        self._owed.clear()

    async def ask(self, request: PendingRequest, send: Callable[[], None], patience: float) -> Event:
        """Send a request and return the event that ended its answer.

        `patience` is in seconds without progress, not for the whole answer. Raises `RefusedError`, `NoAnswerError`,
        what `send` raises, and `ConnectionResetError` once closed.
        """
        if self._is_closed:
            raise ConnectionResetError
        waiting = _Waiting(request, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        try:
            send()
            return await self._end(waiting, patience)
        except asyncio.CancelledError:
            if not waiting.done.done():
                self._owed.append(request)
            raise
        finally:
            self._waiting.remove(waiting)
            # Retrieve the exception, or asyncio would log it as never retrieved.
            if not waiting.done.cancel() and not waiting.done.cancelled():
                waiting.done.exception()

    async def _end(self, waiting: _Waiting, patience: float) -> Event:
        row = waiting.request.row
        while True:
            before, unread = row.received(self._wrapper.queue), self._unread()
            await asyncio.wait({waiting.done}, timeout=patience)
            if waiting.done.done():
                return waiting.done.result()
            if row.received(self._wrapper.queue) - before < row.least and self._unread() <= unread:
                if waiting.doubtful is not None:
                    # No other end came: TWS never answered the earlier request, so this one was ours.
                    return waiting.doubtful
                self._owed.append(waiting.request)
                raise NoAnswerError

    def _on_answer(self, event: Event) -> None:
        late = self._late(event)
        for waiting in self._waiting:
            if waiting.done.done():
                continue
            if waiting.request.is_end(event):
                if late:
                    waiting.doubtful = event
                else:
                    waiting.done.set_result(event)
            elif isinstance(event, TwsMessage) and waiting.request.is_refusal(event):
                waiting.done.set_exception(RefusedError(event.text))

    def _late(self, event: Event) -> bool:
        """Whether an event is the end of a request that timed out; if so, report it."""
        late = next((request for request in self._owed if request.is_end(event)), None)
        if late is None:
            return False
        self._owed.remove(late)
        self._on_late(late)
        return True
