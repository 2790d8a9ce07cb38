"""`Store`: an open history, in a file or on a server. One transaction at a time writes, any number read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident

from sqlalchemy import Connection, Engine

from ibmonitor.journal.store.errors import DamagedHistoryError, HistoryError, in_sentences

ONLY_READING = "The history was opened only to be read."


class Store(ABC):
    """Any thread may use it.

    Its methods raise `HistoryError`, with a sentence for the user, and no other error of the database or the system.
    """

    def __init__(self, where: str) -> None:
        """`where` names the file or the server in sentences."""
        self.where = where
        self.why_read_only = ""
        """A sentence for the user, while it is read-only."""
        self.notes: list[str] = []
        """Sentences for the user about what was found or done while it was opened; most often none."""
        self.is_damaged = False
        """Damage was found since it was opened."""
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self._one_at_a_time = Lock()
        self._owner: int | None = None
        """The thread that has it."""

    @property
    def is_read_only(self) -> bool:
        return self._writer is None

    @abstractmethod
    def try_to_write(self) -> bool:
        """Whether it can be written from now on: what prevented that may be over. Adds to `notes`."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, undone where something is raised. Waits for another thread.

        After an error all of it can be tried again; a lost server is connected to anew. Not within another one.
        """
        with self._alone(), self._notes_damage(), in_sentences(self.where):
            if self._writer is None:
                raise HistoryError(self.why_read_only or f"The history is closed ({self.where}).")
            with self._writer.begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads and sees one state of the history, whatever is written meanwhile.

        Keep it short: what is written meanwhile takes more space until it ends.
        """
        with self._notes_damage(), in_sentences(self.where):
            if self._reader is None:
                raise HistoryError(f"The history is closed ({self.where}).")
            with self._reader.begin() as connection:
                yield connection

    @abstractmethod
    def compact(self) -> None:
        """Overwrite what was deleted and give its space back. Takes as much space again, and a second a gigabyte."""

    @abstractmethod
    def size(self) -> int:
        """Bytes on the disk."""

    @abstractmethod
    def close(self) -> None:
        """End all; waits for a transaction that writes. Raises nothing."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Of all threads one at a time."""
        if self._owner == get_ident():
            raise RuntimeError("this thread writes to the history already, and would wait for itself")
        with self._one_at_a_time:
            self._owner = get_ident()
            try:
                yield
            finally:
                self._owner = None

    @contextmanager
    def _notes_damage(self) -> Iterator[None]:
        try:
            yield
        except DamagedHistoryError:
            self.is_damaged = True
            raise
