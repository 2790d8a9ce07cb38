"""Reads a recording record by record, even a damaged one. It does not interpret TWS's bytes."""

from __future__ import annotations

import os
from collections.abc import Generator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from ibmonitor.domain.records.value import value
from ibmonitor.recording.recording_format import (
    MAGIC,
    MAX_HEADER,
    MAX_PAYLOAD,
    RECORD_HEAD,
    VERSION,
    Header,
    HeaderError,
    Kind,
    is_possible_moment,
    read_header,
)

_LONGEST_FIRST_LINE = 64
_KINDS = {kind.value: kind for kind in Kind}


class NoRecordingError(Exception):
    """The file cannot be played; `str()` is the sentence for the user."""


@value
class Record:
    kind: Kind
    at: datetime
    """When it happened, in UTC, by the clock of the computer it was recorded on."""
    payload: bytes = b""


@value
class Damage:
    """Something in the file that cannot be played; `plain` is a sentence."""

    plain: str


class Recording:
    """A valid recording. Its records are read lazily, since it may be huge."""

    def __init__(self, path: Path) -> None:
        """Read the header; raises `NoRecordingError`."""
        self.path = path
        try:
            with path.open("rb") as file:
                self.header: Header = _header(path, file)
                self._first = file.tell()
                self.size = file.seek(0, os.SEEK_END)
        except OSError as error:
            raise _unreadable(path, error) from error
        except ValueError as error:
            # A name with a zero byte in it.
            raise NoRecordingError(f"{path} cannot be read ({error}).") from error

    def records(self) -> Generator[Record | Damage]:
        """All readable records, in order. A problem is yielded as `Damage`, usually as the last item."""
        try:
            with self.path.open("rb") as file:
                file.seek(self._first)
                yield from self._records(file)
        except OSError as error:
            yield Damage(f"{_unreadable(self.path, error)} What came before is shown.")

    def _records(self, file: BinaryIO) -> Generator[Record | Damage]:
        started, unknown, kind = self.header.started, set[bytes](), None
        while head := file.read(RECORD_HEAD.size):
            if len(head) < RECORD_HEAD.size:
                yield _cut_short(file)
                return
            letter, time, length = RECORD_HEAD.unpack(head)
            at = _moment(started, time)
            if at is None or length > MAX_PAYLOAD:
                yield Damage(
                    f"The recording is damaged at byte {file.tell() - RECORD_HEAD.size:,}; what comes after is lost. "
                    "What came before is shown."
                )
                return
            payload = file.read(length)
            if len(payload) < length:
                yield _cut_short(file)
                return
            kind = _KINDS.get(letter)
            if kind is not None:
                yield Record(kind, at, payload)
            elif letter not in unknown:
                unknown.add(letter)
                yield Damage(
                    f"The recording holds something of a kind that this program does not know ({letter!r}); it is left "
                    "out. The file is damaged, or a newer version of the program has made it."
                )
        if kind is not Kind.ENDED:
            yield Damage("The recording did not end normally: the last seconds before its end may be missing.")


def _header(path: Path, file: BinaryIO) -> Header:
    first = file.readline(_LONGEST_FIRST_LINE)
    version = first.removeprefix(MAGIC).rstrip(b"\n")
    if not first.startswith(MAGIC) or not first.endswith(b"\n") or not version.isdigit():
        raise NoRecordingError(f"{path} is not a recording of IB Monitor.")
    if int(version) != VERSION:
        raise NoRecordingError(
            f"{path} is a recording of format {int(version)}; this program knows format {VERSION} only. "
            "Use the version of IB Monitor that made it, or a newer one."
        )
    try:
        return read_header(file.readline(MAX_HEADER))
    except HeaderError as error:
        raise NoRecordingError(f"{path} is a damaged recording: its beginning cannot be read.") from error


def _moment(started: datetime, microseconds: int) -> datetime | None:
    try:
        moment = started + timedelta(microseconds=microseconds)
    except OverflowError:
        return None
    return moment if is_possible_moment(moment) else None


def _cut_short(file: BinaryIO) -> Damage:
    return Damage(
        f"The recording is cut short at byte {file.tell():,}: the disk was full, or the program or the copying of the "
        "file ended too early. What came before is shown."
    )


def _unreadable(path: Path, error: OSError) -> NoRecordingError:
    return NoRecordingError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}).")
