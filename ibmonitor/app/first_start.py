"""`FirstStart`: the page shown instead of the tables at the first start, and the demo that can be tried from it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ibmonitor.app.connection_testing import ConnectionTesting
from ibmonitor.settings.table import ADDRESS, Settings

if TYPE_CHECKING:
    from ibmonitor.app.demo import DemoTws
    from ibmonitor.windows.first_start.demo_bar import DemoBar
    from ibmonitor.windows.first_start.page import FirstPage

_ANOTHER_START = ("demo", "recording", "profile", "self_test")
"""Options with which the first page is not shown."""


class Stage(Protocol):
    """The part of the window that `FirstStart` uses."""

    def show_instead_of_tables(self, page: QWidget) -> None: ...
    def show_tables(self) -> None: ...
    def show_bar(self, bar: QWidget) -> None:
        """Show a bar at the top, until it is deleted."""


def is_first_start(settings_file: Path, options: argparse.Namespace) -> bool:
    """Whether there is no settings file yet, and no option that replaces the first page.

    Call this before loading the settings, which moves a damaged file away.
    """
    is_decided = any(getattr(options, name, None) for name in _ANOTHER_START)
    return not is_decided and not any(hasattr(options, name) for name in ADDRESS) and not settings_file.exists()


class FirstStart(QObject):
    """Shows the page and starts the demo; receivers of its signals save settings and connect."""

    connect_requested = Signal(object)
    """Settings to save and to connect with."""
    skipped = Signal()
    demo_listening = Signal(int)
    """The port on which the demo's TWS listens (loopback)."""
    demo_failed = Signal(str)
    """A sentence: why the demo could not run."""
    demo_ended = Signal()
    """The demo's records must be removed now; the page is shown again right after."""

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
        """Show the page instead of the tables, with these settings in its fields."""
        self._settings = settings
        from ibmonitor.windows.first_start.page import FirstPage  # noqa: PLC0415 - see `ToolWindows`

        page = self._page = FirstPage(settings)
        self._testing.serve(page.form.test_row)
        page.connect_requested.connect(self._on_connect_requested)
        page.demo_requested.connect(self._on_demo_requested)
        page.skipped.connect(self._on_skipped)
        self._stage.show_instead_of_tables(page)

    @property
    def is_demo(self) -> bool:
        """Whether a demo that was started here is shown."""
        return self._demo is not None

    def show_demo(self, settings: Settings) -> None:
        """Show the demo in this window; the page comes after it, with these settings."""
        if self._demo is None:
            self._settings = settings
            self._on_demo_requested()

    def leave(self) -> None:
        """Show the tables instead of the page; does nothing while the page is not shown."""
        if self._page is not None:
            self._page = None
            self._stage.show_tables()

    def stop(self) -> None:
        """Stop the demo when the program ends."""
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
        from ibmonitor.windows.first_start.demo_bar import DemoBar  # noqa: PLC0415 - see `ToolWindows`

        self._bar = DemoBar()
        self._bar.end_requested.connect(self._end_demo)
        self._stage.show_bar(self._bar)
        self._is_listening = False
        from ibmonitor.app.demo import DemoTws  # noqa: PLC0415 - few starts show the demo

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
            # There are no records of it to look at.
            self._end_demo()

    def leave_demo(self) -> None:
        """End the demo because of another TWS; does nothing while there is no demo."""
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
        """Remove the demo's bar and return the demo, no longer held here; `None` if there is none."""
        demo, self._demo = self._demo, None
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.hide()
            bar.deleteLater()
        return demo
