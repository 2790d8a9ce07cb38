"""The findings of a connection test in plain sentences, with IB's own names of menus and settings."""

from __future__ import annotations

from collections.abc import Sequence

from ibmonitor.domain.connection_test.verdict import (
    USUAL_PORTS,
    Attempt,
    Finding,
    Found,
    Line,
    Mark,
    Verdict,
    mark_of,
)

WHERE_IN_TWS = "File (or Edit) > Global Configuration > API > Settings"
WHERE_IN_GATEWAY = "Configure > Settings > API > Settings"
"""Where the API's settings are."""

_WHERE = f"These settings are in TWS under {WHERE_IN_TWS}, in IB Gateway under {WHERE_IN_GATEWAY}."
_START = "Start TWS or IB Gateway, and log in."
_ENABLE = "Check Enable ActiveX and Socket Clients in TWS's API settings. IB Gateway has it on."
_COMPARE = "Compare Socket port there with the port here."
_TRUST = "Add this computer's address to Trusted IPs in the API settings of TWS or IB Gateway."
_NOT_ONLY_LOCAL = "Uncheck Allow connections from localhost only there."
_LOOK_AT_TWS = "Look at TWS's window: if it asks whether to accept an incoming connection, accept it, then test again."

_SENTENCES = {
    Found.NOT_TRIED: "This cannot be tested. {detail}",
    Found.UNKNOWN_HOST: "There is no computer named “{host}”.",
    Found.UNREACHABLE: "{peer} cannot be reached: {detail}.",
    Found.TIMED_OUT: "{peer} did not answer within {detail} seconds.",
    Found.REFUSED: "No TWS or Gateway is listening on {peer}.",
    Found.LISTENS: "{peer} accepts connections.",
    Found.CLOSED_AT_ONCE: "{peer} accepted the connection and closed it at once.",
    Found.SILENT: "{peer} accepts connections but does not answer.",
    Found.NOT_TWS: "{peer} answers, but not as TWS does: another program uses this port.",
    Found.TOO_OLD: "The TWS at {peer} is too old: its API server version is {detail}.",
    Found.ANSWERED: "TWS or IB Gateway answers there, with API server version {detail}.",
    Found.CLIENT_ID_IN_USE: "Client ID {client_id} is in use by another program connected to {peer}.",
    Found.NEVER_READY: "{peer} answered but did not become ready.",
    Found.CLOSED_BEFORE_READY: "{peer} closed the connection before it was ready: {detail}.",
    Found.CLIENT_ID_FREE: "Client ID {client_id} is free, and TWS has accepted it.",
    Found.NO_ACCOUNTS: "TWS has accepted the connection but reported no accounts.",
    Found.ACCOUNTS: "TWS has reported {detail}.",
    Found.IB_LOST: "{detail}",
    Found.READ_ONLY_ON: "Read-Only API is checked. TWS then refuses to list completed orders; all open orders, fills, "
    "commissions and messages are shown.",
    Found.READ_ONLY_OFF: "Read-Only API is not checked. This program cannot trade either way.",
    Found.MASTER_IS_THIS: "Client ID {client_id} is TWS's Master API client ID: the orders of all API programs come "
    "live.",
    Found.MASTER_IS_OTHER: "TWS's Master API client ID is {detail}, not {client_id}: orders of other programs come as "
    "a snapshot, polled at an interval.",
    Found.MASTER_IS_NONE: "TWS has no Master API client ID: orders of other programs come as a snapshot, polled "
    "at an interval.",
    Found.FAILED: "Something went wrong inside this program, so the test has no result.",
}

_TO_DO: dict[Found, tuple[str, ...]] = {
    Found.UNKNOWN_HOST: ("Check the host here. For this computer it is 127.0.0.1.",),
    Found.UNREACHABLE: (
        "Check the host here, the network, and the firewall of that computer.",
        "For this computer the host is 127.0.0.1.",
    ),
    Found.TIMED_OUT: (
        "Check the host here, and that the computer is on.",
        "A firewall can keep a connection waiting like this: have that of TWS's computer let in this port.",
    ),
    Found.REFUSED: (_START, _ENABLE, _COMPARE, _WHERE),
    Found.SILENT: ("TWS may be starting, showing a dialog, or frozen.", _LOOK_AT_TWS),
    Found.NOT_TWS: ("Check host and port here.", _COMPARE, _WHERE),
    Found.TOO_OLD: ("Update TWS or IB Gateway.",),
    Found.CLIENT_ID_IN_USE: (
        "Choose another client ID here: any number that no other program uses on that TWS.",
        "Or close the other program.",
    ),
    Found.NEVER_READY: (_LOOK_AT_TWS, "Check that TWS has finished logging in."),
    Found.CLOSED_BEFORE_READY: ("Check that TWS has finished logging in, then test again.",),
    Found.NO_ACCOUNTS: ("Check that TWS has finished logging in, then test again.",),
    Found.IB_LOST: (
        "What is shown may be out of date until it is back. TWS reconnects automatically.",
        "Look at TWS's window, and at the internet connection of its computer.",
    ),
    Found.FAILED: ("The log has what happened; please report it.",),
}


def verdict(findings: Sequence[Finding]) -> Verdict:
    """Return the result of a test. Raises `ValueError` without a finding."""
    marks = [mark_of(finding.found) for finding in findings]
    if not findings:
        raise ValueError("a test finds something")
    for mark in (Mark.WRONG, Mark.LOOK):
        if mark in marks:
            worst = findings[marks.index(mark)]
            other_client_id = worst.attempt.client_id + 1 if worst.found is Found.CLIENT_ID_IN_USE else None
            return Verdict(
                mark,
                headline(worst),
                _all_to_do(findings),
                _lines(findings, but=worst),
                worst.other_port,
                other_client_id,
            )
    attempt = findings[0].attempt
    return Verdict(Mark.OK, f"Everything works: TWS answers at {attempt.peer}.", (), _lines(findings))


def in_use_here(attempt: Attempt) -> Verdict:
    """Return the result for the connection that this window already has: a test would find its client ID in use."""
    return Verdict(
        Mark.OK,
        f"This window itself uses client ID {attempt.client_id} at {attempt.peer}.",
        ("To test it anyway, disconnect first: TWS takes each client ID only once at a time.",),
    )


def headline(finding: Finding) -> str:
    """Return a finding in one sentence."""
    attempt = finding.attempt
    said = _SENTENCES[finding.found].format(
        peer=attempt.peer, host=attempt.host, client_id=attempt.client_id, detail=finding.detail
    )
    if finding.other_port is None:
        return said
    return f"{said.removesuffix('.')}, but TWS answers at port {finding.other_port}."


def _lines(findings: Sequence[Finding], but: Finding | None = None) -> tuple[Line, ...]:
    return tuple(Line(mark_of(each.found), headline(each)) for each in findings if each is not but)


def _all_to_do(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(step for finding in findings for step in _to_do(finding))


def _to_do(finding: Finding) -> tuple[str, ...]:
    match finding.found:
        case Found.REFUSED:
            return _to_do_of_refusal(finding)
        case Found.CLOSED_AT_ONCE:
            return _to_do_of_closing(finding.attempt)
        case found:
            return _TO_DO.get(found, ())


def _to_do_of_refusal(finding: Finding) -> tuple[str, ...]:
    tried, other = finding.attempt.port, finding.other_port
    usual = f"{tried} is the usual port of {USUAL_PORTS[tried]}." if tried in USUAL_PORTS else ""
    if other is not None:
        name = f"{other} is the usual port of {USUAL_PORTS[other]}." if other in USUAL_PORTS else ""
        choice = f"Use port {other} here if that is the one you mean. Else start the other one, and log in."
        return tuple(filter(None, (f"{usual} {name}".strip(), choice)))
    nor = "TWS does not answer at the other usual ports either. Is it running?"
    return (*_TO_DO[Found.REFUSED], f"{usual} {nor}".strip())


def _to_do_of_closing(attempt: Attempt) -> tuple[str, ...]:
    """Return the possible reasons why TWS closed the connection: it does not report which."""
    elsewhere = (_NOT_ONLY_LOCAL,) if attempt.is_elsewhere else ()
    return (_TRUST, *elsewhere, _ENABLE, "Check that no more than 32 programs are connected to it.", _WHERE)
