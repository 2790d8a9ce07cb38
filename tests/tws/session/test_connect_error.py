"""What the system says of a connection attempt, and the cause it is taken for."""

from __future__ import annotations

import errno
import socket

import pytest

from ibmonitor.tws.session.connect_error import Cause, cause_of

REFUSED, NO_WAY = f"[Errno {errno.ECONNREFUSED}] Connect call failed", f"[Errno {errno.EHOSTUNREACH}] No route to host"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), Cause.REFUSED),
        (OSError(f"Multiple exceptions: {REFUSED} ('::1', 7497, 0, 0), {REFUSED} ('127.0.0.1', 7497)"), Cause.REFUSED),
        (OSError("Multiple exceptions: [WinError 10061] no, [WinError 10061] no"), Cause.REFUSED),
        (OSError(f"Multiple exceptions: {REFUSED}, {NO_WAY}"), Cause.UNREACHABLE),
        (OSError(errno.EHOSTUNREACH, "No route to host"), Cause.UNREACHABLE),
        (socket.gaierror(-2, "Name or service not known"), Cause.UNKNOWN_HOST),
    ],
)
def test_the_cause_behind_an_error(error: OSError, cause: Cause) -> None:
    assert cause_of(error) is cause
