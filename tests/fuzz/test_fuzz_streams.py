"""A bounded number of spoilt streams; `python -m tests.fuzz` plays as many as there is time for."""

from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ibmonitor.tws.decode import frame_reader as reading
from tests.fuzz.streams import Stream, changed_stream, new_stream, play, read_stream
from tests.support.examples import examples
from tests.support.tws_frames import text_frame

HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def played(stream: Stream, rng: random.Random) -> None:
    async def run() -> None:
        play(stream, chunk=lambda: rng.choice((1, 3, 17, 1 << 20)), is_shown=rng.randrange(6) == 0)

    try:
        asyncio.run(run())
    except BaseException as error:
        error.add_note(f"Again: python -m tests.fuzz --replay {stream.written()}")
        raise


@settings(examples(300), suppress_health_check=HEALTH)
@given(st.randoms(use_true_random=False))
def test_no_stream_breaks_anything(rng: random.Random) -> None:
    played(new_stream(rng), rng)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_no_stream_of_streams_breaks_anything(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    stream = new_stream(rng)
    for _ in range(150):
        stream = changed_stream(rng, stream, new_stream(rng))
        played(stream, rng)


def test_a_stream_is_read_as_it_was_written() -> None:
    for seed in range(20):
        stream = new_stream(random.Random(seed))  # noqa: S311
        assert read_stream(stream.written()) == stream


def test_a_message_without_any_event_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SHOWN_MESSAGES", frozenset())
    with pytest.raises(AssertionError, match="nothing was reported") as caught:
        played(Stream(200, (text_frame(9, 1),)), random.Random(1))  # noqa: S311
    (note,) = caught.value.__notes__
    assert read_stream(note.rpartition(" ")[2]) == Stream(200, (text_frame(9, 1),))
