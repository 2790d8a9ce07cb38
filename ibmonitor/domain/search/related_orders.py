"""The orders related to an order: its bracket, by the parent's IDs, and its OCA group.

An order ID is unique only within one client. Orders count as one OCA group if the group's name and the client are the
same, or the client of one of them is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.value import value

Key = tuple[int, int]
"""Client id and order id."""


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


def related_orders_of(order: Order, orders: Iterable[Order]) -> RelatedOrders:
    """Find the orders related to an order among all orders. Takes time in proportion to their number."""
    everything = tuple(orders)
    attached = [other for other in everything if parent_perm_id(other) or other.parent_id]
    bracket = _Brackets(attached, everything).around(order) if attached else ()
    group = order.oca_group
    oca = [other for other in everything if group and other.oca_group == group and other is not order]
    return RelatedOrders(bracket, tuple(other for other in oca if _may_be_one_client(order, other)))


def _may_be_one_client(one: Order, other: Order) -> bool:
    return one.client_id is None or other.client_id is None or one.client_id == other.client_id


def parent_perm_id(order: Order) -> int:
    """TWS sends it in some messages only; 0 where it has not."""
    number = order.order_fields.get("parentPermId")
    return number if isinstance(number, int) else 0


class _Brackets:
    """Which orders are attached to which."""

    def __init__(self, attached: Sequence[Order], orders: Sequence[Order]) -> None:
        perm_ids = {number for number in map(parent_perm_id, attached) if number}
        keys = {(child.client_id, child.parent_id) for child in attached if child.parent_id}
        self._by_perm_id = {order.perm_id: order for order in orders if order.perm_id in perm_ids}
        self._by_key: dict[tuple[int | None, int | None], list[Order]] = {}
        for order in orders:
            key = order.client_id, order.order_id
            if order.client_id is not None and key in keys:
                self._by_key.setdefault(key, []).append(order)
        self._children: dict[Order | _Unknown, list[Order]] = {}
        for child in attached:
            parent = self._parent(child)
            if parent is not None:
                self._children.setdefault(parent, []).append(child)

    def around(self, order: Order) -> tuple[Member, ...]:
        """Return the whole bracket of an order."""
        root = self._root(order)
        if root is order and order not in self._children:
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
            waiting += [(child, depth + 1) for child in reversed(self._children.get(node, ()))]
        return tuple(members)

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
        perm_id, order_id = parent_perm_id(order), order.parent_id or 0
        if not perm_id and not order_id:
            return None
        found = self._by_perm_id.get(perm_id) if perm_id else None
        if found is not None:
            return found if found is not order else None
        candidates = [other for other in self._by_key.get((order.client_id, order_id), ()) if other is not order]
        if perm_id:
            # An order with this order ID and another permId is a different order.
            candidates = [other for other in candidates if not other.perm_id]
        if len(candidates) == 1:
            return candidates[0]
        return _Unknown(perm_id, (order.client_id, order_id), len(candidates) > 1)


def _name_of(parent: _Unknown) -> str:
    client_id, order_id = parent.key
    words = [f"Perm ID {parent.perm_id}"] if parent.perm_id else []
    if order_id:
        client = "of an unknown client" if client_id is None else f"of client {client_id}"
        words.append(f"Order ID {order_id} {client}")
    end = "several orders have it" if parent.is_ambiguous else "not known here"
    return f"{', '.join(words)}: {end}"


def are_near(order: Order, other: Order) -> bool:
    """Whether a change of the other order can change what `related_orders_of` returns for the order."""
    if order.oca_group and order.oca_group == other.oca_group:
        return True
    parent, others_parent = parent_perm_id(order), parent_perm_id(other)
    if (parent and parent in (other.perm_id, others_parent)) or (others_parent and others_parent == order.perm_id):
        return True
    if order.client_id != other.client_id:
        return False
    links = ((order.parent_id, other.order_id), (other.parent_id, order.order_id), (order.parent_id, other.parent_id))
    return any(one and one == another for one, another in links)
