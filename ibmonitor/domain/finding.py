"""Finding an order by whatever a user has of it: an id, a reference, an execution, a symbol.

A query is what the user types, or names what it is to be compared with, exactly: `perm:1903554201`, `client:7`,
`order:12`, `client:7 order:12`, `exec:0000e1a7.67400001.01.01`, `ref:swing`, `oca:1903554201`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum

from ibmonitor.domain.records import Commission, Contract, Execution, Fill, Order
from ibmonitor.domain.value import value

MOST_FOUND = 50

_NAMED = re.compile(r"(perm|client|order|exec|ref|oca):", re.IGNORECASE)
_CLIENT = re.compile(r"client(?:\s+id)?\s+(-?\d+)", re.IGNORECASE)
_LEAST_OF_EXEC_ID = 4
"""Characters that an exec id must begin with to be meant: fewer are the beginning of almost every one."""


class Nearness(IntEnum):
    """How near a record is to what was typed; the nearest are listed first."""

    SAME_ID = 0
    SAME_NAME = 1
    BEGINS = 2
    WITHIN = 3


@value
class Found:
    """A record, and by what it was found, in the words that users know."""

    record: Order | Fill | Commission
    """The order; or, where TWS has described none, the fill; or the commission where there is no fill either."""
    by: str
    nearness: Nearness


@value
class Results:
    """The nearest of what was found, at most `MOST_FOUND`, and how many there are in all."""

    found: tuple[Found, ...]
    total: int


def find(
    text: str, orders: Iterable[Order], fills: Iterable[Fill] = (), commissions: Iterable[Commission] = ()
) -> Results:
    """Find what a query means; the nearest first, of equally near ones the newest."""
    query = " ".join(text.split())
    if not query:
        return Results((), 0)
    found = (
        _by_name(query, orders, fills, commissions)
        if _NAMED.match(query)
        else _by_any(query, orders, fills, commissions)
    )
    nearest: dict[int, Found] = {}
    for each in found:
        known = nearest.get(id(each.record))
        if known is None or each.nearness < known.nearness:
            nearest[id(each.record)] = each
    ranked = sorted(nearest.values(), key=lambda each: (each.nearness, -each.record.serial))
    return Results(tuple(ranked[:MOST_FOUND]), len(ranked))


# What is typed


def _by_any(
    query: str, orders: Iterable[Order], fills: Iterable[Fill], commissions: Iterable[Commission]
) -> Iterator[Found]:
    wanted = query.casefold()
    client = _CLIENT.search(query)
    words = _CLIENT.sub(" ", wanted).split()
    for order in orders:
        near = _nearness(wanted, _names(order))
        if near is not None:
            yield Found(order, *near)
        elif client is not None and order.client_id == int(client.group(1)) and _has_all(order, words):
            yield Found(order, f"Client ID {order.client_id}", Nearness.SAME_NAME)
        elif client is None and len(words) > 1 and _has_all(order, words):
            yield Found(order, "all words", Nearness.WITHIN)
    yield from _by_execution(wanted, fills, commissions)
    for fill in fills:
        if fill.order is None:
            near = _nearness(wanted, _names_of(fill.execution, fill.contract))
            if near is not None:
                yield Found(fill, *near)


def _by_execution(wanted: str, fills: Iterable[Fill], commissions: Iterable[Commission]) -> Iterator[Found]:
    if len(wanted) < _LEAST_OF_EXEC_ID or " " in wanted:
        return
    for fill in fills:
        exec_id = fill.execution.exec_id
        if exec_id.casefold().startswith(wanted):
            near = Nearness.SAME_ID if len(exec_id) == len(wanted) else Nearness.BEGINS
            yield Found(fill.order or fill, f"Exec ID {exec_id}", near)
    for commission in commissions:
        if commission.fill is None and commission.exec_id.casefold().startswith(wanted):
            near = Nearness.SAME_ID if len(commission.exec_id) == len(wanted) else Nearness.BEGINS
            yield Found(commission, f"Exec ID {commission.exec_id}", near)


_Names = tuple[tuple[str, str, bool], ...]
"""What is compared, what it is called, and whether it is an id."""


def _names(order: Order) -> _Names:
    return (*_names_of(order, order.contract), (order.oca_group, "OCA group {}", False))


def _names_of(ids: Order | Execution, contract: Contract | None) -> _Names:
    return (
        (str(ids.perm_id or ""), "Perm ID {}", True),
        (str(ids.order_id or ""), f"Order ID {{}} of client {_known(ids.client_id)}", True),
        (ids.order_ref, "Order ref {}", False),
        (contract.symbol if contract else "", "Symbol {}", False),
        (contract.local_symbol if contract else "", "Local symbol {}", False),
    )


def _known(number: int | None) -> str:
    return "unknown" if number is None else str(number)


def _nearness(wanted: str, names: _Names) -> tuple[str, Nearness] | None:
    best: tuple[str, Nearness] | None = None
    for name, called, is_id in names:
        folded = name.casefold()
        if wanted not in folded:
            continue
        if folded == wanted:
            near = Nearness.SAME_ID if is_id else Nearness.SAME_NAME
        else:
            near = Nearness.BEGINS if folded.startswith(wanted) else Nearness.WITHIN
        if best is None or near < best[1]:
            best = (called.format(name), near)
    return best


def _has_all(order: Order, words: list[str]) -> bool:
    """Whether each word begins one of the order's own."""
    names = [name for name, _, _ in _names(order)]
    names += [order.action, order.status or "", order.account, order.order_type]
    own = " ".join(names).casefold().split()
    return all(any(each.startswith(word) for each in own) for word in words)


# What names itself


def _by_name(
    query: str, orders: Iterable[Order], fills: Iterable[Fill], commissions: Iterable[Commission]
) -> Iterator[Found]:
    parts = _NAMED.split(query)
    asked = {name.lower(): value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}
    if "exec" in asked:
        wanted = asked["exec"].casefold()
        yield from (found for found in _by_execution(wanted, fills, commissions) if found.nearness is Nearness.SAME_ID)
        return
    by = ", ".join(f"{_TITLES[name]} {value}" for name, value in asked.items())
    for order in orders:
        if all(_READ[name](order) == value for name, value in asked.items()):
            yield Found(order, by, Nearness.SAME_ID)
    if asked.keys() <= _READ_OF_FILL.keys():
        for fill in fills:
            if fill.order is None and all(_READ_OF_FILL[name](fill) == value for name, value in asked.items()):
                yield Found(fill, by, Nearness.SAME_ID)


_TITLES = {"perm": "Perm ID", "client": "Client ID", "order": "Order ID", "ref": "Order ref", "oca": "OCA group"}
_READ: dict[str, Callable[[Order], str]] = {
    "perm": lambda order: str(order.perm_id),
    "client": lambda order: str(order.client_id),
    "order": lambda order: str(order.order_id),
    "ref": lambda order: order.order_ref,
    "oca": lambda order: order.oca_group,
}
_READ_OF_FILL: dict[str, Callable[[Fill], str]] = {
    "perm": lambda fill: str(fill.execution.perm_id),
    "client": lambda fill: str(fill.execution.client_id),
    "order": lambda fill: str(fill.execution.order_id),
    "ref": lambda fill: fill.execution.order_ref,
}
