"""The program, which writes to standard output the execId of each fill once it may have been painted.

`python -m tests.end_to_end.painting_window OPTION…`, with the options of `ibmonitor`.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject

from ibmonitor.app.program import Program
from ibmonitor.cli.main import main


class Painted(QObject):
    """Watches the paint events of the table of fills."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._told = 0
        program.window.page("fills").view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            fills = self._program.blotter.fills
            merged = self._program.tables.fills.total_count
            ids = "".join(f"{fill.execution.exec_id}\n" for fill in fills[self._told : merged])
            os.write(1, ids.encode())
            self._told = max(self._told, merged)
        return super().eventFilter(watched, event)


def watch(program: Program, _original: Any = Program.start) -> None:
    _original(program)
    program.window.tabs.show_page("fills")
    Painted(program)


if __name__ == "__main__":
    Program.start = watch  # type: ignore[method-assign, assignment]
    sys.exit(main(sys.argv[1:]))
