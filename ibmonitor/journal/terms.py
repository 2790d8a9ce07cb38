"""What a text that somebody searches the history by may be: ids, symbols, accounts, order references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, literal_column

from ibmonitor.domain.records.value import value
from ibmonitor.journal.store.schema import EXECUTIONS, ORDERS

Condition = ColumnElement[bool]

_NUMBER = re.compile(r"-?\d{1,18}")
_PAIR = re.compile(r"(?:client\W*)?(\d{1,18})\s*(?:/\s*|\W*order\W*)(-?\d{1,18})", re.IGNORECASE)
_PAIR_BACKWARDS = re.compile(r"order\W*(-?\d{1,18})\s+(?:of\s+)?client\W*(\d{1,18})", re.IGNORECASE)
_NAMED = re.compile(r"(perm|exec|ref):\s*(.+)", re.IGNORECASE | re.DOTALL)
_LEAST_OF_EXEC_ID = 6
"""Characters; an account's executions of years begin with the same four."""
_LAST = "\U0010ffff"


@value
class Term:
    """One thing that a text can mean. An index finds what fits."""

    condition: Condition
    is_beginning: bool = False
    """So much may fit that only the latest days of it should be read."""
    newest_by: ColumnElement[Any] | None = None
    """A column whose order is that of time, more or less, where the index knows no days."""


def order_terms(text: str, sites: Sequence[str]) -> list[Term]:
    """What a text can mean among orders."""
    name, text = _named(text)
    columns = ORDERS.c
    found: list[Term] = []
    if name in ("", "perm") and _NUMBER.fullmatch(text):
        found.append(Term(and_(columns.site.in_(sites), columns.perm_id == int(text))))
    if not name:
        found += _of_client(ORDERS, text) + _of_names(ORDERS, text)
    if name in ("", "ref"):
        found.append(_begins_with_reference(ORDERS, text))
    return found


def execution_terms(text: str) -> list[Term]:
    """What a text can mean among executions."""
    name, text = _named(text)
    columns = EXECUTIONS.c
    found: list[Term] = []
    if name in ("", "perm") and _NUMBER.fullmatch(text):
        found.append(Term(columns.perm_id == int(text)))
    if not name:
        found += _of_client(EXECUTIONS, text) + _of_names(EXECUTIONS, text)
    if name == "exec" or (not name and len(text) >= _LEAST_OF_EXEC_ID):
        column = columns.exec_id
        found += [Term(_begins_with(column, each), newest_by=column) for each in dict.fromkeys((text, text.lower()))]
    if name in ("", "ref"):
        found.append(_begins_with_reference(EXECUTIONS, text))
    return found


def has_symbol(table: Table, symbol: str) -> list[Condition]:
    """By the symbol, or by the local symbol where that is another one."""
    columns, found = table.c, []
    for spelling in _spellings(symbol):
        found.append(columns.symbol == spelling)
        # As the index says it.
        found.append(and_(columns.local_symbol == spelling, columns.local_symbol != columns.symbol))
    return found


def has_account(table: Table, account: str) -> list[Condition]:
    """By the account, in any case."""
    return [table.c.account == spelling for spelling in _spellings(account)]


def _named(text: str) -> tuple[str, str]:
    found = _NAMED.fullmatch(text.strip())
    return (found[1].lower(), found[2].strip()) if found else ("", text.strip())


def _of_client(table: Table, text: str) -> list[Term]:
    """By an order id, alone or with its client id."""
    columns = table.c
    if _NUMBER.fullmatch(text):
        return [Term(columns.order_id == int(text))] if int(text) else []
    if pair := _PAIR.fullmatch(text):
        client, order = pair.groups()
    elif pair := _PAIR_BACKWARDS.fullmatch(text):
        order, client = pair.groups()
    else:
        return []
    return [Term(and_(columns.order_id == int(order), columns.client_id == int(client)))]


def _of_names(table: Table, text: str) -> list[Term]:
    return [Term(condition) for condition in (*has_symbol(table, text), *has_account(table, text))]


def _begins_with_reference(table: Table, text: str) -> Term:
    column = table.c.order_ref
    return Term(and_(_begins_with(column, text), column != literal_column("''")), is_beginning=True)


def _begins_with(column: ColumnElement[str], text: str) -> Condition:
    """In the order of characters, so that an index finds it: LIKE ignores case and indices in SQLite."""
    return and_(column >= text, column < text + _LAST)


def _spellings(text: str) -> list[str]:
    return list(dict.fromkeys((text, text.upper())))
