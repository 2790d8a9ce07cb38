"""How much of a tail (`recording/tail.py`) the history has: written with it, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    Event,
    Fault,
    LinkChanged,
    LinkMoved,
    ManagedAccounts,
    RequestChanged,
)
from ibmonitor.journal.store.schema import META
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert

_PREFIX = "tail "
_OWN = (LinkChanged, LinkMoved, RequestChanged, AccountAsked, ClockCompared, Fault)
"""Events of this program's own stand between others in a tail than they came between."""


def is_counted(event: Event) -> bool:
    """Whether it came from TWS and is of no use twice; the accounts are, to those who read a tail from there on."""
    return not isinstance(event, (*_OWN, ManagedAccounts))


class TailMark:
    """Counts the events of one tail, known by its `name`, that have been written; `count` of them are already."""

    def __init__(self, name: str, count: int = 0) -> None:
        self.name = name
        self._count = count

    def add(self, events: Iterable[Event]) -> None:
        """Count events that are about to be written."""
        self._count += sum(map(is_counted, events))

    def write(self, connection: Connection) -> None:
        """Write the count, in the connection's transaction."""
        upsert(connection, META, [{"name": _PREFIX + self.name, "value": str(self._count)}])


def committed_of(store: Store, name: str) -> int:
    """How many events of a tail the history has. Raises `HistoryError`."""
    with store.reading() as connection:
        value = connection.execute(select(META.c.value).where(META.c.name == _PREFIX + name)).scalar()
    return int(value) if value and value.isdigit() else 0


def forget(connection: Connection, name: str) -> None:
    """Remove what was written of a tail that is no more."""
    connection.execute(delete(META).where(META.c.name == _PREFIX + name))
