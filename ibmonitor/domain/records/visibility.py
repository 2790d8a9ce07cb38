"""Which orders a connection gets live updates of. The sentences about it are in `scope/summary.py`."""

from __future__ import annotations

from collections.abc import Mapping

MANUAL_ORDERS_CLIENT = 0
"""The client ID that sees, and can bind, the orders placed by hand in TWS."""


def is_master(client_id: int, says_master: bool, api_settings: Mapping[str, object] | None) -> bool:
    """Whether this client is TWS's master client: TWS's own settings win over the user's.

    `api_settings` are TWS's own, or `None` where they could not be read; settings without a master client ID have none.
    """
    return says_master if api_settings is None else master_id(api_settings) == client_id


def sees_live(*, client_id: int, is_master: bool, order_client_id: int | None, order_id: int | None) -> bool:
    """Whether this connection gets live updates of an order of that client.

    Every client gets those of its own orders, client 0 those of manual orders (TWS's and FIX's) too, and the master
    client those of all API clients. A manual order has client ID 0 and an order ID that is 0, or negative once it is
    bound. Source: IB, "ClientId 0 and the Master Client ID". An order whose client is not known counts as live: the
    lists of orders contain the client, so the order was reported in another way.
    """
    if order_client_id is None or order_client_id == client_id:
        return True
    is_manual = order_client_id == MANUAL_ORDERS_CLIENT and (order_id is None or order_id <= 0)
    return is_master and not is_manual


def master_id(api_settings: Mapping[str, object]) -> int | None:
    """TWS's master client ID; `None` where its settings have none."""
    named = api_settings.get("masterClientId")
    return named if isinstance(named, int) else None
