"""The life of one connection: connect, synchronise, refresh, disconnect. What is learnt goes out by the adapter.

Requests that share an end marker never overlap; each is answered, refused, or reported as "no answer".
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from ibapi.execution import ExecutionFilter

from ibmonitor.domain.events import Event, Fault, LinkChanged, RequestChanged, TwsMessage
from ibmonitor.domain.records import LinkState, RequestProgress
from ibmonitor.domain.request_ids import FIRST_REQUEST_ID
from ibmonitor.domain.value import value
from ibmonitor.tws import questions
from ibmonitor.tws.adapter import SignalWrapper
from ibmonitor.tws.answers import Answers, NoAnswerError, Question, RefusedError
from ibmonitor.tws.client import NotTwsError, TwsClient
from ibmonitor.tws.connect_error import OLDEST_SERVER_VERSION, Cause, ConnectError, cause_of
from ibmonitor.tws.framing import FrameTooLongError
from ibmonitor.tws.gate import MANUAL_ORDERS_CLIENT, GateRefusalError
from ibmonitor.tws.pacing import Pacer

TWS_IS_BACK = frozenset({1101, 1102})
"""TWS's own connection to IB has been restored, with or without its data."""


@value
class SessionParameters:
    """Where and as whom to connect, and what to ask; times in seconds."""

    host: str
    port: int
    client_id: int
    auto_bind: bool = False
    completed_orders_api_only: bool = False
    refresh_seconds: float = 0
    """How often all open orders are asked for again; 0 is never."""
    connect_patience: float = 10
    """For each step of connecting."""
    answer_patience: float = 20
    """Without progress, until a request counts as unanswered."""
    refusal_patience: float = 1
    """For the refusal of a request that has no other answer."""


class Lookup(Protocol):
    """Who knows whether an answer leaves orders or fills unexplained."""

    def wanted(self) -> bool:
        """Whether executions and completed orders should be asked for."""

    def done(self) -> None:
        """They have been."""


class Session:
    """One connection to TWS. Use it once; `on_ended` is called when an open connection ends by itself.

    `on_restored` is called when TWS says that its own connection is back (1101, 1102): all should be asked for again.
    `lookup` is asked after each refresh whether what came back leaves orders or fills unexplained, and told when they
    have been looked up.
    """

    def __init__(
        self,
        wrapper: SignalWrapper,
        parameters: SessionParameters,
        on_ended: Callable[[], None] = lambda: None,
        on_restored: Callable[[], None] = lambda: None,
        lookup: Lookup | None = None,
    ) -> None:
        self._wrapper = wrapper
        self._parameters = parameters
        self._on_ended = on_ended
        self._on_restored = on_restored
        self._lookup = lookup
        self._binds = parameters.auto_bind and parameters.client_id == MANUAL_ORDERS_CLIENT
        self._client = TwsClient(
            wrapper,
            client_id=parameters.client_id,
            may_bind=lambda: self._binds,
            on_closed=self._on_closed,
        )
        self._answers = Answers(wrapper, self._on_late_answer)
        wrapper.answer.connect(self._on_answer)
        self._pacer = Pacer()
        self._open_order_answers = asyncio.Lock()
        self._completed_order_answers = asyncio.Lock()
        self._next_req_id = FIRST_REQUEST_ID
        self._greeting: tuple[int, str] | None = None
        self._end = ""
        """Why the socket closed by itself; empty while it has not."""
        self._is_open = False
        self._is_closed = False

    async def open(self) -> None:
        """Connect up to nextValidId. Raises `ConnectError`, and tells the link and the messages as well."""
        self._tell_link(LinkState.CONNECTING)
        try:
            await self._connect()
        except ConnectError as error:
            self._wrapper.tell(Fault(str(error)))
            self.close(str(error))
            raise
        self._is_open = True
        self._tell_link(LinkState.SYNCHRONISING)

    async def synchronise(self) -> list[RequestProgress]:
        """Ask for everything once; then the link is up. Returns how each request ended."""
        if self._client.can_read_config:
            of_config, of_tables = await asyncio.gather(self._request_config(), self._request_tables())
            outcomes = [of_config, *of_tables]
        else:
            outcomes = await self._request_tables()
        if self._is_open:
            self._tell_link(LinkState.UP)
        return outcomes

    async def keep_refreshing(self) -> None:
        """Ask for the open orders of all clients again and again, and look up what they leave unexplained."""
        while self._parameters.refresh_seconds > 0 and self._is_open:
            await asyncio.sleep(self._parameters.refresh_seconds)
            if await self.refresh_open_orders() is RequestProgress.COMPLETE and self._lookup and self._lookup.wanted():
                await self._look_up()

    async def refresh(self) -> None:
        """Ask again for open orders, executions and completed orders."""
        await self.refresh_open_orders()
        await self._look_up()

    async def refresh_open_orders(self) -> RequestProgress:
        """Ask for the open orders of all clients."""
        async with self._open_order_answers:
            return await self._ask(questions.open_orders(), self._client.request_all_open_orders)

    async def request_own_orders(self) -> RequestProgress:
        """Ask for the open orders of this client id; as client 0 only with auto-bind, since it binds."""
        async with self._open_order_answers:
            return await self._ask(questions.own_open_orders(), self._client.request_own_open_orders)

    async def refresh_executions(self) -> RequestProgress:
        """Ask for all executions TWS has, with their commissions."""
        req_id = self._new_req_id()
        return await self._ask(
            questions.executions(req_id),
            lambda: self._client.request_executions(req_id, ExecutionFilter()),
        )

    async def refresh_completed_orders(self) -> RequestProgress:
        """Ask for today's orders that are over."""
        api_only = self._parameters.completed_orders_api_only
        async with self._completed_order_answers:
            return await self._ask(
                questions.completed_orders(),
                lambda: self._client.request_completed_orders(api_only=api_only),
            )

    def close(self, reason: str = "") -> None:
        """Close the connection and tell the link why, in a plain sentence."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_open = False
        self._client.close()
        self._answers.close()
        self._wrapper.answer.disconnect(self._on_answer)
        self._tell_link(LinkState.DOWN, reason)

    # Connecting

    async def _connect(self) -> None:
        patience = self._parameters.connect_patience
        try:
            async with asyncio.timeout(patience):
                await self._client.open_socket(self._parameters.host, self._parameters.port)
        except TimeoutError:
            raise self._error(Cause.UNREACHABLE, f"no answer within {patience:g} seconds") from None
        except UnicodeError as error:
            # What no domain name can be, such as "a..b", is refused before it is looked up.
            raise self._error(Cause.UNKNOWN_HOST) from error
        except OSError as error:
            raise self._error(cause_of(error), error.strerror or str(error)) from error
        await self._shake_hands(patience)
        await self._start_api(patience)

    async def _shake_hands(self, patience: float) -> None:
        try:
            async with asyncio.timeout(patience):
                self._greeting = await self._client.greeting
        except TimeoutError:
            raise self._error(Cause.SILENT) from None
        except (NotTwsError, FrameTooLongError) as error:
            raise self._error(Cause.NOT_TWS) from error
        except OSError as error:
            raise self._error(Cause.CLOSED_AT_ONCE) from error
        server_version, _ = self._greeting
        if server_version < OLDEST_SERVER_VERSION:
            raise self._error(Cause.TOO_OLD, str(server_version))

    async def _start_api(self, patience: float) -> None:
        await self._pacer.turn()
        try:
            await self._answers.ask(questions.start(), self._client.start_api, patience)
        except RefusedError:
            raise self._error(Cause.CLIENT_ID_IN_USE) from None
        except NoAnswerError:
            raise self._error(Cause.NEVER_READY) from None
        except ConnectionError:
            raise self._error(Cause.CLOSED_BEFORE_READY, self._end) from None
        if self._end:
            # The end was in the same burst as nextValidId.
            raise self._error(Cause.CLOSED_BEFORE_READY, self._end)

    def _error(self, cause: Cause, detail: str = "") -> ConnectError:
        parameters = self._parameters
        return ConnectError(
            cause,
            host=parameters.host,
            port=parameters.port,
            client_id=parameters.client_id,
            detail=detail,
        )

    # Asking

    async def _request_config(self) -> RequestProgress:
        req_id = self._new_req_id()
        return await self._ask(questions.config(req_id), lambda: self._client.request_config(req_id))

    async def _request_tables(self) -> list[RequestProgress]:
        outcomes = []
        if self._binds:
            outcomes += [await self.request_own_orders(), await self._bind_future_orders()]
        outcomes += [await self.refresh_open_orders(), *await self._look_up()]
        return outcomes

    async def _look_up(self) -> list[RequestProgress]:
        outcomes = [await self.refresh_executions(), await self.refresh_completed_orders()]
        if self._lookup:
            self._lookup.done()
        return outcomes

    async def _bind_future_orders(self) -> RequestProgress:
        question = questions.binding()
        await self._pacer.turn()
        try:
            await self._answers.ask(
                question, lambda: self._client.request_auto_open_orders(bind=True), self._parameters.refusal_patience
            )
        except RefusedError as refusal:
            return self._tell_request(question.name, RequestProgress.REFUSED, questions.refusal_sentence(str(refusal)))
        except ConnectionError:
            return self._tell_request(question.name, RequestProgress.NO_ANSWER, self._ended_sentence)
        except NoAnswerError:
            return self._tell_request(question.name, RequestProgress.COMPLETE, "TWS does not confirm it.")
        return RequestProgress.COMPLETE

    async def _ask(self, question: Question, send: Callable[[], None]) -> RequestProgress:
        """Ask one question and tell how it went."""
        self._tell_request(question.name, RequestProgress.RUNNING)
        await self._pacer.turn()
        patience = self._parameters.answer_patience
        try:
            await self._answers.ask(question, send, patience)
        except RefusedError as refusal:
            detail = questions.refusal_sentence(str(refusal))
            return self._tell_request(question.name, RequestProgress.REFUSED, detail)
        except GateRefusalError as refusal:
            detail = f"This program did not send it: {refusal}."
            return self._tell_request(question.name, RequestProgress.REFUSED, detail)
        except NoAnswerError:
            detail = f"TWS did not answer within {patience:g} seconds; there may be more than is shown."
            return self._tell_request(question.name, RequestProgress.NO_ANSWER, detail)
        except ConnectionError:
            return self._tell_request(question.name, RequestProgress.NO_ANSWER, self._ended_sentence)
        except asyncio.CancelledError:
            self._tell_request(question.name, RequestProgress.NO_ANSWER, "It was given up before the answer.")
            raise
        return self._tell_request(question.name, RequestProgress.COMPLETE)

    def _new_req_id(self) -> int:
        self._next_req_id += 1
        return self._next_req_id

    # Telling

    def _tell_request(self, name: str, progress: RequestProgress, detail: str = "") -> RequestProgress:
        self._wrapper.tell(RequestChanged(name, progress, detail))
        return progress

    def _tell_link(self, state: LinkState, reason: str = "") -> None:
        parameters = self._parameters
        server_version, connection_time = self._greeting or (None, "")
        self._wrapper.tell(
            LinkChanged(
                state,
                parameters.host,
                parameters.port,
                parameters.client_id,
                reason,
                server_version,
                connection_time,
            ),
        )

    @property
    def _ended_sentence(self) -> str:
        return f"The connection ended before the answer: {self._end or 'it was closed here'}."

    def _on_late_answer(self, name: str) -> None:
        self._tell_request(name, RequestProgress.COMPLETE, "The answer came late.")

    def _on_answer(self, event: Event) -> None:
        if isinstance(event, TwsMessage) and event.code in TWS_IS_BACK and self._is_open:
            self._on_restored()

    def _on_closed(self, error: Exception | None) -> None:
        """The socket has closed by itself: TWS was stopped or restarted, or the network failed."""
        self._end = _end_of(error)
        if self._is_open:
            reason = f"The connection to TWS has ended: {self._end}."
            self._wrapper.tell(Fault(reason))
            self.close(reason)
            self._on_ended()
        else:
            self._answers.close()


def _end_of(error: Exception | None) -> str:
    match error:
        case None:
            return "TWS closed it"
        case FrameTooLongError():
            return f"TWS announced a message of {error.length:,} bytes, which no message can have, so the rest is lost"
        case OSError() if error.strerror:
            return error.strerror
        case _:
            return str(error) or type(error).__name__
