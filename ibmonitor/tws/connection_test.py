"""A test of the connection: a short one of its own, up to nextValidId and TWS's API settings, then closed again.

It asks for no orders and shows nothing; what it finds is told step by step for `domain/connection_verdict.py`.
"""

from __future__ import annotations

import asyncio
import dataclasses
import errno
from collections.abc import Callable, Sequence
from contextlib import suppress

from ibmonitor.domain.connection_verdict import USUAL_PORTS, Attempt, Finding, Found, accounts_in_words
from ibmonitor.domain.events import ConfigResponse, Event, ManagedAccounts, TwsMessage
from ibmonitor.tws.adapter import SignalWrapper
from ibmonitor.tws.client import NotTwsError, TwsClient
from ibmonitor.tws.connect_error import OLDEST_SERVER_VERSION, Cause, ConnectError
from ibmonitor.tws.framing import FrameTooLongError
from ibmonitor.tws.opening import Opening
from ibmonitor.tws.parameters import SessionParameters
from ibmonitor.tws.requests import Requests
from ibmonitor.tws.tws_news import LAST_PORT, IbLink

OnProgress = Callable[[str], None]
"""Told in a plain sentence what the test is at."""

LAST_CLIENT_ID = 2_147_483_646
"""ibapi takes the next number for "unset"."""

_ACCOUNTS_PATIENCE = 2.0
"""Seconds after nextValidId within which TWS tells its accounts, which it mostly has by then."""
_ELSEWHERE_PATIENCE = 2.0
"""Seconds for an answer at one of the other usual ports."""
_START_IS_SENT = 2
"""Writes: the handshake's is the first."""

_PLAIN = {
    errno.EHOSTUNREACH: "no computer answers there",
    errno.ENETUNREACH: "there is no way to its network",
    errno.ECONNRESET: "it reset the connection",
}
"""In place of the system's words, to which asyncio adds the address once more."""

_FOUND = {
    Cause.REFUSED: Found.REFUSED,
    Cause.UNKNOWN_HOST: Found.UNKNOWN_HOST,
    Cause.UNREACHABLE: Found.UNREACHABLE,
    Cause.CLOSED_AT_ONCE: Found.CLOSED_AT_ONCE,
    Cause.SILENT: Found.SILENT,
    Cause.NOT_TWS: Found.NOT_TWS,
    Cause.TOO_OLD: Found.TOO_OLD,
    Cause.CLIENT_ID_IN_USE: Found.CLIENT_ID_IN_USE,
    Cause.CLOSED_BEFORE_READY: Found.CLOSED_BEFORE_READY,
    Cause.NEVER_READY: Found.NEVER_READY,
}


async def try_connection(
    host: str,
    port: int,
    client_id: int,
    *,
    patience: float = 10.0,
    on_progress: OnProgress = lambda _: None,
    other_ports: Sequence[int] = tuple(USUAL_PORTS),
) -> tuple[Finding, ...]:
    """Try to connect and return what was found, at least one thing, in the order of the steps.

    `patience` is in seconds, for each step. Where nothing listens at the port, TWS is looked for at `other_ports`.
    Bad input is a finding as well. Cancelled, it closes its connection.
    """
    attempt = Attempt(host, port, client_id)
    problem = _problem(attempt)
    if problem:
        return (Finding(Found.NOT_TRIED, attempt, problem),)
    trial = _Trial(attempt, patience, on_progress)
    try:
        findings = await trial.run()
    finally:
        trial.close()
    if findings[-1].found is not Found.REFUSED:
        return findings
    on_progress(f"Nothing listens at {attempt.peer}. Looking at the other usual ports of TWS…")
    other = await _port_of_tws(attempt, [each for each in other_ports if each != port])
    return (*findings[:-1], dataclasses.replace(findings[-1], other_port=other))


class _Trial:
    """One connection, and what it has shown so far. It is a tap on itself, so that it knows how far it has come."""

    def __init__(self, attempt: Attempt, patience: float, on_progress: OnProgress) -> None:
        self._attempt = attempt
        self._patience = patience
        self._on_progress = on_progress
        self._end = ""
        """Why the socket closed by itself; empty while it has not."""
        self._is_open = False
        self._times_sent = 0
        self._accounts: tuple[str, ...] = ()
        self._api_settings: ConfigResponse | None = None
        self._ib_link = IbLink()
        self._settled = asyncio.Event()
        """The accounts are told, or the connection is over."""
        self._wrapper = SignalWrapper()
        self._wrapper.event.connect(self._on_event)
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
        self._requests = Requests(self._client, self._wrapper, self._wrapper.tell, parameters, lambda: self._end)
        self._opening = Opening(self._client, self._requests, parameters, lambda: self._end)

    async def run(self) -> tuple[Finding, ...]:
        """Go as far as it gets."""
        self._on_progress(f"Connecting to {self._attempt.peer}…")
        try:
            await self._opening.open()
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
        return (*self._on_the_way(), self._finding(Found.CLIENT_ID_FREE), *self._told())

    def close(self) -> None:
        """Close the connection, wherever it stands."""
        self._client.close()
        self._requests.close()
        self._wrapper.event.disconnect(self._on_event)

    # What the connection lets its tap hear

    def opened(self) -> None:
        self._is_open = True
        self._on_progress(f"{self._attempt.peer} takes connections. Waiting for TWS to answer…")

    def received(self, data: bytes) -> None:
        """Nothing: what it means comes as events."""

    def sent(self, data: bytes) -> None:
        del data
        self._times_sent += 1
        if self._times_sent == _START_IS_SENT:
            self._on_progress(f"TWS answers. Waiting until it accepts client ID {self._attempt.client_id}…")

    def told(self, event: Event) -> None:
        """Nothing: it tells nobody else."""

    # What is learnt

    def _on_event(self, event: Event) -> None:
        match event:
            case ManagedAccounts():
                self._accounts = event.accounts
                self._settled.set()
            case ConfigResponse():
                self._api_settings = event
            case TwsMessage():
                self._ib_link.hear(event)

    def _on_closed(self, error: Exception | None) -> None:
        self._end = (_words_of(error) if isinstance(error, OSError) else "") or "TWS closed it"
        self._requests.close()
        self._settled.set()

    def _on_the_way(self) -> tuple[Finding, ...]:
        """The steps that have gone well."""
        server_version, _ = self._opening.greeting
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
                server_version, _ = self._opening.greeting
                return self._finding(found, f"{server_version}, and at least {OLDEST_SERVER_VERSION} is needed")
            case Found.CLOSED_BEFORE_READY:
                return self._finding(found, self._end or "TWS closed it")
            case _:
                return self._finding(found)

    def _told(self) -> tuple[Finding, ...]:
        """What TWS has told of itself once it was ready."""
        accounts = (
            self._finding(Found.ACCOUNTS, accounts_in_words(self._accounts))
            if self._accounts
            else self._finding(Found.NO_ACCOUNTS)
        )
        lost = (self._finding(Found.IB_LOST, self._ib_link.reason),) if self._ib_link.is_lost else ()
        return (accounts, *lost, *self._settings_told())

    def _settings_told(self) -> tuple[Finding, ...]:
        if self._api_settings is None:
            return ()
        told = self._api_settings.api_settings
        read_only, master = told.get("readOnlyApi"), told.get("masterClientId")
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


async def _port_of_tws(attempt: Attempt, ports: Sequence[int]) -> int | None:
    """The first of these ports at which a TWS shakes hands; `None` where none does. No client ID is used for it."""
    async with asyncio.TaskGroup() as tasks:
        asked = {port: tasks.create_task(_is_tws(dataclasses.replace(attempt, port=port))) for port in ports}
    return next((port for port, task in asked.items() if task.result()), None)


async def _is_tws(attempt: Attempt) -> bool:
    client = TwsClient(SignalWrapper(), client_id=attempt.client_id, may_bind=lambda: False, on_closed=lambda _: None)
    try:
        async with asyncio.timeout(_ELSEWHERE_PATIENCE):
            await client.open_socket(attempt.host, attempt.port)
            await client.greeting
    except (OSError, UnicodeError, NotTwsError, FrameTooLongError):
        return False
    finally:
        client.close()
    return True


def _problem(attempt: Attempt) -> str:
    """Why this cannot be tried; empty when it can."""
    if not attempt.host or not attempt.host.isprintable() or " " in attempt.host:
        return "A host has a name or an address without blanks; 127.0.0.1 is this computer."
    if not 1 <= attempt.port <= LAST_PORT:
        return f"A port is between 1 and {LAST_PORT}."
    if not 0 <= attempt.client_id <= LAST_CLIENT_ID:
        return f"A client ID is between 0 and {LAST_CLIENT_ID}."
    return ""


def _words_of(error: BaseException | None) -> str:
    """Why the system could not do it, in plain words where there are some here."""
    if not isinstance(error, OSError):
        return ""
    return _PLAIN.get(error.errno or 0) or error.strerror or str(error)
