"""`Recorder`: the tap that writes a session to a file as it happens."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from io import FileIO
from pathlib import Path

from ibmonitor import __version__
from ibmonitor.domain.records.events import Event
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

WRITE_ABOVE = 1 << 18
"""Bytes that are kept before they are written: a burst is few writes."""
WRITE_AFTER = 1.0
"""Seconds until what there is is written anyway: no more than that is lost when the program or the computer fails."""

_utc_now = partial(datetime.now, UTC)


class Recorder:
    """A `Tap` that is idle until it is switched on. It never raises: a problem with the file must not end the session.

    `on_failed` receives a sentence when recording had to stop. `on_written` is called when the file has grown, about
    once a second except in a burst.
    """

    def __init__(
        self,
        on_failed: Callable[[str], None] = lambda _sentence: None,
        on_written: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._on_failed = on_failed
        self._on_written = on_written
        self._clock = clock
        self._started = clock()
        self._file: FileIO | None = None
        self._pending: list[bytes] = []
        self._pending_length = 0
        self._timer: asyncio.TimerHandle | None = None
        self._is_whole = False
        """The connection that is open was opened while recording, so that its bytes are those from the first on."""
        self.path: Path | None = None
        """The file of this recording, or of the last one."""
        self.size = 0
        """Its bytes so far, those that are about to be written too."""

    @property
    def is_on(self) -> bool:
        return self._file is not None

    def start(self, path: Path, settings: Mapping[str, object] | None = None) -> str:
        """Create a new file, private to the user; return why that failed, or an empty text.

        It records from the next connection on, so reconnect to get everything that TWS sends. `settings` go into the
        header.
        """
        import platform  # noqa: PLC0415 - 9 ms of the start, and recordings are rare

        self.stop()
        self._started = self._clock()
        header = Header(f"IB Monitor {__version__}", self._started, platform.platform(), settings)
        try:
            if not path.parent.is_dir():
                path.parent.parent.mkdir(parents=True, exist_ok=True)
                path.parent.mkdir(mode=0o700, exist_ok=True)
            self._file = FileIO(path, "xb", opener=_private)
        except (OSError, ValueError) as error:
            return f"The session cannot be recorded: {path} cannot be made ({_reason(error)})."
        self.path = path
        self.size = 0
        self._is_whole = False
        self._append(FIRST_LINE + header_line(header))
        failure = self._write()
        if failure:
            self._close()
            return failure
        return ""

    def stop(self) -> None:
        """Complete and close the file; does nothing when recording is off."""
        if self._file is None:
            return
        self._add(Kind.ENDED)
        failure = self._write()
        self._close()
        if failure:
            self._on_failed(failure)

    # Tap

    def opened(self) -> None:
        if self._file is not None:
            self._is_whole = True
            self._record(Kind.OPENED)

    def received(self, data: bytes) -> None:
        if self._is_whole:
            self._record(Kind.RECEIVED, data)

    def sent(self, data: bytes) -> None:
        if self._is_whole:
            self._record(Kind.SENT, data)

    def announced(self, event: Event) -> None:
        if self._file is not None and is_own(event):
            self._record(Kind.OWN_EVENT, encode_own(event))

    # The file

    def _record(self, kind: Kind, payload: bytes = b"") -> None:
        self._add(kind, payload)
        if self._pending_length > WRITE_ABOVE:
            self._flush()
        elif self._timer is None:
            self._flush_soon()

    def _add(self, kind: Kind, payload: bytes = b"") -> None:
        time = microseconds(self._clock() - self._started)
        for at in range(0, len(payload) or 1, MAX_PAYLOAD):
            part = payload if len(payload) <= MAX_PAYLOAD else payload[at : at + MAX_PAYLOAD]
            self._append(RECORD_HEAD.pack(kind.value, time, len(part)))
            self._append(part)

    def _append(self, data: bytes) -> None:
        self._pending.append(data)
        self._pending_length += len(data)
        self.size += len(data)

    def _flush_soon(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._flush()
            return
        self._timer = loop.call_later(WRITE_AFTER, self._flush)

    def _flush(self) -> None:
        failure = self._write()
        if failure:
            self._close()
            self._on_failed(failure)
        else:
            self._on_written()

    def _write(self) -> str:
        """Write pending data; return why recording cannot continue, or an empty text."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        data = memoryview(b"".join(self._pending))
        self._pending.clear()
        self._pending_length = 0
        assert self._file is not None  # noqa: S101 - each caller has checked
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            self.size -= len(data)
            return (
                f"The recording has ended, since {self.path} cannot be written any more ({_reason(error)}). What was "
                "recorded until then can be played. The connection goes on."
            )
        return ""

    def _close(self) -> None:
        file, self._file = self._file, None
        self._is_whole = False
        self._pending.clear()
        self._pending_length = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if file is not None:
            try:
                file.close()
            except OSError:
                # Some network file systems report a full disk only at closing; the end of the file is lost then.
                self._on_failed(f"The end of the recording {self.path} may be missing: it could not be written.")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else ""
    return (text or str(error)).lower()
