"""`PastDay`: the records of a past day, read from the history into a blotter, tables and a feed of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.models.live.account_watch import AccountWatch
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables

if TYPE_CHECKING:
    from ibmonitor.domain.allocation.book import AllocationBook
    from ibmonitor.journal.days import DaySlice
    from ibmonitor.journal.store.store import Store

_TURN = 0.008
"""Seconds of applying events, after which the window has its turn."""
_EVENTS_AT_ONCE = 1_000
"""Read and decoded in the thread before they are applied."""


class PastDay(QObject):
    """What `Connection` is for today, without a TWS. `zone` is the operator's, for times that TWS sent without one."""

    progressed = Signal(float)
    """How much of the day has been read, up to 1."""
    ended = Signal(str)
    """All of it is read; or a sentence why it cannot be."""

    def __init__(self, day: Day, zone: tzinfo | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.day = day
        self._now = day.spans[0].began if day.spans else datetime.now(UTC)
        self.blotter = Blotter(zone=zone, clock=lambda: self._now)
        self.tables = make_tables(self)
        self.feed = Feed(self.blotter, self.tables, parent=self)
        self.account_watch = AccountWatch(self.feed, self.blotter, self, is_past=True)
        self._contract_watch = ContractWatch(self.feed, self, is_past=True)
        self.reading: asyncio.Task[None] | None = None
        """While it is being read, and afterwards; `None` before."""

    @cached_property
    def book(self) -> AllocationBook:
        """How group orders were divided."""
        from ibmonitor.domain.allocation.book import AllocationBook  # noqa: PLC0415 - as in `Connection`

        return AllocationBook(self.blotter)

    @property
    def is_read(self) -> bool:
        """Whether all of it is there."""
        return self.reading is not None and self.reading.done()

    def read(self, store: Store, zone: tzinfo) -> None:
        """Read the day, on the running event loop; `zone` is that of the exchange's days."""
        self.reading = asyncio.get_running_loop().create_task(self._read(store, zone))

    async def close(self) -> None:
        """Read no further, and take the day's names out of use."""
        if self.reading is not None:
            self.reading.cancel()
            await asyncio.wait([self.reading])
        self.account_watch.close()
        self._contract_watch.close()

    async def _read(self, store: Store, zone: tzinfo) -> None:
        from ibmonitor.journal.closed_day import closed  # noqa: PLC0415 - SQLAlchemy takes a quarter of a second
        from ibmonitor.journal.days import slices_of  # noqa: PLC0415
        from ibmonitor.journal.events.codec import Codec  # noqa: PLC0415
        from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415

        slices = closed(slices_of(store, self.day.day, self.day.site, zone, Codec()))
        try:
            await self._apply_all(slices)
        except HistoryError as error:
            self.ended.emit(f"This day could not be read to its end, so what is shown is incomplete. {error}")
        else:
            self.ended.emit("")

    async def _apply_all(self, slices: Iterator[DaySlice]) -> None:
        late = perf_counter() + _TURN
        some = await asyncio.to_thread(_next_of, slices)
        while some:
            # The thread goes on while these are applied.
            following = asyncio.ensure_future(asyncio.to_thread(_next_of, slices))
            try:
                for slice_ in some:
                    self._now = slice_.time
                    self.feed.on_events(slice_.events)
                    if perf_counter() > late:
                        self.progressed.emit(slice_.done)
                        await asyncio.sleep(0)
                        late = perf_counter() + _TURN
            finally:
                # The thread cannot be interrupted, and the history may be closed after this.
                await asyncio.wait([following])
            some = following.result()
        self.feed.flush()


def _next_of(slices: Iterator[DaySlice]) -> Sequence[DaySlice]:
    """In the thread: the next slices, together about as many events as are applied in a turn; empty at the end."""
    found: list[DaySlice] = []
    events = 0
    for slice_ in slices:
        found.append(slice_)
        events += len(slice_.events)
        if events >= _EVENTS_AT_ONCE:
            break
    return found
