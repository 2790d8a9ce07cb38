"""Links and settings from which the tests make a scope report."""

from __future__ import annotations

from dataclasses import dataclass

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.domain.scope.facts import Line
from ibmonitor.domain.scope.report import ScopeReport
from ibmonitor.tws.wire.refusals import READ_ONLY_SENTENCE

FACTS, TABLES, MISSING, REQUESTS = range(4)


@dataclass(frozen=True)
class Chosen:
    client_id: int = 7
    is_master: bool = False
    auto_bind: bool = False
    completed_orders_api_only: bool = False
    refresh_seconds: int = 10


def link(
    client_id: int = 7,
    *requests: Request,
    api_settings: dict[str, object] | None = None,
    server_version: int | None = 225,
    state: LinkState = LinkState.UP,
    accounts: tuple[str, ...] = ("U1",),
) -> Link:
    return Link(
        state,
        client_id=client_id,
        server_version=server_version,
        api_settings=api_settings,
        accounts=accounts,
        requests={(request.kind, request.words): request for request in requests},
    )


def lines(report: ScopeReport, section: int) -> dict[str, Line]:
    return {line.name: line for line in report.sections[section].lines}


REFUSED_AS_READ_ONLY = Request(
    RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED, READ_ONLY_SENTENCE, refusal=Refusal.READ_ONLY
)
