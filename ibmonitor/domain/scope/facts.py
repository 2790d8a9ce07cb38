"""The input and the lines of the scope report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Protocol

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.domain.records.value import value
from ibmonitor.domain.records.visibility import is_master, master_id

KNOWS_SETTINGS = 219
"""The first server version that answers requests for TWS's API settings (reqConfig)."""


class Choices(Protocol):
    """The settings of this program that affect what is seen."""

    @property
    def client_id(self) -> int: ...
    @property
    def is_master(self) -> bool: ...
    @property
    def auto_bind(self) -> bool: ...
    @property
    def completed_orders_api_only(self) -> bool: ...
    @property
    def refresh_seconds(self) -> int:
        """How often all open orders are requested; 0 is only on Refresh."""


class Level(Enum):
    """Whether a line is good news."""

    PLAIN = "plain"
    GOOD = "good"
    LIMITED = "limited"
    MISSING = "missing"


@value
class Line:
    """One line of the report: what it is about, the answer in a word or two, and a sentence or two on it."""

    name: str
    word: str
    sentence: str = ""
    level: Level = Level.PLAIN


@value
class ScopeFacts:
    """What is known of the connection. `read_only` and `api_settings` are `None` while unknown."""

    is_connected: bool
    was_connected: bool
    state: LinkState
    stale_since: datetime | None
    client_id: int
    is_master: bool
    says_master: bool
    api_settings: Mapping[str, object] | None
    read_only: bool | None
    server_version: int | None
    accounts: tuple[str, ...]
    has_master_account: bool
    requests: Mapping[tuple[RequestKind, str], Request]
    auto_bind: bool
    completed_orders_api_only: bool
    refresh_seconds: int

    @property
    def master_id(self) -> int | None:
        """The master client ID that TWS sent; `None` where it sent none."""
        return None if self.api_settings is None else master_id(self.api_settings)

    @property
    def sees_everything_live(self) -> bool:
        return self.is_master and self.client_id == 0

    def flag(self, name: str) -> bool | None:
        """A TWS setting that is on or off; `None` where TWS did not send it."""
        sent = (self.api_settings or {}).get(name)
        return sent if isinstance(sent, bool) else None

    def progress(self, kind: RequestKind) -> RequestProgress | None:
        """The progress of a request; `None` where it was not sent."""
        made = self.requests.get((kind, ""))
        return None if made is None else made.progress


def scope_facts_of(link: Link, choices: Choices) -> ScopeFacts:
    """Combine what TWS has sent with the settings here; where they differ, TWS's value counts."""
    client_id = choices.client_id if link.client_id is None else link.client_id
    return ScopeFacts(
        is_connected=link.state in (LinkState.UP, LinkState.SYNCHRONISING),
        was_connected=link.server_version is not None or bool(link.live_intervals),
        state=link.state,
        stale_since=link.stale_since,
        client_id=client_id,
        is_master=is_master(client_id, choices.is_master, link.api_settings),
        says_master=choices.is_master,
        api_settings=link.api_settings,
        read_only=_read_only(link),
        server_version=link.server_version,
        accounts=link.accounts,
        has_master_account=link.has_master,
        requests=link.requests,
        auto_bind=choices.auto_bind and client_id == 0,
        completed_orders_api_only=choices.completed_orders_api_only,
        refresh_seconds=choices.refresh_seconds,
    )


def _read_only(link: Link) -> bool | None:
    """Whether TWS's API is read-only, by TWS's settings, or else by a request that it refused."""
    sent = (link.api_settings or {}).get("readOnlyApi")
    if isinstance(sent, bool):
        return sent
    refused = any(request.refusal is Refusal.READ_ONLY for request in link.requests.values())
    return True if refused else None
