"""The first picture of the window: what is loaded only after it, and what is wrong with that, in the window."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.app.connector import Connector
from ibmonitor.app.first_paint import FirstPaint
from ibmonitor.settings.places import find_places
from ibmonitor.settings.store import save_settings
from ibmonitor.settings.table import Settings
from tests.app.process.test_ibapi_check import UNUSABLE, spoiled
from tests.support.programs import Programs
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]

AFTER_FIRST_PAINT = """
import linecache, sys
from ibmonitor.app.process.light_imports import load_asyncio, load_qt
load_qt()
load_asyncio()
from ibmonitor.app import first_paint, program

def report():
    late = ("ibapi", "google.protobuf", "ssl", "_hashlib", "ibmonitor.windows.allocations", "ibmonitor.windows.day.")
    print(sorted(name for name in sys.modules if name.startswith(late)))
    print(sorted(path for path in linecache.cache if "ibmonitor" in path))

class Reporting(first_paint.FirstPaint):
    def __init__(self, widget, then, parent):
        super().__init__(widget, lambda: (report(), then()), parent)

class Ending(program.Program):
    def _on_first_paint(self):
        super()._on_first_paint()
        print([message.plain for message in self.blotter.messages])
        self.connection_flow.connection.connector.connect = lambda _settings: self.window.close()
        self.connection_flow.on_connect_requested()
        self.feed.link_changed.connect(self._on_link_changed)

    def _on_link_changed(self):
        print([message.plain for message in self.blotter.messages])
        print(self.blotter.link.reason)
        self.window.close()

program.FirstPaint = Reporting
program.Program = Ending
from ibmonitor.cli.main import main
main(["--config-dir", "kept", "--port", "1"])
"""


class Painted(QWidget):
    """Notes what happens to it."""

    def __init__(self, happened: list[str]) -> None:
        super().__init__()
        self._happened = happened

    def showEvent(self, event: QShowEvent) -> None:
        self._happened.append("shown")
        super().showEvent(event)

    def paintEvent(self, _event: object) -> None:
        self._happened.append("painted")


def test_it_is_waited_for_once(qtbot: QtBot) -> None:
    happened: list[str] = []
    widget, parent = Painted(happened), QObject()
    qtbot.addWidget(widget)
    FirstPaint(widget, lambda: happened.append("then"), parent)
    widget.show()
    qtbot.waitUntil(lambda: "then" in happened)
    assert happened == ["shown", "painted", "then"]
    widget.repaint()
    qtbot.waitUntil(lambda: happened[3:] == ["painted"])


def test_a_window_that_is_not_painted_is_not_waited_for_forever(qtbot: QtBot) -> None:
    happened: list[str] = []
    parent, widget = QObject(), QWidget()
    qtbot.addWidget(widget)
    FirstPaint(widget, lambda: happened.append("then"), parent)
    qtbot.waitUntil(lambda: happened == ["then"])


def test_ibapi_and_openssl_are_loaded_after_the_first_picture_and_no_source_is_read_for_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AFTER_FIRST_PAINT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == ["[]", "[]", "[]"]


@pytest.mark.parametrize("kind", ["missing", "damaged"])
def test_what_is_wrong_with_ibapi_is_said_in_the_window(kind: str, tmp_path: Path) -> None:
    """That it is missing is said at once, that it is damaged when it is loaded."""
    done = spoiled(kind, tmp_path, AFTER_FIRST_PAINT)
    assert done.returncode == 0, done.stderr
    _, _, said, mend = UNUSABLE[kind]
    _, _, before, after, link = done.stdout.splitlines()
    assert said in link
    assert link.endswith(mend)
    assert after == str([link])
    assert before == (after if kind == "missing" else "[]")


def test_who_connects_before_it_is_not_connected_again(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = Programs(qapp, tmp_path)
    save_settings(find_places(tmp_path).settings_file, Settings(connect_at_start=True))
    ports: list[int] = []
    monkeypatch.setattr(Connector, "connect", lambda _self, settings: ports.append(settings.port))
    monkeypatch.setattr(Connector, "is_busy", property(lambda _: bool(ports)))

    async def work() -> None:
        program = programs.connecting()
        painted: list[None] = []
        monkeypatch.setattr(program.connection_flow, "report_ibapi", lambda _problem: painted.append(None))
        await until(lambda: bool(painted))
        await asyncio.sleep(0)
        assert ports == [program.settings.port]

    programs.run(work)


def test_it_is_connected_after_it(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(qapp, tmp_path)
    save_settings(find_places(tmp_path).settings_file, Settings(connect_at_start=True))
    ports: list[int] = []
    monkeypatch.setattr(Connector, "connect", lambda _self, settings: ports.append(settings.port))

    async def work() -> None:
        program = programs.started()
        assert ports == []
        await until(lambda: ports == [program.settings.port])

    programs.run(work)
