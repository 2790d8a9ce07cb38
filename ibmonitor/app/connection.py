"""`Connection`: everything that belongs to one TWS, from the socket to the tables."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from ibmonitor.app.connector import Connector
from ibmonitor.app.event_log import EventLog
from ibmonitor.app.history.past_answers import PastAnswers
from ibmonitor.app.process.ibapi_check import ibapi_version
from ibmonitor.app.process.log_line import LogMask
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.blotter.lookups import Lookups
from ibmonitor.domain.records.events import Event
from ibmonitor.models.live.account_watch import AccountWatch
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.recording.taps import Taps
from ibmonitor.tws.session.record_gaps import RecordGaps

if TYPE_CHECKING:
    from ibmonitor.domain.allocation.book import AllocationBook
    from ibmonitor.tws.decode.adapter import SignalWrapper

logger = logging.getLogger(__name__)


class Connection(QObject):
    """The records of one TWS, their tables, and what connects to it; the program holds one of these.

    `taps` see the bytes and this program's own events. `on_moved` is called with the new port when TWS has moved,
    `on_listed` with a sentence that answers a request of the user's.
    `clock` is the recording's in a replay. `known_accounts` are from before, which need not be this TWS's.
    """

    def __init__(
        self,
        mask: LogMask,
        taps: Taps,
        *,
        zone: ZoneInfo | None,
        clock: Callable[[], datetime] | None = None,
        known_accounts: Iterable[str] = (),
        on_moved: Callable[[int], None] = lambda _port: None,
        on_listed: Callable[[str], None] = lambda _sentence: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.blotter = Blotter(zone=zone) if clock is None else Blotter(zone=zone, clock=clock)
        self.tables = make_tables(self)
        self.feed = Feed(self.blotter, self.tables, parent=self)
        self.account_watch = AccountWatch(self.feed, self.blotter, self, known=known_accounts)
        self.contract_watch = ContractWatch(self.feed, self)
        self.event_log = EventLog(self.feed, mask, self)
        self._on_events = self.event_log.logging_link(self.feed.on_events)
        self.past_answers = PastAnswers(self.blotter.now, lambda: self.blotter.zone)
        self.taps = taps
        gaps = RecordGaps(
            Lookups(self.blotter.orders),
            self.blotter.parent_accounts,
            lambda: self.book.incomplete_accounts(),  # noqa: PLW0108 - the book is made later
        )
        self.connector = Connector(
            lambda: self.wrapper, self.blotter, tap=taps, on_moved=on_moved, gaps=gaps, on_listed=on_listed
        )

    @cached_property
    def book(self) -> AllocationBook:
        """How group orders are divided. Made with the page that shows it, which no window needs to open."""
        from ibmonitor.domain.allocation.book import AllocationBook  # noqa: PLC0415 - see above

        return AllocationBook(self.blotter)

    @cached_property
    def wrapper(self) -> SignalWrapper:
        """What TWS sends, as events. Made for the first connection, since ibapi is loaded with it."""
        from ibmonitor.tws.decode.adapter import SignalWrapper  # noqa: PLC0415 - see `is_loaded`

        logger.info("ibapi %s", ibapi_version())
        wrapper = SignalWrapper(self)
        wrapper.batch.connect(self._on_received)
        wrapper.announced.connect(self.taps.announced)
        return wrapper

    def _on_received(self, events: list[Event]) -> None:
        if todays := self.past_answers.without(events):
            self._on_events(todays)

    def announce(self, event: Event) -> None:
        """Apply an event of this program's own; also before there is a connection."""
        self._on_events([event])
        self.taps.announced(event)

    @property
    def has_orders(self) -> bool:
        """Whether there are orders or fills of a TWS."""
        return bool(self.blotter.orders or self.blotter.fills)

    def forget_records(self) -> None:
        """Forget all records, those that the tables do not show yet too; the facts of the link stay."""
        self.feed.flush()
        self.feed.clear()
