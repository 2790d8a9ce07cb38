"""Writing a recording whatever its file does, and reading one whatever state it is in."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import stat
import sys
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor import __version__
from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    Event,
    Fault,
    LinkChanged,
    LinkMoved,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.recording import recorder as recorder_module
from ibmonitor.recording.own_events import UnknownEventError, decode_own, encode_own, is_own
from ibmonitor.recording.recorder import Recorder
from ibmonitor.recording.recording_file import Damage, NoRecordingError, Record, Recording
from ibmonitor.recording.recording_format import (
    FIRST_LINE,
    MAX_PAYLOAD,
    RECORD_HEAD,
    Header,
    Kind,
    header_line,
)
from ibmonitor.tws.wire.refusals import NOT_BOUND_SENTENCE
from tests.support.examples import examples

START = datetime(2026, 11, 23, 14, 3, 0, 1, tzinfo=UTC)
OWN = (
    LinkChanged(LinkState.DOWN, "127.0.0.1", 7497, 3, "Lost."),
    LinkChanged(LinkState.UP, "::1", 1, 0, "", 226, "20261123 15:03:00 CET", says_master=True),
    LinkChanged(LinkState.WAITING, "tws", 7496, 0, next_try=START, other_client_id=4),
    LinkMoved(7498),
    RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER, "No answer."),
    RequestChanged(RequestKind.QUERY, RequestProgress.RUNNING, req_id=7, words="account DU2"),
    RequestChanged(RequestKind.OTHER, RequestProgress.RUNNING, words="of a later version"),
    RequestChanged(RequestKind.BINDING, RequestProgress.REFUSED, NOT_BOUND_SENTENCE, 1, refusal=Refusal.READ_ONLY),
    ClockCompared(timedelta(seconds=-3, microseconds=5)),
    AccountAsked("U1", RequestProgress.REFUSED, "No."),
    Fault("Plain.", "raw \udcff \0"),
)


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


def file_of(path: Path, *records: bytes) -> Path:
    path.write_bytes(FIRST_LINE + header_line(Header("IB Monitor 0", START)) + b"".join(records))
    return path


def record(kind: bytes, payload: bytes = b"", time: int = 0) -> bytes:
    return RECORD_HEAD.pack(kind, time, len(payload)) + payload


class TestOwnEvents:
    @pytest.mark.parametrize("event", OWN)
    def test_they_come_back(self, event: Event) -> None:
        back = decode_own(encode_own(event))
        if isinstance(event, Fault):
            # What cannot be shown on any screen is replaced.
            assert back == Fault("Plain.", "raw ? \0")
        else:
            assert back == event

    def test_every_field_is_written(self) -> None:
        for event in OWN:
            names = {field.name for field in dataclasses.fields(event)}
            if isinstance(event, RequestChanged):
                # Recordings name a request by its title.
                names = {"name", "progress", "detail", "req_id"}
            assert set(json.loads(encode_own(event))) == {"event", *names}

    def test_what_tws_sends_is_not_this_program_s_own(self) -> None:
        own = {LinkChanged, LinkMoved, RequestChanged, ClockCompared, AccountAsked, Fault}
        assert {type(event) for event in OWN} == own
        assert not is_own(TwsMessage(None, 2104, "", None))
        assert own < set(get_args(Event))

    @pytest.mark.parametrize(
        "payload",
        [
            b"",
            b"\xff",
            b"[]",
            b"{}",
            b'{"event": []}',
            b'{"event": "OpenOrder"}',
            b'{"event": "Fault"}',
            b'{"event": "Fault", "plain": 1}',
            b'{"event": "LinkMoved", "port": true}',
            b'{"event": "LinkMoved", "port": 1e99}',
            b'{"event": "LinkMoved", "port": 1' + b"0" * 30 + b"}",
            b'{"event": "LinkMoved", "port": 1' + b"0" * 9999 + b"}",
            b'{"event": "ClockCompared", "ahead": "an hour"}',
            b'{"event": "LinkChanged", "state": "odd", "host": "", "port": 1, "client_id": 1}',
            b'{"event": "LinkChanged", "state": "up", "host": "", "port": 1, "client_id": 1, "next_try": "2026-01-01"}',
            b"[" * 100_000,
        ],
    )
    def test_nonsense_is_refused(self, payload: bytes) -> None:
        with pytest.raises(UnknownEventError):
            decode_own(payload)

    def test_fields_of_a_newer_version_are_passed_over(self) -> None:
        assert decode_own(b'{"event": "LinkMoved", "port": 5, "host": "new"}') == LinkMoved(5)


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


class TestReading:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "is not a recording"),
            (b"\0\xff" * 1000, "is not a recording"),
            (b"IBMONITOR-RECORDING 1", "is not a recording"),
            (b"IBMONITOR-RECORDING one\n{}", "is not a recording"),
            (b"IBMONITOR-RECORDING 2\n{}\n", "of format 2"),
            (FIRST_LINE, "damaged"),
            (FIRST_LINE + b"{}\n", "damaged"),
            (FIRST_LINE + b"[]\n", "damaged"),
            (FIRST_LINE + b"[" * 100_000, "damaged"),
            (FIRST_LINE + b'{"program": "x", "started": 1}\n', "damaged"),
            (FIRST_LINE + b'{"program": "x", "started": "2026-11-23T14:00:00"}\n', "damaged"),
            (FIRST_LINE + b'{"program": "x", "started": "9999-12-31T23:59:59+00:00"}\n', "damaged"),
            (FIRST_LINE + b'{"program": [], "started": "2026-11-23T14:00:00+00:00"}\n', "damaged"),
        ],
    )
    def test_what_is_no_recording_is_refused(self, tmp_path: Path, content: bytes, why: str) -> None:
        (tmp_path / "r").write_bytes(content)
        with pytest.raises(NoRecordingError, match=why):
            Recording(tmp_path / "r")

    def test_what_cannot_be_opened_is_refused(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "none", tmp_path / "zero\0byte"):
            with pytest.raises(NoRecordingError, match="cannot be read"):
                Recording(path)

    def test_cut_at_every_byte(self, tmp_path: Path) -> None:
        whole = small(tmp_path / "whole")
        all_records, faults = read(tmp_path / "whole")
        assert faults == []
        assert len(all_records) == 6
        ends, length = set(), whole.index(b"\n", len(FIRST_LINE)) + 1
        for each in all_records:
            ends.add(length)
            length += RECORD_HEAD.size + len(each.payload)
        assert length == len(whole)
        path = tmp_path / "cut"
        for cut in range(len(whole)):
            path.write_bytes(whole[:cut])
            try:
                records, faults = read(path)
            except NoRecordingError:
                # Without its line feed the header is not known to be whole, but may be.
                assert cut < min(ends)
                continue
            assert records == all_records[: len(records)]
            (fault,) = faults
            assert ("orderly" in fault) == (cut in ends or cut == min(ends) - 1)

    def test_an_absurd_length_or_time_ends_it(self, tmp_path: Path) -> None:
        good = record(b"R", b"x")
        for bad in (
            RECORD_HEAD.pack(b"R", 0, MAX_PAYLOAD + 1),
            RECORD_HEAD.pack(b"R", 2**63 - 1, 0),
            RECORD_HEAD.pack(b"R", -(2**63), 0),
        ):
            records, faults = read(file_of(tmp_path / "r", good, bad, good))
            assert [r.payload for r in records] == [b"x"]
            assert len(faults) == 1
            assert "damaged at byte" in faults[0]

    def test_other_kinds_are_passed_over_and_said_once_each(self, tmp_path: Path) -> None:
        path = file_of(
            tmp_path / "r", record(b"Z", b"new"), record(b"R", b"x"), record(b"Z"), record(b"\0"), record(b"E")
        )
        records, faults = read(path)
        assert [r.kind for r in records] == [Kind.RECEIVED, Kind.ENDED]
        assert len(faults) == 2

    def test_a_file_that_goes_away_is_said(self, tmp_path: Path) -> None:
        small(tmp_path / "r")
        recording = Recording(tmp_path / "r")
        (tmp_path / "r").unlink()
        (damage,) = recording.records()
        assert isinstance(damage, Damage)
        assert "cannot be read" in damage.plain

    @examples(300)
    @given(tail=st.binary(max_size=200))
    def test_garbage_never_raises(self, tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
        path = file_of(tmp_path_factory.getbasetemp() / "garbage", record(b"R", b"x"), tail)
        records, faults = read(path)
        assert records[0].payload == b"x"
        assert faults or records[-1].kind is Kind.ENDED

    @examples(300)
    @given(content=st.binary(max_size=200), with_magic=st.booleans())
    def test_garbage_for_a_file_never_raises(
        self, tmp_path_factory: pytest.TempPathFactory, content: bytes, with_magic: bool
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "all-garbage"
        path.write_bytes(FIRST_LINE * with_magic + content)
        with pytest.raises(NoRecordingError):
            Recording(path)
