"""What events say about the connection itself, written into the `Link`."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

from ibmonitor.domain.events import (
    ClockCompared,
    ConfigResponse,
    LinkChanged,
    LinkMoved,
    ManagedAccounts,
    ReceiveFA,
    RequestChanged,
)
from ibmonitor.domain.records import Link, LinkState, Request

K = TypeVar("K")
V = TypeVar("V")

_UNKNOWN = {"api_settings": None, "server_version": None, "connection_time": "", "clock_ahead": None}
"""What a connection that has not said anything yet says of itself."""

LinkFact = LinkChanged | LinkMoved | ManagedAccounts | ConfigResponse | ClockCompared | RequestChanged | ReceiveFA


def apply_to_link(link: Link, event: LinkFact) -> bool:
    """Write one fact; return whether the link is different from before."""
    match event:
        case LinkChanged():
            return _on_link_changed(link, event)
        case RequestChanged():
            return _put(link.requests, event.name, Request(event.name, event.progress, event.detail))
        case ReceiveFA():
            return _put(link.fa_xml, event.fa_data_type, event.xml)
        case _:
            return _set(link, *_fact(event))


def _fact(event: LinkMoved | ManagedAccounts | ConfigResponse | ClockCompared) -> tuple[str, object]:
    """Return which field of the link an event tells, and what."""
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
        # Another TWS: what was known of the last one would be told of this one.
        fresh = Link()
        for field in fields(Link):
            setattr(link, field.name, getattr(fresh, field.name))
        different = True
    if event.state is LinkState.CONNECTING:
        different = _forget_connection(link) or different
    told = {"state": event.state, "reason": event.reason, "host": event.host, "port": event.port}
    told |= {"client_id": event.client_id, "says_master": event.says_master}
    told |= {"next_try": event.next_try, "other_client_id": event.other_client_id}
    if event.server_version is not None:
        told["server_version"] = event.server_version
    if event.connection_time:
        told["connection_time"] = event.connection_time
    for name, known in told.items():
        different = _set(link, name, known) or different
    return different


def _forget_connection(link: Link) -> bool:
    """Forget what the last connection said of itself; the accounts are those of the rows still shown.

    The TWS that answers now may be of another version and set otherwise, and it has answered nothing yet.
    """
    different = bool(link.requests)
    link.requests = {}
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
