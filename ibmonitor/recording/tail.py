"""`Tail`: the end of a session that is not yet in the history, on file before anybody sees it.

It is a recording, of the bytes from TWS and this program's own events, that begins anew each time the history has
everything. What the history writes takes a while, above all in a burst; what the tail writes takes no time to speak of.
After a sudden end of the program the next one plays it into the history.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from io import FileIO
from pathlib import Path
from threading import Lock

from ibmonitor import __version__
from ibmonitor.domain.records.events import Event, LinkChanged
from ibmonitor.recording.own_events import encode_own, is_own
from ibmonitor.recording.recording_format import (
    FIRST_LINE,
    MAX_PAYLOAD,
    RECORD_HEAD,
    Header,
    Kind,
    header_line,
    microseconds,
)

_LENGTH = 4
"""Bytes before each frame."""

_utc_now = partial(datetime.now, UTC)


class Tail:
    """A `Tap`. It never raises: `on_failed` receives a sentence when the file cannot be written, and it is off then.

    `facts` returns what goes into the header, as of the moment in which the file begins.
    """

    def __init__(
        self,
        path: Path,
        facts: Callable[[], Mapping[str, object]],
        on_failed: Callable[[str], None] = lambda _sentence: None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.path = path
        self.size = 0
        """Bytes in the file."""
        self._facts = facts
        self._on_failed = on_failed
        self._clock = clock
        self._started = clock()
        self._file: FileIO | None = None
        self._lock = Lock()
        self._greeting = b""
        """TWS's first frame of the connection, from which its server version is known; what follows is read by it."""
        self._is_open = False
        self._link: LinkChanged | None = None

    @property
    def is_on(self) -> bool:
        return self._file is not None

    def begin(self) -> None:
        """Begin the file anew: the history has everything. Only while nothing received waits to be decoded."""
        self._close()
        self._started = self._clock()
        header = Header(f"IB Monitor {__version__}", self._started, settings=self._facts())
        beside = self.path.with_name(self.path.name + ".new")
        try:
            with FileIO(beside, "wb", opener=_private) as file:
                file.write(FIRST_LINE + header_line(header))
            beside.replace(self.path)
            self._file = FileIO(self.path, "ab")
            self.size = self._file.tell()
        except OSError as error:
            with suppress(OSError):
                # The history has it, and no longer knows that.
                self.path.unlink(missing_ok=True)
            self._fail(error)
            return
        if self._link is not None:
            self._write(Kind.OWN_EVENT, encode_own(self._link))
        if self._is_open:
            self._write(Kind.OPENED)
            self._write(Kind.RECEIVED, self._greeting)

    def end(self) -> None:
        """Remove the file: the history has everything, and nothing more comes."""
        self._close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def leave(self) -> None:
        """Close the file, for the next start to play."""
        self._close()

    def sync(self) -> None:
        """Wait until the disk has it. For another thread than the tap's."""
        with self._lock:
            if self._file is None:
                return
            number = os.dup(self._file.fileno())
        try:
            os.fsync(number)
        except OSError:
            # The tap finds out what is wrong.
            pass
        finally:
            os.close(number)

    # Tap

    def opened(self) -> None:
        self._is_open, self._greeting = True, b""
        self._write(Kind.OPENED)

    def received(self, data: bytes) -> None:
        missing = self._missing_of_greeting()
        if missing:
            self._greeting += data[:missing]
            self._greeting += data[missing : missing + self._missing_of_greeting()]
        self._write(Kind.RECEIVED, data)

    def sent(self, data: bytes) -> None:
        pass

    def announced(self, event: Event) -> None:
        """An event of this program's own."""
        if isinstance(event, LinkChanged):
            self._link = event
        if is_own(event):
            self._write(Kind.OWN_EVENT, encode_own(event))

    def _missing_of_greeting(self) -> int:
        """How many of its bytes are not there yet, as far as can be seen."""
        length = _LENGTH
        if len(self._greeting) >= _LENGTH:
            length += int.from_bytes(self._greeting[:_LENGTH], "big")
        return length - len(self._greeting)

    # The file

    def _write(self, kind: Kind, payload: bytes = b"") -> None:
        if self._file is None:
            return
        time = microseconds(self._clock() - self._started)
        for at in range(0, len(payload) or 1, MAX_PAYLOAD):
            part = payload[at : at + MAX_PAYLOAD]
            data = RECORD_HEAD.pack(kind.value, time, len(part)) + part
            try:
                # Half a record at the end is no harm.
                if self._file.write(data) != len(data):
                    raise OSError("not all of it could be written")  # noqa: TRY301
            except OSError as error:
                self._fail(error)
                return
            self.size += len(data)

    def _fail(self, error: OSError) -> None:
        self._close()
        reason = (error.strerror or str(error)).lower()
        self._on_failed(
            f"What comes from TWS is written to the history a moment later than usual ({self.path}: {reason}): if the "
            "program ends suddenly, the last seconds are missing there."
        )

    def _close(self) -> None:
        with self._lock:
            file, self._file = self._file, None
        self.size = 0
        if file is not None:
            with suppress(OSError):
                file.close()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
