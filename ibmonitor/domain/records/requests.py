"""Names of this program's requests that the domain draws conclusions from."""

from __future__ import annotations

OPEN_ORDERS = "open orders"
"""reqAllOpenOrders: the open orders of all clients and of TWS."""

OWN_ORDERS = "orders of this client"
"""reqOpenOrders: the open orders of this client id; client 0 binds by it."""
EXECUTIONS = "executions"
"""reqExecutions without a filter."""
COMPLETED_ORDERS = "completed orders"
"""reqCompletedOrders."""
BINDING = "binding of manual orders"
"""reqAutoOpenOrders."""
GROUPS = "advisor groups"
"""requestFA for the account groups."""
ALIASES = "account aliases"
"""requestFA for the aliases of accounts."""
SUB_ACCOUNTS = "executions of sub-accounts"
"""reqExecutions with an account, for each of an advisor's sub-accounts."""
