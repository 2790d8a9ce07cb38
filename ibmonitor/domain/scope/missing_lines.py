"""Lines of the scope report on what is not seen, and which setting would show it, in TWS or here."""

from __future__ import annotations

from collections.abc import Iterator

from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.scope.facts import Line, ScopeFacts

IN_TWS = "In TWS"
HERE = "Here"
IN_GATEWAY = "In IB Gateway"
DROPPED_ORDERS = (
    "For an advisor's login Gateway opens a “Financial Advisor Warning” at the first order. Orders that come while it "
    "is open are dropped with no status, no fill and no error, so none of them can be shown: close it in Gateway."
)
_API_SETTINGS = "Global Configuration > API > Settings"


def missing_lines(facts: ScopeFacts) -> tuple[Line, ...]:
    """What is missing (`name`), where it is set (`word`), and how (`sentence`)."""
    return tuple(_lines(facts))


def _lines(facts: ScopeFacts) -> Iterator[Line]:
    if facts.api_settings is not None and facts.says_master != facts.is_master:
        do = "check" if facts.is_master else "uncheck"
        yield Line("Agreement on the master client", HERE, f"Settings: {do} “This is the Master Client ID”.")
    if not facts.is_master:
        yield from _other_clients(facts)
    if facts.client_id != 0:
        sentence = "Settings: set “Client ID” to 0, which only one program at a time can be."
        yield Line("Manual orders live", HERE, sentence)
        sentence = f"{_API_SETTINGS}: set “Master API client ID” to 0 and connect as client 0."
        yield Line("All orders live", IN_TWS, sentence)
    else:
        yield from _bound_orders(facts)
    if facts.read_only:
        sentence = f"{_API_SETTINGS}: uncheck “Read-Only API”. Other API programs can then trade; this one never can."
        yield Line("Completed orders", IN_TWS, sentence)
    if any(map(is_master_account, facts.accounts)):
        yield Line("Orders dropped by Gateway", IN_GATEWAY, DROPPED_ORDERS)
    if facts.completed_orders_api_only:
        sentence = "Settings: uncheck “Completed orders of API programs only”."
        yield Line("Completed orders made in TWS", HERE, sentence)
    if facts.refresh_seconds == 0 and not facts.sees_everything_live:
        yield Line("Polling without Refresh", HERE, "Settings: set “Poll open orders every” above 0.")
    if facts.progress(RequestKind.OPEN_ORDERS) in (RequestProgress.REFUSED, RequestProgress.NO_ANSWER):
        yield from _download(facts)
    sentence = "Trade Log: choose more days under “Show trades for …”, then Refresh here. IB Gateway has no such log."
    yield Line("Fills of earlier days", IN_TWS, sentence)


def _other_clients(facts: ScopeFacts) -> Iterator[Line]:
    name = "Orders of other API clients live"
    sentence = f"{_API_SETTINGS}: set “Master API client ID” to {facts.client_id}."
    if facts.master_id is not None:
        sentence += f" It is {facts.master_id} now."
    if facts.api_settings is None:
        sentence += " Then check “This is the Master Client ID” in the settings here."
    yield Line(name, IN_TWS, sentence)
    if facts.master_id is not None:
        sentence = f"Settings: set “Client ID” to {facts.master_id}, TWS's master, if no other program uses it."
        yield Line(name, HERE, sentence)


def _bound_orders(facts: ScopeFacts) -> Iterator[Line]:
    if facts.read_only:
        sentence = f"{_API_SETTINGS}: uncheck “Read-Only API”, without which nothing is bound."
        yield Line("API order IDs of manual orders", IN_TWS, sentence)
    elif not facts.auto_bind:
        sentence = (
            "Settings: check “Bind orders made in TWS (auto-bind)”. It changes those orders: see the warning there."
        )
        yield Line("API order IDs of manual orders", HERE, sentence)
    elif facts.flag("useNegativeAutoRange") is not True:
        sentence = f"{_API_SETTINGS}: check “Use negative numbers to bind automatic orders”."
        yield Line("Distinct order IDs for bound orders", IN_TWS, sentence)


def _download(facts: ScopeFacts) -> Iterator[Line]:
    if facts.flag("downloadOpenOrdersOnConnection") is not True:
        sentence = f"{_API_SETTINGS}: check “Download open orders on connection”, then reconnect."
        yield Line("Own open orders without the list", IN_TWS, sentence)
