"""The orders related to an order: its bracket, by the parent's IDs, and its OCA group.

An order ID is unique only within one client. Orders count as one OCA group if the group's name and the client are the
same, or the client of one of them is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from operator import attrgetter

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.value import value

Key = tuple[int, int]
"""Client id and order id."""
_SERIAL = attrgetter("serial")


@value
class Member:
    """One place in a bracket."""

    order: Order | None
    """`None` for a parent of which only the IDs are known."""
    name: str
    """The IDs of such a parent, in words; empty for a known order."""
    depth: int
    """Levels below the root: 0 for the root."""
    is_self: bool
    """Whether this is the order whose relatives they are."""


@value
class RelatedOrders:
    """The orders related to one order."""

    bracket: tuple[Member, ...]
    """The root parent first, each order followed by those attached to it; empty for an order without a bracket."""
    oca: tuple[Order, ...]
    """The other orders of its OCA group, in order of arrival."""


@value
class _Unknown:
    """The IDs of a parent that is not known."""

    perm_id: int
    key: tuple[int | None, int]
    is_ambiguous: bool = False


class Relations:
    """An index of the orders that are attached to others or in an OCA group: it finds those of one among all."""

    def __init__(
        self,
        by_perm_id: Callable[[int], Order | None],
        by_client: Callable[[int, int], Collection[Order]],
    ) -> None:
        """The functions find an order by its permId, and those with a client id and an order id."""
        self._by_perm_id = by_perm_id
        self._by_client = by_client
        self._keys: dict[Order, tuple[object, ...]] = {}
        """Of each order that is in the index, under what."""
        self._orders: dict[object, dict[Order, None]] = {}

    def update(self, orders: Iterable[Order]) -> None:
        """Add orders, or note that they have changed."""
        for order in orders:
            above = parent_perm_id(order)
            if order.parent_id or above or order.oca_group or order in self._keys:
                self._put(order, above)

    def _put(self, order: Order, above: int) -> None:
        by_key = (order.client_id, order.parent_id) if order.parent_id else 0
        keys = tuple(filter(None, (above, by_key, order.oca_group)))
        before = self._keys.get(order, ())
        if keys == before:
            return
        for key in before:
            del self._orders[key][order]
        for key in keys:
            self._orders.setdefault(key, {})[order] = None
        self._keys[order] = keys

    def forget(self, orders: Iterable[Order]) -> None:
        """Remove orders that were merged into others."""
        for order in orders:
            for key in self._keys.pop(order, ()):
                del self._orders[key][order]

    def of(self, order: Order) -> RelatedOrders:
        """Return the orders related to an order."""
        others = self._sorted(other for other in self._orders.get(order.oca_group or 0, ()) if other is not order)
        return RelatedOrders(self._around(order), tuple(other for other in others if _may_be_one_client(order, other)))

    def _around(self, order: Order) -> tuple[Member, ...]:
        """Return the whole bracket of an order."""
        root = self._root(order)
        if root is order and not self._children(order):
            return ()
        members = []
        seen: set[Order | _Unknown] = set()
        waiting: list[tuple[Order | _Unknown, int]] = [(root, 0)]
        while waiting:
            node, depth = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            known = node if isinstance(node, Order) else None
            name = "" if isinstance(node, Order) else _name_of(node)
            members.append(Member(known, name, depth, node is order))
            waiting += [(child, depth + 1) for child in reversed(self._children(node))]
        return tuple(members)

    def _children(self, node: Order | _Unknown) -> list[Order]:
        """Return the orders attached to one, in order of arrival."""
        key = (node.client_id, node.order_id) if isinstance(node, Order) else node.key
        near = {**self._orders.get(node.perm_id or 0, {}), **self._orders.get(key, {})}
        return self._sorted(child for child in near if self._parent(child) == node)

    def _sorted(self, orders: Iterable[Order]) -> list[Order]:
        return sorted(orders, key=_SERIAL)

    def _root(self, order: Order) -> Order | _Unknown:
        """Return the topmost parent; in a circle of parents, the last before it closes."""
        top, seen = order, {order}
        while (parent := self._parent(top)) is not None:
            if isinstance(parent, _Unknown):
                return parent
            if parent in seen:
                break
            seen.add(parent)
            top = parent
        return top

    def _parent(self, order: Order) -> Order | _Unknown | None:
        perm_id, order_id, client_id = parent_perm_id(order), order.parent_id or 0, order.client_id
        if not perm_id and not order_id:
            return None
        found = self._by_perm_id(perm_id) if perm_id else None
        if found is not None:
            return found if found is not order else None
        known = self._by_client(client_id, order_id) if client_id is not None and order_id else ()
        candidates = [other for other in known if other is not order]
        if perm_id:
            # An order with this order ID and another permId is a different order.
            candidates = [other for other in candidates if not other.perm_id]
        if len(candidates) == 1:
            return candidates[0]
        return _Unknown(perm_id, (client_id, order_id), len(candidates) > 1)


def _may_be_one_client(one: Order, other: Order) -> bool:
    return one.client_id is None or other.client_id is None or one.client_id == other.client_id


def parent_perm_id(order: Order) -> int:
    """TWS sends it in some messages only; 0 where it has not."""
    number = order.order_fields.get("parentPermId")
    return number if isinstance(number, int) else 0


def _name_of(parent: _Unknown) -> str:
    client_id, order_id = parent.key
    words = [f"Perm ID {parent.perm_id}"] if parent.perm_id else []
    if order_id:
        client = "of an unknown client" if client_id is None else f"of client {client_id}"
        words.append(f"Order ID {order_id} {client}")
    end = "several orders have it" if parent.is_ambiguous else "not known here"
    return f"{', '.join(words)}: {end}"


def are_near(order: Order, other: Order) -> bool:
    """Whether a change of the other order can change which orders are related to the order."""
    if order.oca_group and order.oca_group == other.oca_group:
        return True
    parent, others_parent = parent_perm_id(order), parent_perm_id(other)
    if (parent and parent in (other.perm_id, others_parent)) or (others_parent and others_parent == order.perm_id):
        return True
    if order.client_id != other.client_id:
        return False
    links = ((order.parent_id, other.order_id), (other.parent_id, order.order_id), (order.parent_id, other.parent_id))
    return any(one and one == another for one, another in links)
