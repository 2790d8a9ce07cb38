"""Names of the program's requests that decide something in the domain, and the first of their ids."""

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

FIRST_REQUEST_ID = 2_000_000_000
"""The first of this program's own request ids. TWS names orders and requests in one field of its messages, and order
ids can be of any size: only what has been asked shows which is meant. High numbers make it rare that both have one."""
