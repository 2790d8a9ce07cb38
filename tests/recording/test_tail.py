"""The end of a session on file: it begins anew at any moment, can be read from there, and never raises."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import FileIO
from pathlib import Path

import pytest

from ibmonitor.domain.records.events import LinkChanged, TwsMessage
from ibmonitor.domain.records.link import LinkState
from ibmonitor.recording import tail as tail_module
from ibmonitor.recording.own_events import encode_own
from ibmonitor.recording.recording_file import Damage, Record, Recording
from ibmonitor.recording.recording_format import Kind
from ibmonitor.recording.tail import Tail
from tests.recording.test_own_events import OWN, START
from tests.recording.test_recorder import Clock

GREETING = b"\0\0\0\x05203\0\0"
UP = LinkChanged(LinkState.UP, "127.0.0.1", 7497, 1)


class Tailing:
    """A tail with what it says."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.failures = Clock(), list[str]()
        self.facts: dict[str, object] = {"tail": "a"}
        self.tail = Tail(folder / "default.tail", lambda: self.facts, self.failures.append, self.clock)

    @property
    def records(self) -> list[tuple[Kind, bytes]]:
        entries = Recording(self.tail.path).records()
        return [(entry.kind, entry.payload) for entry in entries if isinstance(entry, Record)]


@pytest.fixture
def tailing(tmp_path: Path) -> Iterator[Tailing]:
    made = Tailing(tmp_path)
    yield made
    made.tail.leave()


class FullDisk(FileIO):
    """Takes no more than so many bytes."""

    left = 0

    def write(self, data: object) -> int:
        taken = bytes(data)[: FullDisk.left]  # type: ignore[call-overload]
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        FullDisk.left -= len(taken)
        return super().write(taken)


def test_what_came_is_in_the_file_at_once(tailing: Tailing) -> None:
    tail = tailing.tail
    tail.begin()
    tail.announced(UP)
    tail.opened()
    tailing.clock.time += timedelta(seconds=3)
    tail.received(GREETING)
    tail.sent(b"what this program asks")
    tail.announced(TwsMessage(None, 2104, "not this program's own", None))
    expected = [(Kind.OWN_EVENT, encode_own(UP)), (Kind.OPENED, b""), (Kind.RECEIVED, GREETING)]
    assert tailing.records == expected
    recording = Recording(tail.path)
    assert (recording.header.settings, recording.header.started) == ({"tail": "a"}, START)
    assert [entry.at for entry in recording.records() if isinstance(entry, Record)] == [
        START,
        START,
        START + timedelta(seconds=3),
    ]
    assert tail.size == recording.size == tail.path.stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_it_is_private(tailing: Tailing) -> None:
    tailing.tail.begin()
    assert stat.S_IMODE(tailing.tail.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("cuts", [(), (1,), (3, 5), (4,), (9,), (10,), (2, 3, 4, 5, 6, 7, 8, 9)])
def test_a_new_one_begins_with_the_connection_as_it_is(tailing: Tailing, cuts: tuple[int, ...]) -> None:
    tail = tailing.tail
    tail.announced(OWN[0])
    tail.announced(UP)
    tail.announced(OWN[-1])
    tail.opened()
    sent = GREETING + b"\0\0\0\x01x"
    for first, last in zip((0, *cuts), (*cuts, len(sent)), strict=True):
        tail.received(sent[first:last])
    assert not tail.is_on
    tailing.facts = {"tail": "b"}
    tail.begin()
    tail.received(b"more")
    assert tailing.records == [
        (Kind.OWN_EVENT, encode_own(UP)),
        (Kind.OPENED, b""),
        (Kind.RECEIVED, GREETING),
        (Kind.RECEIVED, b"more"),
    ]


def test_another_connection_has_a_greeting_of_its_own(tailing: Tailing) -> None:
    tail = tailing.tail
    for greeting in (b"\0\0\0\x01a", b"\0\0\0\x02bc"):
        tail.opened()
        tail.received(greeting)
    tail.begin()
    assert tailing.records == [(Kind.OPENED, b""), (Kind.RECEIVED, b"\0\0\0\x02bc")]


def test_beginning_anew_leaves_nothing_of_before(tailing: Tailing) -> None:
    tail = tailing.tail
    tail.begin()
    tail.announced(OWN[-1])
    first = tail.size
    tailing.clock.time += timedelta(minutes=1)
    tail.begin()
    assert tailing.records == []
    assert (tail.size < first, Recording(tail.path).header.started) == (True, START + timedelta(minutes=1))
    assert [path.name for path in tail.path.parent.iterdir()] == ["default.tail"]


def test_killed_before_the_new_file_has_its_name_the_old_one_is_whole(
    tailing: Tailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def killed(_self: Path, _target: Path) -> Path:
        raise KilledError

    tail = tailing.tail
    tail.begin()
    tail.announced(UP)
    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KilledError):
        tail.begin()
    assert tailing.records == [(Kind.OWN_EVENT, encode_own(UP))]


def test_killed_before_anything_is_in_the_new_file_it_is_a_recording_of_nothing(
    tailing: Tailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def killed(*_: object) -> None:
        raise KilledError

    tail = tailing.tail
    tail.announced(UP)
    monkeypatch.setattr(tail, "_write", killed)
    with pytest.raises(KilledError):
        tail.begin()
    assert (tailing.records, Recording(tail.path).header.settings) == ([], {"tail": "a"})


def test_half_a_record_at_the_end_is_no_harm(tailing: Tailing) -> None:
    tail = tailing.tail
    tail.begin()
    tail.announced(UP)
    tail.received(b"all of it")
    tail.leave()
    whole = tail.path.read_bytes()
    for cut in range(1, 21):
        tail.path.write_bytes(whole[:-cut])
        assert tailing.records == [(Kind.OWN_EVENT, encode_own(UP))]


def test_what_is_longer_than_a_record_is_several(tailing: Tailing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_module, "MAX_PAYLOAD", 4)
    tailing.tail.begin()
    tailing.tail.received(b"0123456789")
    assert tailing.records == [(Kind.RECEIVED, part) for part in (b"0123", b"4567", b"89")]


class TestFullDisk:
    def test_it_is_off_says_so_once_and_begins_again(self, tailing: Tailing, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tail_module, "FileIO", FullDisk)
        FullDisk.left = 10_000
        tail = tailing.tail
        tail.begin()
        tail.announced(UP)
        FullDisk.left = 20
        tail.received(b"twenty bytes and some more")
        tail.received(b"lost")
        assert (tail.is_on, tail.size) == (False, 0)
        assert tailing.records == [(Kind.OWN_EVENT, encode_own(UP))]
        (sentence,) = tailing.failures
        assert f"({tail.path}: not all of it could be written)" in sentence
        FullDisk.left = 10_000
        tail.begin()
        assert (tail.is_on, tailing.records) == (True, [(Kind.OWN_EVENT, encode_own(UP))])
        assert len(tailing.failures) == 1

    def test_one_that_cannot_be_begun_leaves_no_file_that_would_be_played_again(
        self, tailing: Tailing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tail = tailing.tail
        tail.begin()
        tail.announced(UP)
        monkeypatch.setattr(tail_module, "FileIO", FullDisk)
        FullDisk.left = 0
        tail.begin()
        assert not tail.is_on
        assert not tail.path.exists()
        assert ["no space left on device" in sentence for sentence in tailing.failures] == [True]

    def test_without_a_folder_it_is_off(self, tmp_path: Path) -> None:
        tailing = Tailing(tmp_path / "not there")
        tailing.tail.begin()
        tailing.tail.received(b"x")
        assert (tailing.tail.is_on, len(tailing.failures)) == (False, 1)


def test_at_the_end_the_file_is_removed_or_left_for_the_next_start(tailing: Tailing) -> None:
    tail = tailing.tail
    tail.begin()
    tail.announced(UP)
    tail.leave()
    tail.received(b"late")
    assert tailing.records == [(Kind.OWN_EVENT, encode_own(UP))]
    tail.begin()
    tail.end()
    assert not tail.path.exists()
    tail.end()
    assert tailing.failures == []


def test_it_waits_for_the_disk(tailing: Tailing, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
    tail = tailing.tail
    tail.sync()
    tail.begin()
    tail.announced(UP)
    tail.sync()
    assert synced == [tail.size]


def test_a_disk_that_does_not_answer_is_found_by_writing(tailing: Tailing, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    tailing.tail.begin()
    tailing.tail.sync()
    assert (tailing.tail.is_on, tailing.failures) == (True, [])


def test_damage_is_only_the_missing_end(tailing: Tailing) -> None:
    tailing.tail.begin()
    tailing.tail.received(b"x")
    damages = [entry.plain for entry in Recording(tailing.tail.path).records() if isinstance(entry, Damage)]
    assert [plain.startswith("The recording did not end normally") for plain in damages] == [True]
