"""`Session`: one connection, from opening its socket to its end, and the state of its link."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.events import Event, ExecDetails, ManagedAccounts, TwsMessage
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.records.visibility import MANUAL_ORDERS_CLIENT
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
from ibmonitor.tws.session.sync import Sync
from ibmonitor.tws.wire.client import TwsClient
from ibmonitor.tws.wire.framing import FrameTooLongError
from ibmonitor.tws.wire.tap import Tap


class Session:
    """One connection to TWS, for one use. `wrapper` emits what is received; `sync.py` decides what is requested.

    After each poll `gaps` is checked for unexplained orders or fills. `tap` sees the bytes.
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
        self._binds = parameters.binds
        """Whether manual orders are being bound; the gate checks it for every frame."""
        self._client = TwsClient(
            wrapper,
            client_id=parameters.client_id,
            may_bind=lambda: self._binds,
            on_closed=self._on_closed,
            tap=tap,
        )
        self.requests = Requests(self._client, wrapper, parameters, lambda: self._end)
        self.sub_accounts = SubAccounts(self.requests, gaps)
        self.sync = Sync(
            self.requests,
            self.sub_accounts,
            gaps.lookup,
            binds=lambda: self._binds,
            can_read_config=lambda: self._client.can_read_config,
        )
        wrapper.queue.is_parent = self.sub_accounts.is_parent
        self._heartbeat = Heartbeat(
            ask=lambda: self._client.request(RequestKind.CURRENT_TIME),
            activity=lambda: self._client.activity,
            pause=self._pause,
            announce=wrapper.announce,
            interval=parameters.heartbeat_seconds,
            patience=parameters.silence_patience,
        )
        self._handshake = Handshake(self._client, self.requests, parameters, lambda: self._end)
        wrapper.answer.connect(self._on_answer)
        self._end = ""
        """Why the peer closed the socket; empty while it has not."""
        self._ib_link = IbLink()
        self._says_master = parameters.says_master
        self._state = LinkState.DOWN
        self._is_open = False
        self._is_closed = False
        self._ended = asyncio.Event()
        self._refresh_seconds = parameters.refresh_seconds
        self._wake = asyncio.Event()
        """Set when the next poll is due at once."""
        self.end_reason = ""
        """Why the connection ended, in a plain sentence; empty while it has not."""
        self.moved_to: int | None = None
        """The new port, if TWS has announced that it moves to one."""

    @property
    def unread(self) -> int:
        """Bytes received from TWS and not yet decoded."""
        return self._client.unread

    @property
    def is_open(self) -> bool:
        """Whether TWS is ready for requests."""
        return self._is_open

    async def open(self) -> None:
        """Connect, up to nextValidId. Raises `ConnectError`, after announcing that the link is down."""
        self._announce_link(LinkState.CONNECTING)
        try:
            await self._handshake.open()
        except ConnectError as error:
            self.close(str(error))
            raise
        self._is_open = True
        self._announce_ib_link()

    async def synchronise(self) -> list[RequestProgress]:
        """Request everything once; then the link is up. Returns how each request ended."""
        outcomes = await self.sync.request_all()
        if self._is_open and not self._ib_link.is_lost and not self.sync.is_due:
            self._announce_link(LinkState.UP)
        return outcomes

    async def live(self) -> None:
        """Synchronise and stay up to date until the connection has ended; `end_reason` has the reason."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            tasks.create_task(self._keep_up())
            tasks.create_task(self.sub_accounts.keep_up())

    async def request_executions(self, query: ExecutionQuery, on_progress: OnProgress) -> ExecutionOutcome:
        """Request the executions of a query. May be cancelled, and run during other requests.

        A query that this server version does not support is refused here, and not sent.
        """
        server_version, _ = self._handshake.greeting
        refusal = query.refusal(server_version)
        if refusal:
            return ExecutionOutcome(RequestProgress.REFUSED, frozenset(), refusal)
        return await self.requests.executions_of(query, on_progress)

    async def request_past_executions(self, days: int) -> RequestProgress:
        """Request all executions of the last days, 1 to 7, today being the first; then those of each sub-account.

        For servers from 200 on. Ends with the first request that is not answered whole.
        """
        for account in ("", *self.sub_accounts.accounts):
            progress = await self.requests.past_executions(days, account)
            if progress is not RequestProgress.COMPLETE:
                return progress
        return RequestProgress.COMPLETE

    async def start_binding(self) -> RequestProgress:
        """Bind current and future manual orders, which only client 0 can.

        A session that is not open yet binds them when it synchronises.
        """
        self._binds = self._parameters.client_id == MANUAL_ORDERS_CLIENT
        if not self._is_open:
            return RequestProgress.NO_ANSWER
        await self.requests.own_open_orders()
        return await self.requests.bind_future_orders(bind=True)

    async def stop_binding(self) -> RequestProgress:
        """Stop binding manual orders; those already bound stay bound."""
        self._binds = False
        if not self._is_open:
            return RequestProgress.NO_ANSWER
        return await self.requests.bind_future_orders(bind=False)

    def set_master_setting(self, *, is_master: bool) -> None:
        """Announce whether the user's settings call this client the master."""
        self._says_master = is_master
        if not self._is_closed:
            self._announce_link(self._state, self._ib_link.reason)

    def set_refresh_seconds(self, seconds: float) -> None:
        """Set how often open orders are requested again; 0 is never."""
        self._refresh_seconds = seconds
        self._wake.set()

    def close(self, reason: str = "") -> None:
        """Close the connection and announce the reason, a sentence, with the link."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_open = False
        self.end_reason = reason
        if self._binds and self._handshake.greeting != NO_GREETING:
            self.requests.stop_binding_at_once()
        self._client.close()
        self.requests.close()
        self.sub_accounts.close()
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
        """Synchronise at first and whenever TWS is back; poll open orders in between."""
        while self._is_open:
            self._wake.clear()
            if self.sync.is_due:
                await self.synchronise()
            elif self._state is LinkState.UP:
                await self.sync.poll()
            await self._turn()

    async def _turn(self) -> None:
        """Wait until the next poll or synchronization is due."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._refresh_seconds or None):
                await self._wake.wait()

    async def _pause(self, seconds: float) -> bool:
        """Wait for some seconds or for the end of the connection; return whether it has ended."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        return self._ended.is_set()

    # Announcing

    def _announce_link(self, state: LinkState, reason: str = "") -> None:
        self._state = state
        self.sub_accounts.set_ready(ready=state is LinkState.UP)
        self._wrapper.announce(
            self._parameters.link(state, reason, self._handshake.greeting, says_master=self._says_master)
        )

    def _announce_ib_link(self) -> None:
        """Announce whether TWS is connected to IB, so that what it sends is current."""
        state = LinkState.CUT_OFF if self._ib_link.is_lost else LinkState.SYNCHRONISING
        self._announce_link(state, self._ib_link.reason)

    def _on_answer(self, event: Event) -> None:
        self._heartbeat.on_answer(event)
        match event:
            case TwsMessage():
                self._on_message(event)
            case ManagedAccounts():
                self.sub_accounts.set_accounts(event.accounts)
            case ExecDetails():
                self.sub_accounts.on_advisor_fill()
        if self.sync.note_new_parents():
            self._wake.set()

    def _on_message(self, message: TwsMessage) -> None:
        """Apply what TWS reports about its own connection to IB and the port it listens on."""
        # TWS may report it before the session is open; it is announced then.
        is_about_ib = self._ib_link.apply(message)
        if is_about_ib:
            self.requests.set_cut_off(cut_off=self._ib_link.is_lost and self._is_open)
        if is_about_ib and self._is_open:
            self._announce_ib_link()
            if not self._ib_link.is_lost:
                self.sync.is_due = True
                self._wake.set()
        port = new_port(message)
        if port is not None:
            self.moved_to = port
            self._lose(f"TWS has moved to port {port}")

    def _on_closed(self, error: Exception | None) -> None:
        """The peer has closed the socket: TWS was stopped or restarted, or the network failed."""
        self._lose(_end_of(error))

    def _lose(self, why: str) -> None:
        """Close the connection, which is of no further use."""
        self._end = why
        if self._is_open:
            self.close(f"The connection to TWS has ended: {why}.")
        else:
            self.requests.close()


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
