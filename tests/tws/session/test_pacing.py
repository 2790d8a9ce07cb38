"""No more requests in a second than TWS allows."""

from __future__ import annotations

import asyncio

import pytest

from ibmonitor.tws.session.pacing import MESSAGES_A_SECOND, Pacer


class Clock(asyncio.SelectorEventLoop):
    """A loop whose time moves only when everything waits."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.slept: list[float] = []

    def time(self) -> float:
        return getattr(self, "now", 0.0)


def test_no_second_has_more_than_45_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = Clock()

    async def sleep(seconds: float) -> None:
        loop.slept.append(seconds)
        loop.now += seconds

    monkeypatch.setattr("ibmonitor.tws.session.pacing.asyncio.sleep", sleep)

    async def run() -> list[float]:
        pacer = Pacer()
        sent = []
        for number in range(3 * MESSAGES_A_SECOND):
            await pacer.turn()
            sent.append(loop.now)
            loop.now += 0.01 * (number % 3)
        return sent

    try:
        sent = loop.run_until_complete(run())
    finally:
        loop.close()
    assert loop.slept
    for earlier, later in zip(sent, sent[MESSAGES_A_SECOND:], strict=False):
        assert later - earlier >= 1.0 - 1e-9
