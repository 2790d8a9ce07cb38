"""Which orders a connection is told about live. The sentences about it are in `scope/summary.py`."""

from __future__ import annotations

from collections.abc import Mapping


def is_master(client_id: int, says_master: bool, api_settings: Mapping[str, object] | None) -> bool:
    """Whether this client is TWS's master client: TWS's word wins over what the user's settings say.

    `api_settings` are TWS's own, or `None` where they could not be read; settings without a master client ID name none.
    """
    return says_master if api_settings is None else master_id(api_settings) == client_id


def sees_live(*, client_id: int, is_master: bool, order_client_id: int | None, order_id: int | None) -> bool:
    """Whether this connection is told at once what happens to an order of that client.

    Every client is told of its own orders, client 0 of manual ones (TWS's and FIX's) too, and the master of those of
    all API clients; a manual order has client ID 0 and an order ID that is 0, or negative once it is bound. Source:
    IB, "ClientId 0 and the Master Client ID". An order whose client is not known counts as told of: the lists of
    orders that are asked for name the client, so it was heard of in another way.
    """
    if order_client_id is None or order_client_id == client_id:
        return True
    is_manual = order_client_id == 0 and (order_id is None or order_id <= 0)
    return is_master and not is_manual


def master_id(api_settings: Mapping[str, object]) -> int | None:
    """TWS's master client ID; `None` where its settings name none."""
    named = api_settings.get("masterClientId")
    return named if isinstance(named, int) else None
