"""The switch that records: it asks, it begins with a new connection, it says where the file is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.app.replaying import Replaying
from ibmonitor.app.session_recording import SessionRecording
from ibmonitor.recording.recording_file import Recording
from ibmonitor.recording.replay import Speed
from ibmonitor.settings.table import Settings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.windows.recording.recording_dialog import RecordedDialog, RecordingDialog


class Switch:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.settings = Settings(zone="Asia/Tokyo", client_id=0, auto_bind=True)
        self.recording = SessionRecording(
            folder,
            lambda: self.settings,
            lambda: True,
            clock=lambda: datetime(2026, 11, 23, 14, 3, 12, tzinfo=UTC),
            is_simulated=lambda: self.is_simulated,
        )
        self.is_simulated = False
        self.signs: list[str] = []
        self.failures: list[str] = []
        self.begun = 0
        self.recording.changed.connect(self.signs.append)
        self.recording.failed.connect(self.failures.append)
        self.recording.started.connect(self._on_started)

    def _on_started(self) -> None:
        self.begun += 1

    def turn(self, *, on: bool) -> QDialog:
        dialog = self.recording.switch(self.window, on=on)
        assert dialog is not None
        return dialog


@pytest.fixture
def switch(tmp_path: Path, qtbot: QtBot) -> Switch:
    return Switch(tmp_path / "recordings", qtbot)


def test_on_and_off(switch: Switch, tmp_path: Path) -> None:
    asking = switch.turn(on=True)
    assert isinstance(asking, RecordingDialog)
    assert not switch.recording.recorder.is_on
    asking.accept()
    assert switch.begun == 1
    (path,) = (tmp_path / "recordings").iterdir()
    assert path.name.startswith("session-2026112")
    assert path.suffix == ".ibmrec"
    assert switch.signs[-1].startswith(f"● Recording to {path.name}, ")
    ended = switch.turn(on=False)
    assert isinstance(ended, RecordedDialog)
    ended.accept()
    assert switch.signs[-1] == ""
    settings = Recording(path).header.settings
    assert settings == {"zone": "Asia/Tokyo", "client_id": 0, "is_master": False, "auto_bind": True}
    assert switch.failures == []


def test_a_recording_of_the_demo_knows_that_it_is_one(switch: Switch, tmp_path: Path) -> None:
    switch.is_simulated = True
    switch.turn(on=True).accept()
    switch.turn(on=False).accept()
    (path,) = (tmp_path / "recordings").iterdir()
    recording = Recording(path)
    assert recording.header.settings is not None
    assert recording.header.settings["simulated"] is True
    assert Replaying(recording, SignalWrapper(), Speed.FULL).is_simulated


def test_cancelled(switch: Switch, tmp_path: Path) -> None:
    switch.turn(on=True).reject()
    assert switch.signs == [""]
    assert switch.begun == 0
    assert not (tmp_path / "recordings").exists()


def test_a_place_that_cannot_be_written(switch: Switch, tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("")
    switch.turn(on=True).accept()
    assert switch.signs == [""]
    assert switch.begun == 0
    (failure,) = switch.failures
    assert "cannot be made" in failure


def test_the_switch_as_it_is_already_asks_nothing(switch: Switch) -> None:
    assert switch.recording.switch(switch.window, on=False) is None
    assert switch.signs == [""]


def test_the_end_of_the_program_ends_the_file(switch: Switch, tmp_path: Path) -> None:
    switch.turn(on=True).accept()
    switch.recording.recorder.stop()
    switch.recording.recorder.stop()
    (path,) = (tmp_path / "recordings").iterdir()
    (ended,) = Recording(path).records()
    assert "ENDED" in str(ended)
