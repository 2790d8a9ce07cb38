"""`FileStore`: a history in an SQLite file of this computer, written by one process at a time."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from ibmonitor.journal.store.errors import HistoryError, NoHistoryError, explained, in_sentences
from ibmonitor.journal.store.file_checks import damage, has_wal
from ibmonitor.journal.store.file_copies import copy_before_migration, copy_history, files_of, sweep
from ibmonitor.journal.store.migrate import NEWEST, suffices, upgrade, version_of, why_not_read, why_only_read
from ibmonitor.journal.store.network_disk import network_file_system
from ibmonitor.journal.store.rescue import rescue
from ibmonitor.journal.store.sqlite_engine import reader_engine, writer_engine
from ibmonitor.journal.store.store import ONLY_READING, Store
from ibmonitor.journal.store.write_lock import WriteLock

ANOTHER_WINDOW = "Another window of IB Monitor writes this history. This one shows what is in it and adds nothing."


class FileStore(Store):
    """Where another process writes the file, or it cannot be written, it is read-only."""

    def __init__(self, path: Path, *, only_reads: bool = False) -> None:
        """Open the file; without `only_reads`, for writing if that can be, making it if there is none."""
        self.path = Path(os.path.realpath(path))
        super().__init__(str(self.path))
        self._lock = WriteLock(self.path)
        with in_sentences(self.where, OSError):
            if kind := network_file_system(self.path.parent):
                raise HistoryError(
                    f"A history cannot be on a network disk ({self.path.parent}: {kind}): two computers could damage "
                    "it. Choose a folder on a disk of this computer; for several computers there is PostgreSQL."
                )
            if only_reads:
                self.why_read_only = ONLY_READING
                self._open_for_reading()
            elif not self._begin_to_write():
                self._open_for_reading()

    def try_to_write(self) -> bool:
        with self._alone(), in_sentences(self.where, OSError):
            return not self.is_read_only or self._begin_to_write()

    def copy_to(self, target: Path) -> None:
        """Write a whole copy, in one state, that replaces `target`; meanwhile it can be read and written."""
        with in_sentences(str(target), OSError):
            copy_history(self.path, target)

    def compact(self) -> None:
        with self._alone(), self._notes_damage(), in_sentences(self.where):
            if self._writer is None:
                raise HistoryError(self.why_read_only)
            # Outside of a transaction.
            connection = self._writer.raw_connection()
            try:
                for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    connection.cursor().execute(statement)
            finally:
                connection.close()

    def size(self) -> int:
        """With what SQLite keeps beside the file, and the copies that were kept."""
        total = 0
        for file in files_of(self.path):
            with suppress(OSError):
                total += file.stat().st_size
        return total

    def close(self) -> None:
        with self._alone():
            self._end(is_clean=not self.is_damaged)
            self._reader = None

    # Opening

    def _begin_to_write(self) -> bool:
        """Take the lock and open for writing; false, with the reason in `why_read_only`, where that cannot be."""
        try:
            _make_folder(self.path.parent)
            if not self._lock.take():
                self.why_read_only = ANOTHER_WINDOW
                return False
        except OSError as error:
            self.why_read_only = str(explained(error, self.where))
            return False
        was_left = self._lock.was_left
        try:
            self._open_for_writing()
        except HistoryError as error:
            self._end(is_clean=not was_left)
            self.why_read_only = str(error)
        except BaseException:
            self._end(is_clean=not was_left)
            raise
        return not self.is_read_only

    def _open_for_writing(self) -> None:
        sweep(self.path)
        is_new = False
        with in_sentences(self.where, OSError):
            if self.path.exists():
                if what := damage(self.path, thoroughly=self._lock.was_left):
                    self.notes.append(rescue(self.path, what))
                version = self._known_version()
            else:
                version, is_new = "", True
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            with suppress(OSError):
                # It may have been copied here. SQLite gives what it keeps beside it the same mode.
                self.path.chmod(0o600)
            if version not in ("", NEWEST):
                self.notes.append(copy_before_migration(self.path, version))
            writer = writer_engine(self.path)
            try:
                with writer.begin() as connection:
                    if version != NEWEST:
                        upgrade(connection)
            except BaseException:
                writer.dispose()
                if is_new:
                    # Nothing is in it, which would look like damage.
                    self.path.unlink(missing_ok=True)
                raise
            self._writer, self._reader, self.why_read_only = writer, reader_engine(self.path), ""

    def _known_version(self) -> str:
        """The version of a file that this program may write. Changes nothing, and raises where it may not."""
        with reader_engine(self.path).begin() as connection:
            version = self._own_version(connection)
        if version > NEWEST:
            raise HistoryError(why_only_read(self.where))
        return version

    def _open_for_reading(self) -> None:
        """Raises `why_read_only` where the file cannot even be read."""
        no_history = self.why_read_only
        if no_history in (ONLY_READING, ANOTHER_WINDOW):
            no_history = f"There is no history yet ({self.path})."
        if not self.path.exists():
            raise NoHistoryError(no_history) if self.why_read_only == ONLY_READING else HistoryError(no_history)
        reader = reader_engine(self.path, is_immutable=self._is_out_of_reach())
        with reader.begin() as connection:
            version = self._own_version(connection)
            if not version:
                raise NoHistoryError(no_history)
            if version != NEWEST and not suffices(connection):
                raise HistoryError(why_not_read(version, self.where, self.why_read_only))
        if version > NEWEST:
            self.why_read_only = why_only_read(self.where)
        self._reader = reader

    def _own_version(self, connection: Connection) -> str:
        """The version, "" where there are no tables at all. Raises for another program's."""
        version = version_of(connection)
        if not version and inspect(connection).get_table_names():
            raise HistoryError(f"{self.path} is a database of another program. Choose another file.")
        return version

    def _is_out_of_reach(self) -> bool:
        """Whether nobody here can write beside the file, as SQLite does even to read, and nothing is in a WAL."""
        return not os.access(self.path.parent, os.W_OK) and not has_wal(self.path)

    def _end(self, *, is_clean: bool) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            if is_clean:
                with suppress(SQLAlchemyError), writer.begin() as connection:
                    # What the planner should know of how full the tables are; at most a moment.
                    connection.exec_driver_sql("PRAGMA optimize")
            writer.dispose()
        self._lock.release(is_clean=is_clean)


def _make_folder(folder: Path) -> None:
    """Make it private to the user where it is not there. Raises `OSError`."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
