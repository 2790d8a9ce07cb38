"""Frames come out whole however the bytes were cut."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ibapi.const import MAX_MSG_LEN

from ibmonitor.tws.wire.framing import MAX_FRAME_LENGTH, FrameBuffer, FrameTooLongError


def framed(*bodies: bytes) -> bytes:
    return b"".join(len(body).to_bytes(4, "big") + body for body in bodies)


def drained(buffer: FrameBuffer) -> list[bytes]:
    return list(iter(buffer.next_frame, None))


@given(st.lists(st.binary(max_size=40), max_size=12), st.lists(st.integers(min_value=1, max_value=9), min_size=1))
def test_any_cut_gives_the_same_frames(bodies: list[bytes], cuts: list[int]) -> None:
    stream = framed(*bodies)
    buffer = FrameBuffer()
    frames = []
    at = 0
    while at < len(stream):
        step = cuts[at % len(cuts)]
        buffer.feed(stream[at : at + step])
        frames += drained(buffer)
        at += step
    assert frames == bodies
    assert buffer.backlog == 0


def test_backlog_counts_what_is_not_handed_out() -> None:
    buffer = FrameBuffer()
    buffer.feed(framed(b"abc", b"de")[:-1])
    assert buffer.backlog == 12
    assert buffer.next_frame() == b"abc"
    assert buffer.next_frame() is None
    assert buffer.backlog == 5


def test_the_bound_is_ibapis_own() -> None:
    assert MAX_FRAME_LENGTH == MAX_MSG_LEN == 16 * 1024 * 1024 - 1


def test_longest_frame_passes_and_a_longer_one_is_refused() -> None:
    buffer = FrameBuffer()
    buffer.feed(framed(bytes(MAX_FRAME_LENGTH)))
    assert len(buffer.next_frame() or b"") == MAX_FRAME_LENGTH
    buffer.feed((MAX_FRAME_LENGTH + 1).to_bytes(4, "big"))
    with pytest.raises(FrameTooLongError) as caught:
        buffer.next_frame()
    assert caught.value.length == MAX_FRAME_LENGTH + 1


@pytest.mark.parametrize("step", [512, 1460, 4096, 1 << 18])
def test_a_long_frame_in_small_chunks_is_copied_as_often_as_in_large_ones(
    monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    joined: list[int] = []
    join = FrameBuffer._join

    def counted(buffer: FrameBuffer) -> None:
        joined.append(buffer.backlog)
        join(buffer)

    monkeypatch.setattr(FrameBuffer, "_join", counted)
    stream = framed(bytes(MAX_FRAME_LENGTH))
    buffer = FrameBuffer()
    for at in range(0, len(stream), step):
        buffer.feed(stream[at : at + step])
        frame = buffer.next_frame()
        assert (frame is None) is (at + step < len(stream))
    assert joined == [step, len(stream)]


def test_a_burst_is_joined_once_for_all_its_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not once for each of them, which would copy the rest of the burst as often."""
    joined: list[int] = []
    join = FrameBuffer._join

    def counted(buffer: FrameBuffer) -> None:
        joined.append(buffer.backlog)
        join(buffer)

    monkeypatch.setattr(FrameBuffer, "_join", counted)
    stream = framed(*(bytes(number % 7) for number in range(500)))
    buffer = FrameBuffer()
    buffer.feed(stream)
    assert len(drained(buffer)) == 500
    assert joined == [len(stream)]


def test_a_long_frame_in_tiny_chunks_takes_no_more_memory_than_its_length() -> None:
    size = 1 << 18
    stream = framed(bytes(size))
    buffer = FrameBuffer()
    tracemalloc.start()
    try:
        for at in range(0, len(stream), 3):
            buffer.feed(stream[at : at + 3])
            buffer.next_frame()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The array with its room to grow, the joined bytes, the frame.
    assert most < 3.5 * size
