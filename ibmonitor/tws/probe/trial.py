"""`Trial`: one trial connection, and the findings of its steps."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable
from contextlib import suppress

from ibmonitor.domain.connection_test.verdict import Attempt, Finding, Found, accounts_in_words
from ibmonitor.domain.records.events import ConfigResponse, Event, ManagedAccounts, TwsMessage
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.connect_error import OLDEST_SERVER_VERSION, Cause, ConnectError
from ibmonitor.tws.session.handshake import Handshake
from ibmonitor.tws.session.ib_link import IbLink
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.requests import Requests
from ibmonitor.tws.wire.client import TwsClient

OnProgress = Callable[[str], None]
"""Called with a sentence about the current step."""

_ACCOUNTS_PATIENCE = 2.0
"""Seconds to wait for the accounts after nextValidId; usually they have already arrived."""
_START_IS_SENT = 2
"""The number of the write that sends START_API; the first is the handshake."""

_PLAIN = {
    errno.EHOSTUNREACH: "no computer answers there",
    errno.ENETUNREACH: "there is no way to its network",
    errno.ECONNRESET: "it reset the connection",
}
"""Replaces the system's texts, to which asyncio adds the address again."""

_FOUND = {cause: Found[cause.name] for cause in Cause}
"""The finding with the name of each cause."""


class Trial:
    """For one use; must be closed. It is the tap of its own connection, to track its progress.

    `patience` is in seconds, for each step.
    """

    def __init__(self, attempt: Attempt, patience: float, on_progress: OnProgress) -> None:
        self._attempt = attempt
        self._patience = patience
        self._on_progress = on_progress
        self._end = ""
        """Why the peer closed the socket; empty while it has not."""
        self._is_open = False
        self._times_sent = 0
        self._accounts: tuple[str, ...] = ()
        self._api_settings: ConfigResponse | None = None
        self._ib_link = IbLink()
        self._settled = asyncio.Event()
        """Set when the accounts have been received or the connection has ended."""
        self._wrapper = SignalWrapper()
        self._wrapper.batch.connect(self._on_events)
        self._client = TwsClient(
            self._wrapper,
            client_id=attempt.client_id,
            may_bind=lambda: False,
            on_closed=self._on_closed,
            tap=self,
        )
        parameters = SessionParameters(
            attempt.host, attempt.port, attempt.client_id, connect_patience=patience, answer_patience=patience
        )
        self._requests = Requests(self._client, self._wrapper, parameters, lambda: self._end)
        self._handshake = Handshake(self._client, self._requests, parameters, lambda: self._end)

    async def run(self) -> tuple[Finding, ...]:
        """Run all steps, up to the first that fails; return the findings."""
        self._on_progress(f"Connecting to {self._attempt.peer}…")
        try:
            await self._handshake.open()
        except ConnectError as error:
            return (*self._on_the_way(), self._failure(error))
        self._on_progress("Connected. Asking TWS for its API settings…")
        if self._client.can_read_config:
            await self._requests.config()
        with suppress(TimeoutError):
            async with asyncio.timeout(min(self._patience, _ACCOUNTS_PATIENCE)):
                await self._settled.wait()
        if self._end:
            return (*self._on_the_way(), self._finding(Found.CLOSED_BEFORE_READY, self._end))
        return (*self._on_the_way(), self._finding(Found.CLIENT_ID_FREE), *self._ready_findings())

    def close(self) -> None:
        """Close the connection in any state."""
        self._client.close()
        self._requests.close()
        self._wrapper.batch.disconnect(self._on_events)

    # As the tap of the connection

    def opened(self) -> None:
        self._is_open = True
        self._on_progress(f"{self._attempt.peer} takes connections. Waiting for TWS to answer…")

    def received(self, data: bytes) -> None:
        """Ignore the bytes: their contents arrive as events."""

    def sent(self, data: bytes) -> None:
        del data
        self._times_sent += 1
        if self._times_sent == _START_IS_SENT:
            self._on_progress(f"TWS answers. Waiting until it accepts client ID {self._attempt.client_id}…")

    # What is received

    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            self._on_event(event)

    def _on_event(self, event: Event) -> None:
        match event:
            case ManagedAccounts():
                self._accounts = event.accounts
                self._settled.set()
            case ConfigResponse():
                self._api_settings = event
            case TwsMessage():
                self._ib_link.apply(event)

    def _on_closed(self, error: Exception | None) -> None:
        self._end = (_words_of(error) if isinstance(error, OSError) else "") or "TWS closed it"
        self._requests.close()
        self._settled.set()

    def _on_the_way(self) -> tuple[Finding, ...]:
        """The findings of the steps that succeeded."""
        server_version, _ = self._handshake.greeting
        is_answered = server_version is not None and server_version >= OLDEST_SERVER_VERSION
        listens = (self._finding(Found.LISTENS),) if self._is_open else ()
        return (*listens, self._finding(Found.ANSWERED, str(server_version))) if is_answered else listens

    def _failure(self, error: ConnectError) -> Finding:
        found = _FOUND[error.cause]
        match found:
            case Found.UNREACHABLE if not isinstance(error.__cause__, OSError):
                return self._finding(Found.TIMED_OUT, f"{self._patience:g}")
            case Found.UNREACHABLE:
                return self._finding(found, _words_of(error.__cause__))
            case Found.TOO_OLD:
                server_version, _ = self._handshake.greeting
                return self._finding(found, f"{server_version}, and at least {OLDEST_SERVER_VERSION} is needed")
            case Found.CLOSED_BEFORE_READY:
                return self._finding(found, self._end or "TWS closed it")
            case _:
                return self._finding(found)

    def _ready_findings(self) -> tuple[Finding, ...]:
        """The findings about TWS itself, once it was ready."""
        accounts = (
            self._finding(Found.ACCOUNTS, accounts_in_words(self._accounts))
            if self._accounts
            else self._finding(Found.NO_ACCOUNTS)
        )
        lost = (self._finding(Found.IB_LOST, self._ib_link.reason),) if self._ib_link.is_lost else ()
        return (accounts, *lost, *self._setting_findings())

    def _setting_findings(self) -> tuple[Finding, ...]:
        if self._api_settings is None:
            return ()
        sent = self._api_settings.api_settings
        read_only, master = sent.get("readOnlyApi"), sent.get("masterClientId")
        findings = []
        if isinstance(read_only, bool):
            findings.append(self._finding(Found.READ_ONLY_ON if read_only else Found.READ_ONLY_OFF))
        if not isinstance(master, int):
            findings.append(self._finding(Found.MASTER_IS_NONE))
        elif master == self._attempt.client_id:
            findings.append(self._finding(Found.MASTER_IS_THIS))
        else:
            findings.append(self._finding(Found.MASTER_IS_OTHER, str(master)))
        return tuple(findings)

    def _finding(self, found: Found, detail: str = "") -> Finding:
        return Finding(found, self._attempt, detail)


def _words_of(error: BaseException | None) -> str:
    """The reason of a system error, in plain words if there are some."""
    if not isinstance(error, OSError):
        return ""
    return _PLAIN.get(error.errno or 0) or error.strerror or str(error)
