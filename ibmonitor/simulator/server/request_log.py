"""All requests of the clients, so that a test can assert what was sent and what was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ibmonitor.simulator.account.visibility import DEFAULT_CLIENT
from ibmonitor.simulator.wire.protocol import Ask
from ibmonitor.simulator.wire.requests import Request

CHANGING = frozenset(
    {
        Ask.PLACE_ORDER,
        Ask.CANCEL_ORDER,
        Ask.REPLACE_FA,
        Ask.EXERCISE_OPTIONS,
        Ask.REQ_GLOBAL_CANCEL,
        Ask.UPDATE_DISPLAY_GROUP,
        Ask.UPDATE_CONFIG,
    }
)
"""Requests that would change something in TWS."""

READING = frozenset(
    {
        Ask.START_API,
        Ask.REQ_OPEN_ORDERS,
        Ask.REQ_ALL_OPEN_ORDERS,
        Ask.REQ_AUTO_OPEN_ORDERS,
        Ask.REQ_EXECUTIONS,
        Ask.REQ_COMPLETED_ORDERS,
        Ask.REQ_FA,
        Ask.REQ_MANAGED_ACCTS,
        Ask.REQ_CURRENT_TIME,
        Ask.REQ_CONFIG,
        Ask.REQ_IDS,
        Ask.SET_SERVER_LOGLEVEL,
    }
)
"""Requests that the simulator answers. Any other is recorded and never executed."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    client_id: int | None
    """`None` before START_API."""
    request: Request
    at: float
    """The event loop's time."""

    @property
    def name(self) -> str:
        return self.request.name

    @property
    def message_id(self) -> int:
        return self.request.message_id

    @property
    def fields(self) -> Mapping[str, Any]:
        return self.request.fields


@dataclass(slots=True)
class RequestLog:
    """All requests of all clients, oldest first."""

    all: list[LoggedRequest] = field(default_factory=list)

    def add(self, client_id: int | None, request: Request, at: float) -> None:
        self.all.append(LoggedRequest(client_id, request, at))

    @property
    def names(self) -> list[str]:
        return [entry.name for entry in self.all]

    def of(self, name: str) -> list[LoggedRequest]:
        return [entry for entry in self.all if entry.name == name]

    def not_reading(self) -> list[LoggedRequest]:
        """What a monitor must never send: orders, cancels, changes of configuration, unknown messages."""
        return [entry for entry in self.all if entry.message_id not in READING]

    def lines(self) -> list[str]:
        """Each request as `client<TAB>name<TAB>reads, changes, binds or unknown`, without its fields."""
        return [f"{entry.client_id}\t{entry.name}\t{_kind(entry)}" for entry in self.all]


def _binds(entry: LoggedRequest) -> bool:
    if entry.message_id == Ask.REQ_AUTO_OPEN_ORDERS:
        return bool(entry.fields.get("autoBind"))
    return entry.message_id == Ask.REQ_OPEN_ORDERS and entry.client_id == DEFAULT_CLIENT


def _kind(entry: LoggedRequest) -> str:
    if _binds(entry):
        return "binds"
    if entry.message_id in READING:
        return "reads"
    return "changes" if entry.message_id in CHANGING else "unknown"
