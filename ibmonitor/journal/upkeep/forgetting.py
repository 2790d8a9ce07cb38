"""Makes a history forget one account, or everything: nothing of it is left in any of the history's files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    delete,
    select,
    update,
)

from ibmonitor.domain.records.value import value
from ibmonitor.journal.store.schema import (
    COMMISSIONS,
    EXECUTIONS,
    FA_SNAPSHOTS,
    INTERVALS,
    MESSAGES,
    META,
    METADATA,
    ORDER_DAYS,
    ORDERS,
    REQUESTS,
    SESSIONS,
    SLICES,
)
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.store.upsert import upsert
from ibmonitor.journal.upkeep.compact import compact, remove_copies
from ibmonitor.journal.upkeep.naming import Naming, may_name, rows_naming
from ibmonitor.journal.upkeep.scrub import Ids, Scrubber
from ibmonitor.journal.upkeep.scrub_xml import scrub_xml

_AT_ONCE = 200
"""Slices read at once."""


_WAS_FORGOTTEN = "an account was forgotten"
"""The name of a fact of the whole history."""


def has_forgotten(store: Store) -> bool:
    """Whether an account was forgotten: group orders lack its parts since then. Raises `HistoryError`."""
    with store.reading() as connection:
        return connection.execute(select(META.c.value).where(META.c.name == _WAS_FORGOTTEN)).scalar() is not None


@value
class Forgotten:
    """What is gone: rows of executions and orders, events of the days, and copies that were kept beside the file."""

    executions: int
    orders: int
    events: int
    copies: int


def forget_account(store: Store, account: str) -> Forgotten:
    """Forget an account: all of it or, where something is raised, nothing.

    Its executions, orders and messages are gone; of a group order the whole stays, without the account's part. Copies
    kept before migrations and damaged files beside the history are removed; backups elsewhere are not known. Raises
    `HistoryError`.
    """
    naming = Naming(account)
    counts: Counter[str] = Counter()
    with store.writing() as connection:
        for site in connection.execute(select(SESSIONS.c.site).union(select(EXECUTIONS.c.site))).scalars().all():
            of_site = _OfSite(connection, site, naming)
            of_site.collect()
            counts["events"] += of_site.scrub_slices()
            of_site.delete_unnamed()
            counts["executions"] += of_site.delete_own(EXECUTIONS)
            counts["orders"] += of_site.delete_own(ORDERS)
        _scrub_rows(connection, naming)
        upsert(connection, META, [{"name": _WAS_FORGOTTEN, "value": "yes"}])
    compact(store)
    return Forgotten(counts["executions"], counts["orders"], counts["events"], remove_copies(store))


def forget_everything(store: Store) -> Forgotten:
    """Empty the history. What is connected should begin another session afterwards. Raises `HistoryError`."""
    with store.writing() as connection:
        counts = {table: connection.execute(delete(table)).rowcount for table in METADATA.sorted_tables}
    compact(store)
    return Forgotten(counts[EXECUTIONS], counts[ORDERS], counts[SLICES], remove_copies(store))


class _OfSite:
    """What a site has of an account: within a site ids are unique."""

    def __init__(self, connection: Connection, site: str, naming: Naming) -> None:
        self._connection = connection
        self._site = site
        self._naming = naming
        query = select(SESSIONS.c.session, SESSIONS.c.client_id).where(SESSIONS.c.site == site)
        self._clients = {row.session: row.client_id for row in connection.execute(query)}
        self._accounts = {table: self._own_accounts(table) for table in (EXECUTIONS, ORDERS)}
        self._ids = Ids()
        self._scrubber = Scrubber(naming, self._ids)

    def collect(self) -> None:
        """Note the ids of what is the account's own, and nobody else's."""
        ids, (own, others) = self._ids, self._whose(EXECUTIONS)
        for row in self._slices(may_name(SLICES.c.events, self._naming)):
            self._scrubber.collect(row["events"])
        execute, exec_id = self._connection.execute, EXECUTIONS.c.exec_id
        own_ids = select(exec_id).where(own)
        ids.exec_ids.update(execute(own_ids).scalars())
        # Nobody says that a master's executions have other ids than their parts.
        ids.exec_ids.difference_update(execute(select(exec_id).where(others, exec_id.in_(own_ids))).scalars())
        own, others = self._whose(ORDERS)
        columns = ORDERS.c
        ids.perm_ids.update(execute(select(columns.perm_id).where(own)).scalars())
        keys = select(columns.client_id, columns.order_id)
        ids.client_keys.update((row[0], row[1]) for row in execute(keys.where(own, columns.order_id != 0)))
        # Order ids begin anew now and then.
        ids.client_keys.difference_update((row[0], row[1]) for row in execute(keys.where(others)))

    def scrub_slices(self) -> int:
        """Take the account out of the events; return how many of them are forgotten."""
        change = (
            update(SLICES)
            .where(SLICES.c.session == bindparam("its_session"), SLICES.c.seq == bindparam("its_seq"))
            .values(events=bindparam("its_events"))
        )
        for row in self._slices():
            events = self._scrubber.scrub(row["events"], self._clients[row["session"]])
            if events is not None:
                values = {"its_session": row["session"], "its_seq": row["seq"], "its_events": events}
                self._connection.execute(change, values)
        return self._scrubber.forgotten

    def delete_own(self, table: Table) -> int:
        """Delete the account's executions or orders; return how many there were."""
        return self._connection.execute(delete(table).where(self._whose(table)[0])).rowcount

    def delete_unnamed(self) -> None:
        """Delete what belongs to these and does not name the account."""
        ids, here, client = self._ids, SESSIONS.c.site == self._site, bindparam("client_id", type_=BigInteger)
        sessions = select(SESSIONS.c.session).where(here)
        its: BindParameter[Any] = bindparam("id")
        of_client = sessions.where(SESSIONS.c.client_id == client)
        exec_ids = [{"id": each} for each in ids.exec_ids]
        perm_ids = [{"id": each} for each in ids.perm_ids]
        order_ids = [{"client_id": client_id, "id": order_id} for client_id, order_id in ids.client_keys]
        reports, days, messages = COMMISSIONS.c, ORDER_DAYS.c, MESSAGES.c
        for statement, values in (
            (delete(COMMISSIONS).where(reports.site == self._site, reports.exec_id == its), exec_ids),
            (delete(ORDER_DAYS).where(days.site == self._site, days.perm_id == its), perm_ids),
            (delete(MESSAGES).where(messages.perm_id == its, messages.session.in_(sessions)), perm_ids),
            (delete(MESSAGES).where(messages.req_id == its, messages.session.in_(of_client)), order_ids),
        ):
            if values:
                self._connection.execute(statement, values)

    def _own_accounts(self, table: Table) -> list[str]:
        """The names of the account in a table: as it is, and with the letters that TWS adds."""
        accounts = self._connection.execute(select(table.c.account).where(table.c.site == self._site).distinct())
        return [account for account in accounts.scalars() if self._naming.is_all_of(account)]

    def _whose(self, table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """The conditions for the account's own rows, and for those of others."""
        account, is_here = table.c.account, table.c.site == self._site
        own = account.in_(self._accounts[table])
        return and_(is_here, own), and_(is_here, ~own, account != "")

    def _slices(self, *conditions: ColumnElement[bool]) -> Iterator[RowMapping]:
        columns = SLICES.c
        for session in self._clients:
            last = -1
            query = select(SLICES).where(columns.session == session, *conditions).order_by(columns.seq).limit(_AT_ONCE)
            while rows := self._connection.execute(query.where(columns.seq > last)).mappings().all():
                yield from rows
                last = rows[-1]["seq"]


def _scrub_rows(connection: Connection, naming: Naming) -> None:
    """Take the account's name out of all other rows, or these away."""
    for table in (MESSAGES, REQUESTS):
        for row in rows_naming(connection, table, naming):
            connection.execute(delete(table).where(_is(table, row)))
    for table in (EXECUTIONS, ORDERS, COMMISSIONS, INTERVALS):
        for row in rows_naming(connection, table, naming):
            texts = {name: naming.removed_from(each) for name, each in row.items() if _is_free_text(table, name, each)}
            connection.execute(update(table).where(_is(table, row)).values(texts))
    for row in rows_naming(connection, SESSIONS, naming):
        accounts = json.dumps(naming.without(json.loads(row["accounts"])))
        connection.execute(update(SESSIONS).where(_is(SESSIONS, row)).values(accounts=accounts))
    for row in rows_naming(connection, FA_SNAPSHOTS, naming):
        connection.execute(delete(FA_SNAPSHOTS).where(_is(FA_SNAPSHOTS, row)))
        xml = naming.removed_from(scrub_xml(row["xml"], naming.is_all_of))
        upsert(connection, FA_SNAPSHOTS, [{**row, "xml": xml, "sha256": sha256(xml.encode()).hexdigest()}])


def _is(table: Table, row: RowMapping) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))


def _is_free_text(table: Table, name: str, content: object) -> bool:
    return isinstance(content, str) and not table.c[name].primary_key
