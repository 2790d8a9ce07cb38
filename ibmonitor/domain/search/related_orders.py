"""The orders related to an order: its bracket, by the parent's IDs, and its OCA group. Also the order's own IDs.

An order ID is unique only within one client. Orders count as one OCA group if the group's name and the client are the
same, or the client of one of them is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ibmonitor.domain.records.exec_id import is_leg
from ibmonitor.domain.records.records import ComboRole, Fill, HistoryKind, Order
from ibmonitor.domain.records.value import value

FIVE_SEGMENTS = "Five segments: one execution of one leg of a combo; the fifth tells the executions of a leg apart."
"""What such an Exec ID means (IB, "ExecID Behavior")."""

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
class Identifier:
    """One of an order's IDs: its name, the ID as text, and a note."""

    name: str
    value: str
    """Empty where there is none."""
    note: str = ""
    query: str = ""
    """The query of `find.py` that finds the orders with this ID; empty where there are none."""
    is_superseded: bool = False


@value
class _Unknown:
    """The IDs of a parent that is not known."""

    perm_id: int
    key: tuple[int | None, int]
    is_ambiguous: bool = False


def related_orders_of(order: Order, orders: Iterable[Order]) -> RelatedOrders:
    """Find the orders related to an order among all orders. Takes time in proportion to their number."""
    everything = tuple(orders)
    attached = [other for other in everything if _parent_perm_id(other) or other.parent_id]
    bracket = _Brackets(attached, everything).around(order) if attached else ()
    group = order.oca_group
    oca = [other for other in everything if group and other.oca_group == group and other is not order]
    return RelatedOrders(bracket, tuple(other for other in oca if _may_be_one_client(order, other)))


def _may_be_one_client(one: Order, other: Order) -> bool:
    return one.client_id is None or other.client_id is None or one.client_id == other.client_id


def _parent_perm_id(order: Order) -> int:
    """TWS sends it in some messages only; 0 where it has not."""
    number = order.order_fields.get("parentPermId")
    return number if isinstance(number, int) else 0


class _Brackets:
    """Which orders are attached to which."""

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
        perm_id, order_id = _parent_perm_id(order), order.parent_id or 0
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


def identifiers_of(order: Order) -> list[Identifier]:
    """Return all IDs of an order, now and before, and those of its parent, its group and its executions."""
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
            "Earlier row",
            entry.detail,
            "Was shown as a separate order until TWS reported that they are the same order.",
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
        note = f"Corrected by {fill.superseded_by}" if fill.superseded_by else _exec_id_note(fill)
        rows.append(
            Identifier(
                "Exec ID", fill.execution.exec_id, note, f"exec:{fill.execution.exec_id}", bool(fill.superseded_by)
            )
        )
    return rows


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _perm_id_note(perm_id: int | None) -> str:
    if perm_id:
        return "TWS's own ID of the order, unique in the account."
    return "None yet: TWS sends 0 until it has acknowledged the order, and for trades that originate outside IB."


def _exec_id_note(fill: Fill) -> str:
    """Return what the ID of a leg's execution means."""
    if is_leg(fill.execution.exec_id):
        return FIVE_SEGMENTS
    return "The execution of one leg of a combo." if fill.combo_role is ComboRole.LEG else ""


def _order_id_note(order_id: int | None) -> str:
    if order_id is None:
        return "Not received yet."
    if order_id < 0:
        return "Negative: a manual order that was bound to an API client."
    return "Unique only within one client." if order_id else "A manual order that no API client has bound."


def _client_id_note(client_id: int | None) -> str:
    if client_id is None:
        return "Not received yet."
    if client_id:
        return "The API client that placed the order. Only it can change or cancel it."
    return "Placed in TWS, by FIX, or by API client 0, which alone of all clients can take over manual orders."


def are_near(order: Order, other: Order) -> bool:
    """Whether a change of the other order can change what `related_orders_of` returns for the order."""
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
    """Return the query for the order of the same client with this order ID."""
    return f"{_client(order)} order:{order_id}".strip() if order_id else ""
