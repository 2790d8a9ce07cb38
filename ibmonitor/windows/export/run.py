"""One export: creates its rows in slices on the event loop, then writes them in a thread. It can be cancelled."""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ibmonitor.domain.records.value import value
from ibmonitor.exporting.progress import CancelledError, Progress
from ibmonitor.exporting.reasons import reason_of
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

if TYPE_CHECKING:
    from ibmonitor.models.output.sheet_cells import Stepwise

_SLICE = 0.005
"""Seconds of one slice."""
_TRIES = 5
"""How often rows are created until all are of one moment; if records change each time, the last rows are used."""
_PATIENCE = 10.0
"""Seconds after which they are not created again: so many rows will hardly ever be of one moment."""
_PROGRESS_MS = 200
"""Between two progress updates."""

_OWN_ERROR = "an error in this program."


@value
class RunWords:
    """How a run names what it does."""

    doing: str
    """At the start of a progress update: "Exporting"."""
    writing: str
    """The second half of the work: "writing the file"."""
    noun: str
    """What can fail or be cancelled: "export"."""


EXPORT_WORDS = RunWords("Exporting", "writing the file", "export")
PRINT_WORDS = RunWords("Printing", "sending pages to the printer", "printing")

Write = Callable[[Any, Progress], str]
"""Runs in the thread with the rows; returns a sentence about what was written, and where."""


class ExportRun(QObject):
    """Emits `done`, `failed` or `cancelled` exactly once."""

    progressed = Signal(str)
    done = Signal(str)
    """A sentence: what was written, and where."""
    failed = Signal(str)
    """A sentence: why nothing was written."""
    cancelled = Signal()
    _written = Signal(object)
    """From the thread: its finished `Future`."""

    def __init__(
        self,
        make: Callable[[], Stepwise[Any]],
        write: Write,
        count: Callable[[Any], int],
        thread: Executor,
        parent: QObject | None = None,
        words: RunWords = EXPORT_WORDS,
        version: Callable[[], object] = lambda: None,
    ) -> None:
        """`count` returns the number of steps of writing the rows, and `version` another value once records changed."""
        super().__init__(parent)
        self.words = words
        self.file: Path | None = None
        """The file that is written; `None` for one that the printer gets."""
        self._make, self._write, self._count, self._thread = make, write, count, thread
        self._version, self._begun_with = version, version()
        self._tries_left, self._try_until = _TRIES, perf_counter() + _PATIENCE
        self._making: Stepwise[Any] | None = None
        self._progress: Progress | None = None
        self._future: Future[str] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_on)
        self._progress_timer = QTimer(self)
        self._progress_timer.setInterval(_PROGRESS_MS)
        self._progress_timer.timeout.connect(self._emit_progress)
        self._share = 0.0
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start creating the rows."""
        # Otherwise rows created before and after would use different names for one account or instrument,
        # or zones.
        ACCOUNT_MASK.changed.connect(self._start_making)
        ACCOUNT_NAMES.changed.connect(self._start_making)
        CONTRACT_NAMES.changed.connect(self._start_making)
        SHOWN_ZONE.changed.connect(self._start_making)
        self._start_making()
        self._progress_timer.start()

    def cancel(self) -> None:
        """Cancel: no file is written. A file that is already complete stays."""
        if self._timer.isActive():
            self._end_making()
            self._progress_timer.stop()
            self.cancelled.emit()
        elif self._progress is not None:
            self._progress.is_cancelled = True

    def _start_making(self) -> None:
        self._begun_with = self._version()
        self._making = self._make()
        self._share = 0.0
        self._timer.start()

    def _end_making(self) -> None:
        self._timer.stop()
        self._making = None
        ACCOUNT_MASK.changed.disconnect(self._start_making)
        ACCOUNT_NAMES.changed.disconnect(self._start_making)
        CONTRACT_NAMES.changed.disconnect(self._start_making)
        SHOWN_ZONE.changed.disconnect(self._start_making)

    def _make_on(self) -> None:
        making = self._making
        if making is None:
            return
        until = perf_counter() + _SLICE
        try:
            while perf_counter() < until:
                self._share = next(making)
            # A collection of all rows at once would pause the window for a tenth of a second. Rows hold no cycles:
            # the collector visits them once and then leaves them alone.
            gc.collect(0)
        except StopIteration as stop:
            self._tries_left -= 1
            is_patient = self._tries_left and perf_counter() < self._try_until
            if is_patient and self._version() != self._begun_with:
                # Sums of rows from before and after a change would be those of no moment.
                self._start_making()
                return
            self._end_making()
            self._begin_to_write(stop.value)
        except Exception:
            self._end_making()
            self._progress_timer.stop()
            self.failed.emit(f"The {self.words.noun} has failed: {_OWN_ERROR}")
            raise

    def _begin_to_write(self, whole: Any) -> None:
        self._progress = progress = Progress(max(1, self._count(whole)))
        self._future = self._thread.submit(self._write, whole, progress)
        self._future.add_done_callback(self._hand_over)

    def _hand_over(self, future: Future[str]) -> None:
        """Pass the result to the main thread, unless the window is gone."""
        with suppress(RuntimeError):
            self._written.emit(future)

    def _emit_progress(self) -> None:
        if self._progress is None:
            self.progressed.emit(f"{self.words.doing}: collecting rows, {self._share:.0%}")
        else:
            share = min(1.0, self._progress.done / self._progress.total)
            self.progressed.emit(f"{self.words.doing}: {self.words.writing}, {share:.0%}")

    def _on_written(self, future: Future[str]) -> None:
        self._progress_timer.stop()
        error = future.exception()
        if error is None:
            self.done.emit(future.result())
        elif isinstance(error, CancelledError):
            self.cancelled.emit()
        else:
            reason = reason_of(error) if isinstance(error, OSError) else _OWN_ERROR
            self.failed.emit(f"The {self.words.noun} has failed: {reason}")
            if not isinstance(error, OSError):
                raise error
