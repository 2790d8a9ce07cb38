"""Which orders belong to an order: its bracket, found by the parent's ids, and its OCA group. And the order's own ids.

An order id names an order only within one client. That orders are of one OCA group is assumed where the group's name
is the same and the client too, or where TWS has not told the client of one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ibmonitor.domain.records.records import HistoryKind, Order
from ibmonitor.domain.records.value import value

Key = tuple[int, int]
"""Client id and order id."""


@value
class Member:
    """One place in a bracket."""

    order: Order | None
    """`None` for a parent that is named and not known."""
    name: str
    """What is known of such a parent, in words; empty for a known order."""
    depth: int
    """How far below the root it stands: 0 for the root."""
    is_self: bool
    """Whether this is the order whose family it is."""


@value
class Family:
    """The orders that belong together with one order."""

    bracket: tuple[Member, ...]
    """The root parent first, each order followed by those attached to it; empty where the order stands alone."""
    oca: tuple[Order, ...]
    """The other orders of its OCA group, in order of arrival."""


@value
class Identifier:
    """One of an order's ids: what it is called, the id as text, and what is to be said of it."""

    name: str
    value: str
    """Empty where there is none."""
    note: str = ""
    query: str = ""
    """What finds the orders it names, in the words of `find.py`; empty where it names none."""
    is_superseded: bool = False


@value
class _Unknown:
    """A parent that is named by these ids, and is no order known here."""

    perm_id: int
    key: tuple[int | None, int]
    is_ambiguous: bool = False


def family_of(order: Order, orders: Iterable[Order]) -> Family:
    """Find the relatives of an order among all orders. Takes time with their number, whatever parents they name."""
    everything = tuple(orders)
    attached = [other for other in everything if _parent_perm_id(other) or other.parent_id]
    bracket = _Brackets(attached, everything).around(order) if attached else ()
    group = order.oca_group
    oca = [other for other in everything if group and other.oca_group == group and other is not order]
    return Family(bracket, tuple(other for other in oca if _may_be_one_client(order, other)))


def _may_be_one_client(one: Order, other: Order) -> bool:
    return one.client_id is None or other.client_id is None or one.client_id == other.client_id


def _parent_perm_id(order: Order) -> int:
    """TWS sends it in some messages only; 0 where it has not."""
    number = order.order_fields.get("parentPermId")
    return number if isinstance(number, int) else 0


class _Brackets:
    """Who is attached to whom."""

    def __init__(self, attached: Sequence[Order], orders: Sequence[Order]) -> None:
        perm_ids = {number for number in map(_parent_perm_id, attached) if number}
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
        """The whole bracket an order is part of."""
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
        """The parent's parent's parent; where parents go round in a circle, the last before it closes."""
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
        perm_id, order_id = _parent_perm_id(order), order.parent_id or 0
        if not perm_id and not order_id:
            return None
        found = self._by_perm_id.get(perm_id) if perm_id else None
        if found is not None:
            return found if found is not order else None
        candidates = [other for other in self._by_key.get((order.client_id, order_id), ()) if other is not order]
        if perm_id:
            # An order with this order id and another perm ID is not the one that is meant.
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


def identifiers_of(order: Order) -> list[Identifier]:
    """All the names an order has, had and gives: its ids, its parent's, its group's, and those of its executions."""
    parent_perm_id = _parent_perm_id(order)
    rows = [
        Identifier("Perm ID", _text(order.perm_id), _perm_id_note(order.perm_id), _named("perm", order.perm_id)),
        Identifier(
            "Order ID", _text(order.order_id), _order_id_note(order.order_id), _of_client(order, order.order_id)
        ),
        Identifier("Client ID", _text(order.client_id), _client_id_note(order.client_id), _client(order)),
    ]
    rows += [
        Identifier("Bound", entry.detail, "A manual order was given an API order ID.")
        for entry in order.history
        if entry.kind is HistoryKind.BOUND
    ]
    rows += [
        Identifier(
            "Earlier row", entry.detail, "Was shown as an order of its own until TWS reported that they are one."
        )
        for entry in order.history
        if entry.kind is HistoryKind.JOINED
    ]
    parent_note = "" if order.parent_id else "Not attached to another order, as far as TWS has reported."
    rows += [
        Identifier("Order reference", order.order_ref, query=_named("ref", order.order_ref)),
        Identifier("Parent ID", _text(order.parent_id or None), parent_note, _of_client(order, order.parent_id)),
    ]
    if parent_perm_id:
        rows.append(Identifier("Parent perm ID", str(parent_perm_id), query=f"perm:{parent_perm_id}"))
    rows += [
        Identifier("OCA group", order.oca_group, query=_named("oca", order.oca_group)),
        Identifier("Account", order.account),
        Identifier("Submitter", order.submitter),
    ]
    for fill in order.fills:
        note = f"Corrected by {fill.superseded_by}" if fill.superseded_by else ""
        rows.append(
            Identifier(
                "Exec ID", fill.execution.exec_id, note, f"exec:{fill.execution.exec_id}", bool(fill.superseded_by)
            )
        )
    return rows


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _perm_id_note(perm_id: int | None) -> str:
    if perm_id is None:
        return "Not received yet."
    return "" if perm_id else "TWS has not acknowledged the order yet, or it originates outside IB."


def _order_id_note(order_id: int | None) -> str:
    if order_id is None:
        return "Not received yet."
    if order_id < 0:
        return "Negative: a manual order that was bound to an API client."
    return "Unique only within one client." if order_id else "A manual order that no API client has bound."


def _client_id_note(client_id: int | None) -> str:
    if client_id is None:
        return "Not received yet."
    return "" if client_id else "Placed in TWS, by FIX, or by API client 0."


def are_near(order: Order, other: Order) -> bool:
    """Whether what happens to the other can change what `family_of` shows of the order: its bracket, its OCA group."""
    if order.oca_group and order.oca_group == other.oca_group:
        return True
    parent, others_parent = _parent_perm_id(order), _parent_perm_id(other)
    if (parent and parent in (other.perm_id, others_parent)) or (others_parent and others_parent == order.perm_id):
        return True
    if order.client_id != other.client_id:
        return False
    links = ((order.parent_id, other.order_id), (other.parent_id, order.order_id), (order.parent_id, other.parent_id))
    return any(one and one == another for one, another in links)


def _named(name: str, identifier: int | str | None) -> str:
    return f"{name}:{identifier}" if identifier else ""


def _client(order: Order) -> str:
    return "" if order.client_id is None else f"client:{order.client_id}"


def _of_client(order: Order, order_id: int | None) -> str:
    """Of the orders with this id, the one of the same client: ids are unique only within one."""
    return f"{_client(order)} order:{order_id}".strip() if order_id else ""
