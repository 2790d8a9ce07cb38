"""From where the orders are seen: marks those that the connection's client knows by snapshots only."""

from __future__ import annotations

from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.visibility import is_master, sees_live


class LiveScope:
    """The client of the connection, and whether it is the master. Before the first connection it marks nothing."""

    def __init__(self) -> None:
        self._client_id: int | None = None
        self._is_master = False

    def follow(self, link: Link) -> bool:
        """Take over what is known of the client by now; return whether that is different from before."""
        if link.client_id is None:
            return False
        before = self._client_id, self._is_master
        self._client_id = link.client_id
        self._is_master = is_master(link.client_id, link.says_master, link.api_settings)
        return before != (self._client_id, self._is_master)

    def mark(self, order: Order) -> bool:
        """Note whether the connection is told of an order live; return whether that is different from before."""
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
