"""Finds an order by an ID, a reference, an execution or an instrument.

A query is free text, or compares named fields as a whole: `perm:1903554201`, `client:7`, `order:12`,
`client:7 order:12`, `exec:0000e1a7.67400001.01.01`, `ref:swing`, `oca:1903554201`. The value of `exec:`, `ref:` or
`oca:` is the rest of the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from heapq import nsmallest

from ibmonitor.domain.instruments.instruments import short_name
from ibmonitor.domain.records.records import Commission, Contract, Execution, Fill, Order
from ibmonitor.domain.records.value import value

MOST_FOUND = 50

# Not more digits than any id has: Python refuses to read thousands of them.
_NUMBER = re.compile(r"(perm|client|order):\s*(-?\d{1,19})(?!\d)\s*", re.IGNORECASE)
_TEXT = re.compile(r"(exec|ref|oca):\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_CLIENT = re.compile(r"\bclient(?:\s+id)?\s+(-?\d{1,19})(?!\d)", re.IGNORECASE)
_ALONE = re.compile(r"(-?(?:0|[1-9]\d{0,18}))")
_LEAST_OF_EXEC_ID = 4
"""Characters of an execId that a query must have: almost all execIds begin with the same few."""


class Nearness(IntEnum):
    """How closely a record matches what was typed; the closest are listed first."""

    SAME_ID = 0
    SAME_NAME = 1
    BEGINS = 2
    WITHIN = 3


@value
class Found:
    """A record, and the field it was found by, by its column heading."""

    record: Order | Fill | Commission
    """The order; the fill where TWS has not described the order; the commission where there is no fill either."""
    by: str
    nearness: Nearness


@value
class Results:
    """The closest matches, at most `MOST_FOUND`, and the total number of matches."""

    found: tuple[Found, ...]
    total: int


_Hit = tuple[Nearness, Order | Fill | Commission, str, str]
"""(nearness, record, name of the field, value); only the closest are put into words."""
ContractWords = Callable[[Contract], Sequence[str]]
_Described = tuple[Order | Fill, Order | Execution, Contract | None]
"""An order, or a fill whose order is not described, with the object that has its IDs and its contract."""


def _short_words(contract: Contract) -> Sequence[str]:
    return (short_name(contract),)


def find(
    text: str,
    orders: Iterable[Order],
    fills: Iterable[Fill] = (),
    commissions: Iterable[Commission] = (),
    *,
    account_name: Callable[[str], str] = str,
    contract_words: ContractWords = _short_words,
) -> Results:
    """Find the records that match a query; the closest first, then the newest.

    A query of several words also finds an account, by its number or the words of its `account_name`. `contract_words`
    are texts that find an instrument besides its symbols; the first of them is its name.
    """
    asked = _asked(text.strip())
    typed = _folded(text)
    if "exec" in asked:
        hits = _by_exec_id(_folded(str(asked["exec"])), fills, commissions)
    elif asked:
        hits = _by_name(asked, _described(orders, fills))
    elif typed:
        hits = _by_any(typed, orders, fills, commissions, account_name, contract_words)
    else:
        return Results((), 0)
    nearest: dict[int, _Hit] = {}
    for hit in hits:
        known = nearest.get(id(hit[1]))
        if known is None or hit[0] < known[0]:
            nearest[id(hit[1])] = hit
    best = nsmallest(MOST_FOUND, nearest.values(), key=lambda hit: (hit[0], -hit[1].serial))
    return Results(tuple(_in_words(hit) for hit in best), len(nearest))


def _described(orders: Iterable[Order], fills: Iterable[Fill]) -> Iterator[_Described]:
    for order in orders:
        yield order, order, order.contract
    for fill in fills:
        if fill.order is None:
            yield fill, fill.execution, fill.contract


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _in_words(hit: _Hit) -> Found:
    near, record, called, own = hit
    by = f"{called} {own}".rstrip()
    if called == _ORDER_ID and not isinstance(record, Commission):
        client_id = (record.execution if isinstance(record, Fill) else record).client_id
        by += f" of client {'unknown' if client_id is None else client_id}"
    return Found(record, by, near)


# Free text


def _by_any(
    typed: str,
    orders: Iterable[Order],
    fills: Iterable[Fill],
    commissions: Iterable[Commission],
    account_name: Callable[[str], str],
    contract_words: ContractWords,
) -> Iterator[_Hit]:
    match = _CLIENT.search(typed) or _ALONE.fullmatch(typed)
    client = None if match is None else int(match.group(1))
    words = [] if typed.lstrip("-").isdigit() else _CLIENT.sub(" ", typed).split()
    # Many fills are of one order, and fills may be a hundred thousand.
    compared: dict[str, tuple[Nearness, str, str] | None] = {}
    for record, ids, contract in _described(orders, fills):
        called = contract_words(contract) if contract is not None else ()
        own = _texts(ids, contract, called)
        near = None
        if typed in own:
            near = (
                compared[own] if own in compared else compared.setdefault(own, _nearness(typed, ids, contract, called))
            )
        if near is not None:
            yield near[0], record, near[1], near[2]
        if client is not None:
            if ids.client_id == client and _has_all(words, own, ids, account_name):
                yield Nearness.SAME_NAME, record, "Client ID", str(client)
        elif near is None and len(words) > 1 and _has_all(words, own, ids, account_name):
            yield Nearness.WITHIN, record, "all words", ""
    yield from _by_execution(typed, fills, commissions)


def _by_execution(wanted: str, fills: Iterable[Fill], commissions: Iterable[Commission]) -> Iterator[_Hit]:
    if len(wanted) < _LEAST_OF_EXEC_ID or " " in wanted:
        return
    for fill in fills:
        exec_id = fill.execution.exec_id
        if exec_id.casefold().startswith(wanted):
            near = Nearness.SAME_ID if len(exec_id) == len(wanted) else Nearness.BEGINS
            yield near, fill.order or fill, "Exec ID", exec_id
    for commission in commissions:
        if commission.fill is None and commission.exec_id.casefold().startswith(wanted):
            near = Nearness.SAME_ID if len(commission.exec_id) == len(wanted) else Nearness.BEGINS
            yield near, commission, "Exec ID", commission.exec_id


_ORDER_ID = "Order ID"


def _names(
    ids: Order | Execution, contract: Contract | None, called: Sequence[str]
) -> Iterator[tuple[str, str, Nearness]]:
    """The fields that are compared: name, value, and the nearness of an equal value. 0 is no ID."""
    yield "Perm ID", str(ids.perm_id or ""), Nearness.SAME_ID
    yield _ORDER_ID, str(ids.order_id or ""), Nearness.SAME_ID
    yield "Order ref", ids.order_ref, Nearness.SAME_NAME
    if contract is not None:
        yield "Symbol", contract.symbol, Nearness.SAME_NAME
        yield "Local symbol", contract.local_symbol, Nearness.SAME_NAME
    for number, words in enumerate(called):
        yield "Contract" if not number else "Contract, found by", words, Nearness.SAME_NAME
    if isinstance(ids, Order):
        yield "OCA group", ids.oca_group, Nearness.SAME_NAME


def _texts(ids: Order | Execution, contract: Contract | None, called: Sequence[str]) -> str:
    """The values of `_names` in one text, a line each, which is fast to search."""
    symbols = "\n".join((contract.symbol, contract.local_symbol, *called)) if contract is not None else ""
    oca_group = ids.oca_group if isinstance(ids, Order) else ""
    return f"{ids.perm_id or ''}\n{ids.order_id or ''}\n{ids.order_ref}\n{symbols}\n{oca_group}".casefold()


def _nearness(
    typed: str, ids: Order | Execution, contract: Contract | None, words: Sequence[str]
) -> tuple[Nearness, str, str] | None:
    best: tuple[Nearness, str, str] | None = None
    for called, own, same in _names(ids, contract, words):
        folded = own.casefold()
        if typed not in folded:
            continue
        near = same if folded == typed else Nearness.BEGINS if folded.startswith(typed) else Nearness.WITHIN
        if best is None or near < best[0]:
            best = near, called, own
    return best


def _has_all(words: list[str], own: str, ids: Order | Execution, account_name: Callable[[str], str]) -> bool:
    """Whether each word is the beginning of one of the record's words."""
    account = ids.account if isinstance(ids, Order) else ids.acct_number
    words_of_ids = (ids.action, ids.status or "", ids.order_type) if isinstance(ids, Order) else (ids.side,)
    more = (*words_of_ids, account, account_name(account))
    client = "" if ids.client_id is None else str(ids.client_id)
    spaced = f" {_folded(' '.join((own, client, *more)))}"
    return all(f" {word}" in spaced for word in words)


# Named fields


def _asked(query: str) -> dict[str, int | str]:
    """The named fields of a query with their values; empty for free text."""
    asked: dict[str, int | str] = {}
    while number := _NUMBER.match(query):
        asked[number.group(1).lower()] = int(number.group(2))
        query = query[number.end() :]
    if text := _TEXT.fullmatch(query):
        asked[text.group(1).lower()] = text.group(2)
    elif query:
        return {}
    return asked


def _by_exec_id(wanted: str, fills: Iterable[Fill], commissions: Iterable[Commission]) -> Iterator[_Hit]:
    for hit in _by_execution(wanted, fills, commissions):
        if hit[0] is Nearness.SAME_ID:
            yield hit


_FIELDS = {
    "perm": ("perm_id", "Perm ID"),
    "client": ("client_id", "Client ID"),
    "order": ("order_id", "Order ID"),
    "ref": ("order_ref", "Order ref"),
    "oca": ("oca_group", "OCA group"),
}


def _by_name(asked: dict[str, int | str], described: Iterable[_Described]) -> Iterator[_Hit]:
    by = ", ".join(f"{_FIELDS[name][1]} {wanted}" for name, wanted in asked.items())
    if 0 in (asked.get("perm"), asked.get("order")):
        return
    for record, ids, _ in described:
        near = max(_sameness(wanted, getattr(ids, _FIELDS[name][0], None)) for name, wanted in asked.items())
        if near <= Nearness.SAME_NAME:
            yield near, record, by, ""


def _sameness(wanted: int | str, own: object) -> Nearness:
    """Whether a field is equal to the value searched for, or equal but for case and blanks; `WITHIN` otherwise."""
    if isinstance(wanted, str) and isinstance(own, str):
        if own.strip() == wanted:
            return Nearness.SAME_ID
        return Nearness.SAME_NAME if _folded(own) == _folded(wanted) else Nearness.WITHIN
    return Nearness.SAME_ID if own == wanted else Nearness.WITHIN
