"""This program's own events in a recording: as JSON and back."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    Event,
    Fault,
    LinkChanged,
    LinkMoved,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.recording.own_events import UnknownEventError, decode_own, encode_own, is_own
from ibmonitor.tws.wire.refusals import NOT_BOUND_SENTENCE

START = datetime(2026, 11, 23, 14, 3, 0, 1, tzinfo=UTC)


OWN = (
    LinkChanged(LinkState.DOWN, "127.0.0.1", 7497, 3, "Lost."),
    LinkChanged(LinkState.UP, "::1", 1, 0, "", 226, "20261123 15:03:00 CET", says_master=True),
    LinkChanged(LinkState.WAITING, "tws", 7496, 0, next_try=START, other_client_id=4),
    LinkMoved(7498),
    RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER, "No answer."),
    RequestChanged(RequestKind.QUERY, RequestProgress.RUNNING, req_id=7, words="account DU2"),
    RequestChanged(RequestKind.OTHER, RequestProgress.RUNNING, words="of a later version"),
    RequestChanged(RequestKind.BINDING, RequestProgress.REFUSED, NOT_BOUND_SENTENCE, 1, refusal=Refusal.READ_ONLY),
    RequestChanged(RequestKind.GROUPS, RequestProgress.REFUSED, "No.", refusal=Refusal.NOT_AN_ADVISOR),
    ClockCompared(timedelta(seconds=-3, microseconds=5)),
    AccountAsked("U1", RequestProgress.REFUSED, "No."),
    Fault("Plain.", "raw \udcff \0"),
)


class TestOwnEvents:
    @pytest.mark.parametrize("event", OWN)
    def test_they_come_back(self, event: Event) -> None:
        back = decode_own(encode_own(event))
        if isinstance(event, Fault):
            # What cannot be shown on any screen is replaced.
            assert back == Fault("Plain.", "raw ? \0")
        else:
            assert back == event

    def test_every_field_is_written(self) -> None:
        for event in OWN:
            names = {field.name for field in dataclasses.fields(event)}
            if isinstance(event, RequestChanged):
                # Recordings name a request by its title.
                names = {"name", "progress", "detail", "req_id"} | ({"refusal"} if event.refusal else set())
            assert set(json.loads(encode_own(event))) == {"event", *names}

    def test_an_earlier_recording_has_the_reason_of_a_refusal_in_its_sentence(self) -> None:
        event = RequestChanged(
            RequestKind.BINDING, RequestProgress.REFUSED, NOT_BOUND_SENTENCE, refusal=Refusal.READ_ONLY
        )
        document = json.loads(encode_own(event))
        del document["refusal"]
        assert decode_own(json.dumps(document).encode()) == event

    def test_a_refusal_of_a_later_version_has_no_known_reason(self) -> None:
        event = RequestChanged(RequestKind.BINDING, RequestProgress.REFUSED, "No.", refusal=Refusal.NOT_AN_ADVISOR)
        document = json.loads(encode_own(event)) | {"refusal": "of a later version"}
        back = decode_own(json.dumps(document).encode())
        assert back == dataclasses.replace(event, refusal=None)

    def test_what_tws_sends_is_not_this_program_s_own(self) -> None:
        own = {LinkChanged, LinkMoved, RequestChanged, ClockCompared, AccountAsked, Fault}
        assert {type(event) for event in OWN} == own
        assert not is_own(TwsMessage(None, 2104, "", None))
        assert own < set(get_args(Event))

    @pytest.mark.parametrize(
        "payload",
        [
            b"",
            b"\xff",
            b"[]",
            b"{}",
            b'{"event": []}',
            b'{"event": "OpenOrder"}',
            b'{"event": "Fault"}',
            b'{"event": "Fault", "plain": 1}',
            b'{"event": "LinkMoved", "port": true}',
            b'{"event": "LinkMoved", "port": 1e99}',
            b'{"event": "LinkMoved", "port": 1' + b"0" * 30 + b"}",
            b'{"event": "LinkMoved", "port": 1' + b"0" * 9999 + b"}",
            b'{"event": "ClockCompared", "ahead": "an hour"}',
            b'{"event": "LinkChanged", "state": "odd", "host": "", "port": 1, "client_id": 1}',
            b'{"event": "LinkChanged", "state": "up", "host": "", "port": 1, "client_id": 1, "next_try": "2026-01-01"}',
            b"[" * 100_000,
        ],
    )
    def test_nonsense_is_refused(self, payload: bytes) -> None:
        with pytest.raises(UnknownEventError):
            decode_own(payload)

    def test_fields_of_a_newer_version_are_passed_over(self) -> None:
        assert decode_own(b'{"event": "LinkMoved", "port": 5, "host": "new"}') == LinkMoved(5)
