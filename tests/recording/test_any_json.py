"""The header of a recording, and the own events in it, may hold any JSON."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.app.replaying import as_recorded
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
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.recording.own_events import UnknownEventError, decode_own, encode_own
from ibmonitor.recording.recording_file import NoRecordingError, Recording
from ibmonitor.recording.recording_format import FIRST_LINE, Header, header_line
from ibmonitor.settings.table import Settings, problems
from tests.support import any_json
from tests.support.any_json import json_texts, places, put
from tests.support.examples import examples

START = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)
READ_BY = {"zone": "Asia/Tokyo", "client_id": 3, "is_master": True, "auto_bind": False}
HEADER = json.loads(header_line(Header("IB Monitor 0", START, "Linux", READ_BY)))
TOLD: tuple[Event, ...] = (
    LinkChanged(LinkState.WAITING, "::1", 1, 0, "Lost.", 226, "20261123 15:03:00 CET", next_try=START),
    LinkMoved(7498),
    RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER, "No answer."),
    ClockCompared(timedelta(seconds=-3)),
    AccountAsked("U1", RequestProgress.REFUSED, "No."),
    Fault("Plain.", "Raw."),
)
TOLD_PLACES = [
    (json.loads(encode_own(event)), place) for event in TOLD for place in places(json.loads(encode_own(event)))
]
WORDS = (
    *HEADER,
    *READ_BY,
    "event",
    "state",
    "up",
    "Fault",
    "LinkMoved",
    "port",
    "plain",
    "UTC",
    "2026-01-01T00:00:00Z",
)


def settings_of_replay(path: Path) -> Settings:
    return as_recorded(Recording(path), Settings(client_id=12))


@pytest.mark.parametrize("place", list(places(HEADER)), ids=str)
@examples(15)
@given(text=json_texts(WORDS))
def test_any_json_may_stand_in_the_header(
    tmp_path_factory: pytest.TempPathFactory, place: any_json.Path, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-header"
    path.write_bytes(FIRST_LINE + put(HEADER, place, text).encode("utf-8", "surrogatepass") + b"\n")
    try:
        found = settings_of_replay(path)
    except NoRecordingError:
        return
    assert problems(found) == {}
    expected = {"zone": "Asia/Tokyo", "client_id": 3, "is_master": True}
    for key, value in expected.items():
        if place not in (("settings",), ("settings", key)):
            assert getattr(found, key) == value


@examples(100)
@given(
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be", "cp037"]),
    cut=st.integers(0, 1000),
    more=st.binary(max_size=4),
)
def test_any_bytes_may_stand_for_the_header(
    tmp_path_factory: pytest.TempPathFactory, encoding: str, cut: int, more: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-bytes"
    path.write_bytes(FIRST_LINE + json.dumps(HEADER).encode(encoding)[:cut] + more + b"\n")
    with suppress(NoRecordingError):
        assert problems(settings_of_replay(path)) == {}


@pytest.mark.parametrize(
    ("document", "place"), TOLD_PLACES, ids=[f"{document['event']}{place}" for document, place in TOLD_PLACES]
)
@examples(40)
@given(text=json_texts(WORDS))
def test_any_json_may_stand_in_an_own_event(document: object, place: any_json.Path, text: str) -> None:
    with suppress(UnknownEventError):
        decode_own(put(document, place, text).encode("utf-8", "surrogatepass"))
