"""What this connection can see, what of it live, and what only as a snapshot, in plain sentences.

The rules are in `records/visibility.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ibmonitor.domain.records.visibility import is_master, master_id

_READ_ONLY = (
    "TWS's API is read-only: it does not list completed orders, so orders that ended earlier are missing and how an "
    "order ended may stay unknown; nor does it list a client's own open orders separately, so all open orders come "
    "from the list of all clients."
)
_NOT_LIVE = "are a snapshot, renewed at each refresh; their fills come with the refreshes, not live."


def describe_scope(
    *, client_id: int, says_master: bool, api_settings: Mapping[str, object] | None, auto_bind: bool
) -> str:
    """Return what TWS shows to this client, as one line of text.

    `says_master` is the setting here; `api_settings` are TWS's own, or `None` where they could not be read. TWS's
    count: without a master client ID there is no master. A difference between the two is mentioned. Source: IB,
    "ClientId 0 and the Master Client ID".
    """
    named = None if api_settings is None else master_id(api_settings)
    is_the_master = is_master(client_id, says_master, api_settings)
    is_read_only = api_settings is not None and api_settings.get("readOnlyApi") is True
    sentences = [
        _seen(client_id, is_master=is_the_master),
        _binding(is_read_only=is_read_only) if client_id == 0 and auto_bind else "",
        _disagreement(named, is_master=is_the_master, says_master=says_master, is_confirmed=api_settings is not None),
        _READ_ONLY if is_read_only else "",
    ]
    return " ".join(filter(None, sentences))


def _seen(client_id: int, *, is_master: bool) -> str:
    if client_id == 0 and is_master:
        return "Client 0 is the master client: it sees all orders live, of every API client, of TWS and of FIX."
    if is_master:
        return (
            f"Client {client_id} is the master client: it sees the orders of all API clients live; "
            f"manual TWS orders {_NOT_LIVE}"
        )
    if client_id == 0:
        return f"Client 0 sees its own orders and those of TWS and FIX live; orders of other API clients {_NOT_LIVE}"
    return f"Client {client_id} sees only its own orders live; orders of other API clients and of TWS {_NOT_LIVE}"


def _binding(*, is_read_only: bool) -> str:
    if is_read_only:
        return "Auto-bind is on, but cannot work while TWS's API is read-only: manual orders stay without an order ID."
    return "Auto-bind is on: manual orders get an API order ID."


def _disagreement(master_id: int | None, *, is_master: bool, says_master: bool, is_confirmed: bool) -> str:
    """Return where the settings here and TWS's differ, or that TWS's are not known; nothing where they agree."""
    if not is_confirmed:
        unconfirmed = "The settings here make it the master; TWS has not confirmed it."
        return unconfirmed if says_master else ""
    if is_master == says_master:
        return ""
    if is_master:
        return (
            f"TWS reports its master client ID as {master_id}, so this client is the master although the settings here "
            "do not mark it as such."
        )
    reported = "reports no master client" if master_id is None else f"reports {master_id} as the master client ID"
    return f"The settings here mark this client as the master, but TWS {reported}."
