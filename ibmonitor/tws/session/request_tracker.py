"""Waiting for the end of an answer, its refusal, or the time when none comes. "No answer" is never "nothing there"."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from ibmonitor.domain.records.events import Event, TwsMessage
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.records.value import value
from ibmonitor.tws.decode.adapter import SignalWrapper


class RefusedError(Exception):
    """TWS declined a request; the text is TWS's own."""


class NoAnswerError(Exception):
    """Nothing, or nothing more, came within the time-out."""


class GivenUpError(NoAnswerError):
    """Waiting makes no sense any more: TWS has lost IB."""


@value
class PendingRequest:
    """A request that was sent or is about to be, and how its answer is recognized among all that TWS sends."""

    kind: RequestKind
    is_end: Callable[[Event], bool]
    """Requests that share their end must not overlap, since it does not say whose it is."""
    is_refusal: Callable[[TwsMessage], bool]
    heard: Callable[[SignalWrapper], int]
    """Counts the events that can be part of the answer."""
    least: int = 1
    """How many of these within one time-out show that the answer is still coming. More than one where live events
    are counted as well."""
    req_id: int | None = None
    """The id it is sent with; `None` for a request without one."""
    words: str = ""
    """Of a query of the user's: what it asks for."""
    account: str = ""
    """The account whose executions it is for; empty for other requests."""


@dataclass(slots=True, eq=False)
class _Waiting:
    question: PendingRequest
    done: asyncio.Future[Event]
    doubtful: Event | None = None
    """An end that may be that of an earlier request, which had been given up."""


class RequestTracker:
    """Hands TWS's end markers and refusals to whoever waits for them.

    TWS answers in order. A request that was given up still owes its end marker, which must not be taken for the end of
    the next request's answer; `on_late` is called with the request whose end has come after all.

    `unread` gives the bytes received that make no whole message yet: the groups of a large advisor are one message of
    megabytes, of which nothing else tells that it is coming.
    """

    def __init__(
        self, wrapper: SignalWrapper, on_late: Callable[[PendingRequest], None], unread: Callable[[], int] = lambda: 0
    ) -> None:
        self._wrapper = wrapper
        self._on_late = on_late
        self._unread = unread
        self._waiting: list[_Waiting] = []
        self._owed: list[PendingRequest] = []
        """Those that were given up, oldest first: their ends may still come."""
        self._is_closed = False
        wrapper.answer.connect(self._on_answer)

    def close(self) -> None:
        """Stop listening, for good; whoever still waits gets a `ConnectionResetError`."""
        if self._is_closed:
            return
        self._is_closed = True
        self._wrapper.answer.disconnect(self._on_answer)
        for waiting in self._waiting:
            if not waiting.done.done():
                waiting.done.set_exception(ConnectionResetError())

    def give_up(self) -> None:
        """End all waiting with a `GivenUpError`: what TWS is asked while it has lost IB may never be answered."""
        for waiting in self._waiting:
            if not waiting.done.done():
                self._owed.append(waiting.question)
                waiting.done.set_exception(GivenUpError())

    def forget_owed(self) -> None:
        """Take the next end for that of the next request: TWS has come back, and what was asked before is lost."""
        self._owed.clear()

    async def ask(self, question: PendingRequest, send: Callable[[], None], patience: float) -> Event:
        """Send a request and return the event that ended its answer.

        `patience` is in seconds without progress, not for the whole answer. Raises `RefusedError`, `NoAnswerError`,
        what `send` raises, and `ConnectionResetError` once closed.
        """
        if self._is_closed:
            raise ConnectionResetError
        waiting = _Waiting(question, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        try:
            send()
            return await self._end(waiting, patience)
        except asyncio.CancelledError:
            if not waiting.done.done():
                self._owed.append(question)
            raise
        finally:
            self._waiting.remove(waiting)
            # An exception that nobody fetches any more would be reported as forgotten.
            if not waiting.done.cancel() and not waiting.done.cancelled():
                waiting.done.exception()

    async def _end(self, waiting: _Waiting, patience: float) -> Event:
        heard = waiting.question.heard
        while True:
            before, unread = heard(self._wrapper), self._unread()
            await asyncio.wait({waiting.done}, timeout=patience)
            if waiting.done.done():
                return waiting.done.result()
            if heard(self._wrapper) - before < waiting.question.least and self._unread() <= unread:
                if waiting.doubtful is not None:
                    # No other end has come: TWS never answered the earlier request, and this was ours.
                    return waiting.doubtful
                self._owed.append(waiting.question)
                raise NoAnswerError

    def _on_answer(self, event: Event) -> None:
        late = self._late(event)
        for waiting in self._waiting:
            if waiting.done.done():
                continue
            if waiting.question.is_end(event):
                if late:
                    waiting.doubtful = event
                else:
                    waiting.done.set_result(event)
            elif isinstance(event, TwsMessage) and waiting.question.is_refusal(event):
                waiting.done.set_exception(RefusedError(event.text))

    def _late(self, event: Event) -> bool:
        """Whether an event is the end of a request that was given up; tell so."""
        late = next((question for question in self._owed if question.is_end(event)), None)
        if late is None:
            return False
        self._owed.remove(late)
        self._on_late(late)
        return True
