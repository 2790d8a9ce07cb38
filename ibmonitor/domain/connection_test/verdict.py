"""What a test of the connection found, step by step, and what it comes to: one verdict, with what to do about it.

The test itself is `tws/probe/probe.py`; the words are in `words.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ibmonitor.domain.records.host import host_and_port, is_this_computer
from ibmonitor.domain.records.value import value

USUAL_PORTS = {
    7496: "TWS, live",
    7497: "TWS, paper",
    4001: "IB Gateway, live",
    4002: "IB Gateway, paper",
}
"""The socket ports that TWS and IB Gateway have unless the user has given them others."""


class Mark(Enum):
    """How good the news is; the value is the word that stands before it."""

    OK = "OK"
    LOOK = "Look"
    WRONG = "Failed"


class Found(Enum):
    """What one step of the test can find, in the order of the steps."""

    NOT_TRIED = "what was entered is no address"
    UNKNOWN_HOST = "no computer has this name"
    UNREACHABLE = "the system knows no way there"
    TIMED_OUT = "no answer at all"
    REFUSED = "nothing is listening on the port"
    LISTENS = "the port is open"
    CLOSED_AT_ONCE = "closed before a word"
    SILENT = "no answer to the handshake"
    NOT_TWS = "another protocol"
    TOO_OLD = "TWS, too old"
    ANSWERED = "TWS, new enough"
    CLIENT_ID_IN_USE = "326"
    NEVER_READY = "no nextValidId"
    CLOSED_BEFORE_READY = "closed after the handshake"
    CLIENT_ID_FREE = "nextValidId"
    NO_ACCOUNTS = "no managedAccounts"
    ACCOUNTS = "managedAccounts"
    IB_LOST = "1100 or 2110"
    READ_ONLY_ON = "readOnlyApi"
    READ_ONLY_OFF = "not readOnlyApi"
    MASTER_IS_THIS = "masterClientId is this client's"
    MASTER_IS_OTHER = "masterClientId is another's"
    MASTER_IS_NONE = "no masterClientId"
    FAILED = "a mistake of this program's"


@value
class Attempt:
    """Where and as whom a connection is tried."""

    host: str
    port: int
    client_id: int

    @property
    def peer(self) -> str:
        return host_and_port(self.host, self.port)

    @property
    def is_elsewhere(self) -> bool:
        """TWS is to run on another computer."""
        return not is_this_computer(self.host)


@value
class Finding:
    """What one step found. `detail` is the system's or TWS's own word on it: seconds, a version, a number, a reason."""

    found: Found
    attempt: Attempt
    detail: str = ""
    other_port: int | None = None
    """Where TWS answers instead, when nothing is listening on the port that was tried."""


@value
class Line:
    """One thing that was found, in a plain sentence."""

    mark: Mark
    text: str


@value
class Verdict:
    """What a test comes to: `mark` and `headline` are of the worst that was found."""

    mark: Mark
    headline: str
    to_do: tuple[str, ...] = ()
    """What the user can do about it, most likely first; empty where there is nothing to do."""
    lines: tuple[Line, ...] = ()
    """What was found besides, in the order of the steps."""
    other_port: int | None = None
    """Offered to the user, where TWS answers at this port in place of the one tried."""


WRONG = frozenset(
    {
        Found.NOT_TRIED,
        Found.UNKNOWN_HOST,
        Found.UNREACHABLE,
        Found.TIMED_OUT,
        Found.REFUSED,
        Found.CLOSED_AT_ONCE,
        Found.SILENT,
        Found.NOT_TWS,
        Found.TOO_OLD,
        Found.CLIENT_ID_IN_USE,
        Found.NEVER_READY,
        Found.CLOSED_BEFORE_READY,
        Found.FAILED,
    }
)
"""No connection comes about."""
LOOK = frozenset({Found.NO_ACCOUNTS, Found.IB_LOST})
"""The connection stands, but not all is well."""


def mark_of(found: Found) -> Mark:
    """How good a finding is."""
    if found in WRONG:
        return Mark.WRONG
    return Mark.LOOK if found in LOOK else Mark.OK


def accounts_in_words(accounts: Sequence[str]) -> str:
    """How many accounts there are, without naming them, and whether they are those of paper trading (D...)."""
    number = "1 account" if len(accounts) == 1 else f"{len(accounts):,} accounts"
    paper = sum(account.startswith("D") for account in accounts)
    if paper and paper == len(accounts):
        return f"{number} of paper trading"
    return f"{number}, {paper:,} of them of paper trading" if paper else number
