"""Inserts rows, or brings those with the same key up to date: one way for SQLite and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Dialect, Table, and_, case, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

from ibmonitor.journal.store.errors import RefusedRowsError

Row = Mapping[str, object]

_DATABASES: Final[Mapping[str, tuple[Callable[[Table], Any], Dialect]]] = {
    "sqlite": (sqlite.insert, sqlite.dialect(paramstyle="named")),
    "postgresql": (postgresql.insert, psycopg.dialect()),  # type: ignore[no-untyped-call]
}


def upsert(
    connection: Connection, table: Table, rows: Iterable[Row], *, keep_known: bool | Collection[str] = False
) -> None:
    """Insert the rows; of rows with one key, here or in the table, the last wins.

    In a column of `keep_known` (all for true) a value that is absent, `None` or "", replaces no other one. In any case
    a column `first_…` keeps the least value and `last_…` the greatest. A column that a row does not name, which is one
    that may be `None`, stays as it is. Raises `RefusedRowsError` for values that no database can hold.
    """
    kept = tuple(column.name for column in table.columns) if keep_known is True else tuple(sorted(keep_known or ()))
    # One column gives a value, several a tuple.
    key_of = itemgetter(*(column.name for column in table.primary_key.columns))
    merged: dict[object, Row] = {}
    for row in rows:
        clean = _storable(row)
        key = key_of(clean)
        known = merged.get(key)
        merged[key] = clean if known is None else _merged(known, clean, kept)
    # Each statement names the same columns for all of its rows.
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in merged.values():
        groups.setdefault(tuple(row), []).append(row)
    for columns, group in groups.items():
        try:
            # As the driver takes it: SQLAlchemy's own way of giving it the rows takes twice as long.
            connection.exec_driver_sql(_statement(table, connection.dialect.name, columns, kept), group)
        except (OverflowError, UnicodeError) as error:
            # Of the driver, before anything was sent.
            raise RefusedRowsError(f"A value for the table {table.name} cannot be stored: {error}.") from error


def _merged(known: Row, row: Row, kept: Collection[str]) -> Row:
    """What the statement makes of two rows in the table, for two of one batch."""
    both = {**known, **row}
    for name, new in row.items():
        old = known.get(name)
        extreme = _extreme(name)
        if name in known and (
            (new in _ABSENT and (extreme or name in kept))
            or (extreme and old not in _ABSENT and not _is_beyond(new, old, extreme))
        ):
            both[name] = old
    return both


_ABSENT: Final = (None, "")


def _extreme(name: str) -> Literal["least", "greatest"] | None:
    return "least" if name.startswith("first_") else "greatest" if name.startswith("last_") else None


def _is_beyond(new: Any, old: Any, extreme: str) -> bool:
    return bool(new < old if extreme == "least" else new > old)


@lru_cache(maxsize=256)
def _statement(table: Table, database: str, columns: tuple[str, ...], kept: tuple[str, ...]) -> str:
    """The text for the driver, with the names of the columns as those of its parameters."""
    insert, dialect = _DATABASES[database]
    statement = insert(table)
    keys = {column.name for column in table.primary_key.columns}
    changes = {
        name: _changed(table.c[name], statement.excluded[name], is_kept=name in kept)
        for name in columns
        if name not in keys
    }
    # An executemany without RETURNING: with it PostgreSQL refuses a key that a batch has twice, and is slower.
    complete = (
        statement.on_conflict_do_update(index_elements=sorted(keys), set_=changes)
        if changes
        else statement.on_conflict_do_nothing()
    )
    return str(complete.compile(dialect=dialect, column_keys=list(columns)))


def _changed(old: ColumnElement[Any], new: ColumnElement[Any], *, is_kept: bool) -> ColumnElement[Any]:
    extreme = _extreme(str(old.key))
    if extreme is None:
        return case((_is_absent(new), old), else_=new) if is_kept else new
    is_known_beyond = old < new if extreme == "least" else old > new
    return case((_is_absent(new), old), (and_(~_is_absent(old), is_known_beyond), old), else_=new)


def _is_absent(column: ColumnElement[Any]) -> ColumnElement[bool]:
    absent = column.is_(None)
    return absent | (column == literal_column("''")) if column.type.python_type is str else absent


_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""PostgreSQL stores no NUL, neither database half a surrogate pair; TWS's text may have both."""


def _storable(row: Row) -> Row:
    """The row, with another character for those."""
    odd = [
        name for name, value in row.items() if value.__class__ is str and not (value.isascii() and "\0" not in value)
    ]
    return {**row, **{name: _UNSTORABLE.sub("\ufffd", str(row[name])) for name in odd}} if odd else row
