"""Which orders a connection hears of live, by its client ID and by whether it is TWS's master client."""

from __future__ import annotations

from collections.abc import Mapping

TWS_CLIENT = 0
"""The client ID of manual TWS orders and of FIX's, and of the one client that hears of them."""


def is_master(*, client_id: int, says_master: bool, api_settings: Mapping[str, object] | None) -> bool:
    """Whether this client is the master: by TWS's own settings, or where they could not be read by the user's."""
    return says_master if api_settings is None else api_settings.get("masterClientId") == client_id


def sees_live(*, client_id: int, is_master: bool, order_client_id: int | None) -> bool:
    """Whether the connection is told at once what happens to an order of that client.

    Every client hears of its own orders, client 0 of TWS's and FIX's too, and the master of all API clients' (IB,
    "ClientId 0 and the Master Client ID"). An order whose client is not known is taken for one that it hears of.
    """
    if order_client_id is None or order_client_id == client_id:
        return True
    return is_master and order_client_id != TWS_CLIENT
