"""The first start: its page in place of the tables, and the demo that is tried from there and ended again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.app.demo import DemoTws
from ibmonitor.settings.table import ADDRESS, Settings
from ibmonitor.windows.first_start.demo_bar import DemoBar
from ibmonitor.windows.first_start.page import FirstPage

_ANOTHER_START = ("demo", "recording", "profile", "self_test")
"""Options that decide what the window shows."""


class Stage(Protocol):
    """What is needed of the window."""

    def show_instead_of_tables(self, page: QWidget) -> None: ...
    def show_tables(self) -> None: ...
    def show_bar(self, bar: QWidget) -> None:
        """Show a band above all else, until it is deleted."""


def is_first_start(settings_file: Path, options: argparse.Namespace) -> bool:
    """Whether nothing was ever kept here, and the command line does not decide either.

    To be asked before the settings are loaded: a damaged file is set aside then.
    """
    is_decided = any(getattr(options, name, None) for name in _ANOTHER_START)
    return not is_decided and not any(hasattr(options, name) for name in ADDRESS) and not settings_file.exists()


class FirstStart(QObject):
    """Shows the page and starts the demo; settings and connection are up to the receivers of its signals."""

    connect_requested = Signal(object)
    """Settings: to be kept, and connected with."""
    skipped = Signal()
    demo_listening = Signal(int)
    """The demo's TWS listens at this port on loopback."""
    demo_failed = Signal(str)
    """A plain sentence."""
    demo_ended = Signal()
    """Nothing of the demo's TWS is to be shown any more; the page comes back right after."""

    def __init__(self, stage: Stage, testing: ConnectionTesting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._testing = testing
        self._settings = Settings()
        self._page: FirstPage | None = None
        self._demo: DemoTws | None = None
        self._bar: DemoBar | None = None
        self._is_listening = False

    def show(self, settings: Settings) -> None:
        """Show the page in place of the tables, with these settings in its fields."""
        self._settings = settings
        page = self._page = FirstPage(settings)
        self._testing.serve(page.form.test_row)
        page.connect_requested.connect(self._on_connect_requested)
        page.demo_requested.connect(self._on_demo_requested)
        page.skipped.connect(self._on_skipped)
        self._stage.show_instead_of_tables(page)

    def leave(self) -> None:
        """Show the tables in place of the page; nothing where it is not shown."""
        if self._page is not None:
            self._page = None
            self._stage.show_tables()

    def stop(self) -> None:
        """End the demo, for the end of the program."""
        if self._demo is not None:
            self._demo.stop()

    def _on_connect_requested(self, settings: Settings) -> None:
        self.leave()
        self.connect_requested.emit(settings)

    def _on_skipped(self) -> None:
        self.leave()
        self.skipped.emit()

    def _on_demo_requested(self) -> None:
        self.leave()
        self._bar = DemoBar()
        self._bar.end_requested.connect(self._end_demo)
        self._stage.show_bar(self._bar)
        self._is_listening = False
        self._demo = DemoTws(self)
        self._demo.listening.connect(self._on_demo_listening)
        self._demo.failed.connect(self._on_demo_failed)
        self._demo.start()

    def _on_demo_listening(self, port: int) -> None:
        self._is_listening = True
        self.demo_listening.emit(port)

    def _on_demo_failed(self, sentence: str) -> None:
        self.demo_failed.emit(sentence)
        if not self._is_listening:
            # There is nothing of it to be looked at.
            self._end_demo()

    def leave_demo(self) -> None:
        """End the demo for another TWS; nothing where it is not shown."""
        demo = self._release_demo()
        if demo is not None:
            demo.stop()
            demo.deleteLater()

    def _end_demo(self) -> None:
        demo = self._release_demo()
        if demo is None:
            return
        self.demo_ended.emit()
        demo.stop()
        demo.deleteLater()
        self.show(self._settings)

    def _release_demo(self) -> DemoTws | None:
        """The demo, which is ours no longer, with its band gone; `None` where there is none."""
        demo, self._demo = self._demo, None
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.hide()
            bar.deleteLater()
        return demo
