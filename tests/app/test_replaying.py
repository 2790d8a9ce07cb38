"""A recording in the place of a TWS: its bar, its end, and the settings that hold in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ibmonitor.app.replaying import Replaying, as_recorded
from ibmonitor.domain.records.events import Event, LinkMoved
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.recording.recorder import Recorder
from ibmonitor.recording.recording_file import Recording
from ibmonitor.recording.recording_format import FIRST_LINE, Header, header_line
from ibmonitor.recording.replay import Replay, Speed
from ibmonitor.settings.table import Settings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.windows.recording.replay_bar import ReplayBar
from tests.support.label_texts import label_texts
from tests.support.waiting import until

START = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
EVENTS: list[Event] = [LinkMoved(4001), LinkMoved(4002)]


def recorded(path: Path) -> Recording:
    """A recording of two events, an hour from one to the next."""
    ticks = count()
    recorder = Recorder(clock=lambda: START + timedelta(hours=max(0, next(ticks) - 2)))
    assert recorder.start(path) == ""
    for event in EVENTS:
        recorder.announced(event)
    recorder.stop()
    return Recording(path)


class Played:
    """A replay that is shown in a bar, and what it has emitted."""

    def __init__(self, qtbot: QtBot, path: Path, speed: Speed) -> None:
        wrapper = SignalWrapper()
        self.received: list[Event] = []
        wrapper.batch.connect(self.received.extend)
        self.replaying = Replaying(recorded(path), wrapper, speed)
        self.bar = ReplayBar()
        qtbot.addWidget(self.bar)
        self.replaying.show_in(self.bar)

    def text(self) -> str:
        return " ".join(label_texts(self.bar))

    def button(self, text: str) -> QAbstractButton:
        (found,) = (each for each in self.bar.findChildren(QAbstractButton) if each.text().replace("&", "") == text)
        return found

    def play(self, story: Callable[[], Awaitable[None]]) -> None:
        async def work() -> None:
            self.replaying.start()
            await story()
            await self.replaying.close()

        asyncio.run(work())


def test_it_is_played_to_its_end(qtbot: QtBot, tmp_path: Path) -> None:
    played = Played(qtbot, tmp_path / "case.ibmrec", Speed.FULL)
    assert "Replay of case.ibmrec recorded 2026-11-23 14:03 UTC by IB Monitor" in played.text()
    assert played.button("Full speed").isChecked()

    async def story() -> None:
        await until(lambda: "finished: this is the state at the end of the recording" in played.text())
        assert played.received == EVENTS
        assert played.button("Pause").isHidden()

    played.play(story)


def test_a_recording_that_does_not_say_so_is_not_of_the_demo(tmp_path: Path) -> None:
    assert not Replaying(recorded(tmp_path / "a.ibmrec"), SignalWrapper(), Speed.FULL).is_simulated


def test_a_bar_that_is_gone_is_not_written_to(qtbot: QtBot, tmp_path: Path) -> None:
    replaying = Replaying(recorded(tmp_path / "a.ibmrec"), SignalWrapper(), Speed.FULL)
    bar = ReplayBar()
    replaying.show_in(bar)
    with qtbot.waitSignal(bar.destroyed):
        bar.deleteLater()
    SHOWN_ZONE.changed.emit()


def test_its_bar_pauses_and_hurries_it(qtbot: QtBot, tmp_path: Path) -> None:
    played = Played(qtbot, tmp_path / "case.ibmrec", Speed.ORIGINAL)

    async def story() -> None:
        await until(lambda: played.received == EVENTS[:1])
        assert "playing" in played.text()
        played.button("Pause").click()
        assert "paused" in played.text()
        played.button("Full speed").click()
        played.button("Resume").click()
        await until(lambda: "finished" in played.text())
        assert played.received == EVENTS

    played.play(story)


def test_it_can_be_closed_in_the_middle(qtbot: QtBot, tmp_path: Path) -> None:
    played = Played(qtbot, tmp_path / "case.ibmrec", Speed.ORIGINAL)

    async def story() -> None:
        await until(lambda: played.received == EVENTS[:1])

    played.play(story)
    assert played.received == EVENTS[:1]
    assert "playing" in played.text(), "closing it is no error"


def test_an_error_of_this_program_is_shown_and_passed_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = Played(qtbot, tmp_path / "case.ibmrec", Speed.FULL)
    handled: list[dict[str, object]] = []

    def fail(*_: object) -> None:
        raise ValueError("made up")

    monkeypatch.setattr(Replay, "_emit_own", fail)

    async def story() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: handled.append(context))
        await until(lambda: "ended by an error in this program" in played.text())
        assert played.button("Pause").isHidden()

    played.play(story)
    assert [str(context["exception"]) for context in handled] == ["made up"]


HEADER = json.loads(header_line(Header("IB Monitor 0", START, "Linux", {})))


@pytest.mark.parametrize(
    ("recorded_settings", "expected"),
    [
        ({"zone": "Asia/Tokyo", "client_id": 3}, {"zone": "Asia/Tokyo", "client_id": 3}),
        ({"host": "evil", "port": 1}, {}),
        ({"zone": "Mars", "client_id": True, "is_master": 1, "auto_bind": "yes"}, {}),
        ({"client_id": 0, "auto_bind": True}, {"client_id": 0, "auto_bind": True}),
        ({"client_id": 3, "auto_bind": True}, {"client_id": 3}),
    ],
)
def test_the_settings_of_the_recording_hold_where_they_decide_how_it_is_read(
    tmp_path: Path, recorded_settings: dict[str, object], expected: dict[str, object]
) -> None:
    (tmp_path / "r").write_bytes(FIRST_LINE + json.dumps({**HEADER, "settings": recorded_settings}).encode() + b"\n")
    own = Settings(client_id=12, host="::1")
    read = as_recorded(Recording(tmp_path / "r"), own)
    assert {key: getattr(read, key) for key in expected} == expected
    unchanged = set(Settings.__dataclass_fields__) - set(expected)
    assert {key for key in unchanged if getattr(read, key) != getattr(own, key)} == set()
