"""Marks the orders that this connection's client sees only in snapshots."""

from __future__ import annotations

from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.visibility import is_master, sees_live


class LiveScope:
    """The connection's client ID, and whether it is the master client. Marks nothing before the first connection."""

    def __init__(self) -> None:
        self._client_id: int | None = None
        self._is_master = False

    def update(self, link: Link) -> bool:
        """Read the client ID and master setting from the link; return whether either has changed."""
        if link.client_id is None:
            return False
        before = self._client_id, self._is_master
        self._client_id = link.client_id
        self._is_master = is_master(link.client_id, link.says_master, link.api_settings)
        return before != (self._client_id, self._is_master)

    def mark(self, order: Order) -> bool:
        """Record whether the connection gets live updates of an order; return whether that has changed."""
        if self._client_id is None:
            return False
        seen_live = sees_live(
            client_id=self._client_id,
            is_master=self._is_master,
            order_client_id=order.client_id,
            order_id=order.order_id,
        )
        before, order.by_snapshot = order.by_snapshot, not seen_live
        return before != order.by_snapshot
