"""`HistoryWriter`: a thread that writes what it is handed, a transaction for many slices."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic, sleep

from sqlalchemy import Connection

from ibmonitor.domain.records.slice import Slice
from ibmonitor.domain.records.value import value
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.session import Circumstances, Session
from ibmonitor.journal.store.errors import HistoryError, RefusedRowsError
from ibmonitor.journal.store.schema import ORDER_DAYS, ORDERS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.tail_mark import TailMark, forget

BATCH_SECONDS = 0.1
"""How long the first slice of a batch waits for others."""
BATCH_ROWS = 500
"""A batch with so many rows is written at once."""
MOST_PENDING = 250_000
"""Events. Above it no more should be read from TWS until some are written."""

_BURST = 1_000
"""Events within `BATCH_SECONDS`: then the window has more to do than can be seen, and writing waits until it is done.
They are safe until then: see `recording/tail.py`."""
_CALM_SECONDS = 0.5
"""A burst is over after so long without one: it pauses while the window merges or paints a great many rows."""
_FIRST_RETRY, _LAST_RETRY = 1.0, 30.0
"""Seconds."""

logger = logging.getLogger(__name__)


@value
class Standing:
    """What records tell: rows of orders and of their days, and how executions count in sums; all without the site."""

    orders: tuple[Row, ...]
    days: tuple[Row, ...]
    executions: tuple[Row, ...]


class _GoOn:
    """Begins another session of the same connection."""


class HistoryWriter:
    """Any thread may call its methods, none of which waits for the disk but `flush` and `close`.

    `on_trouble` is called, in the writer's thread, with a sentence when nothing can be written, and with "" when
    everything is written again; `sync_tail` there, too, while writing waits for the end of a burst.
    """

    def __init__(
        self,
        store: Store,
        circumstances: Circumstances,
        on_trouble: Callable[[str], None] = lambda _sentence: None,
        sync_tail: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._circumstances = circumstances
        self._on_trouble = on_trouble
        self._sync_tail = sync_tail
        self._codec = Codec()
        self._session = Session(self._codec, circumstances, follows=False)
        self._changed = Condition()
        self._queue: deque[Slice | Standing | TailMark | _GoOn | None] = deque()
        """`None` begins another session."""
        self._mark: TailMark | None = None
        self._old_marks: list[str] = []
        self._pending = self._taken = self._written = 0
        """Events in the queue or being written; and numbers of things put into the queue, and written."""
        self._arrivals: deque[tuple[float, int]] = deque()
        self._burst_seen = -_CALM_SECONDS
        """When it was last seen that a burst goes on."""
        self._is_closing = self._has_ended = False
        self._is_hurried = self._flushes = 0
        """How many wait for everything to be written, and how often that was asked for."""
        self._trouble = ""
        self._thread = Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    @property
    def is_full(self) -> bool:
        """Whether so much waits to be written that no more should come."""
        return self._pending > MOST_PENDING and not self._trouble

    @property
    def is_idle(self) -> bool:
        """Whether everything is written."""
        return self._written == self._taken

    def take(self, slice_: Slice) -> None:
        """Write the events of a slice, soon."""
        self._put(slice_, len(slice_.events))

    def note(self, standing: Standing) -> None:
        """Write what records tell, after the slices that were taken before."""
        self._put(standing, len(standing.orders) + len(standing.executions))

    def begin_anew(self) -> None:
        """Begin another session: the records have been forgotten, and another TWS may follow."""
        self._put(None, 0)

    def go_on_anew(self) -> None:
        """Begin another session of the same connection: what was written has been forgotten."""
        self._put(_GoOn(), 0)

    def begin_tail(self, name: str) -> None:
        """From now on count what is written of the tail with this name, and of no earlier one."""
        self._put(TailMark(name), 0)

    def flush(self, seconds: float) -> bool:
        """Write everything now; return whether that was done in this time."""
        with self._changed:
            self._is_hurried += 1
            self._flushes += 1
            self._changed.notify_all()
            try:
                goal = self._taken
                self._changed.wait_for(lambda: self._written >= goal or self._has_ended, seconds)
                return self._written >= goal
            finally:
                self._is_hurried -= 1

    def close(self, seconds: float = 5.0) -> bool:
        """Write everything and end the thread; return whether all was written in this time."""
        late = monotonic() + seconds
        is_done = self.flush(seconds)
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join(max(0.0, late - monotonic()))
        return is_done

    def _put(self, item: Slice | Standing | TailMark | _GoOn | None, events: int) -> None:
        with self._changed:
            self._queue.append(item)
            self._taken += 1
            self._pending += events
            self._arrivals.append((monotonic(), events))
            self._changed.notify_all()

    # In the thread

    def _run(self) -> None:
        try:
            while self._wait_for_more():
                batch, things, events = self._next_batch()
                if not self._write(batch):
                    return
                with self._changed:
                    self._pending -= events
                    self._written += things
                    self._changed.notify_all()
        finally:
            with self._changed:
                self._has_ended = True
                self._changed.notify_all()

    def _wait_for_more(self) -> bool:
        """Wait until there is something to write, and time to do it; false where the thread is to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._is_closing)
            self._changed.wait_for(lambda: self._pending >= BATCH_ROWS or self._may_not_wait(), BATCH_SECONDS)
        while not self._may_not_wait() and self._is_in_burst():
            self._sync_tail()
            sleep(BATCH_SECONDS)
        return bool(self._queue)

    def _may_not_wait(self) -> bool:
        return bool(self._is_closing or self._is_hurried or self._pending > MOST_PENDING)

    def _is_in_burst(self) -> bool:
        now = monotonic()
        with self._changed:
            while self._arrivals and self._arrivals[0][0] < now - BATCH_SECONDS:
                self._arrivals.popleft()
            if sum(events for _, events in self._arrivals) >= _BURST:
                self._burst_seen = now
        return now - self._burst_seen < _CALM_SECONDS

    def _next_batch(self) -> tuple[Batch, int, int]:
        """The rows of the next slices, how many things of the queue they are, and how many events."""
        batch, things, events = Batch(), 0, 0
        while len(batch) < BATCH_ROWS:
            with self._changed:
                if not self._queue:
                    break
                item = self._queue.popleft()
            things += 1
            events += self._add(item, batch)
        return batch, things, events

    def _add(self, item: Slice | Standing | TailMark | _GoOn | None, batch: Batch) -> int:
        """Add what is written of a thing of the queue; return how many events it is."""
        match item:
            case Slice():
                self._add_slice(item, batch)
                if self._mark is not None:
                    self._mark.add(item.events)
                return len(item.events)
            case Standing():
                for table, rows in ((ORDERS, item.orders), (ORDER_DAYS, item.days)):
                    for row in rows:
                        batch.add(table, row | {"site": self._session.site})
                batch.add_standing(row | {"site": self._session.site} for row in item.executions)
                return len(item.orders) + len(item.executions)
            case TailMark():
                if self._mark is not None:
                    self._old_marks.append(self._mark.name)
                self._mark = item
            case _GoOn():
                earlier, self._session = self._session, Session(self._codec, self._circumstances, follows=True)
                self._session.go_on_from(earlier)
            case None:
                self._session = Session(self._codec, self._circumstances, follows=False)
        return 0

    def _add_slice(self, slice_: Slice, batch: Batch) -> None:
        if self._session.ends_before(slice_):
            self._session = Session(self._codec, self._circumstances, follows=True)
        try:
            self._session.add(slice_, batch.add)
        except Exception:
            # A bug; the rest of the history should not suffer.
            logger.exception("a slice is not in the history")

    def _write(self, batch: Batch) -> bool:
        """Write a batch, again and again until it is written; false where the thread is to end instead."""
        wait, write = _FIRST_RETRY, batch.write
        while True:
            flushes = self._flushes
            try:
                self._commit(write)
            except HistoryError as error:
                self._say(str(error))
                if isinstance(error, RefusedRowsError) and write == batch.write:
                    # Of many rows one is wrong.
                    write = batch.write_singly
                    continue
            except Exception:
                # A bug; one row may be the reason.
                logger.exception("the history was not written")
                if write == batch.write_singly:
                    return True
                write = batch.write_singly
                continue
            else:
                self._say("")
                return True
            with self._changed:
                self._changed.wait_for(lambda: self._is_closing or self._flushes > flushes, wait)  # noqa: B023 - now
                if self._is_closing:
                    return False
            wait = min(2 * wait, _LAST_RETRY)

    def _commit(self, write: Callable[[Connection], None]) -> None:
        with self._store.writing() as connection:
            write(connection)
            if self._mark is not None:
                self._mark.write(connection)
            for name in self._old_marks:
                forget(connection, name)
        self._old_marks.clear()

    def _say(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self._on_trouble(sentence)
