"""What all tests share."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.app.process.application import Application
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ShownZone, ZoneChoice
from ibmonitor.windows.theme.theme import THEME, Theme, use_style
from tests.support.examples import register_profiles
from tests.support.sources import parsed

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Under nohup SIGHUP is ignored, and SIGINT in what a shell's script starts in the background: here and in all that is
# started from here, and the program rightly leaves it so.
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

register_profiles()

for wait in (QtBot.waitSignal, QtBot.waitUntil, QtBot.waitActive, QtBot.waitExposed):
    # Milliseconds for what takes a moment. pytest-qt's five seconds are too few where the computer is busy.
    wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": 60_000}

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of real frames, which is not part of the repository."""
    if not CAPTURES.is_dir():
        pytest.skip(f"no captured frames at {CAPTURES}")
    return CAPTURES


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """The program's own class of application."""
    return Application


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application with the program's palette.

    Its style sheet is left out, a program's too: with it a window takes nearly twice as long to make. Tests of what
    depends on the size of widgets use `style_sheet`.
    """
    use_style(qapp)
    # A program adds the sheet to the whole application, which outlives it.
    vars(THEME)["add_sheet"] = lambda: None
    return qapp


@pytest.fixture(scope="module")
def style_sheet(qapp: QApplication) -> Iterator[None]:
    """The program's style sheet, which changes the size of nearly every widget: `pytest.mark.usefixtures`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(THEME, "_has_sheet", False)
        patch.setattr(THEME, "_shown", None)
        Theme.add_sheet(THEME)
        yield
    qapp.setStyleSheet("")


@pytest.fixture(autouse=True, scope="module")
def free_sources() -> Iterator[None]:
    """Free what the tests of a module have parsed: some 70 MB."""
    yield
    parsed.cache_clear()


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: a fifth of the time tests wait for something."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Take what pytest has collected out of the garbage collector's sight: each pass over it takes a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def collector_as_usual() -> Iterator[None]:
    """Undo what a `Program` does to the garbage collector: closed windows would stay, and slow all tests after it."""
    # A program that freezes also sets thresholds. To count what is frozen takes as long as a collection.
    thresholds = gc.get_threshold()
    yield
    if gc.get_threshold() != thresholds:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def keys_are_released() -> Iterator[None]:
    """Release Ctrl and Shift: for Qt, a key of `QTest`'s stays pressed with its modifiers until the next one."""
    yield
    if QApplication.instance() is not None and QApplication.keyboardModifiers():
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


@pytest.fixture(scope="module")
def no_old_windows() -> None:
    """Free the windows of earlier tests, which would follow each change of what all windows share."""
    gc.collect()


@pytest.fixture
def shown_zone(no_old_windows: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ShownZone]:  # noqa: ARG001
    """The zone shown, at first that of a computer in Berlin, where it is a quarter past midnight on June 12th."""
    monkeypatch.setattr("ibmonitor.models.text.shown_zone._computers_zone", lambda: ZoneInfo("Europe/Berlin"))
    monkeypatch.setattr(SHOWN_ZONE, "clock", lambda: datetime(2026, 6, 11, 22, 15, tzinfo=UTC))
    for choice in (ZoneChoice.UTC, ZoneChoice.LOCAL):
        SHOWN_ZONE.choose(choice)
    yield SHOWN_ZONE
    monkeypatch.undo()
    for choice in (ZoneChoice.UTC, ZoneChoice.LOCAL):
        SHOWN_ZONE.choose(choice)
