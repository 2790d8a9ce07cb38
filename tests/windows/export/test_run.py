"""One export: its rows, then its file in a thread; it ends once, and can be cancelled at any time."""

from __future__ import annotations

import errno
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.exporting.progress import Progress
from ibmonitor.models.output.sheet_cells import Stepwise
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.export import run as run_module
from ibmonitor.windows.export.run import ExportRun, Write

ROWS = ["a", "b", "c"]


def rows() -> Stepwise[list[str]]:
    yield 0.5
    return ROWS


def endless() -> Stepwise[list[str]]:
    while True:
        yield 0.25


def failing(*_: object) -> Any:
    raise ZeroDivisionError


@pytest.fixture
def thread() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as thread:
        yield thread


class Ended:
    """A run that is started, and how it ended: (signal, sentence)."""

    def __init__(self, qtbot: QtBot, thread: Executor, write: Write, make: Callable[[], Stepwise[Any]] = rows) -> None:
        self.qtbot = qtbot
        self.run = ExportRun(make, write, len, thread)
        self.ends: list[tuple[str, ...]] = []
        self.run.done.connect(lambda sentence: self.ends.append(("done", sentence)))
        self.run.failed.connect(lambda sentence: self.ends.append(("failed", sentence)))
        self.run.cancelled.connect(lambda: self.ends.append(("cancelled",)))
        self.run.start()

    def how(self) -> tuple[str, ...]:
        self.qtbot.waitUntil(lambda: bool(self.ends))
        (end,) = self.ends
        return end


@pytest.mark.parametrize(("changing", "patience", "tries"), [(0, 10, 1), (2, 10, 3), (100, 10, 5), (100, 0, 1)])
def test_rows_are_of_one_moment_unless_records_never_rest(
    qtbot: QtBot, thread: Executor, monkeypatch: pytest.MonkeyPatch, changing: int, patience: float, tries: int
) -> None:
    """Sums of rows from before and after a change would be those of no moment."""
    monkeypatch.setattr(run_module, "_PATIENCE", patience)
    changes: list[int] = []
    made: list[int] = []

    def make() -> Stepwise[list[str]]:
        made.append(len(changes))
        yield 0.5
        if len(made) <= changing:
            changes.append(1)
        return ROWS

    run = ExportRun(make, lambda _rows, _progress: "written", len, thread, version=lambda: len(changes))
    with qtbot.waitSignal(run.done):
        run.start()
    assert len(made) == tries


def test_the_garbage_collector_visits_the_rows_slice_by_slice(
    qtbot: QtBot, thread: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All at once it pauses the window: for a tenth of a second, with 100,000 rows of many columns."""
    monkeypatch.setattr(run_module, "_SLICE", 1e-6)
    left: list[int] = []

    def make() -> Stepwise[list[str]]:
        rows: list[list[str]] = []
        for _ in range(3):
            left.append(gc.get_count()[0])
            rows += [[] for _ in range(1000)]
            yield 0.5
        return ROWS

    # Only what the run collects is collected.
    gc.disable()
    try:
        assert Ended(qtbot, thread, lambda _rows, _progress: "written", make).how() == ("done", "written")
    finally:
        gc.enable()
    assert max(left[1:]) < 1000


def test_the_rows_are_written_in_the_thread(qtbot: QtBot, thread: Executor) -> None:
    def write(whole: list[str], progress: Progress) -> str:
        assert threading.current_thread() is not threading.main_thread()
        return f"{len(whole)} of {progress.total} rows written."

    assert Ended(qtbot, thread, write).how() == ("done", "3 of 3 rows written.")


def test_what_the_system_refuses_is_explained(qtbot: QtBot, thread: Executor) -> None:
    def write(_whole: list[str], _progress: Progress) -> str:
        raise OSError(errno.EROFS, "Read-only file system", "file.csv")

    sentence = "The export has failed: Read-only file system (file.csv). The disk is read-only: choose another folder."
    assert Ended(qtbot, thread, write).how() == ("failed", sentence)


def failing_rows() -> Stepwise[list[str]]:
    yield 0.5
    raise ZeroDivisionError


@pytest.mark.parametrize(("make", "write"), [(failing_rows, str), (rows, failing)])
def test_an_error_of_this_program_is_reported_and_raised(
    qtbot: QtBot, thread: Executor, make: Callable[[], Stepwise[Any]], write: Write
) -> None:
    with qtbot.captureExceptions() as raised:
        assert Ended(qtbot, thread, write, make).how() == ("failed", "The export has failed: an error in this program.")
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_an_export_is_cancelled_while_its_rows_are_made(qtbot: QtBot, thread: Executor) -> None:
    ended = Ended(qtbot, thread, failing, endless)
    ended.run.cancel()
    assert ended.ends == [("cancelled",)]
    ACCOUNT_MASK.changed.emit()
    assert not ended.run._timer.isActive(), "other names begin nothing anew"


def test_an_export_is_cancelled_while_its_file_is_written(qtbot: QtBot, thread: Executor) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    def write(_whole: list[str], progress: Progress) -> str:
        begun.set()
        cancelled.wait()
        progress.step()
        return "written"

    ended = Ended(qtbot, thread, write)
    qtbot.waitUntil(begun.is_set)
    ended.run.cancel()
    cancelled.set()
    assert ended.how() == ("cancelled",)


def test_the_progress_is_that_of_the_rows_and_then_of_the_file(qtbot: QtBot, thread: Executor) -> None:
    release = threading.Event()

    def write(_whole: list[str], progress: Progress) -> str:
        progress.done = 2
        release.wait()
        return "written"

    ended = Ended(qtbot, thread, write)
    said: list[str] = []
    ended.run.progressed.connect(said.append)
    ended.run._emit_progress()
    qtbot.waitUntil(lambda: ended.run._progress is not None and ended.run._progress.done == 2)
    ended.run._emit_progress()
    release.set()
    assert ended.how()[0] == "done"
    assert said[:2] == ["Exporting: collecting rows, 0%", "Exporting: writing the file, 67%"]


def test_rows_are_created_again_when_accounts_are_hidden_during_the_export(qtbot: QtBot, thread: Executor) -> None:
    begun: list[bool] = []

    def rows_of_now() -> Stepwise[list[str]]:
        is_hiding = ACCOUNT_MASK.is_hiding
        begun.append(is_hiding)
        while not is_hiding:
            yield 0.0
        return ["hidden"]

    ended = Ended(qtbot, thread, lambda whole, _: " ".join(whole), rows_of_now)
    qtbot.waitUntil(lambda: bool(begun))
    try:
        ACCOUNT_MASK.set_hiding(True)
        assert ended.how() == ("done", "hidden")
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert begun == [False, True]
