"""The numbers this program gives its own requests."""

from __future__ import annotations

FIRST_REQUEST_ID = 2_000_000_000
"""TWS names orders and requests in one field of its messages, and order ids can be of any size: which of the two is
meant follows from what has been asked, and high numbers only make it rare that both have one."""
