"""The greeting of a connection, and what is no TWS."""

from __future__ import annotations

import asyncio

import pytest

from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.wire.client import NotTwsError, TwsClient
from tests.support.tws_frames import framed, greeting


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_time_in_the_greeting_is_read_in_its_code_page(encoding: str) -> None:
    async def run() -> tuple[int, str]:
        client = TwsClient(SignalWrapper(), client_id=1, may_bind=lambda: False, on_closed=lambda _: None)
        client.feed(greeting(226, "20260107 09:30:00 中国标准时间".encode(encoding)))
        return await client.greeting

    assert asyncio.run(run()) == (226, "20260107 09:30:00 中国标准时间")


@pytest.mark.parametrize("frame", [b"", b"226", b"HTTP/1.1 400\0", b"9999999999\0now\0"])
def test_a_first_frame_that_is_no_greeting_is_not_of_tws(frame: bytes) -> None:
    async def run() -> None:
        client = TwsClient(SignalWrapper(), client_id=1, may_bind=lambda: False, on_closed=lambda _: None)
        client.feed(framed(frame))
        await client.greeting

    with pytest.raises(NotTwsError):
        asyncio.run(run())
