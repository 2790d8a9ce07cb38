"""`ServerStore`: a history in a database of a PostgreSQL server, which several computers may write."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, text

from ibmonitor.journal.store.errors import HistoryError, NoHistoryError, in_sentences
from ibmonitor.journal.store.migrate import NEWEST, suffices, upgrade, version_of, why_not_read, why_only_read
from ibmonitor.journal.store.schema import METADATA
from ibmonitor.journal.store.server_url import name_of, reading_engine, server_url, writing_engine
from ibmonitor.journal.store.store import ONLY_READING, Store

_OLDEST_SERVER: Final = 14
_MIGRATION_LOCK: Final = 0x49424D48
"""An advisory lock of the database: of several programs, one converts the tables."""


class ServerStore(Store):
    """Where the server or the user's rights do not allow it to be written, it is read-only."""

    def __init__(self, url: str, *, only_reads: bool = False) -> None:
        """Connect; without `only_reads`, for writing if that can be, making the tables where there are none."""
        self._url = server_url(url)
        super().__init__(name_of(self._url))
        if only_reads:
            self.why_read_only = ONLY_READING
            self._open_for_reading()
        elif not self._begin_to_write():
            self._open_for_reading()

    def try_to_write(self) -> bool:
        with self._alone():
            return not self.is_read_only or self._begin_to_write()

    def compact(self) -> None:
        """Nothing: the server does so by itself."""

    def size(self) -> int:
        query = text(
            "SELECT sum(pg_total_relation_size(to_regclass(name))) FROM unnest(CAST(:names AS text[])) AS name"
        )
        with self.reading() as connection:
            return int(connection.execute(query, {"names": list(METADATA.tables)}).scalar() or 0)

    def close(self) -> None:
        with self._alone():
            for engine in (self._writer, self._reader):
                if engine is not None:
                    engine.dispose()
            self._writer = self._reader = None

    def _begin_to_write(self) -> bool:
        """Open for writing; false, with the reason in `why_read_only`, where that cannot be."""
        writer = writing_engine(self._url)
        try:
            with in_sentences(self.where), writer.begin() as connection:
                self._check_server(connection)
                self.why_read_only = self._why_not_written(connection)
                if not self.why_read_only:
                    self._bring_up_to_date(connection)
                    self.why_read_only = self._lacks_rights(connection)
        except BaseException:
            writer.dispose()
            raise
        if self.why_read_only:
            writer.dispose()
            return False
        if self._reader is not None:
            self._reader.dispose()
        self._writer, self._reader = writer, reading_engine(self._url)
        return True

    def _open_for_reading(self) -> None:
        reader = reading_engine(self._url)
        try:
            with in_sentences(self.where), reader.begin() as connection:
                self._check_server(connection)
                self._check_readable(connection)
        except BaseException:
            reader.dispose()
            raise
        self._reader = reader

    def _check_readable(self, connection: Connection) -> None:
        version = version_of(connection)
        if not version:
            raise NoHistoryError(f"There is no history yet ({self.where}).")
        if version != NEWEST and not suffices(connection):
            raise HistoryError(why_not_read(version, self.where, self.why_read_only))

    def _check_server(self, connection: Connection) -> None:
        version = connection.dialect.server_version_info or ()
        if version < (_OLDEST_SERVER,):
            raise HistoryError(
                f"The history needs PostgreSQL {_OLDEST_SERVER} or later; this server has "
                f"{'.'.join(map(str, version))} ({self.where})."
            )

    def _why_not_written(self, connection: Connection) -> str:
        query = text("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'")
        if connection.execute(query).scalar():
            return f"This server only lets the history be read ({self.where})."
        return why_only_read(self.where) if version_of(connection) > NEWEST else ""

    def _bring_up_to_date(self, connection: Connection) -> None:
        """Make or convert the tables, if nobody else has done so since."""
        if version_of(connection) == NEWEST:
            return
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        version = version_of(connection)
        if not version:
            names = sorted(METADATA.tables.keys() & set(inspect(connection).get_table_names()))
            if names:
                raise HistoryError(
                    f"The database has tables of another program with the names that the history needs "
                    f"({', '.join(names)}; {self.where}). Use a database of its own for the history."
                )
        if version < NEWEST:
            upgrade(connection)

    def _lacks_rights(self, connection: Connection) -> str:
        """Why this user cannot write the tables."""
        query = text("SELECT bool_and(has_table_privilege(name, :right)) FROM unnest(CAST(:names AS text[])) AS name")
        may_write = all(
            connection.execute(query, {"right": right, "names": list(METADATA.tables)}).scalar()
            for right in ("INSERT", "UPDATE")
        )
        return "" if may_write else f"This user may only read the history ({self.where})."
