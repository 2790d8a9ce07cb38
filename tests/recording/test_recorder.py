"""A recording is written whatever its file does; nothing raises out of the recorder."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path

import pytest

from ibmonitor import __version__
from ibmonitor.domain.records.events import (
    TwsMessage,
)
from ibmonitor.recording import recorder as recorder_module
from ibmonitor.recording.own_events import encode_own
from ibmonitor.recording.recorder import Recorder
from ibmonitor.recording.recording_file import Damage, Record, Recording
from ibmonitor.recording.recording_format import (
    RECORD_HEAD,
    Kind,
)
from tests.recording.test_own_events import OWN, START


class Clock:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


def small(path: Path) -> bytes:
    """A recording of one of everything."""
    recorder = Recorder(clock=Clock())
    assert not recorder.start(path, {"zone": "Europe/Berlin"})
    recorder.announced(OWN[0])
    recorder.opened()
    recorder.sent(b"API\0")
    recorder.received(b"\0\0\0\x051")
    recorder.received(b"00\0\0")
    recorder.stop()
    return path.read_bytes()


def read(path: Path) -> tuple[list[Record], list[str]]:
    entries = list(Recording(path).records())
    records = [entry for entry in entries if isinstance(entry, Record)]
    return records, [entry.plain for entry in entries if isinstance(entry, Damage)]


class TestWriting:
    def test_what_happened_is_in_the_file_with_its_time(self, tmp_path: Path) -> None:
        clock = Clock()
        recorder = Recorder(clock=clock)
        assert not recorder.start(tmp_path / "a" / "b" / "r", {"zone": "Asia/Tokyo"})
        recorder.opened()
        clock.time += timedelta(seconds=90, microseconds=7)
        recorder.received(b"abc")
        clock.time -= timedelta(hours=1)
        recorder.sent(b"def")
        recorder.announced(OWN[0])
        recorder.announced(TwsMessage(None, 2104, "not this program's own", None))
        recorder.stop()
        recording = Recording(tmp_path / "a" / "b" / "r")
        assert recording.header.program == f"IB Monitor {__version__}"
        assert recording.header.started == START
        assert recording.header.settings == {"zone": "Asia/Tokyo"}
        later, earlier = START + timedelta(seconds=90, microseconds=7), START - timedelta(minutes=58, seconds=30)
        earlier += timedelta(microseconds=7)
        assert list(recording.records()) == [
            Record(Kind.OPENED, START),
            Record(Kind.RECEIVED, later, b"abc"),
            Record(Kind.SENT, earlier, b"def"),
            Record(Kind.OWN_EVENT, earlier, encode_own(OWN[0])),
            Record(Kind.ENDED, earlier),
        ]
        assert recorder.size == recording.size == (tmp_path / "a" / "b" / "r").stat().st_size

    def test_the_first_lines_say_what_it_is(self, tmp_path: Path) -> None:
        magic, header, _ = small(tmp_path / "r").split(b"\n", 2)
        assert magic == b"IBMONITOR-RECORDING 1"
        assert "Account numbers" in json.loads(header)["privacy"]

    @pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
    def test_it_is_private(self, tmp_path: Path) -> None:
        small(tmp_path / "a" / "b" / "r")
        assert stat.S_IMODE((tmp_path / "a" / "b" / "r").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700

    def test_nothing_is_overwritten(self, tmp_path: Path) -> None:
        (tmp_path / "r").write_text("precious")
        recorder = Recorder()
        assert "cannot be made (file exists)" in recorder.start(tmp_path / "r")
        assert not recorder.is_on
        recorder.opened()
        recorder.received(b"x")
        recorder.stop()
        assert (tmp_path / "r").read_text() == "precious"

    def test_it_begins_with_a_connection_s_first_byte(self, tmp_path: Path) -> None:
        recorder = Recorder(clock=Clock())
        recorder.received(b"before")
        recorder.start(tmp_path / "r")
        recorder.received(b"amid")
        recorder.sent(b"amid")
        recorder.announced(OWN[0])
        recorder.opened()
        recorder.received(b"new")
        recorder.stop()
        recorder.received(b"after")
        records, _ = read(tmp_path / "r")
        assert [(r.kind, r.payload) for r in records] == [
            (Kind.OWN_EVENT, encode_own(OWN[0])),
            (Kind.OPENED, b""),
            (Kind.RECEIVED, b"new"),
            (Kind.ENDED, b""),
        ]

    def test_a_second_recording_begins_anew(self, tmp_path: Path) -> None:
        recorder = Recorder(clock=Clock())
        recorder.start(tmp_path / "one")
        recorder.opened()
        recorder.start(tmp_path / "two")
        recorder.received(b"of the old connection")
        recorder.stop()
        assert [r.kind for r in read(tmp_path / "one")[0]] == [Kind.OPENED, Kind.ENDED]
        assert [r.kind for r in read(tmp_path / "two")[0]] == [Kind.ENDED]

    def test_it_is_written_after_a_moment_and_a_burst_at_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recorder_module, "WRITE_AFTER", 0.0)
        written = []

        async def run() -> None:
            path = tmp_path / "r"
            recorder = Recorder(on_written=lambda: written.append(path.stat().st_size))
            recorder.start(path)
            empty = path.stat().st_size
            recorder.opened()
            assert path.stat().st_size == empty
            while not written:
                await asyncio.sleep(0)
            assert written == [empty + RECORD_HEAD.size] == [recorder.size]
            recorder.received(b"x" * recorder_module.WRITE_ABOVE)
            assert path.stat().st_size == recorder.size
            recorder.stop()

        asyncio.run(run())

    def test_more_bytes_than_a_record_can_hold_become_several(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recorder_module, "MAX_PAYLOAD", 3)
        small(tmp_path / "r")
        records, _ = read(tmp_path / "r")
        parts = [r.payload for r in records if r.kind is Kind.RECEIVED]
        assert parts == [b"\0\0\0", b"\x051", b"00\0", b"\0"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_a_full_disk_ends_the_recording_with_one_sentence(self, tmp_path: Path) -> None:
        said: list[str] = []
        recorder = Recorder(said.append)
        assert not recorder.start(tmp_path / "r")
        full = FileIO("/dev/full", "w")
        assert recorder._file is not None
        recorder._file.close()
        recorder._file = full
        recorder.opened()
        recorder.received(b"x")
        assert not recorder.is_on
        recorder.received(b"x")
        recorder.stop()
        (sentence,) = said
        assert "no space left" in sentence
        assert "connection goes on" in sentence
        assert full.closed

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_a_full_disk_at_the_start_and_at_the_end(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        said: list[str] = []
        recorder = Recorder(said.append)

        def full(*_: object, **__: object) -> FileIO:
            return FileIO("/dev/full", "w")

        with monkeypatch.context() as patch:
            patch.setattr(recorder_module, "FileIO", full)
            assert "no space left" in recorder.start(tmp_path / "r")
        assert not recorder.is_on
        assert said == []
        assert not recorder.start(tmp_path / "r2")
        assert recorder._file is not None
        recorder._file.close()
        recorder._file = FileIO("/dev/full", "w")
        recorder.stop()
        assert len(said) == 1

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        recorder = Recorder()
        for path in (tmp_path / "file" / "sub" / "r", tmp_path / "zero\0byte" / "r"):
            assert "cannot be made" in recorder.start(path)
            assert not recorder.is_on
