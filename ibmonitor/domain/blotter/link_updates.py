"""What events say about the connection itself, written into the `Link`."""

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
            return _on_receive_fa(link, event)
        case _:
            return _set(link, *_fact(event))


def take_account_asked(link: Link, event: AccountAsked, now: datetime) -> bool:
    """Note how the request for one account's executions stands; return whether that is different from before."""
    known = link.account_answers.get(event.account)
    asked = now if known is None or event.progress is RequestProgress.RUNNING else known.asked
    return _put(link.account_answers, event.account, AccountAnswer(event.progress, asked, event.detail))


def _on_receive_fa(link: Link, event: ReceiveFA) -> bool:
    """Take over groups or aliases; raises `FaXmlError` where they cannot be read, and what is known stays."""
    match event.fa_data_type:
        case fa_groups.FA_GROUPS:
            return _set(link, "groups", fa_xml.parse_groups(event.xml))
        case fa_groups.FA_ALIASES:
            return _set(link, "aliases", fa_xml.parse_aliases(event.xml))
        case _:
            return False


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
    if event.reason:
        link.failures.add(event.reason)
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
