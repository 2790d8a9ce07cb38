"""Which order another one is attached to: by the parent's permId where TWS sends it, else by the client's order id."""

from __future__ import annotations

from ibmonitor.domain.blotter.order_book import OrderBook
from ibmonitor.domain.records.field_values import id_in
from ibmonitor.domain.records.records import Order

_Name = int | tuple[int | None, int]
"""A permId, or a client id with an order id."""


class Parents:
    """Links orders to their parents, whichever of the two is described first."""

    def __init__(self, order_book: OrderBook) -> None:
        self._order_book = order_book
        self._children: dict[_Name, dict[Order, None]] = {}
        """By what they call their parent."""

    def clear(self) -> None:
        """Forget all."""
        self._children.clear()

    def link(self, order: Order) -> tuple[Order, ...]:
        """Link an order to its parent and its children to it; return the children."""
        name = _parent_name(order)
        if name is None:
            order.parent = None
        else:
            self._children.setdefault(name, {})[order] = None
            parent = self._find(name)
            order.parent = None if parent is order else parent
        if not self._children:
            return ()
        names: tuple[_Name, ...] = (order.perm_id or 0, (order.client_id, order.order_id or 0))
        children = dict.fromkeys(child for each in names for child in self._children.get(each, ()))
        children = {
            child: None for child in children if child is not order and self._find(_parent_name(child)) is order
        }
        for child in children:
            child.parent = order
        return tuple(children)

    def _find(self, name: _Name | None) -> Order | None:
        if isinstance(name, int):
            return self._order_book.by_perm_id(name)
        if name is None or name[0] is None:
            return None
        return self._order_book.by_client(name[0], name[1])


def _parent_name(order: Order) -> _Name | None:
    perm_id = id_in(order.order_fields, "parentPermId")
    if perm_id:
        return perm_id
    return (order.client_id, order.parent_id) if order.parent_id else None
