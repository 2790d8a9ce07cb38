"""What TWS and the user's privacy ask of every request: not too many a second, and nothing in ibapi's log."""

from __future__ import annotations

import asyncio
import logging

import pytest

from ibmonitor.tws.session.pacing import MESSAGES_A_SECOND, Pacer
from tests.support.tws_frames import decoded, text_frame


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


def test_ibapi_logs_no_message_however_loud_the_program_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    decoded(
        200, [text_frame(15, 1, "U1234567,"), text_frame(9, 1, "U1234567"), text_frame(59, 1, "x"), text_frame(180, 1)]
    )
    assert not [record for record in caplog.records if record.name.startswith("ibapi")]
    assert "U1234567" not in caplog.text
    for name in ("ibapi.client", "ibapi.decoder", "ibapi.utils", "ibapi.wrapper", "ibapi.comm"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING
