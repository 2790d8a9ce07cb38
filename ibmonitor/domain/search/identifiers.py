"""The IDs of an order: its own, those of its parent and its group, and those of its executions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ibmonitor.domain.records.exec_id import is_leg
from ibmonitor.domain.records.order_fills import is_continued
from ibmonitor.domain.records.records import ComboRole, Fill, HistoryKind, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.related_orders import parent_perm_id

FIVE_SEGMENTS = "Five segments: one execution of one leg of a combo; the fifth tells the executions of a leg apart."
"""What such an Exec ID means (IB, "ExecID Behavior")."""
_PIECE = 300
"""So many fills are one piece of work: a millisecond."""


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


class KeptIdentifiers:
    """The IDs of one order, kept up to date at the cost of what has changed: see `updating`."""

    def __init__(self, order: Order) -> None:
        self.rows: list[Identifier] = []
        """The same as `identifiers_of` would return."""
        self._order = order
        self._own = 0
        """How many are not those of executions."""
        self._fills: list[Fill] = []
        self._numbers: dict[Fill, int] = {}

    def updating(self, changed: Collection[Fill]) -> Iterator[int]:
        """Take in what has changed since the last call.

        Yields after each piece of work the number of the first row that may be different by it. `changed` are the
        order's fills that are new or have changed, and perhaps fills of other orders.
        """
        own, fills, rows = _own_identifiers(self._order), self._order.fills, self.rows
        if not is_continued(self._order, self._fills, self._numbers, changed) or own != rows[: self._own]:
            rows[:] = own
            self._own, self._fills, self._numbers = len(own), fills, {}
            yield 0
        numbers = self._numbers
        start = len(rows)
        for fill in changed:
            if fill in numbers:
                number, row = self._own + numbers[fill], _of_execution(fill)
                if row != rows[number]:
                    rows[number] = row
                    start = min(start, number)
        for fill in fills[len(numbers) :]:
            numbers[fill] = len(numbers)
            rows.append(_of_execution(fill))
            if not len(numbers) % _PIECE:
                yield start
        yield start


def identifiers_of(order: Order) -> list[Identifier]:
    """Return all IDs of an order, now and before, and those of its parent, its group and its executions."""
    return _own_identifiers(order) + list(map(_of_execution, order.fills))


def _own_identifiers(order: Order) -> list[Identifier]:
    """Return all but those of the executions."""
    above = parent_perm_id(order)
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
    if above:
        rows.append(Identifier("Parent perm ID", str(above), query=f"perm:{above}"))
    rows += [
        Identifier("OCA group", order.oca_group, query=_named("oca", order.oca_group)),
        Identifier("Account", order.account),
        Identifier("Submitter", order.submitter),
    ]
    return rows


def _of_execution(fill: Fill) -> Identifier:
    exec_id, newer = fill.execution.exec_id, fill.superseded_by
    return Identifier(
        "Exec ID", exec_id, f"Corrected by {newer}" if newer else _exec_id_note(fill), f"exec:{exec_id}", bool(newer)
    )


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


def _named(name: str, identifier: int | str | None) -> str:
    return f"{name}:{identifier}" if identifier else ""


def _client(order: Order) -> str:
    return "" if order.client_id is None else f"client:{order.client_id}"


def _of_client(order: Order, order_id: int | None) -> str:
    """Return the query for the order of the same client with this order ID."""
    return f"{_client(order)} order:{order_id}".strip() if order_id else ""
