"""The demo's simulated TWS: a separate process, so that the window receives everything through a real socket."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from ibmonitor.app.new_window import own_command

DEMO_CLIENT_ID = 900
"""The master client of the simulated TWS, so that the demo shows every order live."""

STOP_MILLISECONDS = 2000


def simulator_command() -> list[str]:
    """The command line of this installation's simulator, frozen or not."""
    return [*own_command(), "simulate"]


class DemoTws(QObject):
    """Starts the simulated TWS and emits its port; it ends with this program, even if that is killed.

    `scenario` is the path of a scenario file; without one it plays the built-in demo.
    """

    listening = Signal(int)
    """The port on loopback."""
    failed = Signal(str)
    """A sentence: why it could not start, or has ended."""

    def __init__(self, parent: QObject | None = None, scenario: Path | None = None) -> None:
        super().__init__(parent)
        self._scenario = scenario
        self._output = ""
        self._stopping = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.errorOccurred.connect(self._on_error)
        self._process.finished.connect(self._on_finished)

    @property
    def is_running(self) -> bool:
        """Whether its process is running."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Start the process; `listening` or `failed` is emitted later."""
        program, *arguments = simulator_command()
        arguments += ["--port", "0", "--master-client-id", str(DEMO_CLIENT_ID), "--exit-with-stdin"]
        if self._scenario is not None:
            arguments += [f"--scenario={self._scenario}"]
        self._process.start(program, arguments)

    def stop(self) -> None:
        """Stop the process, and wait a moment for its end."""
        self._stopping = True
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(STOP_MILLISECONDS):
            self._process.kill()
            self._process.waitForFinished(STOP_MILLISECONDS)

    def _on_output(self) -> None:
        if self._stopping:
            return
        self._output += bytes(self._process.readAllStandardOutput().data()).decode(errors="replace")
        found = re.match(r"listening on 127\.0\.0\.1:(\d+)\s", self._output)
        if found:
            self._process.readyReadStandardOutput.disconnect(self._on_output)
            self.listening.emit(int(found.group(1)))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(f"The simulated TWS could not be started: {self._process.errorString()}.")

    def _on_finished(self, exit_code: int) -> None:
        if not self._stopping:
            errors = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
            self.failed.emit(f"The simulated TWS has ended unexpectedly (exit code {exit_code}). {errors}".strip())
