"""Names of this program's requests that the domain draws conclusions from."""

from __future__ import annotations

OPEN_ORDERS = "open orders"
"""reqAllOpenOrders: the open orders of all clients and of TWS."""
