"""`HistoryKeeper`: opens the history, and writes to it what the open connection shows."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from ibmonitor import __version__
from ibmonitor.app.history.tail_files import TailFiles
from ibmonitor.app.process.garbage import collect_anywhere, collect_here_only, collect_if_due
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.models.live.feed import Feed
from ibmonitor.recording.tail import Tail
from ibmonitor.recording.taps import Taps

if TYPE_CHECKING:
    from ibmonitor.app.history.record_notes import RecordNotes
    from ibmonitor.journal.session import Circumstances
    from ibmonitor.journal.store.store import Store
    from ibmonitor.journal.writer import HistoryWriter

_CHECK_MS = 1000
_SWITCH_SECONDS = 0.0005
_LONG_TAIL = 1 << 16
"""Bytes from which on a tail is begun anew when the history has everything."""
_LAST_SECONDS = 5.0
"""How long the program's end may take for writing; what is not written then stays in the tail for the next start."""


class HistoryKeeper(QObject):
    """Off until `start`. The database's library is loaded and the history opened in a thread: that takes a while."""

    changed = Signal()
    """It is open or closed, or why it is not written has changed."""
    troubled = Signal(list)
    """All that is wrong with it now, in sentences; empty when nothing is any more."""
    _said = Signal(str, str)

    def __init__(
        self,
        feed: Feed,
        taps: Taps,
        unread: Callable[[], int],
        zone: Callable[[], ZoneInfo | None],
        parent: QObject | None = None,
    ) -> None:
        """`unread` returns how many bytes of TWS's are received and not yet decoded.

        `zone` returns the operator's, for times that TWS sends without one.
        """
        super().__init__(parent)
        self.store: Store | None = None
        """`None` while it is not open."""
        self.circumstances: Circumstances | None = None
        """What its sessions are written with; `None` while none are."""
        self.holds_tail = False
        """Whether the tail may not begin anew: it must tell what answers which request."""
        self._feed = feed
        self._taps = taps
        self._unread = unread
        self._zone = zone
        self._tail_file = Path()
        self._is_demo = self._is_opening = False
        self._writer: HistoryWriter | None = None
        self._notes: RecordNotes | None = None
        self._tail: Tail | None = None
        self._tails: TailFiles | None = None
        self._tail_name = ""
        self._is_tail_due = False
        self._opening: asyncio.Task[None] | None = None
        self._recovering: asyncio.Task[None] | None = None
        self._early: list[Slice] = []
        self._when_ready: list[Callable[[], object]] = []
        self._troubles: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_MS)
        self._timer.timeout.connect(self._look_at_tail)
        self._timer.timeout.connect(collect_if_due)
        feed.cleared.connect(self._on_cleared)
        self._said.connect(self._say)

    @property
    def is_writing(self) -> bool:
        """Whether what comes from TWS is kept."""
        return self._writer is not None

    @property
    def is_demo(self) -> bool:
        """Whether it is the demo's history."""
        return self._is_demo

    def start(
        self,
        place: Path | str | None,
        tail_file: Path,
        *,
        is_demo: bool = False,
        prepare: Callable[[Store], object] | None = None,
    ) -> None:
        """Open the history in a file or at a URL and keep what comes from now on; `None` ends what was kept before.

        `tail_file` is on this computer. `prepare` is called with the history, in a thread, before anything is kept.
        """
        self._is_opening = True
        earlier, self._opening = self._opening, None
        opening = self._change(earlier, place, tail_file, prepare, is_demo=is_demo)
        self._opening = asyncio.get_running_loop().create_task(opening)

    def when_ready(self, call: Callable[[], object]) -> None:
        """Call once the history is open, or cannot be opened; at once where nothing is being opened."""
        if self._is_opening:
            self._when_ready.append(call)
        else:
            call()

    def begin_session(self) -> None:
        """What comes from now on belongs to another session, as after everything has been forgotten."""
        if self._writer is not None:
            self._writer.go_on_anew()

    def forget_tail(self) -> None:
        """Begin the tail anew as soon as everything is written: it may hold what has just been forgotten."""
        self._is_tail_due = True

    def _on_cleared(self) -> None:
        """The records are forgotten, and those of another TWS may follow."""
        if self._writer is not None and self._notes is not None:
            self._notes.finish()
            self._writer.begin_anew()

    async def stop(self) -> None:
        """Write everything and close the history."""
        if self._opening is not None:
            await asyncio.wait([self._opening])
        await self._close()
        self.changed.emit()

    # Opening and closing

    async def _change(
        self,
        earlier: asyncio.Task[None] | None,
        place: Path | str | None,
        tail_file: Path,
        prepare: Callable[[Store], object] | None,
        *,
        is_demo: bool,
    ) -> None:
        try:
            if earlier is not None:
                await asyncio.wait([earlier])
            await self._close()
            self._tail_file, self._is_demo = tail_file, is_demo
            if place is not None:
                self._feed.on_slice = self._early.append
                await self._open(place, prepare)
        finally:
            # Whatever went wrong: the connection waits for it.
            self._be_ready()

    def _be_ready(self) -> None:
        if self._feed.on_slice == self._early.append:
            self._feed.on_slice = None
        self._early.clear()
        self._is_opening = False
        self.changed.emit()
        calls, self._when_ready = self._when_ready, []
        for call in calls:
            call()

    async def _close(self) -> None:
        self._timer.stop()
        if self._recovering is not None:
            await asyncio.wait([self._recovering])
        self._feed.on_slice = None
        writer, self._writer = self._writer, None
        if writer is not None and self._notes is not None and self._tail is not None:
            self._notes.finish()
            self._notes.follow(follows=False)
            if self._tail in self._taps:
                self._taps.remove(self._tail)
            if await asyncio.to_thread(writer.close, _LAST_SECONDS):
                self._tail.end()
            else:
                self._tail.leave()
        if self._tails is not None:
            self._tails.release()
        store, self.store, self.circumstances = self.store, None, None
        if store is not None:
            await asyncio.to_thread(store.close)
            collect_anywhere()
        for subject in list(self._troubles):
            self._say(subject, "")

    async def _open(self, place: Path | str, prepare: Callable[[Store], object] | None) -> None:
        opened = await asyncio.to_thread(_open_store, place, prepare)
        if isinstance(opened, str):
            self._feed.on_slice = None
            self._say("open", f"{opened} Nothing is added to the history until IB Monitor is started again.")
        else:
            self._on_opened(opened)

    def _on_opened(self, store: Store) -> None:
        self.store = store
        # Threads write and read it.
        collect_here_only()
        self._timer.start()
        for note in store.notes:
            self._say(note, note)
        if store.is_read_only:
            self._feed.on_slice = None
            self._say("open", store.why_read_only)
        else:
            self._begin_to_write(store)

    def _begin_to_write(self, store: Store) -> None:
        from ibmonitor.app.history.record_notes import RecordNotes  # noqa: PLC0415 - as above
        from ibmonitor.journal.session import Circumstances  # noqa: PLC0415
        from ibmonitor.journal.writer import HistoryWriter  # noqa: PLC0415

        # The window waits so long for a thread that computes, each time it wants to go on; otherwise 5 ms.
        sys.setswitchinterval(_SWITCH_SECONDS)
        files = self._tails = TailFiles(self._tail_file)
        left = files.take()
        tail = self._tail = Tail(files.own, self._facts, lambda sentence: self._say("tail", sentence))
        circumstances = self.circumstances = Circumstances(
            f"IB Monitor {__version__}", self._zone(), EXCHANGE, is_demo=self._is_demo
        )
        writer = self._writer = HistoryWriter(
            store, circumstances, lambda sentence: self._said.emit("write", sentence), tail.sync
        )
        self._notes = RecordNotes(self._feed, writer.note, EXCHANGE, self)
        self._begin_tail(tail, writer)
        for slice_ in self._early:
            writer.take(slice_)
        self._notes.follow(follows=True)
        self._feed.on_slice = writer.take
        self._taps.append(tail)
        if left:
            self._recovering = asyncio.get_running_loop().create_task(self._recover(store, left))

    # The tail

    async def _recover(self, store: Store, left: list[Path]) -> None:
        from ibmonitor.app.history.recovery import recover  # noqa: PLC0415 - needs ibapi, and is rare

        sentences = [await recover(path, store, EXCHANGE) for path in left]
        self._say("recover", next(filter(None, sentences), ""))
        self.changed.emit()

    def _begin_tail(self, tail: Tail, writer: HistoryWriter) -> None:
        self._tail_name = uuid4().hex
        writer.begin_tail(self._tail_name)
        tail.begin()

    def _facts(self) -> dict[str, object]:
        """What a tail's events may not say, since they are only the last ones."""
        zone = self._zone()
        return {
            "tail": self._tail_name,
            "zone": "" if zone is None else zone.key,
            "simulated": self._is_demo,
            "accounts": list(self._feed.blotter.link.accounts),
        }

    def _look_at_tail(self) -> None:
        """Begin it anew when it is long, and the history has all that is in it."""
        tail, writer, notes = self._tail, self._writer, self._notes
        if tail is None or writer is None or notes is None:
            return
        is_due = (self._is_tail_due or tail.size > _LONG_TAIL or not tail.is_on) and not self.holds_tail
        if is_due and writer.is_idle and notes.is_idle and not self._unread():
            self._is_tail_due = False
            self._begin_tail(tail, writer)
            if tail.is_on:
                self._say("tail", "")

    def _say(self, subject: str, sentence: str) -> None:
        if self._troubles.get(subject, "") != sentence:
            self._troubles[subject] = sentence
            self.troubled.emit([each for each in self._troubles.values() if each])


def _open_store(place: Path | str, prepare: Callable[[Store], object] | None) -> Store | str:
    """In a thread: load the library and open; return why that cannot be in a sentence."""
    # SQLAlchemy takes a quarter of a second.
    from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415
    from ibmonitor.journal.store.open_store import open_store  # noqa: PLC0415

    try:
        store = open_store(place)
        if prepare is not None:
            prepare(store)
    except HistoryError as error:
        return str(error)
    return store
