"""The life of one connection: connect, synchronise, refresh, disconnect. What is learnt goes out by the adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from ibmonitor.domain.events import Event, Fault, LinkChanged, TwsMessage
from ibmonitor.domain.execution_query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records import LinkState, RequestProgress
from ibmonitor.tws.adapter import SignalWrapper
from ibmonitor.tws.answers import NoAnswerError, RefusedError
from ibmonitor.tws.client import NotTwsError, TwsClient
from ibmonitor.tws.connect_error import OLDEST_SERVER_VERSION, Cause, ConnectError, cause_of
from ibmonitor.tws.execution_answer import OnProgress
from ibmonitor.tws.framing import FrameTooLongError
from ibmonitor.tws.gate import MANUAL_ORDERS_CLIENT
from ibmonitor.tws.parameters import SessionParameters
from ibmonitor.tws.requests import Requests

TWS_IS_BACK = frozenset({1101, 1102})
"""TWS's own connection to IB has been restored, with or without its data."""


class Lookup(Protocol):
    """Who knows whether an answer leaves orders or fills unexplained."""

    def wanted(self) -> bool:
        """Whether executions and completed orders should be asked for."""

    def done(self) -> None:
        """They have been, and TWS has answered or refused."""


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
        self._binds = parameters.binds
        """Whether manual orders are being bound; asked by the gate at every frame."""
        self._client = TwsClient(
            wrapper,
            client_id=parameters.client_id,
            may_bind=lambda: self._binds,
            on_closed=self._on_closed,
        )
        self._requests = Requests(wrapper, self._client, parameters, lambda: self._end)
        wrapper.answer.connect(self._on_answer)
        self._greeting: tuple[int, str] | None = None
        self._end = ""
        """Why the socket closed by itself; empty while it has not."""
        self._says_master = parameters.says_master
        self._state = LinkState.DOWN
        self._is_open = False
        self._is_closed = False

    @property
    def is_open(self) -> bool:
        """TWS is ready and takes requests."""
        return self._is_open

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
            # At once with the others: a TWS that keeps silent about its settings is no reason to show nothing.
            of_config, outcomes = await asyncio.gather(self._requests.config(), self._request_tables())
            outcomes.insert(0, of_config)
        else:
            outcomes = await self._request_tables()
        if self._is_open:
            self._tell_link(LinkState.UP)
        return outcomes

    async def keep_refreshing(self) -> None:
        """Ask for the open orders of all clients again and again, and look up what they leave unexplained."""
        while self._parameters.refresh_seconds > 0 and self._is_open:
            await asyncio.sleep(self._parameters.refresh_seconds)
            progress = await self.refresh_open_orders()
            if progress is RequestProgress.COMPLETE and self._lookup and self._lookup.wanted():
                await self._look_up()

    async def refresh(self) -> None:
        """Ask again for open orders, executions and completed orders."""
        await self.refresh_open_orders()
        await self._look_up()

    async def refresh_open_orders(self) -> RequestProgress:
        """Ask again for the open orders of all clients."""
        return await self._requests.open_orders()

    async def refresh_executions(self) -> RequestProgress:
        """Ask again for all executions, with their commissions."""
        return await self._requests.executions()

    async def request_executions(self, query: ExecutionQuery, on_progress: OnProgress) -> ExecutionOutcome:
        """Ask for the executions of a query; they join all others. May be cancelled, and run beside other requests.

        What this server version does not know is refused here, and nothing is sent.
        """
        server_version, _ = self._greeting or (None, "")
        refusal = query.refusal(server_version)
        if refusal:
            return ExecutionOutcome(RequestProgress.REFUSED, frozenset(), refusal)
        return await self._requests.executions_of(query, on_progress)

    async def request_completed_orders(self, *, api_only: bool) -> RequestProgress:
        """Ask for today's orders that are over, those of API clients only or all."""
        return await self._requests.completed_orders(api_only=api_only)

    async def start_binding(self) -> RequestProgress:
        """Bind the manual orders there are and those to come, as client 0; as any other it is refused here.

        A session that is not open yet binds them when it synchronises.
        """
        self._binds = self._parameters.client_id == MANUAL_ORDERS_CLIENT
        if not self._is_open:
            return RequestProgress.NO_ANSWER
        await self.request_own_orders()
        return await self._requests.bind_future_orders(bind=True)

    async def stop_binding(self) -> RequestProgress:
        """Bind no more manual orders; those that are bound stay so."""
        self._binds = False
        if not self._is_open:
            return RequestProgress.NO_ANSWER
        return await self._requests.bind_future_orders(bind=False)

    def set_says_master(self, *, says_master: bool) -> None:
        """Tell the link anew whether the user's settings call this client the master."""
        self._says_master = says_master
        if not self._is_closed:
            self._tell_link(self._state)

    async def request_own_orders(self) -> RequestProgress:
        """Ask for the open orders of this client id; as client 0 only with auto-bind, since it binds."""
        return await self._requests.own_open_orders()

    def close(self, reason: str = "") -> None:
        """Close the connection and tell the link why, in a plain sentence."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_open = False
        if self._binds and self._greeting is not None:
            self._requests.stop_binding_at_once()
        self._client.close()
        self._requests.close()
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
        try:
            await self._requests.start_api(patience)
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

    async def _request_tables(self) -> list[RequestProgress]:
        outcomes = []
        if self._binds:
            outcomes += [await self.request_own_orders(), await self._requests.bind_future_orders(bind=True)]
        outcomes += [await self.refresh_open_orders(), *await self._look_up()]
        return outcomes

    async def _look_up(self) -> list[RequestProgress]:
        outcomes = [await self._requests.executions(), await self._requests.completed_orders()]
        if self._lookup and RequestProgress.NO_ANSWER not in outcomes:
            self._lookup.done()
        return outcomes

    # Telling

    def _tell_link(self, state: LinkState, reason: str = "") -> None:
        self._state = state
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
                self._says_master,
            ),
        )

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
            self._requests.close()


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
