"""The line that shows how an export goes and ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.windows.export import notice as export_notice
from ibmonitor.windows.export.notice import ExportNotice
from ibmonitor.windows.export.run import EXPORT_WORDS, PRINT_WORDS, ExportRun, RunWords
from tests.support.label_texts import shown_text


@pytest.fixture
def thread() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as thread:
        yield thread


@pytest.fixture
def notice(qtbot: QtBot) -> ExportNotice:
    notice = ExportNotice()
    qtbot.addWidget(notice)
    return notice


def shown_run(notice: ExportNotice, thread: Executor, words: RunWords = EXPORT_WORDS) -> ExportRun:
    """A run that never starts: its signals are emitted by hand."""
    run = ExportRun(lambda: iter(()), lambda _rows, _progress: "", len, thread, notice, words)  # type: ignore[arg-type,return-value]
    notice.show_run(run)
    return run


def buttons(notice: ExportNotice) -> dict[str, QPushButton]:
    return {each.text(): each for each in notice.findChildren(QPushButton) if not each.isHidden()}


@pytest.mark.parametrize("works", [True, False])
def test_what_was_written_can_be_opened(
    notice: ExportNotice, thread: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    opened: list[Path] = []

    def opening(path: Path) -> bool:
        opened.append(path)
        return works

    monkeypatch.setattr(export_notice, "open_file", opening)
    monkeypatch.setattr(export_notice, "open_folder", opening)
    file = tmp_path / "file.csv"
    for text, path in (("Open file", file), ("Open folder", tmp_path)):
        run = shown_run(notice, thread)
        run.file = file
        run.done.emit("Exported.")
        assert list(buttons(notice)) == ["Open file", "Open folder"]
        buttons(notice)[text].click()
        assert opened.pop() == path
        assert (shown_text(notice) == "Exported.") == works
        assert works or str(path) in shown_text(notice)


@pytest.mark.parametrize(
    ("words", "end", "sentence"),
    [
        (EXPORT_WORDS, lambda run: run.cancelled.emit(), "The export was cancelled."),
        (PRINT_WORDS, lambda run: run.cancelled.emit(), "The printing was cancelled."),
        (PRINT_WORDS, lambda run: run.done.emit("Printed 1 page."), "Printed 1 page."),
        (EXPORT_WORDS, lambda run: run.failed.emit("The disk is full."), "The disk is full."),
    ],
    ids=["export cancelled", "printing cancelled", "printed", "failed"],
)
def test_where_nothing_was_written_there_is_nothing_to_open(
    notice: ExportNotice, thread: Executor, words: RunWords, end: Callable[[ExportRun], None], sentence: str
) -> None:
    run = shown_run(notice, thread, words)
    run.progressed.emit("Half of it")
    assert list(buttons(notice)) == [f"Cancel {words.noun}"]
    end(run)
    assert (shown_text(notice), list(buttons(notice))) == (sentence, [])


def test_a_success_disappears_after_a_while_and_a_failure_stays(
    qtbot: QtBot, notice: ExportNotice, thread: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_notice, "SHOWN_MS", 0)
    shown_run(notice, thread).failed.emit("The export has failed.")
    # A success shown after it is gone first.
    other = ExportNotice()
    qtbot.addWidget(other)
    shown_run(other, thread).done.emit("Exported.")
    qtbot.waitUntil(lambda: shown_text(other) == "")
    assert shown_text(notice) == "The export has failed."


def test_a_note_on_a_tab_behind_stays_until_it_has_been_seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_notice, "SHOWN_MS", 1)
    tab = QWidget()
    qtbot.addWidget(tab)
    notice = ExportNotice(tab)
    notice.move(300, 300)  # not under the mouse
    notice.show_note("New.")
    with qtbot.waitSignal(notice._over.timeout):
        pass
    assert not notice.isHidden()
    tab.show()
    qtbot.waitUntil(notice.isHidden)
