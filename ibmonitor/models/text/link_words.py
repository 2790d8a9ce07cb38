"""The facts of the connection in words. No widgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

from ibmonitor.domain.query.query import is_query
from ibmonitor.domain.records.host import host_and_port
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import short_time_text

STATE_WORDS = {
    LinkState.DOWN: "Not connected",
    LinkState.WAITING: "Reconnecting",
    LinkState.CONNECTING: "Connecting…",
    LinkState.SYNCHRONISING: "Synchronising…",
    LinkState.UP: "Connected",
    LinkState.CUT_OFF: "TWS has lost its connection to IB",
}


_CLOCKS_DIFFER = timedelta(seconds=2)
"""More than this is worth telling: the times TWS tells and those of this computer do not fit together then."""


def state_words(link: Link, now: datetime | None = None) -> str:
    """Name the state; while waiting for the next try, how long it is until then."""
    if link.state is not LinkState.WAITING or link.next_try is None:
        return STATE_WORDS[link.state]
    seconds = ceil((link.next_try - (now or datetime.now(UTC))).total_seconds())
    return f"Reconnecting in {seconds} s" if seconds > 0 else "Reconnecting…"


def stale_words(since: datetime) -> str:
    """Say how old everything is that is shown."""
    return f"Disconnected. Data as of {short_time_text(since)}."


def other_client_id_hint(link: Link) -> str:
    """Say what taking another client id means."""
    hint = f"Client ID {link.client_id} is in use by another program. This connects with another one and keeps it."
    if link.client_id == 0:
        hint += " Only client 0 gets live updates of orders made in TWS."
    elif link.says_master:
        hint += " Only the Master Client ID gets live updates of the orders of all clients."
    return hint


def problems(link: Link) -> str:
    """Say in one line what else there is to know of the connection; empty when all is well."""
    incomplete = request_problems(link)
    parts = [f"Incomplete: {'; '.join(incomplete)}"] if incomplete else []
    return " · ".join([*filter(None, [clock_words(link.clock_ahead)]), *parts])


def clock_words(ahead: timedelta | None) -> str:
    """Say how far TWS's clock and this computer's are apart; empty while that does not matter."""
    if ahead is None or abs(ahead) <= _CLOCKS_DIFFER:
        return ""
    seconds = round(abs(ahead).total_seconds())
    words = f"{seconds:,} s" if seconds < 120 else f"{round(seconds / 60):,} minutes"
    return f"TWS's clock is {words} {'ahead of' if ahead > timedelta() else 'behind'} this computer's"


def kind_of_accounts(accounts: tuple[str, ...]) -> str:
    """Tell "Paper" from "Live" by the names of the accounts: IB's paper accounts begin with D. Empty when unknown."""
    if not accounts:
        return ""
    paper = [account.upper().startswith("D") for account in accounts]
    if all(paper):
        return "Paper"
    return "Live" if not any(paper) else "Live and paper"


def address(link: Link) -> str:
    if not link.host or link.port is None:
        return ""
    return host_and_port(link.host, link.port)


def details(link: Link) -> list[str]:
    """Name the ends of the connection: address, client, and the server's version while there is one."""
    parts = [address(link)]
    if link.client_id is not None:
        parts.append(f"client {link.client_id}")
    if link.server_version is not None and link.state not in (LinkState.DOWN, LinkState.WAITING):
        parts.append(f"server version {link.server_version}")
    return [part for part in parts if part]


def accounts_text(link: Link) -> str:
    if not link.accounts:
        return ""
    word = "account" if len(link.accounts) == 1 else "accounts"
    return f"{kind_of_accounts(link.accounts)} {word} {', '.join(map(ACCOUNT_NAMES.name, link.accounts))}"


def request_problems(link: Link) -> list[str]:
    """Say which requests were refused or went unanswered: what they would have brought is missing from the tables."""
    found = []
    for request in link.requests.values():
        if is_query(request.name):
            # The user's own, whom its dialog has told.
            continue
        if request.progress in (RequestProgress.NO_ANSWER, RequestProgress.REFUSED):
            detail = f", {request.detail}" if request.detail else ""
            found.append(f"{request.name}: {request.progress.value}{detail}")
    return found


def title(link: Link, profile: str = "") -> str:
    """Give the window's title: what it shows and how far it can be trusted, the profile and the connection first."""
    kind = kind_of_accounts(link.accounts)
    if link.state is LinkState.UP:
        words = " ".join(filter(None, (kind.upper() if kind == "Live" else kind, address(link))))
    else:
        words = " ".join(filter(None, (STATE_WORDS[link.state], address(link))))
    return " — ".join(filter(None, (profile, words, "IB Monitor")))
