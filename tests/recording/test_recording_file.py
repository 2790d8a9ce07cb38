"""A recording is read as far as its file is whole; damage is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.recording.recording_file import Damage, NoRecordingError, Recording
from ibmonitor.recording.recording_format import (
    FIRST_LINE,
    MAX_PAYLOAD,
    RECORD_HEAD,
    Header,
    Kind,
    header_line,
)
from tests.recording.test_own_events import START
from tests.recording.test_recorder import read, small
from tests.support.examples import examples


def file_of(path: Path, *records: bytes) -> Path:
    path.write_bytes(FIRST_LINE + header_line(Header("IB Monitor 0", START)) + b"".join(records))
    return path


def record(kind: bytes, payload: bytes = b"", time: int = 0) -> bytes:
    return RECORD_HEAD.pack(kind, time, len(payload)) + payload


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
            assert ("did not end normally" in fault) == (cut in ends or cut == min(ends) - 1)

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
