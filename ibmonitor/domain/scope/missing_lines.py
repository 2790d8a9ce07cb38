"""Lines of the scope report on what is not seen, and which setting would show it, in TWS or here."""

from __future__ import annotations

from collections.abc import Iterator

from ibmonitor.domain.records.accounts import is_master_account
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import OPEN_ORDERS
from ibmonitor.domain.scope.basis import Line, ScopeFacts

IN_TWS = "In TWS"
HERE = "Here"
IN_GATEWAY = "In IB Gateway"
DROPPED_ORDERS = (
    "For an advisor's login Gateway opens a “Financial Advisor Warning” at the first order. Orders that come while it "
    "is open are dropped with no status, no fill and no error, so nothing of them can be shown: close it in Gateway."
)
_API_SETTINGS = "Global Configuration > API > Settings"


def missing(basis: ScopeFacts) -> tuple[Line, ...]:
    """What is missing (`name`), where it is set (`word`), and how (`sentence`)."""
    return tuple(_lines(basis))


def _lines(basis: ScopeFacts) -> Iterator[Line]:
    if basis.api_settings is not None and basis.says_master != basis.is_master:
        do = "tick" if basis.is_master else "untick"
        yield Line("Agreement on the master client", HERE, f"Settings: {do} “This is the Master Client ID”.")
    if not basis.is_master:
        yield from _other_clients(basis)
    if basis.client_id != 0:
        sentence = "Settings: set “Client ID” to 0, which only one program at a time can be."
        yield Line("Manual orders live", HERE, sentence)
        sentence = f"{_API_SETTINGS}: set “Master API client ID” to 0 and connect as client 0."
        yield Line("All orders live", IN_TWS, sentence)
    else:
        yield from _bound_orders(basis)
    if basis.read_only:
        sentence = f"{_API_SETTINGS}: untick “Read-Only API”. Other API programs can then trade; this one never can."
        yield Line("Completed orders", IN_TWS, sentence)
    if any(map(is_master_account, basis.accounts)):
        yield Line("Orders dropped by Gateway", IN_GATEWAY, DROPPED_ORDERS)
    if basis.completed_orders_api_only:
        sentence = "Settings: untick “Completed orders of API programs only”."
        yield Line("Completed orders made in TWS", HERE, sentence)
    if basis.refresh_seconds == 0 and not basis.sees_everything_live:
        yield Line("Polling without Refresh", HERE, "Settings: set “Poll open orders every” above 0.")
    if basis.progress(OPEN_ORDERS) in (RequestProgress.REFUSED, RequestProgress.NO_ANSWER):
        yield from _download(basis)
    sentence = "Trade Log: choose more days under “Show trades for …”, then Refresh here. IB Gateway has no such log."
    yield Line("Fills of earlier days", IN_TWS, sentence)


def _other_clients(basis: ScopeFacts) -> Iterator[Line]:
    name = "Orders of other API clients live"
    sentence = f"{_API_SETTINGS}: set “Master API client ID” to {basis.client_id}."
    if basis.master_id is not None:
        sentence += f" It is {basis.master_id} now."
    if basis.api_settings is None:
        sentence += " Then tick “This is the Master Client ID” in the settings here."
    yield Line(name, IN_TWS, sentence)
    if basis.master_id is not None:
        sentence = f"Settings: set “Client ID” to {basis.master_id}, TWS's master, if no other program uses it."
        yield Line(name, HERE, sentence)


def _bound_orders(basis: ScopeFacts) -> Iterator[Line]:
    if basis.read_only:
        sentence = f"{_API_SETTINGS}: untick “Read-Only API”, without which nothing is bound."
        yield Line("API order IDs of manual orders", IN_TWS, sentence)
    elif not basis.auto_bind:
        sentence = (
            "Settings: tick “Bind orders made in TWS (auto-bind)”. It changes those orders: see the warning there."
        )
        yield Line("API order IDs of manual orders", HERE, sentence)
    elif basis.flag("useNegativeAutoRange") is not True:
        sentence = f"{_API_SETTINGS}: tick “Use negative numbers to bind automatic orders”."
        yield Line("Distinct order IDs for bound orders", IN_TWS, sentence)


def _download(basis: ScopeFacts) -> Iterator[Line]:
    if basis.flag("downloadOpenOrdersOnConnection") is not True:
        sentence = f"{_API_SETTINGS}: tick “Download open orders on connection”, then reconnect."
        yield Line("Own open orders without the list", IN_TWS, sentence)
