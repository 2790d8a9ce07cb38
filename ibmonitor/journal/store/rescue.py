"""Sets a damaged file aside and puts a new one with all that can still be read in its place."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection

from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_checks import MAGIC, has_wal, wal_of
from ibmonitor.journal.store.file_copies import DAMAGED, free_name
from ibmonitor.journal.store.leaf_pages import rows_of_leaf_pages
from ibmonitor.journal.store.migrate import NEWEST, VERSION_TABLE, upgrade
from ibmonitor.journal.store.schema import METADATA
from ibmonitor.journal.store.sqlite_engine import connect_to_read, writer_engine

_AT_ONCE = 2_000
"""Rows to read at once; where they cannot be read, half as many, down to one."""
_MOST_FAILURES = 20_000
"""In a table: a fraction of a second. What is left is read page by page."""
_LEAST_ROW = 20
"""Bytes: no row of a history takes less."""

logger = logging.getLogger(__name__)


def rescue(path: Path, what: str) -> str:
    """Replace the file by one with what can be read of it. Returns what was done, as sentences for the user.

    `what` is the damage in words. The lock is held. Until all is read the damaged file stays where it is, so that this
    can be interrupted. Raises `OSError` and the database's errors, and `HistoryError` for a file of a newer version.
    """
    with tempfile.TemporaryDirectory(
        prefix=f".{path.stem}-rescue-", dir=path.parent, ignore_cleanup_errors=True
    ) as folder:
        old, new = Path(folder) / "old.sqlite", Path(folder) / "new.sqlite"
        shutil.copyfile(path, old)
        if has_wal(path):
            shutil.copyfile(wal_of(path), wal_of(old))
        _mend(old)
        version = _version_of(old)
        if version > NEWEST:
            raise HistoryError(f"The history is damaged ({path}: {what}). Its version is newer than this program's.")
        os.close(os.open(new, os.O_RDWR | os.O_CREAT, 0o600))
        rows, lost, is_all = _copied(old, new, version)
        aside = _set_aside(path)
        new.replace(path)
    logger.warning("a damaged history: %s; %d rows kept, %d lost, all tables read: %s", what, rows, lost, is_all)
    return f"The history was damaged: {what}. {_kept(rows, lost, is_all=is_all)} The damaged file is kept as {aside}."


def _kept(rows: int, lost: int, *, is_all: bool) -> str:
    if not rows:
        return "Nothing in it could be read, so a new one was begun."
    kept = f"A new one was begun with what could be read of it, {rows:,} entries"
    if not is_all:
        return f"{kept}; others may be lost."
    return f"{kept}; up to {lost:,} are lost." if lost else f"{kept}."


def _mend(old: Path) -> None:
    """Repair what would make SQLite refuse the whole file: its header, or that it is shorter than that says."""
    wal = wal_of(old).read_bytes()[:12] if has_wal(old) else b""
    page = int.from_bytes(wal[8:12], "big") or 4096
    with old.open("r+b") as file:
        header = file.read(100)
        size = file.seek(0, os.SEEK_END)
        if size < page and wal:
            # All of it may be in the WAL; SQLite throws that away where the file has not even one page.
            file.truncate(page)
            return
        if not size:
            return
        if not header.startswith(MAGIC):
            header = _header(page)
        elif wal:
            return
        stated = int.from_bytes(header[16:18], "big")
        page = 65536 if stated == 1 else max(stated, 512)
        count = (size // page).to_bytes(4, "big")
        file.seek(0)
        # The number of pages is valid where these two counters are equal.
        file.write(header[:28] + count + header[32:92] + header[24:28] + header[96:])


def _header(page: int) -> bytes:
    """The header of a new SQLite file with one table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(f"PRAGMA page_size={page}; PRAGMA journal_mode=WAL; CREATE TABLE new (x)")
        return path.read_bytes()[:100]


def _version_of(old: Path) -> str:
    found = NEWEST
    with suppress(sqlite3.Error), closing(connect_to_read(old)) as connection:
        found = str(connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])  # noqa: S608 - ours
    return found if re.fullmatch("[0-9]{4}", found) else NEWEST


def _copied(old: Path, new: Path, version: str) -> tuple[int, int, bool]:
    """The rows that were copied into a new file of this version, those that were not, and whether all was tried."""
    rows, lost, is_all = 0, 0, True
    writer = writer_engine(new)
    try:
        with closing(connect_to_read(old)) as source, writer.begin() as target:
            upgrade(target, version)
            source.text_factory = lambda raw: raw.decode(errors="replace")
            for table in METADATA.tables:
                reader = _TableReader(source, table)
                rows += sum(_insert(target, table, reader.columns, found) for found in reader.rows())
                lost, is_all = lost + reader.lost, is_all and reader.is_all
        if lost or not is_all:
            with writer.begin() as target:
                others = _copied_from_pages(old, target)
            rows, lost = rows + others, max(lost - others, 0)
    finally:
        writer.dispose()
    return rows, lost, is_all


def _copied_from_pages(old: Path, target: Connection) -> int:
    """Those of the rows that SQLite finds no way to: how many more there are."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(old, isolation_level=None)) as connection:
        # What is in the WAL gets into the pages.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with old.open("rb") as file:
        stated = int.from_bytes(file.read(18)[16:], "big")
    tables = {table: _described(target, table) for table in METADATA.tables}
    found: dict[str, list[tuple[object, ...]]] = {table: [] for table in tables}
    count = 0
    for values in rows_of_leaf_pages(old, 65536 if stated == 1 else max(stated, 512)):
        for table, (names, columns) in tables.items():
            if fits(values, columns):
                found[table].append(values)
                if len(found[table]) == _AT_ONCE:
                    count += _insert(target, table, names, found[table])
                    found[table].clear()
    return count + sum(_insert(target, table, names, found[table]) for table, (names, _) in tables.items())


def _described(target: Connection, table: str) -> tuple[list[str], list[tuple[str, bool]]]:
    """The names of the columns, and the type of each with whether it is always known."""
    found = target.exec_driver_sql(f'PRAGMA table_info("{table}")').all()
    return [str(each[1]) for each in found], [(str(each[2]), bool(each[3])) for each in found]


def fits(values: Sequence[object], columns: Sequence[tuple[str, bool]]) -> bool:
    """Whether it may be a row of a table with columns of these types, each with whether it is always known."""
    return len(values) == len(columns) and all(
        not is_known if value is None else isinstance(value, str if kind == "TEXT" else int)
        for value, (kind, is_known) in zip(values, columns, strict=True)
    )


def _insert(target: Connection, table: str, columns: list[str], rows: Sequence[tuple[object, ...]]) -> int:
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    # What a damaged page yields may be no row at all.
    statement = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    return target.exec_driver_sql(statement, rows).rowcount if rows else 0


class _TableReader:
    """Reads the rows of a table by their rowids, and leaves out what cannot be read."""

    def __init__(self, source: sqlite3.Connection, table: str) -> None:
        self.lost = 0
        """Rowids that could not be read; some of them may not have been there."""
        self.is_all = True
        self._source = source
        self._table = table
        self.columns = self._columns()

    def rows(self) -> Iterator[list[tuple[object, ...]]]:
        names = ", ".join(f'"{name}"' for name in self.columns)
        query = f'SELECT {names} FROM "{self._table}" WHERE rowid BETWEEN ? AND ?'  # noqa: S608 - as above
        ranges = [(1, self._greatest())] if self.columns else []
        while ranges:
            first, last = ranges.pop()
            found = self._read(query, first, last) if last - first < _AT_ONCE else None
            if found is not None:
                yield found
            elif first == last:
                self.lost += 1
            elif self.lost >= _MOST_FAILURES:
                self.is_all = False
                return
            elif first < last:
                middle = (first + last) // 2
                ranges += [(middle + 1, last), (first, middle)]

    def _columns(self) -> list[str]:
        try:
            found = self._source.execute(f'PRAGMA table_info("{self._table}")').fetchall()
        except sqlite3.Error:
            found = []
        there = {str(row[1]) for row in found}
        self.is_all = bool(there)
        return [name for name in METADATA.tables[self._table].columns.keys() if name in there]  # noqa: SIM118 - a list

    def _greatest(self) -> int:
        """The last rowid; where that cannot be read, more than a file of this size can have."""
        for function in ("max", "min"):
            query = f'SELECT {function}(rowid) FROM "{self._table}"'  # noqa: S608 - as above
            try:
                found = int(self._source.execute(query).fetchone()[0] or 0)
            except sqlite3.Error:
                self.is_all = False
            else:
                pages = self._source.execute("PRAGMA page_count").fetchone()[0]
                return found if function == "max" else int(pages) * 4096 // _LEAST_ROW
        # Neither end: most likely its first page, without which there is no way to any row.
        return 0

    def _read(self, query: str, first: int, last: int) -> list[tuple[object, ...]] | None:
        try:
            return self._source.execute(query, (first, last)).fetchall()
        except sqlite3.Error:
            return None


def _set_aside(path: Path) -> Path:
    """Rename the file and what SQLite keeps beside it, so that they still belong together."""
    aside = free_name(path, DAMAGED)
    # The file last: interrupted before, the next start finds it damaged again, and without its WAL.
    for suffix in ("-wal", "-journal", ""):
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}{suffix}").replace(aside.with_name(f"{aside.name}{suffix}"))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    return aside
