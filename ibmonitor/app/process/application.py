"""Makes the Qt application, the same for the window and for its self test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from ibmonitor import __version__
from ibmonitor.assets import asset
from ibmonitor.windows.theme.theme import use_style


class Application(QApplication):
    """Receives the files that macOS gives to a program, also the one for which it was started: arguments have none."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []
        self._open: Callable[[Path], object] = self._waiting.append

    def open_files_with(self, opener: Callable[[Path], object]) -> None:
        """Call this for each file, those that have come already included."""
        self._open = opener
        for file in self._waiting:
            opener(file)
        self._waiting.clear()

    # Only what is sent to the application itself comes here; a filter would get the events of all widgets.
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.url().isLocalFile():
            self._open(Path(event.file()))
            return True
        return super().event(event)


def make_application() -> Application:
    """The one application of this process."""
    application = Application(sys.argv[:1])
    # The loop has to outlive the window until the connection is closed and the window's state is written.
    application.setQuitOnLastWindowClosed(False)
    application.setApplicationName("IB Monitor")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("ibmonitor")
    use_style(application)
    application.setWindowIcon(QIcon(str(asset("ibmonitor.svg"))))
    return application
