"""Rows for the tables of a history; a test names only what it is about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, METADATA, SLICES
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert

NOON = 1_780_000_000_000_000
"""Microseconds since 1970."""


def row(table: Table, **values: object) -> dict[str, object]:
    """A whole row: what is not given is the absent value of its column."""
    names = {column.name for column in table.columns}
    assert values.keys() <= names
    absent = {
        column.name: None if column.nullable else "" if column.type.python_type is str else NOON
        for column in table.columns
    }
    return {**absent, **values}


def execution(exec_id: str = "0001.01", **values: object) -> dict[str, object]:
    known = {"site": "paper", "account": "DU1", "exec_id": exec_id, "superseded": 0, "perm_id": 7, "symbol": "AAPL"}
    return row(EXECUTIONS, **{**known, "shares": "100", "price": "187.25", "day": "2026-05-28", **values})


def commission(exec_id: str = "0001.01", **values: object) -> dict[str, object]:
    known = {"site": "paper", "exec_id": exec_id, "commission_and_fees": "1.05", "currency": "USD"}
    return row(COMMISSIONS, **{**known, **values})


def slices(count: int, first: int = 0) -> list[dict[str, object]]:
    """So many slices of a few hundred bytes."""
    return [
        {"session": "s", "seq": seq, "time": NOON + seq, "events": f'["{seq}", "{"x" * 300}"]'}
        for seq in range(first, first + count)
    ]


def add_slices(store: Store, count: int, first: int = 0) -> None:
    with store.writing() as connection:
        upsert(connection, SLICES, slices(count, first))


def numbers(store: Store) -> list[int]:
    """Those of all slices, in order."""
    with store.reading() as connection:
        return list(connection.execute(select(SLICES.c.seq).order_by(SLICES.c.seq)).scalars())


def rows_of(store: Store, table: Table) -> list[dict[str, Any]]:
    """All rows, in the order of their keys."""
    with store.reading() as connection:
        found = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        return [dict(each) for each in found]


def one_of_each() -> list[tuple[Table, dict[str, object]]]:
    """A row for each table."""
    return [(table, row(table)) for table in METADATA.sorted_tables]
