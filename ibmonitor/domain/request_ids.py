"""The numbers this program gives its own requests."""

from __future__ import annotations

FIRST_REQUEST_ID = 2_000_000_000
"""TWS names orders and requests in one field of its messages; ids from here on are never taken for an order's.

Above the order ids that programs make from the clock, seconds since 1970 (1.8e9 in 2027), and below 2**31 - 1, which
is TWS's unset integer."""
