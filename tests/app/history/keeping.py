"""A keeper with the feed and the taps of a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.recording.taps import Taps
from tests.journal.store.history_rows import rows_of
from tests.support.waiting import until


class Keeping:
    """A keeper with the feed and the taps of a connection."""

    def __init__(self, folder: Path) -> None:
        self.file, self.tail = folder / "default.sqlite", folder / "default.tail"
        # Deleted by `end`: what is found by the garbage collector may be found in the history's thread.
        self._all = QObject()
        self.feed = Feed(Blotter(), make_tables(self._all), parent=self._all)
        self.taps = Taps()
        self.unread = 0
        self.troubles: list[list[str]] = []
        self.keeper = HistoryKeeper(self.feed, self.taps, lambda: self.unread, lambda: None, self._all)
        self.keeper.troubled.connect(self.troubles.append)

    def start(self, place: Path | str | None = None, **options: Any) -> None:
        self.keeper.start(place or self.file, self.tail, **options)

    async def opened(self, place: Path | str | None = None, **options: Any) -> None:
        self.start(place, **options)
        await until(lambda: self.keeper.is_writing)
        await self.ready()

    async def end(self) -> None:
        await self.keeper.stop()
        shiboken6.delete(self._all)

    async def ready(self) -> None:
        done = asyncio.Event()
        self.keeper.when_ready(done.set)
        await done.wait()

    def receive(self, *events: Event) -> None:
        self.feed.on_events(list(events))
        self.feed.flush()

    def rows(self, column: str, table: Any = EXECUTIONS) -> list[Any]:
        """Of the closed history."""
        store = open_store(self.file, only_reads=True)
        try:
            return [row[column] for row in rows_of(store, table)]
        finally:
            store.close()


Run = Callable[[Callable[[Keeping], Awaitable[None]]], None]
