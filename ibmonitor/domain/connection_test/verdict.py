"""The findings of a connection test, step by step, and the verdict, with what to do about it.

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
"""The default socket ports of TWS and IB Gateway."""


class Mark(Enum):
    """How good a finding is; the value is the word before it."""

    OK = "OK"
    LOOK = "Look"
    WRONG = "Failed"


class Found(Enum):
    """The possible findings, in the order of the steps."""

    NOT_TRIED = "the address is not valid"
    UNKNOWN_HOST = "no computer has this name"
    UNREACHABLE = "there is no route to it"
    TIMED_OUT = "no answer at all"
    REFUSED = "nothing is listening on the port"
    LISTENS = "the port is open"
    CLOSED_AT_ONCE = "closed without an answer"
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
    """The address and client ID that a test connects with."""

    host: str
    port: int
    client_id: int

    @property
    def peer(self) -> str:
        return host_and_port(self.host, self.port)

    @property
    def is_elsewhere(self) -> bool:
        """Whether TWS runs on another computer."""
        return not is_this_computer(self.host)


@value
class Finding:
    """What one step found. `detail` is from the system or TWS: seconds, a version, a number, a reason."""

    found: Found
    attempt: Attempt
    detail: str = ""
    other_port: int | None = None
    """The port where TWS answers, when nothing is listening on the port that was tried."""


@value
class Line:
    """One finding, in a plain sentence."""

    mark: Mark
    text: str


@value
class Verdict:
    """The result of a test: `mark` and `headline` are those of the worst finding."""

    mark: Mark
    headline: str
    to_do: tuple[str, ...] = ()
    """What the user can do about it, most likely first; empty where there is nothing to do."""
    lines: tuple[Line, ...] = ()
    """The other findings, in the order of the steps."""
    other_port: int | None = None
    """Offered to the user: TWS answers at this port instead of the one tried."""
    other_client_id: int | None = None
    """Offered to the user because another program uses the client ID that was tried."""


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
"""These prevent a connection."""
LOOK = frozenset({Found.NO_ACCOUNTS, Found.IB_LOST})
"""Connected, with limitations."""


def mark_of(found: Found) -> Mark:
    """How good a finding is."""
    if found in WRONG:
        return Mark.WRONG
    return Mark.LOOK if found in LOOK else Mark.OK


def accounts_in_words(accounts: Sequence[str]) -> str:
    """Return the number of accounts, without naming them, and whether they are paper trading accounts (D...)."""
    number = "1 account" if len(accounts) == 1 else f"{len(accounts):,} accounts"
    paper = sum(account.startswith("D") for account in accounts)
    if paper and paper == len(accounts):
        return f"{number} of paper trading"
    return f"{number}, {paper:,} of them of paper trading" if paper else number
