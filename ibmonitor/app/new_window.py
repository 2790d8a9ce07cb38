"""Opens another window of this program, as a process of its own: nothing of this one is disconnected or closed."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def own_command() -> list[str]:
    """The command line of this installation, frozen or not."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ibmonitor"]


class NewWindows:
    """Starts windows that keep their settings where this one does; `config_dir` is `None` for the usual place."""

    def __init__(self, config_dir: Path | None) -> None:
        self._options = [] if config_dir is None else ["--config-dir", str(config_dir.absolute())]

    def open(self, *arguments: str) -> str:
        """Open a window with these options of the command line; return why that failed, or an empty text."""
        program, *before = own_command()
        started, _ = QProcess.startDetached(program, [*before, *self._options, *arguments])
        return "" if started else f"Another window could not be opened: {program} could not be started."
