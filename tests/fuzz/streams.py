"""Streams of good and spoilt frames: how they are made, spoilt, written down, and played into a `Rig`."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ibmonitor.domain.records.events import Event, LinkChanged, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.frame_reader import SHOWN_MESSAGES
from tests.faults.good_frames import Marks, good_frames
from tests.faults.mutants import (
    HOSTILE_TEXTS,
    PROTO_TYPES,
    hostile_values,
    is_protobuf,
    proto_fields,
    tagged,
    text_parts,
    varint,
)
from tests.faults.readings import read_up
from tests.faults.rig import CLOCK, Rig
from tests.support.tws_frames import framed

VERSIONS = (151, 178, 200, 203, 226)
LONGEST = 24
"""Steps of one stream."""

_NUMBERS = (b"0", b"1", b"-1", b"3", b"2", b"7", b"8", b"9", b"77", b"2147483665", b"DU1", b"Filled", b"Submitted")
"""Values that occur in the good frames, so that ids meet where they should not."""

_EVENTS: tuple[Event, ...] = (
    *(LinkChanged(state, "127.0.0.1", 7497, 1, server_version=226) for state in LinkState),
    *(
        RequestChanged(name, progress)
        for name in (RequestKind.OPEN_ORDERS, RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS)
        for progress in RequestProgress
    ),
)
"""This program's own events about the connection, between TWS's frames."""

Step = bytes | int
"""Bytes that TWS sends, or the place of an event of this program's in `_EVENTS`."""


@dataclass(frozen=True)
class Stream:
    server_version: int
    steps: tuple[Step, ...]
    is_whole: bool = True
    """Whether all steps are whole frames: only then can be known what must be shown in the end."""

    def written(self) -> str:
        """One line from which `read_stream` makes the stream again."""
        steps = [step if isinstance(step, int) else base64.b64encode(step).decode() for step in self.steps]
        plain = json.dumps([self.server_version, self.is_whole, steps])
        return base64.b85encode(zlib.compress(plain.encode(), 9)).decode()


def read_stream(text: str) -> Stream:
    server_version, is_whole, steps = json.loads(zlib.decompress(base64.b85decode(text.strip())))
    return Stream(
        server_version, tuple(step if isinstance(step, int) else base64.b64decode(step) for step in steps), is_whole
    )


# Making and spoiling


@cache
def pool(server_version: int) -> tuple[tuple[str, bytes], ...]:
    """Good frames with their names; of orders and fills also a second set of ids."""
    named = list(good_frames(server_version).items())
    marks = Marks(server_version)
    for _ in range(2):
        _, _, frames = marks.next(with_open_order=True)
        named += [(_name_of(frame, server_version), frame) for frame in split_frames(frames)]
    return tuple(named)


def split_frames(data: bytes) -> list[bytes]:
    frames = []
    while data:
        length = 4 + int.from_bytes(data[:4], "big")
        frames.append(data[:length])
        data = data[length:]
    return frames


_NAMES = {3: "orderStatus", 5: "openOrder", 11: "execDetails", 59: "commissionAndFeesReport"}


def message_id(frame: bytes, server_version: int) -> int | None:
    """The message's id whatever its form; `None` where there is none."""
    body = frame[4:]
    if server_version >= 201:
        number = int.from_bytes(body[:4], "big")
        return number - 200 if number > 200 else number
    digits, _, _ = body.partition(b"\0")
    return int(digits) if digits.isdigit() and len(digits) < 10 else None


def _name_of(frame: bytes, server_version: int) -> str:
    return _NAMES[message_id(frame, server_version) or 0]


def new_stream(rng: random.Random) -> Stream:
    server_version = rng.choice(VERSIONS)
    steps = [new_step(rng, server_version) for _ in range(rng.randint(1, LONGEST))]
    return _finished(rng, server_version, steps)


def changed_stream(rng: random.Random, stream: Stream, other: Stream) -> Stream:
    """The stream with steps spoilt, dropped, doubled, moved, made again, or taken from another of its version."""
    steps = list(stream.steps)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(steps) + 1)
        match rng.randrange(6):
            case 0 if at < len(steps):
                steps[at] = spoilt(rng, steps[at], stream.server_version)
            case 1 if at < len(steps) and len(steps) > 1:
                del steps[at]
            case 2 if steps:
                steps.insert(at, rng.choice(steps))
            case 3:
                rng.shuffle(steps)
            case 4 if other.server_version == stream.server_version and other.is_whole and other.steps:
                steps.insert(at, rng.choice(other.steps))
            case _:
                steps.insert(at, new_step(rng, stream.server_version))
    return _finished(rng, stream.server_version, steps[: LONGEST * 2], may_tear=stream.is_whole)


def _finished(rng: random.Random, server_version: int, steps: list[Step], *, may_tear: bool = True) -> Stream:
    """Rarely the framing itself is spoilt: then nothing after it can be relied on."""
    if may_tear and rng.randrange(12) == 0:
        torn = [step if isinstance(step, int) else flipped(rng, step) for step in steps]
        return Stream(server_version, tuple(torn), is_whole=False)
    return Stream(server_version, tuple(steps), is_whole=may_tear)


def new_step(rng: random.Random, server_version: int) -> Step:
    if rng.randrange(6) == 0:
        return rng.randrange(len(_EVENTS))
    step: Step = rng.choice(pool(server_version))[1]
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        step = spoilt(rng, step, server_version)
    return step


def spoilt(rng: random.Random, step: Step, server_version: int) -> Step:  # noqa: PLR0911 - one a way to spoil
    """A frame with its content made worse; it stays a frame."""
    if isinstance(step, int):
        return rng.randrange(len(_EVENTS))
    if len(step) < 8:
        return framed(rng.randbytes(rng.randrange(40)))
    match rng.randrange(10):
        case 0:
            return framed(flipped(rng, step[4:]))
        case 1:
            return framed(step[4 : rng.randrange(4, len(step) + 1)])
        case 2:
            return _with_id(rng, step, server_version)
    if is_protobuf(step, server_version):
        number = message_id(step, server_version)
        name = next((name for name, frame in pool(server_version) if message_id(frame, server_version) == number), "")
        kind = PROTO_TYPES.get(name.partition(" of ")[0])
        try:
            body = _spoilt_proto(rng, step[8:], kind.DESCRIPTOR if kind else None)
        except IndexError:  # spoilt so far that it has no fields any more
            body = flipped(rng, step[8:])
        return framed(step[4:8] + body)
    head, fields = text_parts(step, server_version)
    return framed(head + b"".join(field + b"\0" for field in _spoilt_fields(rng, fields)))


def _with_id(rng: random.Random, frame: bytes, server_version: int) -> bytes:
    """The content under another message's id, known or not, text or protobuf."""
    number = rng.choice((*SHOWN_MESSAGES, rng.randrange(320)))
    if server_version >= 201:
        return framed((int(number) + rng.choice((0, 200))).to_bytes(4, "big") + frame[8:])
    return framed(b"%d\0" % number + frame[4:].partition(b"\0")[2])


def _spoilt_fields(rng: random.Random, fields: Sequence[bytes]) -> list[bytes]:
    fields = list(fields)
    at = rng.randrange(len(fields) + 1)
    match rng.randrange(6):
        case 0 if at < len(fields):
            del fields[at]
        case 1:
            fields.insert(at, rng.choice((*_NUMBERS, *HOSTILE_TEXTS.values())))
        case 2 if len(fields) > 1:
            one, two = rng.randrange(len(fields)), rng.randrange(len(fields))
            fields[one], fields[two] = fields[two], fields[one]
        case 3 if at < len(fields):
            fields[at] = rng.choice(_NUMBERS)
        case _ if at < len(fields):
            fields[at] = rng.choice(tuple(HOSTILE_TEXTS.values()))
    return fields


def _spoilt_proto(rng: random.Random, body: bytes, descriptor: Any) -> bytes:
    parts = [whole for _, _, whole, _ in proto_fields(body)]
    numbers = [number for number, *_ in proto_fields(body)]
    if not parts:
        return rng.choice(tuple(hostile_values(rng.randrange(1, 40))))[1]
    at = rng.randrange(len(parts))
    field = descriptor.fields_by_number.get(numbers[at]) if descriptor is not None else None
    if field is not None and field.message_type is not None and rng.randrange(8):
        content = next(content for number, _, _, content in proto_fields(parts[at]) if number == numbers[at])
        inner = _spoilt_proto(rng, content, field.message_type)
        parts[at] = tagged(numbers[at], 2, varint(len(inner)) + inner)
        return b"".join(parts)
    match rng.randrange(4):
        case 0:
            del parts[at]
        case 1:
            parts.insert(at, rng.choice(parts))
        case 2:
            rng.shuffle(parts)
        case _:
            parts[at] = rng.choice(tuple(hostile_values(numbers[at])))[1]
    return b"".join(parts)


def flipped(rng: random.Random, data: bytes) -> bytes:
    """The bytes with a few of them changed."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


# Playing


def play(stream: Stream, *, chunk: Callable[[], int] = lambda: 1 << 20, is_shown: bool = True) -> None:
    """Play a stream into a rig and assert what must hold; `chunk` gives the sizes in which the bytes arrive.

    With `is_shown` the tables are asked for all they show of the last rows. A loop must be running.
    """
    version = stream.server_version
    rig, marks = Rig(version), Marks(version)
    perm_id, exec_id, known = marks.next(with_open_order=True)
    rig.receive(known)
    rig.check()
    for step in stream.steps:
        if isinstance(step, int):
            rig.feed.on_event(_EVENTS[step % len(_EVENTS)])
            continue
        events: list[Event] = []
        rest = step
        while rest:
            size = max(1, chunk())
            events += rig.receive(rest[:size])
            rest = rest[size:]
        if stream.is_whole and message_id(step, version) in SHOWN_MESSAGES:
            assert events, f"nothing was reported of {step[:200]!r}"
    rig.check()
    if stream.is_whole:
        assert rig.ends == []
        _must_be_shown(rig, perm_id, exec_id)
        perm_id, exec_id, good = marks.next(with_open_order=True)
        rig.receive(good)
        assert rig.faults == []
        _must_be_shown(rig, perm_id, exec_id)
        rig.check()
    if is_shown:
        rig.show()
    blotter = rig.blotter
    read_up(blotter, CLOCK)
    for records in (blotter.orders, blotter.fills, blotter.commissions, blotter.messages):
        for record in records[-3:]:
            repr(record)
    rig.close()


def _must_be_shown(rig: Rig, perm_id: int, exec_id: str) -> None:
    fill = rig.blotter.fill_by_exec_id(exec_id)
    assert rig.blotter.order_by_perm_id(perm_id) is not None, "a good order is not shown"
    assert fill is not None, "a good fill is not shown"
    assert fill.commission is not None, "a good commission is not shown"
