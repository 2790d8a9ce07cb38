"""The life of one connection: connect, synchronise, refresh, disconnect. What is learnt goes out by the adapter."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Protocol

from ibmonitor.domain.events import Event, TwsMessage
from ibmonitor.domain.execution_query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records import LinkState, RequestProgress
from ibmonitor.tws.adapter import SignalWrapper
from ibmonitor.tws.answers import NoAnswerError, RefusedError
from ibmonitor.tws.client import NotTwsError, TwsClient
from ibmonitor.tws.connect_error import OLDEST_SERVER_VERSION, Cause, ConnectError, cause_of
from ibmonitor.tws.execution_answer import OnProgress
from ibmonitor.tws.framing import FrameTooLongError
from ibmonitor.tws.gate import MANUAL_ORDERS_CLIENT
from ibmonitor.tws.heartbeat import Heartbeat
from ibmonitor.tws.parameters import SessionParameters
from ibmonitor.tws.requests import Requests
from ibmonitor.tws.tap import Tap

LOST = 1100
LOST_FOR_A_WHILE = 2110
TWS_LOST_IB = {
    LOST: "TWS has lost its connection to IB.",
    LOST_FOR_A_WHILE: "TWS has lost its connection to IB; it restores it by itself.",
}
TWS_IS_BACK = frozenset({1101, 1102})
"""TWS's own connection to IB has been restored, with or without its data."""
FARM_IS_FINE = frozenset({2104, 2106, 2158})
"""Taken for the end of a 2110, of which no other sign is documented: TWS reaches IB again [I]."""
PORT_CHANGED = 1300
LAST_PORT = 65_535


class Lookup(Protocol):
    """Who knows whether an answer leaves orders or fills unexplained."""

    def wanted(self) -> bool:
        """Whether executions and completed orders should be asked for."""

    def done(self) -> None:
        """They have been, and TWS has answered or refused."""


class Session:
    """One connection to TWS. Use it once.

    `lookup` is asked after each refresh whether what came back leaves orders or fills unexplained, and told when they
    have been looked up. `tap` listens in.
    """

    def __init__(
        self,
        wrapper: SignalWrapper,
        parameters: SessionParameters,
        lookup: Lookup | None = None,
        tap: Tap | None = None,
    ) -> None:
        self._wrapper = wrapper
        self._parameters = parameters
        self._lookup = lookup
        self._tap = tap
        self._binds = parameters.binds
        """Whether manual orders are being bound; asked by the gate at every frame."""
        self._client = TwsClient(
            wrapper,
            client_id=parameters.client_id,
            may_bind=lambda: self._binds,
            on_closed=self._on_closed,
            tap=tap,
        )
        self._requests = Requests(self._client, wrapper, self._tell, parameters, lambda: self._end)
        self._heartbeat = Heartbeat(
            ask=self._client.request_current_time,
            activity=lambda: self._client.activity,
            pause=self._pause,
            tell=self._tell,
            interval=parameters.heartbeat_seconds,
            patience=parameters.silence_patience,
        )
        wrapper.answer.connect(self._on_answer)
        self._greeting: tuple[int, str] | None = None
        self._end = ""
        """Why the socket closed by itself; empty while it has not."""
        self._lost_ib: int | None = None
        """The code by which TWS told that it is cut off from IB."""
        self._says_master = parameters.says_master
        self._state = LinkState.DOWN
        self._is_open = False
        self._is_closed = False
        self._ended = asyncio.Event()
        self._all_is_wanted = True
        """Everything is to be asked for: at first, and when TWS is back."""
        self._refresh_seconds = parameters.refresh_seconds
        self._wake = asyncio.Event()
        """Set where the next refresh is not to be waited for."""
        self.end_reason = ""
        """Why the connection ended, in a plain sentence; empty while it has not."""
        self.moved_to: int | None = None
        """The port TWS has said it is to be found at from now on."""

    @property
    def is_open(self) -> bool:
        """TWS is ready and takes requests."""
        return self._is_open

    async def open(self) -> None:
        """Connect up to nextValidId. Raises `ConnectError`, and tells the link."""
        self._tell_link(LinkState.CONNECTING)
        try:
            await self._connect()
        except ConnectError as error:
            self.close(str(error))
            raise
        self._is_open = True
        self._tell_link(LinkState.SYNCHRONISING)

    async def synchronise(self) -> list[RequestProgress]:
        """Ask for everything once; then the link is up. Returns how each request ended."""
        self._all_is_wanted = False
        if self._client.can_read_config:
            # At once with the others: a TWS that keeps silent about its settings is no reason to show nothing.
            of_config, outcomes = await asyncio.gather(self._requests.config(), self._request_tables())
            outcomes.insert(0, of_config)
        else:
            outcomes = await self._request_tables()
        if self._is_open and self._lost_ib is None and not self._all_is_wanted:
            self._tell_link(LinkState.UP)
        return outcomes

    async def live(self) -> None:
        """Synchronise and keep up to date until the connection has ended by itself; `end_reason` says why."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            tasks.create_task(self._keep_up())

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

    def set_refresh_seconds(self, seconds: float) -> None:
        """How often open orders are asked for again from now on; 0 is never."""
        self._refresh_seconds = seconds
        self._wake.set()

    async def request_own_orders(self) -> RequestProgress:
        """Ask for the open orders of this client id; as client 0 only with auto-bind, since it binds."""
        return await self._requests.own_open_orders()

    def close(self, reason: str = "") -> None:
        """Close the connection and tell the link why, in a plain sentence."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_open = False
        self.end_reason = reason
        if self._binds and self._greeting is not None:
            self._requests.stop_binding_at_once()
        self._client.close()
        self._requests.close()
        self._wrapper.answer.disconnect(self._on_answer)
        self._tell_link(LinkState.DOWN, reason)
        self._ended.set()
        self._wake.set()

    # Keeping up

    async def _watch(self) -> None:
        if await self._heartbeat.beat():
            parameters = self._parameters
            seconds = parameters.heartbeat_seconds + parameters.silence_patience
            self._lose(f"TWS has not answered for {seconds:g} seconds")

    async def _keep_up(self) -> None:
        """Synchronise at first and whenever TWS is back; in between ask for the open orders again and again."""
        while self._is_open:
            self._wake.clear()
            if self._all_is_wanted:
                await self.synchronise()
            elif self._state is LinkState.UP:
                await self._refresh_quietly()
            await self._turn()

    async def _turn(self) -> None:
        """Wait until open orders are to be asked for again, or everything is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._refresh_seconds or None):
                await self._wake.wait()

    async def _refresh_quietly(self) -> None:
        progress = await self.refresh_open_orders()
        if progress is RequestProgress.COMPLETE and self._lookup and self._lookup.wanted():
            await self._look_up()

    async def _pause(self, seconds: float) -> bool:
        """Wait, but not beyond the end of the connection; return whether it has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        return self._ended.is_set()

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

    def _tell(self, event: Event) -> None:
        """Tell what no frame of TWS's tells."""
        self._wrapper.tell(event)
        if self._tap is not None:
            self._tap.told(event)

    def _tell_link(self, state: LinkState, reason: str = "") -> None:
        self._state = state
        greeting = self._greeting or (None, "")
        self._tell(self._parameters.link(state, reason, greeting, says_master=self._says_master))

    def _on_answer(self, event: Event) -> None:
        self._heartbeat.on_answer(event)
        if isinstance(event, TwsMessage) and self._is_open:
            self._on_message(event)

    def _on_message(self, message: TwsMessage) -> None:
        """What TWS says of its own connection to IB, and of the port it listens at."""
        if message.code in TWS_LOST_IB:
            self._lost_ib = LOST if LOST in (message.code, self._lost_ib) else LOST_FOR_A_WHILE
            self._tell_link(LinkState.CUT_OFF, TWS_LOST_IB[message.code])
        elif message.code in TWS_IS_BACK or (message.code in FARM_IS_FINE and self._lost_ib == LOST_FOR_A_WHILE):
            self._lost_ib = None
            self._tell_link(LinkState.SYNCHRONISING)
            self._all_is_wanted = True
            self._wake.set()
        elif message.code == PORT_CHANGED:
            self.moved_to = port_in(message.text)
            if self.moved_to is not None:
                self._lose(f"TWS has moved to port {self.moved_to}")

    def _on_closed(self, error: Exception | None) -> None:
        """The socket has closed by itself: TWS was stopped or restarted, or the network failed."""
        self._lose(_end_of(error))

    def _lose(self, why: str) -> None:
        """The connection is of no use any more."""
        self._end = why
        if self._is_open:
            self.close(f"The connection to TWS has ended: {why}.")
        else:
            self._requests.close()


def port_in(text: str) -> int | None:
    """The port that TWS names at the end of its 1300; `None` where there is none that can be."""
    found = re.search(r"\b([0-9]{1,5})\W*$", text)
    port = int(found.group(1)) if found else 0
    return port if 0 < port <= LAST_PORT else None


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
