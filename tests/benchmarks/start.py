"""`python -m tests.benchmarks.start empty` or `program FOLDER`: opens a window, and prints how it came up.

Prints the monotonic clock and the processor's seconds once the window is painted, and the memory a second later.
"""

from __future__ import annotations

import os
import sys
import time

from ibmonitor.app.process.light_imports import load_qt

# As the program does, and before anything else of it: else all that it imports would cost more.
load_qt()

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402 - see above
from PySide6.QtWidgets import QApplication  # noqa: E402


class FirstPaint(QObject):
    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._application.removeEventFilter(self)
            # All widgets are painted in one turn of the loop.
            QTimer.singleShot(0, self._on_painted)
        return super().eventFilter(watched, event)

    def _on_painted(self) -> None:
        print(time.monotonic(), time.process_time(), flush=True)
        QTimer.singleShot(1000, self._end)

    def _end(self) -> None:
        from tests.benchmarks.measure import memory  # noqa: PLC0415 - not before the window is there

        print(memory(), flush=True)
        os._exit(0)


def open_empty() -> None:
    from PySide6.QtWidgets import QMainWindow  # noqa: PLC0415 - as a program would

    application = QApplication([])
    FirstPaint(application)
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    application.exec()


def open_program(folder: str) -> None:
    from ibmonitor.app.process import application as module  # noqa: PLC0415 - counts as part of the start
    from ibmonitor.cli.main import main  # noqa: PLC0415 - as above

    make = module.make_application

    def make_watched() -> module.Application:
        application = make()
        FirstPaint(application)
        return application

    vars(module)["make_application"] = make_watched
    main(["--config-dir", folder])


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        open_empty()
    else:
        open_program(sys.argv[2])
