"""The format of a recording, version 1. No I/O.

A file begins with two lines that end in a line feed:

1. `IBMONITOR-RECORDING 1`: what it is, and the version of the format, in ASCII.
2. The header, a JSON object in UTF-8:
   `program`: the program that wrote it, "IB Monitor" and its version;
   `started`: the moment at which the recording was switched on, ISO 8601 with the offset from UTC;
   `platform`: the operating system;
   `privacy`: a sentence that account numbers are in the file as they are;
   `settings`: an object with the settings by which what was received was read and shown ("zone", "client_id",
   "is_master", "auto_bind"); "simulated" is true where TWS was the simulated one of the demo.

Then come records until the file ends. Each is
    1 byte   its kind, an ASCII letter
    8 bytes  its time: microseconds since `started` by the computer's clock, signed, big-endian; it goes back when that
             clock is set back
    4 bytes  the length of its payload in bytes, unsigned, big-endian; never above 16,777,216
and its payload.

`O` opened: a socket was opened; the bytes that follow are the first of a new connection. No payload. A recording holds
    one for each connection, and no bytes of a connection that was open before it was switched on.
`R` received: bytes from TWS as they came out of the socket, cut anywhere: a record may hold half a message or many.
`S` sent: bytes to TWS, as they were written.
`T` own event: what this program announced of the connection, which is not in TWS's bytes: that it was lost, that a
    request was not answered in time. A JSON object in UTF-8: `event` is the name of a class of
    `domain/records/events.py`, the rest are its fields: a request by its title (`name`), enumerations by
    their value, moments in ISO 8601, lengths of time in microseconds.
`E` ended: the recording was switched off. No payload. A file without one was cut short, or is being written.

Records of another kind are to be passed over. Nothing is encrypted, masked, or left out.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum

from ibmonitor.domain.records.value import value

VERSION = 1
MAGIC = b"IBMONITOR-RECORDING "
FIRST_LINE = MAGIC + b"%d\n" % VERSION
MAX_PAYLOAD = 1 << 24
"""Bytes."""
MAX_HEADER = 1 << 16
"""Bytes of the second line."""
PRIVACY = "Account numbers, orders and everything else are in this file as TWS sent them."

RECORD_HEAD = struct.Struct(">cqI")
_MICROSECOND = timedelta(microseconds=1)
_FIRST_YEAR, _LAST_YEAR = 1971, 9000


class Kind(Enum):
    """What a record holds, by its letter."""

    OPENED = b"O"
    RECEIVED = b"R"
    SENT = b"S"
    OWN_EVENT = b"T"
    ENDED = b"E"


@value
class Header:
    """The first line of a recording; `started` is in UTC."""

    program: str
    started: datetime
    platform: str = ""
    settings: Mapping[str, object] | None = None


class HeaderError(ValueError):
    """The second line does not hold what it should."""


def microseconds(time: timedelta) -> int:
    """Whole microseconds."""
    return time // _MICROSECOND


def header_line(header: Header) -> bytes:
    """The second line, with its line feed."""
    document = {
        "program": header.program,
        "started": header.started.isoformat(),
        "platform": header.platform,
        "privacy": PRIVACY,
        "settings": dict(header.settings or {}),
    }
    return json.dumps(document).encode() + b"\n"


def read_header(line: bytes) -> Header:
    """Read the second line; raises `HeaderError`."""
    try:
        document = json.loads(line)
        started = datetime.fromisoformat(document["started"])
        is_possible = started.tzinfo is not None and is_possible_moment(started)
        program, platform, settings = document["program"], document.get("platform", ""), document.get("settings", {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise HeaderError(repr(error)) from error
    if not (isinstance(program, str) and isinstance(platform, str) and isinstance(settings, dict)):
        raise HeaderError("a value of another type than it should have")
    if not is_possible:
        raise HeaderError("a start at no time that can be")
    return Header(printable(program), started.astimezone(UTC), printable(platform), settings)


def is_possible_moment(moment: datetime) -> bool:
    """Whether it can be shown in any zone: the calendar's ends cannot."""
    return _FIRST_YEAR <= moment.year <= _LAST_YEAR


def printable(text: str) -> str:
    """Replace the halves of characters that JSON can hold and nothing can show."""
    return text.encode(errors="replace").decode()
