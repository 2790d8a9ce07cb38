"""The dialogs about recording a session, and the replay bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ibmonitor.windows.recording import recording_dialog
from ibmonitor.windows.recording.recording_dialog import RecordedDialog, RecordingDialog, recording_sign, size_text
from ibmonitor.windows.recording.replay_bar import ReplayBar
from tests.support.label_texts import label_texts

PATH = Path("folder") / "<b>session</b>.ibmrec"


def said(dialog: QDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def button(parent: QDialog | ReplayBar, text: str) -> QPushButton:
    (found,) = (b for b in parent.findChildren(QPushButton) if b.text().replace("&", "") == text)
    return found


@pytest.mark.parametrize("will_reconnect", [True, False])
def test_the_dialog_explains_what_a_recording_contains(qtbot: QtBot, will_reconnect: bool) -> None:
    dialog = RecordingDialog(PATH, will_reconnect=will_reconnect)
    qtbot.addWidget(dialog)
    assert "account numbers, orders, fills and everything else as they are" in said(dialog)
    assert str(PATH) in said(dialog)
    assert "ibmonitor replay" in said(dialog)
    assert ("reopened" in said(dialog)) == will_reconnect
    with qtbot.waitSignal(dialog.accepted):
        button(dialog, "Record").click()


def test_it_can_be_cancelled(qtbot: QtBot) -> None:
    dialog = RecordingDialog(PATH, will_reconnect=False)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.rejected), qtbot.assertNotEmitted(dialog.accepted):
        button(dialog, "Cancel").click()


@pytest.mark.parametrize("opens", [True, False])
def test_the_dialog_shows_where_the_recording_is(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, opens: bool) -> None:
    asked: list[Path] = []

    def open_folder(path: Path) -> bool:
        asked.append(path)
        return opens

    monkeypatch.setattr(recording_dialog, "open_folder", open_folder)
    dialog = RecordedDialog(PATH, "12.3 MB")
    qtbot.addWidget(dialog)
    assert str(PATH) in said(dialog)
    assert "12.3 MB" in said(dialog)
    button(dialog, "Open folder").click()
    assert asked == [PATH.parent]
    assert ("cannot open" in said(dialog)) != opens


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 kB"),
        (312_345, "312 kB"),
        (12_345_678, "12.3 MB"),
        (999_949_999, "999.9 MB"),
        (1_250_000_000, "1.25 GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
    assert recording_sign(PATH, size) == f"● Recording to {PATH.name}, {text}"


def test_the_replay_bar_shows_progress_and_emits_requests(qtbot: QtBot) -> None:
    bar = ReplayBar()
    qtbot.addWidget(bar)
    bar.set_title("Replay of <b>x</b>", "recorded then")
    bar.show_progress("at 14:07:12", is_paused=False, is_finished=False, is_full_speed=False)
    assert label_texts(bar) == ["Replay of <b>x</b>", "recorded then", "at 14:07:12"]
    with qtbot.waitSignal(bar.pause_wanted, check_params_cb=lambda wanted: wanted):
        button(bar, "Pause").click()
    bar.show_progress("at 14:07:12", is_paused=True, is_finished=False, is_full_speed=False)
    with qtbot.waitSignal(bar.pause_wanted, check_params_cb=lambda wanted: not wanted):
        button(bar, "Resume").click()
    with qtbot.waitSignal(bar.full_speed_wanted, check_params_cb=lambda wanted: wanted):
        bar._full_speed.click()
    bar.show_progress("finished", is_paused=False, is_finished=True, is_full_speed=True)
    assert not button(bar, "Pause").isVisibleTo(bar)
    assert not bar._full_speed.isVisibleTo(bar)
