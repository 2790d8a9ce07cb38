"""Signals that ask the program to end reach Qt's loop at once, and a second one ends it as if nothing were here."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.signals import ENDING, EndSignals, run_to_the_end

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals can be sent to a process on POSIX only")


@pytest.fixture
def ends(qtbot: QtBot) -> Iterator[EndSignals]:
    del qtbot
    ends = EndSignals()
    yield ends
    ends.uninstall()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_asks_to_end(ends: EndSignals, qtbot: QtBot, number: int) -> None:
    heard: list[int] = []
    ends.install(heard.append)
    assert ends.exit_code == 0
    os.kill(os.getpid(), number)
    assert heard == [], "in the midst of what was running"
    qtbot.waitUntil(lambda: heard == [number])
    assert ends.number == number
    assert ends.exit_code == 128 + number
    assert {signal.getsignal(each) for each in ENDING} == {signal.SIG_DFL}


def test_uninstalling_gives_all_back(qtbot: QtBot) -> None:
    del qtbot
    before = {number: signal.getsignal(number) for number in ENDING}
    ends = EndSignals()
    ends.install(lambda _: None)
    assert all(signal.getsignal(number) != before[number] for number in ENDING)
    ends.uninstall()
    assert {number: signal.getsignal(number) for number in ENDING} == before
    assert signal.set_wakeup_fd(-1) == -1


def test_what_was_ignored_stays_ignored(ends: EndSignals) -> None:
    """As under `nohup`."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    ends.install(lambda _: None)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    signal.signal(signal.SIGHUP, before)


PROGRAM = """
import asyncio, os, sys
import qasync
from PySide6.QtWidgets import QApplication
from ibmonitor.signals import EndSignals, run_to_the_end
application = QApplication([])
ends = EndSignals()
async def work():
    ended = asyncio.get_running_loop().create_future()
    def on_end(number):
        print("ending", number, flush=True)
        if {closes}:
            ended.set_result(None)
    ends.install(on_end)
    print("waiting", flush=True)
    await ended
with qasync.QEventLoop(application) as loop:
    run_to_the_end(loop, work(), lambda: None)
sys.exit(ends.exit_code)
"""


@pytest.mark.parametrize(
    ("closes", "second", "exit_code"),
    [(True, None, 128 + 15), (False, signal.SIGINT, -signal.SIGINT), (False, signal.SIGTERM, -signal.SIGTERM)],
)
def test_a_loop_in_which_nothing_happens_wakes_up(closes: bool, second: signal.Signals | None, exit_code: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(closes=closes)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "ending 15\n"
        if second is not None:
            process.send_signal(second)
        _, complaints = process.communicate(timeout=30)
        assert (process.returncode, complaints) == (exit_code, "")


def test_work_goes_on_to_its_end_when_qt_stops_its_loop(qapp: QApplication) -> None:
    done: list[str] = []

    async def work() -> None:
        QTimer.singleShot(0, qapp.quit)
        await ended
        await asyncio.sleep(0.01)
        done.append("work")

    def on_quit() -> None:
        done.append("quit")
        ended.set_result(None)

    with qasync.QEventLoop(qapp) as loop:
        ended = loop.create_future()
        run_to_the_end(loop, work(), on_quit)
    assert done == ["quit", "work"]


def test_what_the_work_raises_is_raised(qapp: QApplication) -> None:
    async def work() -> None:
        raise RuntimeError("of the work itself")

    with qasync.QEventLoop(qapp) as loop, pytest.raises(RuntimeError, match="of the work itself"):
        run_to_the_end(loop, work(), lambda: None)
