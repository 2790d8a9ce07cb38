"""The numbers this program gives its own requests."""

from __future__ import annotations

FIRST_REQUEST_ID = 1_000_000_000
"""TWS names orders and requests in one field of its messages; ids from here on are never taken for an order's."""
