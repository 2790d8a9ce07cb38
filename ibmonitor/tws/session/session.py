"""The life of one connection: connect, synchronise, refresh, disconnect. What is learnt goes out by the adapter."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import Event, ExecDetails, ManagedAccounts, TwsMessage
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.connect_error import ConnectError
from ibmonitor.tws.session.execution_answer import OnProgress
from ibmonitor.tws.session.handshake import NO_GREETING, Handshake
from ibmonitor.tws.session.heartbeat import Heartbeat
from ibmonitor.tws.session.ib_link import IbLink, new_port
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.session.requests import Requests
from ibmonitor.tws.session.sub_accounts import SubAccounts
from ibmonitor.tws.wire.client import TwsClient
from ibmonitor.tws.wire.framing import FrameTooLongError
from ibmonitor.tws.wire.gate import MANUAL_ORDERS_CLIENT
from ibmonitor.tws.wire.tap import Tap


class Session:
    """One connection to TWS. Use it once.

    `gaps` is asked after each refresh whether what came back leaves orders or fills unexplained. `tap` sees the bytes.
    """

    def __init__(
        self,
        wrapper: SignalWrapper,
        parameters: SessionParameters,
        gaps: RecordGaps | None = None,
        tap: Tap | None = None,
    ) -> None:
        self._wrapper = wrapper
        self._parameters = parameters
        gaps = gaps or RecordGaps()
        self._lookup = gaps.lookup
        self._binds = parameters.binds
        """Whether manual orders are being bound; asked by the gate at every frame."""
        self._client = TwsClient(
            wrapper,
            client_id=parameters.client_id,
            may_bind=lambda: self._binds,
            on_closed=self._on_closed,
            tap=tap,
        )
        self._requests = Requests(self._client, wrapper, parameters, lambda: self._end)
        self._sub_accounts = SubAccounts(self._requests, gaps)
        wrapper.is_parent = self._sub_accounts.is_parent
        self._heartbeat = Heartbeat(
            ask=lambda: self._client.request(RequestKind.CURRENT_TIME),
            activity=lambda: self._client.activity,
            pause=self._pause,
            announce=wrapper.announce,
            interval=parameters.heartbeat_seconds,
            patience=parameters.silence_patience,
        )
        self._handshake = Handshake(self._client, self._requests, parameters, lambda: self._end)
        wrapper.answer.connect(self._on_answer)
        self._end = ""
        """Why the socket closed by itself; empty while it has not."""
        self._ib_link = IbLink()
        self._says_master = parameters.says_master
        self._state = LinkState.DOWN
        self._is_open = False
        self._is_closed = False
        self._ended = asyncio.Event()
        self._all_is_wanted = True
        """Everything is to be asked for: at first, and when TWS is back."""
        self._is_newly_advisor = False
        """What was received has shown an account to be a parent of others."""
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
        """Connect up to nextValidId. Raises `ConnectError`, after the link is announced as down."""
        self._announce_link(LinkState.CONNECTING)
        try:
            await self._handshake.open()
        except ConnectError as error:
            self.close(str(error))
            raise
        self._is_open = True
        self._announce_ib_link()

    async def synchronise(self) -> list[RequestProgress]:
        """Ask for everything once; then the link is up. Returns how each request ended."""
        self._all_is_wanted = False
        # At once: a TWS that keeps silent about its settings or its groups is no reason to show nothing.
        of_config, of_advisor, outcomes = await asyncio.gather(
            self._request_config(), self._request_advisor_data(), self._request_tables()
        )
        if self._is_newly_advisor and not of_advisor:
            of_advisor = await self._request_advisor_data()
        self._is_newly_advisor = False
        outcomes = [*of_config, *outcomes, *of_advisor]
        self._sub_accounts.ask_all()
        if self._is_open and not self._ib_link.is_lost and not self._all_is_wanted:
            self._announce_link(LinkState.UP)
        return outcomes

    async def live(self) -> None:
        """Synchronise and keep up to date until the connection has ended by itself; `end_reason` says why."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            tasks.create_task(self._keep_up())
            tasks.create_task(self._sub_accounts.keep_up())

    async def refresh(self) -> None:
        """Ask again for open orders, executions and completed orders; then for those of an advisor's sub-accounts."""
        await self.refresh_open_orders()
        await self._look_up()
        await self._request_advisor_data()
        self._sub_accounts.ask_all()

    async def request_sub_accounts(self) -> RequestProgress:
        """Ask for the executions of each of an advisor's sub-accounts; return the worst that came of it."""
        return await self._sub_accounts.round()

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
        server_version, _ = self._handshake.greeting
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
            self._announce_link(self._state, self._ib_link.reason)

    def set_refresh_seconds(self, seconds: float) -> None:
        """How often open orders are asked for again from now on; 0 is never."""
        self._refresh_seconds = seconds
        self._wake.set()

    async def request_own_orders(self) -> RequestProgress:
        """Ask for the open orders of this client id; as client 0 only with auto-bind, since it binds."""
        return await self._requests.own_open_orders()

    def close(self, reason: str = "") -> None:
        """Close the connection; the link says why, in a plain sentence."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_open = False
        self.end_reason = reason
        if self._binds and self._handshake.greeting != NO_GREETING:
            self._requests.stop_binding_at_once()
        self._client.close()
        self._requests.close()
        self._sub_accounts.close()
        self._wrapper.answer.disconnect(self._on_answer)
        self._announce_link(LinkState.DOWN, reason)
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
            self._sub_accounts.look_again()
        if self._is_newly_advisor:
            self._is_newly_advisor = False
            await self._request_advisor_data()
            self._sub_accounts.ask_all()

    async def _pause(self, seconds: float) -> bool:
        """Wait, but not beyond the end of the connection; return whether it has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        return self._ended.is_set()

    # Asking

    async def _request_config(self) -> list[RequestProgress]:
        return [await self._requests.config()] if self._client.can_read_config else []

    async def _request_advisor_data(self) -> list[RequestProgress]:
        return await self._requests.advisor_data() if self._sub_accounts.is_advisor else []

    async def _request_tables(self) -> list[RequestProgress]:
        outcomes = []
        if self._binds:
            outcomes += [await self.request_own_orders(), await self._requests.bind_future_orders(bind=True)]
        outcomes += [await self.refresh_open_orders(), *await self._look_up()]
        return outcomes

    async def _look_up(self) -> list[RequestProgress]:
        outcomes = [await self._requests.executions(), await self._requests.completed_orders()]
        if self._lookup is None:
            return outcomes
        if RequestProgress.NO_ANSWER in outcomes:
            self._lookup.unanswered()
        else:
            self._lookup.done()
        return outcomes

    # Announcing

    def _announce_link(self, state: LinkState, reason: str = "") -> None:
        self._state = state
        self._sub_accounts.set_ready(ready=state is LinkState.UP)
        self._wrapper.announce(
            self._parameters.link(state, reason, self._handshake.greeting, says_master=self._says_master)
        )

    def _announce_ib_link(self) -> None:
        """Announce whether TWS reaches IB, so that what it sends is current."""
        state = LinkState.CUT_OFF if self._ib_link.is_lost else LinkState.SYNCHRONISING
        self._announce_link(state, self._ib_link.reason)

    def _on_answer(self, event: Event) -> None:
        self._heartbeat.on_answer(event)
        match event:
            case TwsMessage():
                self._on_message(event)
            case ManagedAccounts():
                self._sub_accounts.follow_accounts(event.accounts)
            case ExecDetails():
                self._sub_accounts.on_advisor_fill()
        if self._sub_accounts.has_new_parents():
            self._is_newly_advisor = True
            self._wake.set()

    def _on_message(self, message: TwsMessage) -> None:
        """What TWS says of its own connection to IB, and of the port it listens at."""
        # TWS may say so before it is ready: it is told then once it is.
        told = self._ib_link.hear(message)
        if told:
            self._requests.set_cut_off(cut_off=self._ib_link.is_lost and self._is_open)
        if told and self._is_open:
            self._announce_ib_link()
            if not self._ib_link.is_lost:
                self._all_is_wanted = True
                self._wake.set()
        port = new_port(message)
        if port is not None:
            self.moved_to = port
            self._lose(f"TWS has moved to port {port}")

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
