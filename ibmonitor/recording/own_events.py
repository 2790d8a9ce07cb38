"""This program's own events as JSON and back: the payload of a recording's `told`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    Event,
    Fault,
    LinkChanged,
    LinkMoved,
    RequestChanged,
)
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import Refusal, request_of, title_of
from ibmonitor.recording.recording_format import is_possible_moment, microseconds, printable

_READ_ONLY = "its API is read-only"
"""In a recording only the sentence gives the reason of a refusal."""


class UnknownEventError(ValueError):
    """No event of this program's, or one that lacks something, or has it of another type."""


def is_own(event: Event) -> bool:
    """Whether it is one of those that this program tells of itself."""
    return type(event).__name__ in _EVENTS


def encode_told(event: Event) -> bytes:
    """Write an event down that is this program's own."""
    said: dict[str, object] = {"event": type(event).__name__}
    said |= {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}
    if isinstance(event, RequestChanged):
        # Recordings name a request by its title.
        said["name"] = title_of(event.kind, event.words)
        del said["kind"], said["words"], said["refusal"]
    return json.dumps(said).encode()


def decode_told(payload: bytes) -> Event:
    """Read it back; raises `UnknownEventError`. Fields this program does not know are passed over."""
    try:
        said = json.loads(payload)
        event, readers = _EVENTS[said["event"]]
        return event(**{name: read(said[name]) for name, read in readers.items() if name in said})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise UnknownEventError(repr(error)) from error


def _plain(known: object) -> object:
    match known:
        case Enum():
            return known.value
        case datetime():
            return known.isoformat()
        case timedelta():
            return microseconds(known)
        case _:
            return known


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return printable(said)


def _flag(said: object) -> bool:
    if not isinstance(said, bool):
        raise TypeError(said)
    return said


def _number(said: object) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or abs(said) >= 1 << 63:
        raise TypeError(said)
    return said


def _moment(said: object) -> datetime:
    moment = datetime.fromisoformat(_text(said))
    if moment.tzinfo is None or not is_possible_moment(moment):
        raise ValueError(said)
    return moment


def _duration(said: object) -> timedelta:
    return timedelta(microseconds=_number(said))


Reader = Callable[[Any], Any]


def _maybe(read: Reader) -> Reader:
    return lambda said: None if said is None else read(said)


def _request_changed(name: str, progress: RequestProgress, detail: str = "", req_id: int | None = None) -> Event:
    kind, words = request_of(name)
    is_read_only = progress is RequestProgress.REFUSED and _READ_ONLY in detail
    return RequestChanged(kind, progress, detail, req_id, words, Refusal.READ_ONLY if is_read_only else None)


_EVENTS: Mapping[str, tuple[Callable[..., Event], Mapping[str, Reader]]] = {
    "LinkChanged": (
        LinkChanged,
        {
            "state": LinkState,
            "host": _text,
            "port": _number,
            "client_id": _number,
            "reason": _text,
            "server_version": _maybe(_number),
            "connection_time": _text,
            "says_master": _flag,
            "next_try": _maybe(_moment),
            "other_client_id": _maybe(_number),
        },
    ),
    "LinkMoved": (LinkMoved, {"port": _number}),
    "RequestChanged": (
        _request_changed,
        {"name": _text, "progress": RequestProgress, "detail": _text, "req_id": _maybe(_number)},
    ),
    "AccountAsked": (
        AccountAsked,
        {"account": _text, "progress": RequestProgress, "detail": _text, "req_id": _maybe(_number)},
    ),
    "ClockCompared": (ClockCompared, {"ahead": _duration}),
    "Fault": (Fault, {"plain": _text, "detail": _text}),
}
