"""Links orders to their parents: by the parent's permId where TWS sends it, else by client and order id."""

from __future__ import annotations

from ibmonitor.domain.blotter.order_book import OrderBook
from ibmonitor.domain.records.field_values import id_in
from ibmonitor.domain.records.records import Order

_Key = int | tuple[int | None, int]
"""A permId, or a client id with an order id."""


class Parents:
    """Links orders to their parents, in either order of arrival."""

    def __init__(self, order_book: OrderBook) -> None:
        self._order_book = order_book
        self._children: dict[_Key, dict[Order, None]] = {}
        """By the key of their parent."""

    def clear(self) -> None:
        """Remove everything."""
        self._children.clear()

    def link(self, order: Order) -> tuple[Order, ...]:
        """Link an order to its parent and its children to it; return the children."""
        key = _parent_key(order)
        if key is None:
            order.parent = None
        else:
            self._children.setdefault(key, {})[order] = None
            parent = self._find(key)
            order.parent = None if parent is order else parent
        if not self._children:
            return ()
        keys: tuple[_Key, ...] = (order.perm_id or 0, (order.client_id, order.order_id or 0))
        children = dict.fromkeys(child for each in keys for child in self._children.get(each, ()))
        children = {child: None for child in children if child is not order and self._find(_parent_key(child)) is order}
        for child in children:
            child.parent = order
        return tuple(children)

    def _find(self, key: _Key | None) -> Order | None:
        if isinstance(key, int):
            return self._order_book.by_perm_id(key)
        if key is None or key[0] is None:
            return None
        return self._order_book.by_client(key[0], key[1])


def _parent_key(order: Order) -> _Key | None:
    perm_id = id_in(order.order_fields, "parentPermId")
    if perm_id:
        return perm_id
    return (order.client_id, order.parent_id) if order.parent_id else None
