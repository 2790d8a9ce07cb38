"""Signals that ask the program to end reach Qt's loop at once; more of them change nothing, unless the end is stuck."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.app.process.signals import ENDING, PATIENCE, EndSignals, run_to_the_end

ROOT = Path(__file__).parents[3]

if sys.platform == "win32":
    pytest.skip("signals can be sent to a process on POSIX only", allow_module_level=True)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ends(qtbot: QtBot, clock: Clock) -> Iterator[EndSignals]:
    del qtbot
    ends = EndSignals(clock=clock)
    yield ends
    ends.uninstall()
    ends.give_back()


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


def test_the_first_of_two_at_once_is_the_one(ends: EndSignals, qtbot: QtBot) -> None:
    """Python calls the handler of the lesser number first: of SIGHUP before that of SIGTERM."""
    heard: list[int] = []
    ends.install(heard.append)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    # To this thread alone: another, of Qt's, would take it at once.
    signal.pthread_kill(threading.get_ident(), signal.SIGHUP)
    ends._pythons.send(bytes([signal.SIGTERM]))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGHUP])
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [signal.SIGTERM]
    assert ends.exit_code == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    ("seconds", "ends_at_once"),
    [
        ([0.0], False),
        ([PATIENCE + 1], False),
        ([0.0, 0.0, 0.0, PATIENCE - 0.1], False),
        ([0.0, PATIENCE], False),
        ([0.0, PATIENCE + 0.1], True),
        ([PATIENCE + 0.1, PATIENCE + 0.1], True),
        ([0.5, 0.9, 1.0, 2 * PATIENCE], True),
    ],
)
def test_signals_after_the_first_change_nothing_until_the_end_is_stuck(
    ends: EndSignals,
    qtbot: QtBot,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    seconds: list[float],
    *,
    ends_at_once: bool,
) -> None:
    """`seconds` are those after the first signal; the second one changes nothing whenever it comes."""
    heard: list[int] = []
    raised: list[int] = []
    ends.install(heard.append)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(heard))
    began = clock.now
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    more = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[: len(seconds)]
    for number, later in zip(more, seconds, strict=True):
        assert raised == []
        clock.now = began + later
        os.kill(os.getpid(), number)
    qtbot.wait(1)
    assert raised == ([more[-1]] if ends_at_once else [])
    assert (signal.getsignal(more[-1]) is signal.SIG_DFL) is ends_at_once
    assert heard == [signal.SIGTERM]
    assert ends.exit_code == 128 + signal.SIGTERM


def test_signals_after_the_end_change_nothing_either(ends: EndSignals, qtbot: QtBot) -> None:
    """What is left of the program then is its log, and Python itself."""
    heard: list[int] = []
    ends.install(heard.append)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(heard))
    ends.uninstall()
    os.kill(os.getpid(), signal.SIGHUP)
    os.kill(os.getpid(), signal.SIGTERM)
    assert ends.exit_code == 128 + signal.SIGTERM


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
from ibmonitor.app.process import signals
from ibmonitor.app.process.signals import EndSignals, run_to_the_end
signals.PATIENCE = {patience}
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
ends.uninstall()
sys.exit(ends.exit_code)
"""


@pytest.mark.parametrize(
    ("closes", "more", "exit_code"),
    [
        (True, [], 128 + 15),
        (True, [signal.SIGTERM], 128 + 15),
        (True, [signal.SIGHUP, signal.SIGTERM, signal.SIGINT], 128 + 15),
        (False, [signal.SIGHUP, signal.SIGINT], -signal.SIGINT),
        (False, [signal.SIGHUP, signal.SIGTERM], -signal.SIGTERM),
    ],
)
def test_a_loop_in_which_nothing_happens_wakes_up(closes: bool, more: list[signal.Signals], exit_code: int) -> None:
    """The end is stuck where it does not close: the third signal ends it then, where the patience is over."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(closes=closes, patience=PATIENCE if closes else -1.0)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "waiting\n"
            process.send_signal(signal.SIGTERM)
            assert process.stdout.readline() == "ending 15\n"
            # No two of the same: before the first of them is handled, they would be one.
            for number in more:
                process.send_signal(number)
            _, complaints = process.communicate(timeout=30)
            assert (process.returncode, complaints) == (exit_code, "")
        finally:
            process.kill()


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
