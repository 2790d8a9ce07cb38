"""The switch "Record session": asks first, then records a new connection, and finally shows where the file is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from ibmonitor.recording.recorder import Recorder
from ibmonitor.settings.table import Settings

_utc_now = partial(datetime.now, UTC)


class SessionRecording(QObject):
    """Owns the recorder, which is the tap of every connection.

    `settings` returns the current settings, `is_connected` whether there is a connection or an attempt to make one,
    `is_simulated` whether TWS is this program's own simulated one.
    """

    changed = Signal(str)
    """The text for the window; empty while nothing is recorded."""
    started = Signal()
    """A recording has started, so an open connection must be reopened."""
    failed = Signal(str)
    """A sentence: why recording could not start or continue."""

    def __init__(
        self,
        folder: Path,
        settings: Callable[[], Settings],
        is_connected: Callable[[], bool],
        parent: QObject | None = None,
        *,
        clock: Callable[[], datetime] = _utc_now,
        is_simulated: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._settings = settings
        self._is_connected = is_connected
        self._clock = clock
        self._is_simulated = is_simulated
        self.recorder = Recorder(self._on_failed, self._show)

    def switch(self, window: QWidget, *, on: bool) -> QDialog | None:
        """Turn recording on or off; returns the dialog that was opened for it."""
        if on and not self.recorder.is_on:
            return self._ask(window)
        if not on and self.recorder.is_on:
            return self._end(window)
        self._show()
        return None

    def _ask(self, window: QWidget) -> QDialog:
        from ibmonitor.windows.recording.recording_dialog import RecordingDialog  # noqa: PLC0415 - recordings are rare

        path = self._folder / f"session-{self._clock().astimezone():%Y%m%d-%H%M%S}.ibmrec"
        dialog = RecordingDialog(path, window, will_reconnect=self._is_connected())
        dialog.accepted.connect(partial(self._begin, path))
        # The click has checked the menu item although nothing is recorded.
        dialog.rejected.connect(self._show)
        return _opened(dialog)

    def _begin(self, path: Path) -> None:
        settings = self._settings()
        read_by = {key: getattr(settings, key) for key in ("zone", "client_id", "is_master", "auto_bind")}
        if self._is_simulated():
            read_by["simulated"] = True
        failure = self.recorder.start(path, read_by)
        self._show()
        if failure:
            self.failed.emit(failure)
        else:
            self.started.emit()

    def _end(self, window: QWidget) -> QDialog | None:
        recorder = self.recorder
        recorder.stop()
        self._show()
        if recorder.path is None:
            return None
        from ibmonitor.windows.recording.recording_dialog import RecordedDialog, size_text  # noqa: PLC0415 - see `_ask`

        return _opened(RecordedDialog(recorder.path, size_text(recorder.size), window))

    def _show(self) -> None:
        recorder = self.recorder
        if not recorder.is_on or recorder.path is None:
            self.changed.emit("")
            return
        from ibmonitor.windows.recording.recording_dialog import recording_sign  # noqa: PLC0415 - see `_ask`

        self.changed.emit(recording_sign(recorder.path, recorder.size))

    def _on_failed(self, sentence: str) -> None:
        self._show()
        self.failed.emit(sentence)


def _opened(dialog: QDialog) -> QDialog:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
