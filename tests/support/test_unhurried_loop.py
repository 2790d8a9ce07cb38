"""The loop that tests with short time-outs run on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from tests.support.unhurried_loop import UnhurriedLoop


def run_on_it(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=UnhurriedLoop) as runner:
        runner.run(work)


def test_no_time_passes_while_the_computer_is_busy() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        time.sleep(0.05)  # noqa: ASYNC251 - that is what is tested
        assert loop.time() == before
        await asyncio.sleep(0)
        assert loop.time() - before < 0.01

    run_on_it(work())


def test_time_passes_while_everything_waits() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        await asyncio.sleep(0.02)
        assert 0.015 <= loop.time() - before <= 0.021

    run_on_it(work())


def test_an_answer_that_takes_many_turns_is_no_time_out() -> None:
    """Each of them is slower than the time-out."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(5):
            time.sleep(0.02)  # noqa: ASYNC251 - as above
            await asyncio.sleep(0)
        writer.write(b"x")
        writer.close()

    async def work() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            async with asyncio.timeout(0.01):
                assert await reader.read(1) == b"x"
            writer.close()

    run_on_it(work())
