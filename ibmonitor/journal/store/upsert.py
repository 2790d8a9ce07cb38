"""Inserts rows, or brings those with the same key up to date: one way for SQLite and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Table, and_, case, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from ibmonitor.journal.store.errors import RefusedRowsError

Row = Mapping[str, object]

_INSERT: Final[Mapping[str, Callable[[Table], Any]]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(
    connection: Connection, table: Table, rows: Iterable[Row], *, keep_known: bool | Collection[str] = False
) -> None:
    """Insert the rows; of rows with one key, here or in the table, the last wins.

    In a column of `keep_known` (all for true) a value that is absent, `None` or "", replaces no other one. In any case
    a column `first_…` keeps the least value and `last_…` the greatest. A column that a row does not name, which is one
    that may be `None`, stays as it is. Raises `RefusedRowsError` for values that no database can hold.
    """
    kept = tuple(column.name for column in table.columns) if keep_known is True else tuple(sorted(keep_known or ()))
    merged: dict[tuple[object, ...], dict[str, object]] = {}
    keys = [column.name for column in table.primary_key.columns]
    for row in rows:
        clean = {name: _storable(value) for name, value in row.items()}
        key = tuple(clean[name] for name in keys)
        known = merged.setdefault(key, clean)
        if known is not clean:
            _merge(known, clean, kept)
    # Each statement names the same columns for all of its rows.
    groups: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in merged.values():
        groups.setdefault(tuple(row), []).append(row)
    for columns, group in groups.items():
        try:
            connection.execute(_statement(table, connection.dialect.name, columns, kept), group)
        except (OverflowError, UnicodeError) as error:
            # Of the driver, before anything was sent.
            raise RefusedRowsError(f"A value for the table {table.name} cannot be stored: {error}.") from error


def _merge(known: dict[str, object], row: Row, kept: Collection[str]) -> None:
    """What the statement does in the table, for two rows of one batch."""
    for name, new in row.items():
        old = known.get(name)
        extreme = _extreme(name)
        if (new in _ABSENT and (extreme or name in kept)) or (
            extreme and old not in _ABSENT and not _is_beyond(new, old, extreme)
        ):
            known.setdefault(name, new)
        else:
            known[name] = new


_ABSENT: Final = (None, "")


def _extreme(name: str) -> Literal["least", "greatest"] | None:
    return "least" if name.startswith("first_") else "greatest" if name.startswith("last_") else None


def _is_beyond(new: Any, old: Any, extreme: str) -> bool:
    return bool(new < old if extreme == "least" else new > old)


@lru_cache(maxsize=256)
def _statement(table: Table, dialect: str, columns: tuple[str, ...], kept: tuple[str, ...]) -> Insert:
    statement = _INSERT[dialect](table)
    keys = {column.name for column in table.primary_key.columns}
    changes = {
        name: _changed(table.c[name], statement.excluded[name], is_kept=name in kept)
        for name in columns
        if name not in keys
    }
    # An executemany without RETURNING: with it PostgreSQL refuses a key that a batch has twice, and is slower.
    if not changes:
        return statement.on_conflict_do_nothing()  # type: ignore[no-any-return]
    return statement.on_conflict_do_update(index_elements=sorted(keys), set_=changes)  # type: ignore[no-any-return]


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


def _storable(value: object) -> object:
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return _UNSTORABLE.sub("\ufffd", value)
