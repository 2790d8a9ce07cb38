"""When the page of the first start is shown, and the way into the demo and back."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget

from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.app.first_start import FirstStart, is_first_start
from ibmonitor.cli.arguments import parser
from ibmonitor.settings.table import Settings
from ibmonitor.windows.first_start.demo_bar import DemoBar
from ibmonitor.windows.first_start.page import FirstPage

SIGNALS = ("connect_requested", "skipped", "demo_listening", "demo_failed", "demo_ended")


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        ([], True),
        (["--demo"], False),
        (["--host", "h"], False),
        (["--port", "1"], False),
        (["--client-id", "0"], False),
        (["--profile", "Live"], False),
        (["--self-test"], False),
    ],
)
def test_only_a_start_that_says_nothing_is_the_first(arguments: list[str], first: bool, tmp_path: Path) -> None:
    options = parser().parse_args(arguments)
    settings_file = tmp_path / "settings.json"
    assert is_first_start(settings_file, options) is first
    settings_file.write_text("{}")
    assert not is_first_start(settings_file, options)


def test_a_recording_is_no_first_start(tmp_path: Path) -> None:
    assert not is_first_start(tmp_path / "none", argparse.Namespace(demo=False, recording=object()))


class Stage:
    """Stands for the window."""

    def __init__(self) -> None:
        self.page: FirstPage | None = None
        self.bar: DemoBar | None = None

    def show_instead_of_tables(self, page: QWidget) -> None:
        assert isinstance(page, FirstPage)
        self.page = page

    def show_tables(self) -> None:
        self.page = None

    def show_bar(self, bar: QWidget) -> None:
        assert isinstance(bar, DemoBar)
        self.bar = bar


class FakeDemo(QObject):
    """A simulated TWS that listens, or fails, as the test wants."""

    listening = Signal(int)
    failed = Signal(str)
    last: FakeDemo

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        FakeDemo.last = self
        self.steps: list[str] = []

    def start(self) -> None:
        self.steps.append("start")

    def stop(self) -> None:
        self.steps.append("stop")


class Scene:
    """A first start on a stage, its page shown, with all that it says."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.testing = ConnectionTesting()
        self.first = FirstStart(self.stage, self.testing)
        self.heard = {name: QSignalSpy(getattr(self.first, name)) for name in SIGNALS}
        self.first.show(Settings(port=4002))

    @property
    def page(self) -> FirstPage:
        assert self.stage.page is not None, "the tables are shown"
        return self.stage.page

    def said(self) -> list[str]:
        return [name for name, spy in self.heard.items() if spy.count()]


@pytest.fixture
def scene(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Scene:
    del qapp
    monkeypatch.setattr("ibmonitor.app.demo.DemoTws", FakeDemo)
    return Scene()


def test_connect_and_skip_leave_the_page(scene: Scene) -> None:
    page = scene.page
    page.form.connect_button.click()
    assert scene.stage.page is None
    assert scene.heard["connect_requested"].at(0)[0] == Settings(port=4002)
    scene.first.show(Settings())
    scene.page.skip_button.click()
    assert scene.stage.page is None
    assert scene.said() == ["connect_requested", "skipped"]


def test_the_demo_is_started_and_ended(scene: Scene) -> None:
    scene.page.demo_button.click()
    assert scene.stage.page is None
    assert FakeDemo.last.steps == ["start"]
    FakeDemo.last.listening.emit(1234)
    assert scene.heard["demo_listening"].at(0)[0] == 1234
    assert scene.stage.bar is not None
    scene.stage.bar.end_button.click()
    assert FakeDemo.last.steps == ["start", "stop"]
    assert scene.said() == ["demo_listening", "demo_ended"]
    assert scene.page.form.read() == Settings(port=4002)


def test_a_demo_that_cannot_be_started_brings_the_page_back(scene: Scene) -> None:
    scene.page.demo_button.click()
    FakeDemo.last.failed.emit("It could not be started.")
    assert scene.heard["demo_failed"].at(0)[0] == "It could not be started."
    assert scene.page.form.read() == Settings(port=4002)


def test_what_a_demo_has_shown_stays_when_it_ends_by_itself(scene: Scene) -> None:
    scene.page.demo_button.click()
    FakeDemo.last.listening.emit(1)
    FakeDemo.last.failed.emit("It has ended by itself.")
    assert scene.stage.page is None
    assert scene.said() == ["demo_listening", "demo_failed"]
    scene.first.stop()
    assert FakeDemo.last.steps == ["start", "stop"]


def test_leaving_without_a_page_changes_nothing(scene: Scene) -> None:
    scene.first.leave()
    scene.stage.page = marker = FirstPage(Settings())
    scene.first.leave()
    assert scene.stage.page is marker
