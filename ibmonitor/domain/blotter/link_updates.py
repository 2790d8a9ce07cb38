"""Writes events about the connection itself into the `Link`."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TypeVar

from ibmonitor.domain.blotter import fa_xml
from ibmonitor.domain.records import groups as fa_groups
from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    ConfigResponse,
    LinkChanged,
    LinkMoved,
    ManagedAccounts,
    ReceiveFA,
    RequestChanged,
)
from ibmonitor.domain.records.link import AccountAnswer, Link, LinkState, Request, RequestProgress

K = TypeVar("K")
V = TypeVar("V")

_UNKNOWN = {"api_settings": None, "server_version": None, "connection_time": "", "clock_ahead": None}
"""The fields of a connection that has not reported them yet."""

LinkFact = LinkChanged | LinkMoved | ManagedAccounts | ConfigResponse | ClockCompared | RequestChanged | ReceiveFA


def apply_to_link(link: Link, event: LinkFact) -> bool:
    """Write one fact; return whether the link is different from before."""
    match event:
        case LinkChanged():
            return _on_link_changed(link, event)
        case RequestChanged():
            request = Request(event.kind, event.progress, event.detail, event.words, event.refusal)
            return _put(link.requests, (event.kind, event.words), request)
        case ReceiveFA():
            return _on_receive_fa(link, event)
        case _:
            return _set(link, *_fact(event))


def apply_account_asked(link: Link, event: AccountAsked, now: datetime) -> bool:
    """Record the progress of the request for one account's executions; return whether it has changed."""
    known = link.account_answers.get(event.account)
    asked = now if known is None or event.progress is RequestProgress.RUNNING else known.asked
    return _put(link.account_answers, event.account, AccountAnswer(event.progress, asked, event.detail))


def _on_receive_fa(link: Link, event: ReceiveFA) -> bool:
    """Write groups or aliases; raises `FaXmlError`, and keeps the known ones, where they cannot be read."""
    match event.fa_data_type:
        case fa_groups.FA_GROUPS:
            return _set(link, "groups", fa_xml.parse_groups(event.xml))
        case fa_groups.FA_ALIASES:
            return _set(link, "aliases", fa_xml.parse_aliases(event.xml))
        case _:
            return False


def _fact(event: LinkMoved | ManagedAccounts | ConfigResponse | ClockCompared) -> tuple[str, object]:
    """Return the field of the link that an event sets, and its value."""
    match event:
        case LinkMoved():
            return "port", event.port
        case ManagedAccounts():
            # TWS ends its list with a comma.
            return "accounts", tuple(account.strip() for account in event.accounts if account.strip())
        case ConfigResponse():
            return "api_settings", event.api_settings
        case ClockCompared():
            return "clock_ahead", event.ahead


def _on_link_changed(link: Link, event: LinkChanged) -> bool:
    different = False
    if link.port is not None and (link.host, link.port) != (event.host, event.port):
        # Another TWS: nothing known of the last one applies to it.
        fresh = Link()
        for field in fields(Link):
            setattr(link, field.name, getattr(fresh, field.name))
        different = True
    if event.state is LinkState.CONNECTING:
        different = _forget_connection(link) or different
    if event.reason:
        link.failures.add(event.reason)
    values = {"state": event.state, "reason": event.reason, "host": event.host, "port": event.port}
    values |= {"client_id": event.client_id, "says_master": event.says_master}
    values |= {"next_try": event.next_try, "other_client_id": event.other_client_id}
    if event.server_version is not None:
        values["server_version"] = event.server_version
    if event.connection_time:
        values["connection_time"] = event.connection_time
    for name, known in values.items():
        different = _set(link, name, known) or different
    return different


def _forget_connection(link: Link) -> bool:
    """Clear what the last connection reported about itself; the accounts stay, as the rows of them do.

    The TWS that answers now may have another version and other settings, and it has answered nothing yet.
    """
    different = bool(link.requests or link.account_answers)
    link.requests = {}
    link.account_answers = {}
    for name, unknown in _UNKNOWN.items():
        different = _set(link, name, unknown) or different
    return different


def _set(link: Link, name: str, known: object) -> bool:
    if getattr(link, name) == known:
        return False
    setattr(link, name, known)
    return True


def _put(facts: dict[K, V], key: K, known: V) -> bool:
    different = facts.get(key) != known
    facts[key] = known
    return different
