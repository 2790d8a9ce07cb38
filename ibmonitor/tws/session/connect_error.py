"""Why connecting to TWS failed: a sentence for each cause, with what to do about it."""

from __future__ import annotations

import errno
import re
import socket
from enum import Enum

from ibapi.server_versions import MIN_SERVER_VER_PRICE_MGMT_ALGO

from ibmonitor.domain.records.host import host_and_port

OLDEST_SERVER_VERSION: int = MIN_SERVER_VER_PRICE_MGMT_ALGO
"""151: the oldest text protocol this program is tested with."""


class Cause(Enum):
    """What went wrong; the value is the sentence."""

    REFUSED = (
        "No TWS or Gateway is listening on {peer}. Start TWS or IB Gateway and log in, check 'Enable ActiveX and "
        "Socket Clients' in its API settings, and compare the port there with the one in Settings here."
    )
    UNKNOWN_HOST = "There is no computer named '{host}'. Check the host in Settings; for this computer it is 127.0.0.1."
    UNREACHABLE = (
        "{peer} cannot be reached ({detail}). Check the host in Settings, the network, and the firewall of that "
        "computer."
    )
    CLOSED_AT_ONCE = (
        "{peer} accepted the connection and closed it at once. If it is TWS, add this computer to 'Trusted IPs' in its "
        "API settings, and check that no more than 32 programs are connected."
    )
    SILENT = (
        "{peer} accepts connections but does not answer. TWS may be starting, showing a dialog, or frozen: look at its "
        "window."
    )
    NOT_TWS = "{peer} answers, but not as TWS does: another program uses this port. Check host and port in Settings."
    TOO_OLD = (
        "{peer} runs a TWS that is too old (API server version {detail}; at least {oldest} is needed). "
        "Update TWS or IB Gateway."
    )
    CLIENT_ID_IN_USE = (
        "Client ID {client_id} is in use by another program connected to {peer}. Choose another client ID in Settings, "
        "or close that program."
    )
    CLOSED_BEFORE_READY = (
        "{peer} closed the connection before it was ready ({detail}). Check that TWS has finished logging in."
    )
    NEVER_READY = (
        "{peer} answered but did not become ready. TWS may ask for permission to accept this connection: look at its "
        "window."
    )


class ConnectError(Exception):
    """Connecting failed; `str()` is the sentence for the user, `cause` the reason."""

    def __init__(self, cause: Cause, *, host: str, port: int, client_id: int, detail: str = "") -> None:
        self.cause = cause
        super().__init__(
            cause.value.format(
                peer=host_and_port(host, port),
                host=host,
                client_id=client_id,
                detail=detail,
                oldest=OLDEST_SERVER_VERSION,
            ),
        )


_REFUSALS = (frozenset({errno.ECONNREFUSED}), frozenset({10061}))
"""POSIX's number and that of Windows (WSAECONNREFUSED)."""


def cause_of(error: OSError) -> Cause:
    """The cause behind the operating system's error for a connection attempt."""
    match error:
        case ConnectionRefusedError():
            return Cause.REFUSED
        case _ if "refused" in str(error) or _numbers(error) in _REFUSALS:
            # asyncio merges the errors of a host name's several addresses into one OSError.
            return Cause.REFUSED
        case socket.gaierror():
            return Cause.UNKNOWN_HOST
        case _:
            return Cause.UNREACHABLE


def _numbers(error: OSError) -> frozenset[int]:
    """The error numbers of the system in asyncio's text."""
    return frozenset(map(int, re.findall(r"\[(?:Errno|WinError) (\d+)\]", str(error))))
