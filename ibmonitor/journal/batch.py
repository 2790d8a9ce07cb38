"""What one transaction writes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sqlalchemy import BigInteger, Connection, Table, bindparam, update
from sqlalchemy.sql.functions import coalesce

from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.store.errors import HistoryError, RefusedRowsError, in_sentences
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.journal.store.upsert import upsert

logger = logging.getLogger(__name__)

_STANDING = (
    update(EXECUTIONS)
    .where(*(EXECUTIONS.c[name] == bindparam(f"its_{name}") for name in ("site", "account", "exec_id")))
    .values(
        perm_id=coalesce(bindparam("its_perm_id", type_=BigInteger), EXECUTIONS.c.perm_id),
        superseded=bindparam("its_superseded"),
        place=bindparam("its_place"),
    )
)
"""How an execution counts in sums. Not its upsert: what its event tells is in the table already, or never will be."""


class Batch:
    """Rows by their tables, in the order in which they came."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[Row]] = {}
        self._standing: list[Row] = []
        self._count = 0

    def __len__(self) -> int:
        """How many rows there are."""
        return self._count

    def add(self, table: Table, row: Row) -> None:
        """Add a row that a slice makes."""
        self._rows.setdefault(table, []).append(row)
        self._count += 1

    def add_standing(self, rows: Iterable[Row]) -> None:
        """Add how executions count in sums."""
        for row in rows:
            self._standing.append({f"its_{name}": known for name, known in row.items()})
            self._count += 1

    def write(self, connection: Connection) -> None:
        """Write all, in the connection's transaction; a second time is no harm. Raises the database's errors."""
        for table, rows in self._rows.items():
            upsert(connection, table, rows, keep_known=True)
        if self._standing:
            connection.execute(_STANDING, self._standing)

    def write_singly(self, connection: Connection) -> None:
        """Write each row that can be written, in the connection's transaction; the others are left out.

        Raises `HistoryError` where it is not a row that is wrong.
        """
        for write in self._single_writes():
            try:
                with in_sentences(""), connection.begin_nested():
                    write(connection)
            except RefusedRowsError:
                # Not its text: that can quote accounts.
                logger.error("a row is not in the history")  # noqa: TRY400 - see above
            except HistoryError:
                raise
            except Exception:
                # A bug; the rest of the history should not suffer.
                logger.exception("a row is not in the history")

    def _single_writes(self) -> Iterator[Callable[[Connection], object]]:
        for table, rows in self._rows.items():
            for row in rows:
                yield partial(upsert, table=table, rows=[row], keep_known=True)
        for row in self._standing:
            yield lambda connection, row=row: connection.execute(_STANDING, [row])  # type: ignore[misc]
