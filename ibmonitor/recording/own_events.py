"""This program's own events as JSON and back: the payload of a recording's `T` records."""

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
"""What only a sentence reports in recordings that were made before `refusal` was written."""


class UnknownEventError(ValueError):
    """Not an event of this program's, or one with a missing field or a field of the wrong type."""


def is_own(event: Event) -> bool:
    """Whether it is an event of this program's own."""
    return type(event).__name__ in _EVENTS


def encode_own(event: Event) -> bytes:
    """Encode one of this program's own events."""
    document: dict[str, object] = {"event": type(event).__name__}
    document |= {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}
    if isinstance(event, RequestChanged):
        # Recordings name a request by its title.
        document["name"] = title_of(event.kind, event.words)
        del document["kind"], document["words"]
        if event.refusal is None:
            del document["refusal"]
    return json.dumps(document).encode()


def decode_own(payload: bytes) -> Event:
    """Decode such an event; raises `UnknownEventError`. Unknown fields are ignored."""
    try:
        document = json.loads(payload)
        event, readers = _EVENTS[document["event"]]
        return event(**{name: read(document[name]) for name, read in readers.items() if name in document})
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


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(raw)
    return printable(raw)


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise TypeError(raw)
    return raw


def _number(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) >= 1 << 63:
        raise TypeError(raw)
    return raw


def _moment(raw: object) -> datetime:
    moment = datetime.fromisoformat(_text(raw))
    if moment.tzinfo is None or not is_possible_moment(moment):
        raise ValueError(raw)
    return moment


def _duration(raw: object) -> timedelta:
    return timedelta(microseconds=_number(raw))


Reader = Callable[[Any], Any]


def _maybe(read: Reader) -> Reader:
    return lambda raw: None if raw is None else read(raw)


def _refusal(raw: object) -> Refusal | None:
    """The reason of a refusal; `None` if this version does not know it."""
    return next((refusal for refusal in Refusal if refusal.value == raw), None)


def _request_changed(
    name: str,
    progress: RequestProgress,
    detail: str = "",
    req_id: int | None = None,
    refusal: Refusal | None = None,
) -> Event:
    kind, words = request_of(name)
    if refusal is None and progress is RequestProgress.REFUSED and _READ_ONLY in detail:
        refusal = Refusal.READ_ONLY
    return RequestChanged(kind, progress, detail, req_id, words, refusal)


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
        {
            "name": _text,
            "progress": RequestProgress,
            "detail": _text,
            "req_id": _maybe(_number),
            "refusal": _refusal,
        },
    ),
    "AccountAsked": (
        AccountAsked,
        {"account": _text, "progress": RequestProgress, "detail": _text, "req_id": _maybe(_number)},
    ),
    "ClockCompared": (ClockCompared, {"ahead": _duration}),
    "Fault": (Fault, {"plain": _text, "detail": _text}),
}
