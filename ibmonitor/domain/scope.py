"""What this connection can see, what of it live, and what only as a snapshot: in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping


def describe_scope(
    *, client_id: int, says_master: bool, api_settings: Mapping[str, object] | None, auto_bind: bool
) -> str:
    """Say what TWS shows to this client, as one line of text.

    `says_master` is what the user ticked; `api_settings` are TWS's own, or `None` where they could not be read. TWS's
    word wins where it names a master client, and a disagreement is told. Source: IB, "ClientId 0 and the Master
    Client ID".
    """
    settings = api_settings or {}
    master_id = settings.get("masterClientId")
    is_master = says_master if not isinstance(master_id, int) else master_id == client_id
    sentences = [_seen(client_id, is_master=is_master)]
    if client_id == 0 and auto_bind:
        sentences.append("Auto-bind is on: manual orders get an API order ID.")
    if isinstance(master_id, int) and says_master != is_master:
        sentences.append(
            f"TWS says its master client ID is {master_id}, so this client is the master although the settings here "
            "do not say so."
            if is_master
            else f"The settings here say that this client is the master, but TWS says the master client ID is "
            f"{master_id}."
        )
    elif says_master and not isinstance(master_id, int):
        sentences.append("That it is the master is what the settings here say; TWS has not confirmed it.")
    if settings.get("readOnlyApi") is True:
        sentences.append("TWS is in read-only mode and does not list completed orders.")
    return " ".join(sentences)


def _seen(client_id: int, *, is_master: bool) -> str:
    if client_id == 0 and is_master:
        return "Client 0 is the master client: it sees all orders live, of every API client, of TWS and of FIX."
    if is_master:
        return (
            f"Client {client_id} is the master client: it sees the orders of all API clients live; "
            "manual TWS orders are a snapshot, renewed at each refresh."
        )
    if client_id == 0:
        return (
            "Client 0 sees its own orders and those of TWS and FIX live; "
            "orders of other API clients are a snapshot, renewed at each refresh."
        )
    return (
        f"Client {client_id} sees only its own orders live; "
        "orders of other API clients and of TWS are a snapshot, renewed at each refresh."
    )
