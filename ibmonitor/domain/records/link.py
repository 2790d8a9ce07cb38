"""The facts of the connection to TWS, and the requests made over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.value import value


class LinkState(Enum):
    """How far the connection to TWS has come."""

    DOWN = "down"
    """There is none, and none is being tried."""
    WAITING = "waiting"
    """There is none; the next is tried by itself."""
    CONNECTING = "connecting"
    SYNCHRONISING = "synchronising"
    UP = "up"
    CUT_OFF = "cut off"
    """TWS answers, but has lost its own connection to IB (1100, 2110): what it tells is as old as that."""


class RequestProgress(Enum):
    """How a request stands; the value is the word of the snapshot's JSON."""

    RUNNING = "running"
    COMPLETE = "complete"
    NO_ANSWER = "no answer"
    REFUSED = "refused"


@value
class Request:
    """A request to TWS and how it stands; `detail` is empty or one plain sentence."""

    name: str
    progress: RequestProgress
    detail: str = ""


@value
class AccountAnswer:
    """How the request for the executions of one account stands."""

    progress: RequestProgress
    asked: datetime
    """When it was last asked for."""
    detail: str = ""


@dataclass(slots=True, eq=False)
class Link:
    """The facts of the connection.

    When it drops, everything but `state`, `reason` and what is said of the next try stays. When the next is tried, what
    the last one said of itself is forgotten (`server_version`, `connection_time`, `api_settings`, `clock_ahead`,
    `requests`, `account_answers`); at another address, all is.
    """

    state: LinkState = LinkState.DOWN
    reason: str = ""
    """Why the link is down, in a plain sentence; empty before the first connection."""
    failures: set[str] = field(default_factory=set)
    """All that has been a `reason` at this address."""
    next_try: datetime | None = None
    """When the next connection is tried; `None` unless `state` is `WAITING`."""
    other_client_id: int | None = None
    """Offered to the user because `client_id` is in use by another program; `None` otherwise."""
    stale_since: datetime | None = None
    """Since when TWS has told of nothing; `None` while it does, and before the first connection."""
    live_intervals: tuple[LiveInterval, ...] = ()
    """The times in which TWS told of everything, oldest first; between them there are gaps."""
    clock_ahead: timedelta | None = None
    """How far TWS's clock is ahead of this computer's, at least; negative where it is behind, 0 where they agree as far
    as TWS's whole seconds tell. `None` while not known."""
    host: str = ""
    port: int | None = None
    client_id: int | None = None
    says_master: bool = False
    """The user's settings say that this client is the master; TWS's own word (`api_settings`) wins over it."""
    server_version: int | None = None
    connection_time: str = ""
    accounts: tuple[str, ...] = ()
    shown_masters: frozenset[str] = frozenset()
    """Accounts that their executions have shown to be masters, whatever their names."""
    api_settings: Mapping[str, object] | None = None
    """TWS's API settings by TWS's name, from reqConfig; `None` where they could not be read."""
    requests: dict[str, Request] = field(default_factory=dict)
    groups: tuple[AccountGroup, ...] | None = None
    """The advisor's account groups; `None` where TWS has not told them, be it because the login is no advisor's."""
    aliases: Mapping[str, str] | None = None
    """The advisor's names of accounts, by account; `None` where TWS has not told them."""
    account_answers: dict[str, AccountAnswer] = field(default_factory=dict)
    """Of each account whose executions were asked for by themselves in this connection."""

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
