"""Unhandled exceptions are logged and reported once for each place, and the program goes on."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import qasync
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.app.process import unexpected
from ibmonitor.app.process.unexpected import LONGEST_TRACE, SENTENCE, UnexpectedErrors
from ibmonitor.domain.records.events import Fault

PATIENCE = 20


class Catcher:
    """What is reported, and on which threads."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.threads: set[int] = set()
        self.errors = UnexpectedErrors(self.report)

    def report(self, fault: Fault) -> None:
        self.faults.append(fault)
        self.threads.add(threading.get_ident())


@pytest.fixture(scope="module", autouse=True)
def without_leftovers() -> None:
    """Collect what earlier tests have left: an open socket that is freed later would be reported here."""
    gc.collect()


@pytest.fixture
def catcher(qtbot: QtBot) -> Iterator[Catcher]:
    del qtbot
    catcher = Catcher()
    catcher.errors.install()
    yield catcher
    catcher.errors.uninstall()


def fail(text: str = "a bug") -> None:
    raise ValueError(text)


class Speaker(QObject):
    spoke = Signal()


class FailingWidget(QWidget):
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User:
            fail()
        return super().event(event)


def in_a_slot() -> None:
    speaker = Speaker()
    speaker.spoke.connect(fail)
    speaker.spoke.emit()


def in_a_timer() -> None:
    QTimer.singleShot(0, fail)


def in_an_override() -> None:
    widget = FailingWidget()
    QApplication.postEvent(widget, QEvent(QEvent.Type.User))
    QTimer.singleShot(0, widget.deleteLater)


def in_a_thread() -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def in_a_finaliser() -> None:
    class Failing:
        def __del__(self) -> None:
            fail()

    Failing()
    gc.collect()


@pytest.mark.parametrize("where", [in_a_slot, in_a_timer, in_an_override, in_a_thread, in_a_finaliser])
def test_it_is_logged_with_its_trace_and_told_and_the_program_goes_on(
    catcher: Catcher, qtbot: QtBot, caplog: pytest.LogCaptureFixture, where: Callable[[], None]
) -> None:
    where()
    qtbot.waitUntil(lambda: len(catcher.faults) == 1)
    (fault,) = catcher.faults
    assert fault.plain == SENTENCE
    assert fault.detail.startswith("Traceback (most recent call last):")
    assert "a bug" in fault.detail
    assert "in fail" in fault.detail
    assert catcher.threads == {threading.get_ident()}
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert fault.detail in record.getMessage()


def test_on_the_loop(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    catcher = Catcher()

    async def work() -> None:
        loop = asyncio.get_running_loop()
        loop.call_soon(fail, "in a callback")
        loop.call_later(0.01, other_place)
        task = loop.create_task(failing_task())
        await asyncio.sleep(0)
        del task
        while len(catcher.faults) < 3:
            gc.collect()
            await asyncio.sleep(0.01)

    def other_place() -> None:
        raise KeyError("in a timed callback")

    async def failing_task() -> None:
        raise TypeError("in a task that nobody awaits")

    with qasync.QEventLoop(qapp) as loop:
        catcher.errors.install(loop)
        loop.run_until_complete(asyncio.wait_for(work(), PATIENCE))
        catcher.errors.uninstall()
    reported = " ".join(fault.detail for fault in catcher.faults)
    for words in ("in a callback", "in a timed callback", "in a task that nobody awaits"):
        assert words in reported
    assert len(caplog.records) == 3


def test_what_the_loop_complains_of_without_an_exception_is_told(
    catcher: Catcher, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    catcher.errors._on_loop_exception(asyncio.new_event_loop(), {"message": "Task was destroyed but it is pending!"})
    qtbot.waitUntil(lambda: len(catcher.faults) == 1)
    assert "pending" in catcher.faults[0].detail
    assert "pending" in caplog.text


def test_each_place_is_told_once_and_repeats_are_counted_in_the_log(
    catcher: Catcher, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    speaker = Speaker()
    speaker.spoke.connect(fail)
    for _ in range(123):
        speaker.spoke.emit()
    speaker.spoke.connect(lambda: 1 // 0)
    speaker.spoke.emit()
    qtbot.waitUntil(lambda: len(catcher.faults) == 2)
    assert "ZeroDivisionError" in catcher.faults[1].detail
    catcher.errors.uninstall()
    said = [record.getMessage() for record in caplog.records]
    assert [line.rpartition(" for the ")[2] for line in said if "time" in line] == [
        "10th time",
        "100th time",
        said[-1],
    ]
    assert said[-1].startswith("124 times in all: ValueError at ")
    assert len(said) == 5


def test_the_place_is_the_innermost_of_this_program(catcher: Catcher, qtbot: QtBot) -> None:
    """The same mistake in two of its own places is two, also where both end in another's code."""
    for _ in range(2):
        QTimer.singleShot(0, lambda: json.loads("{"))
    qtbot.waitUntil(lambda: len(catcher.faults) == 1)
    with pytest.raises(AttributeError) as caught:
        unexpected.place_of(5)  # type: ignore[arg-type]  # a mistake
    assert unexpected.place_of(caught.tb).startswith("ibmonitor.app.process.unexpected:")
    assert unexpected.place_of(None) == "an unknown place"


def test_telling_that_fails_is_only_logged(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def report(_: Fault) -> None:
        raise OSError("reporting fails")

    errors = UnexpectedErrors(report)
    errors.install()
    in_a_slot()
    qtbot.waitUntil(lambda: "a fault could not be reported" in caplog.text)
    errors.uninstall()
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "unhandled",
        "a fault could not be reported",
    ]


def test_telling_what_comes_from_telling_ends(qtbot: QtBot) -> None:
    """A slot that fails each time a failure is reported to it."""
    speaker = Speaker()
    speaker.spoke.connect(fail)
    reported: list[Fault] = []

    def report(fault: Fault) -> None:
        reported.append(fault)
        speaker.spoke.emit()

    errors = UnexpectedErrors(report)
    errors.install()
    speaker.spoke.emit()
    qtbot.waitUntil(lambda: len(reported) == 1)
    qtbot.wait(0)
    errors.uninstall()
    assert len(reported) == 1


def test_a_trace_without_end_is_shortened(catcher: Catcher, qtbot: QtBot) -> None:
    catcher.errors.notice("here", ValueError("x" * 1_000_000))
    qtbot.waitUntil(lambda: len(catcher.faults) == 1)
    assert len(catcher.faults[0].detail) < LONGEST_TRACE + 10


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_what_is_meant_to_end_the_program_goes_to_whoever_was_there_before(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    del qtbot
    heard: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *reported: heard.append(reported[0]))
    monkeypatch.setattr(threading, "excepthook", lambda reported: heard.append(reported.exc_type))
    monkeypatch.setattr(sys, "unraisablehook", lambda reported: heard.append(reported.exc_type))
    catcher = Catcher()
    catcher.errors.install()
    sys.excepthook(kind, kind(), None)
    threading.excepthook(threading.ExceptHookArgs((kind, kind(), None, None)))

    class Failing:
        def __del__(self) -> None:
            raise kind

    Failing()
    gc.collect()
    catcher.errors.uninstall()
    assert heard == [kind] * 3
    assert catcher.faults == []


def test_uninstalling_gives_all_back(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    with qasync.QEventLoop(qapp) as loop:
        catcher = Catcher()
        catcher.errors.install(loop)
        now = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        assert not set(now) & set(before)
        catcher.errors.uninstall()
        catcher.errors.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_what_qt_warns_of_is_logged_and_not_told(
    catcher: Catcher, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    for address in range(20):
        qWarning(f"QObject(0x{address:x}) is odd")
    assert [(record.levelname, record.name) for record in caplog.records] == [("WARNING", "ibmonitor.qt")] * 2
    assert caplog.messages[0] == "default: QObject(0x0) is odd"
    assert caplog.messages[1].endswith("(for the 10th time)")
    qtbot.wait(0)
    assert catcher.faults == []


def test_qts_own_handler_is_back_afterwards(qtbot: QtBot) -> None:
    del qtbot
    heard: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, text: heard.append(text))
    errors = UnexpectedErrors(lambda _: None)
    errors.install()
    qWarning("one")
    errors.uninstall()
    qWarning("two")
    qInstallMessageHandler(before)
    assert heard == ["two"]
