"""One session of the history: what of each slice is written, as rows of all tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import datetime, tzinfo
from uuid import uuid4

from sqlalchemy import Table

from ibmonitor.domain.records.events import LinkChanged, ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.slice import Slice
from ibmonitor.domain.records.value import value
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.events.slices import SliceEncoder
from ibmonitor.journal.rows.days import day_of, microseconds_of
from ibmonitor.journal.rows.event_rows import EventRows, Row
from ibmonitor.journal.store.schema import INTERVALS, SESSIONS, SLICES

Add = Callable[[Table, Row], None]

_LIVE = frozenset({LinkState.SYNCHRONISING, LinkState.UP})


@value
class Circumstances:
    """What a session's events do not say. `zone` is the operator's, for times that TWS sends without one."""

    program: str
    zone: tzinfo | None
    day_zone: tzinfo
    is_demo: bool = False


class Session:
    """Everything from a connection on, until another TWS, or the same one on another day, is connected to.

    `follows` is set where the blotter goes on from an earlier session: what it knows already is news here.
    """

    def __init__(self, codec: Codec, circumstances: Circumstances, *, follows: bool) -> None:
        self.id = uuid4().hex
        self._circumstances = circumstances
        self._encoder = SliceEncoder(codec, follows=follows)
        self._rows = EventRows(self.id, circumstances.zone, circumstances.day_zone)
        self._rows.site = site_of((), is_demo=circumstances.is_demo)
        self._slices = 0
        self._row: Row = {}
        """That of the table of sessions, as it is now; empty before the first slice."""
        self._interval: Row | None = None
        """The row of the time in which TWS reports everything; `None` outside one."""
        self._earlier: Session | None = None
        """That of whose connection this one goes on, until its first slice."""

    @property
    def site(self) -> str:
        return self._rows.site

    def go_on_from(self, earlier: Session) -> None:
        """Belong to the same connection as a session whose rows have been forgotten."""
        self._earlier = earlier
        self._rows.site = earlier.site

    def ends_before(self, slice_: Slice) -> bool:
        """Whether another session should take this slice: it connects on another day."""
        connects = any(isinstance(each, LinkChanged) and each.state is LinkState.CONNECTING for each in slice_.events)
        return connects and bool(self._row) and self._row["first_day"] != self._day(slice_.time)

    def add(self, slice_: Slice, add: Add) -> None:
        """Call `add` with each row that a slice makes."""
        raw = self._encoder.encode(slice_)
        if not raw:
            return
        time = slice_.time
        now, day = microseconds_of(time), self._day(time)
        if not self._row:
            self._row = _new_row(self.id, self._circumstances.program, self.site, now, day)
            self._take_over(now)
        add(SLICES, {"session": self.id, "seq": self._slices, "time": now, "events": raw})
        self._slices += 1
        known = set(map(id, slice_.known))
        for event in slice_.events:
            if isinstance(event, LinkChanged):
                self._on_link(event, now, add)
            elif isinstance(event, ManagedAccounts):
                self._on_accounts(event)
            if id(event) not in known:
                self._rows.add(event, time, add)
        self._row |= {"seen": now, "last_day": day}
        add(SESSIONS, dict(self._row))
        if self._interval is not None:
            self._interval["last_seen"] = now
            add(INTERVALS, dict(self._interval))

    @property
    def facts(self) -> Row:
        """What is known of the connection, as columns of the table of sessions."""
        names = ("host", "port", "client_id", "server_version", "scope", "accounts")
        return {name: self._row[name] for name in names if name in self._row}

    @property
    def is_live(self) -> bool:
        """Whether TWS reports everything now."""
        return self._interval is not None

    def _take_over(self, now: int) -> None:
        earlier, self._earlier = self._earlier, None
        if earlier is not None:
            self._row |= earlier.facts
            if earlier.is_live:
                self._interval = {"session": self.id, "began": now, "last_seen": now, "ended": None, "why": ""}

    def _day(self, time: datetime) -> str:
        return day_of(time, self._circumstances.day_zone)

    def _on_link(self, event: LinkChanged, now: int, add: Add) -> None:
        self._row |= {
            "host": event.host,
            "port": event.port,
            "client_id": event.client_id,
            "scope": "master client" if event.says_master else "",
        }
        if event.server_version is not None:
            self._row["server_version"] = event.server_version
        if event.state in _LIVE:
            if self._interval is None:
                self._interval = {"session": self.id, "began": now, "last_seen": now, "ended": None, "why": ""}
        elif self._interval is not None:
            add(INTERVALS, self._interval | {"last_seen": now, "ended": now, "why": event.reason})
            self._interval = None

    def _on_accounts(self, event: ManagedAccounts) -> None:
        self._rows.site = site_of(event.accounts, is_demo=self._circumstances.is_demo)
        self._row |= {"site": self.site, "accounts": json.dumps(event.accounts)}


def site_of(accounts: Collection[str], *, is_demo: bool = False) -> str:
    """Where IB's ids are unique, "" while unknown: paper accounts, which begin with D, have others than live ones."""
    if is_demo:
        return "demo"
    if not accounts:
        return ""
    return "paper" if all(account.startswith("D") for account in accounts) else "live"


def _new_row(session: str, program: str, site: str, now: int, day: str) -> Row:
    return {
        "session": session,
        "site": site,
        "host": "",
        "port": 0,
        "client_id": None,
        "server_version": None,
        "program": program,
        "scope": "",
        "accounts": "[]",
        "started": now,
        "seen": now,
        "first_day": day,
        "last_day": day,
    }
