"""The facts of the connection in words. No widgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

from ibmonitor.domain.records.host import host_and_port
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import short_time_text

STATE_WORDS = {
    LinkState.DOWN: "Not connected",
    LinkState.WAITING: "Reconnecting",
    LinkState.CONNECTING: "Connecting…",
    LinkState.SYNCHRONISING: "Synchronizing…",
    LinkState.UP: "Connected",
    LinkState.CUT_OFF: "TWS has lost its connection to IB",
}


_CLOCKS_DIFFER = timedelta(seconds=2)
"""A larger difference is shown: TWS's times and this computer's times do not match then."""


def state_words(link: Link, now: datetime | None = None) -> str:
    """The state; while waiting for the next attempt, how long until then."""
    if link.state is not LinkState.WAITING or link.next_try is None:
        return STATE_WORDS[link.state]
    seconds = ceil((link.next_try - (now or datetime.now(UTC))).total_seconds())
    return f"Reconnecting in {seconds} s" if seconds > 0 else "Reconnecting…"


def stale_words(since: datetime) -> str:
    """How old everything shown is."""
    return f"Disconnected. Data as of {short_time_text(since)}."


def other_client_id_hint(link: Link) -> str:
    """What it means to connect with another client ID."""
    hint = f"Client ID {link.client_id} is in use by another program. This connects with another one and keeps it."
    if link.client_id == 0:
        hint += " Only client 0 gets live updates of orders made in TWS."
    elif link.says_master:
        hint += " Only the Master Client ID gets live updates of the orders of all clients."
    return hint


def problems(link: Link) -> str:
    """In one line, what else is wrong with the connection; empty if nothing is."""
    incomplete = request_problems(link)
    parts = [f"Incomplete: {'; '.join(incomplete)}"] if incomplete else []
    return " · ".join([*filter(None, [clock_words(link.clock_ahead)]), *parts])


def clock_words(ahead: timedelta | None) -> str:
    """How far TWS's clock differs from this computer's; empty if that does not matter."""
    if ahead is None or abs(ahead) <= _CLOCKS_DIFFER:
        return ""
    seconds = round(abs(ahead).total_seconds())
    words = f"{seconds:,} s" if seconds < 120 else f"{round(seconds / 60):,} minutes"
    return f"TWS's clock is {words} {'ahead of' if ahead > timedelta() else 'behind'} this computer's"


SIMULATED = "Simulated"
"""The kind of the accounts of this program's own simulated TWS, whatever their names."""


def kind_of_accounts(accounts: tuple[str, ...], *, simulated: bool = False) -> str:
    """Paper or Live, by the names of the accounts: IB's paper accounts begin with D. Empty when unknown."""
    if not accounts:
        return ""
    if simulated:
        return SIMULATED
    paper = [account.upper().startswith("D") for account in accounts]
    if all(paper):
        return "Paper"
    return "Live" if not any(paper) else "Live and paper"


def address(link: Link) -> str:
    if not link.host or link.port is None:
        return ""
    return host_and_port(link.host, link.port)


def details(link: Link) -> list[str]:
    """The connection: address, client ID, and the server's version while connected."""
    parts = [address(link)]
    if link.client_id is not None:
        parts.append(f"client {link.client_id}")
    if link.server_version is not None and link.state not in (LinkState.DOWN, LinkState.WAITING):
        parts.append(f"server version {link.server_version}")
    return [part for part in parts if part]


def accounts_text(link: Link, *, simulated: bool = False) -> str:
    if not link.accounts:
        return ""
    word = "account" if len(link.accounts) == 1 else "accounts"
    kind = kind_of_accounts(link.accounts, simulated=simulated)
    return f"{kind} {word} {', '.join(map(ACCOUNT_NAMES.name, link.accounts))}"


def request_problems(link: Link) -> list[str]:
    """The requests that were refused or not answered: their data is missing from the tables."""
    found = []
    for request in link.requests.values():
        if request.kind is RequestKind.QUERY:
            # The user's own request: its dialog shows the problem.
            continue
        if request.progress in (RequestProgress.NO_ANSWER, RequestProgress.REFUSED):
            detail = f", {request.detail}" if request.detail else ""
            found.append(f"{request.title}: {request.progress.value}{detail}")
    return found


def title(link: Link, profile: str = "", *, simulated: bool = False) -> str:
    """The window's title: the profile, the connection and its state, the name of the program."""
    kind = kind_of_accounts(link.accounts, simulated=simulated)
    if link.state is LinkState.UP:
        words = " ".join(filter(None, (kind.upper() if kind == "Live" else kind, address(link))))
    else:
        words = " ".join(filter(None, (SIMULATED if simulated else "", STATE_WORDS[link.state], address(link))))
    return " — ".join(filter(None, (profile, words, "IB Monitor")))
