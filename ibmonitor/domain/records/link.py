"""The facts of the connection to TWS, and the requests made over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.requests import Refusal, RequestKind, title_of
from ibmonitor.domain.records.value import value


class LinkState(Enum):
    """How far the connection to TWS has come."""

    DOWN = "down"
    """There is none, and no attempt is planned."""
    WAITING = "waiting"
    """There is none; the next attempt comes automatically."""
    CONNECTING = "connecting"
    SYNCHRONISING = "synchronising"
    UP = "up"
    CUT_OFF = "cut off"
    """TWS answers, but has lost its own connection to IB (1100, 2110): its data is as old as that."""


class RequestProgress(Enum):
    """The progress of a request; the value is the word in the snapshot's JSON."""

    RUNNING = "running"
    COMPLETE = "complete"
    NO_ANSWER = "no answer"
    REFUSED = "refused"


@value
class Request:
    """A request to TWS and its progress; `detail` is empty or one plain sentence."""

    kind: RequestKind
    progress: RequestProgress
    detail: str = ""
    words: str = ""
    """Of a query of the user's: what it asks for. Empty for other requests."""
    refusal: Refusal | None = None
    """Why TWS refused it, where that is known."""

    @property
    def title(self) -> str:
        return title_of(self.kind, self.words)


@value
class AccountAnswer:
    """The progress of the request for the executions of one account."""

    progress: RequestProgress
    asked: datetime
    """When it was last sent."""
    detail: str = ""


@dataclass(slots=True, eq=False)
class Link:
    """The facts of the connection.

    When the connection drops, everything but `state`, `reason` and the fields of the next attempt stays. With the next
    attempt, what the last connection reported about itself is cleared (`server_version`, `connection_time`,
    `api_settings`, `clock_ahead`, `requests`, `account_answers`); at another address, everything is.
    """

    state: LinkState = LinkState.DOWN
    reason: str = ""
    """Why the link is down, in a plain sentence; empty before the first connection."""
    failures: set[str] = field(default_factory=set)
    """Every `reason` so far at this address."""
    next_try: datetime | None = None
    """When the next attempt is made; `None` unless `state` is `WAITING`."""
    other_client_id: int | None = None
    """Offered to the user because `client_id` is in use by another program; `None` otherwise."""
    stale_since: datetime | None = None
    """Since when TWS has reported nothing; `None` while it does, and before the first connection."""
    live_intervals: tuple[LiveInterval, ...] = ()
    """The times in which TWS reported everything, oldest first; between them there are gaps."""
    clock_ahead: timedelta | None = None
    """How far TWS's clock is ahead of this computer's, at least; negative where it is behind, 0 where they agree as
    far as TWS's whole seconds show. `None` while not known."""
    host: str = ""
    port: int | None = None
    client_id: int | None = None
    says_master: bool = False
    """The user's settings say that this client is the master; TWS's own settings (`api_settings`) win over it."""
    server_version: int | None = None
    connection_time: str = ""
    accounts: tuple[str, ...] = ()
    shown_masters: frozenset[str] = frozenset()
    """Accounts whose executions have shown that they are masters, whatever their names."""
    api_settings: Mapping[str, object] | None = None
    """TWS's API settings by TWS's name, from reqConfig; `None` where they could not be read."""
    requests: dict[tuple[RequestKind, str], Request] = field(default_factory=dict)
    """By kind and words: each query is a request of its own."""
    groups: tuple[AccountGroup, ...] | None = None
    """The advisor's account groups; `None` where TWS has not sent them, for example to a login that is no advisor's."""
    aliases: Mapping[str, str] | None = None
    """The advisor's names of accounts, by account; `None` where TWS has not sent them."""
    account_answers: dict[str, AccountAnswer] = field(default_factory=dict)
    """By account, where the executions of one account were requested in this connection."""

    def request(self, kind: RequestKind) -> Request | None:
        """How a request stands; `None` where it was not made in this connection."""
        return self.requests.get((kind, ""))

    @property
    def client_accounts(self) -> tuple[str, ...]:
        """The accounts that TWS has listed, without the masters among them."""
        return tuple(account for account in self.accounts if not self.is_master(account))

    @property
    def has_master(self) -> bool:
        """Whether there is a master among the accounts: the login is an advisor's, or an introducing broker's."""
        return bool(self.shown_masters) or len(self.client_accounts) < len(self.accounts)

    def is_master(self, account: str) -> bool:
        return is_master_account(account) or account in self.shown_masters
