"""Compares the rows that search and sums use with what the events of the sessions give when they are applied again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Table, select

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import CommissionReport, Event, ExecDetails
from ibmonitor.journal.rows.event_rows import EventRows
from ibmonitor.journal.rows.record_rows import is_ordinary, order_rows, standing_row
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, ORDERS
from ibmonitor.journal.store.store import Store

_NOT_COMPARED = frozenset(
    {
        # Depends on the operator's zone, which is not stored.
        *("time", "day"),
        # Of several sessions, or to the microsecond.
        *("session", "first_seen", "last_seen", "first_day", "last_day"),
    }
)
_COUNTED = frozenset({"filled", "avg_fill_price", "outcome", "place", "superseded"})
"""What depends on other executions, which another session of the day may have, or which are forgotten."""
_AT_ONCE = 300
"""Rows looked up at once."""
_THINGS = {EXECUTIONS: "executions", COMMISSIONS: "commissions", ORDERS: "orders"}

Key = tuple[object, ...]
Row = dict[str, object]


@dataclass(slots=True)
class _Count:
    number: int
    example: str


class Disagreements:
    """What is wrong, counted by kind and day."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str, str], _Count] = {}

    def add(self, things: str, day: str, of_one: str, of_many: str, *, example: str = "", number: int = 1) -> None:
        """Count something: `things` in the plural, what is wrong of one and of many in words."""
        count = self._counts.setdefault((things, day, of_one, of_many), _Count(0, example))
        count.number += number

    def sentences(self) -> list[str]:
        """A sentence for each kind and day, the latest day first."""
        ordered = sorted(self._counts.items(), key=lambda item: item[0][1], reverse=True)
        return [_sentence(*kind, count) for kind, count in ordered]


def _sentence(things: str, day: str, of_one: str, of_many: str, count: _Count) -> str:
    if count.number == 1:
        example = f" ({count.example})" if count.example else ""
        return f"{day}: 1 {things.removesuffix('s')} {of_one}{example}."
    example = f" (such as {count.example})" if count.example else ""
    return f"{day}: {count.number:,} {things} {of_many}{example}."


class Agreement:
    """Compares session after session, the newest first: what a newer one has told is not compared with older ones."""

    def __init__(
        self, store: Store, zone: tzinfo, found: Disagreements, first_day: str, *, has_all_parts: bool = True
    ) -> None:
        """`zone` is that of the exchange's days; rows of days before `first_day` have been removed.

        Without `has_all_parts`, group orders may lack executions by which they were counted.
        """
        self._store = store
        self._zone = zone
        self._found = found
        self._first_day = first_day
        self._has_all_parts = has_all_parts
        self._seen: set[int] = set()
        """Hashes of the tables' keys: there may be millions."""

    def begin(self, session: str, site: str, day: str, *, is_alone: bool) -> None:
        """The events that follow are of this session, which began on this day. `is_alone`: no other is of its days."""
        self._not_compared = _NOT_COMPARED if is_alone and self._has_all_parts else _NOT_COMPARED | _COUNTED
        self._day = day
        self._rows = EventRows(session, None, self._zone)
        self._rows.site = site
        self._told: dict[tuple[Table, Key], Row] = {}

    def take(self, event: Event, time: datetime) -> None:
        """An event of the session, received at this time."""
        if isinstance(event, ExecDetails | CommissionReport):
            self._rows.add(event, time, self._add)

    def compare(self, blotter: Blotter) -> None:
        """Compare the rows with what the session told, and with the records that its events made."""
        site = self._rows.site
        for order in blotter.orders:
            for table, row in order_rows(order, self._zone):
                if table is ORDERS:
                    self._add(table, {**row, "site": site})
        for fill in blotter.fills:
            if not is_ordinary(fill):
                self._add(EXECUTIONS, {**standing_row(fill), "site": site})
        for table in _THINGS:
            told = [(key, row) for (its_table, key), row in self._told.items() if its_table is table]
            for first in range(0, len(told), _AT_ONCE):
                self._compare(table, told[first : first + _AT_ONCE])

    def check_others(self, sessions: Collection[str]) -> None:
        """Look for executions that no session has told, at the end of all; those of removed sessions are left out."""
        columns = EXECUTIONS.c
        keys = [columns[name] for name in _key_names(EXECUTIONS)]
        with self._store.reading() as connection:
            days = connection.execute(select(columns.day).distinct().order_by(columns.day)).scalars().all()
        for day in days:
            with self._store.reading() as connection:
                rows = connection.execute(select(columns.session, *keys).where(columns.day == day)).all()
            for session, *key in rows:
                if session in sessions and hash((EXECUTIONS.name, tuple(key))) not in self._seen:
                    words = "is in the lists, and no event tells of"
                    self._found.add("executions", day, f"{words} it", f"{words} them", example=str(key[-1]))

    def _add(self, table: Table, row: Mapping[str, object]) -> None:
        key = tuple(row[name] for name in _key_names(table))
        told = self._told.setdefault((table, key), {})
        told.update({name: each for name, each in row.items() if each not in (None, "") or name not in told})

    def _compare(self, table: Table, told: Sequence[tuple[Key, Row]]) -> None:
        new = {key: row for key, row in told if hash((table.name, key)) not in self._seen}
        self._seen.update(hash((table.name, key)) for key in new)
        names = _key_names(table)
        # By one column that has an index: for several together SQLite walks through the table.
        query = select(table).where(table.c[names[-1]].in_([key[-1] for key in new]))
        if table is not EXECUTIONS:
            query = query.where(table.c.site == self._rows.site)
        with self._store.reading() as connection:
            rows = connection.execute(query).mappings().all()
        stored: dict[Key, Mapping[str, Any]] = {tuple(row[name] for name in names): dict(row) for row in rows}
        things = _THINGS[table]
        for key, row in new.items():
            day = str(row.get("day") or row.get("last_day") or self._day)
            if key in stored:
                wrong = [name for name in row.keys() - self._not_compared if _differs(row[name], stored[key][name])]
                words = f"as the events have it ({', '.join(sorted(wrong))})"
                if wrong:
                    self._found.add(things, day, f"is not {words}", f"are not {words}", example=str(key[-1]))
            elif day >= self._first_day:
                self._found.add(things, day, "is not in the lists", "are not in the lists", example=str(key[-1]))


def _key_names(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _differs(told: object, stored: object) -> bool:
    """Whether something was told that is not what is stored. What a database cannot store was replaced."""
    if told in (None, ""):
        return False
    is_replaced = isinstance(told, str) and not told.isascii() and "\ufffd" in str(stored)
    return told != stored and not is_replaced and "\0" not in str(told)
