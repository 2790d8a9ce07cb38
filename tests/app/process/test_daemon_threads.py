"""What blocks for ever is waited for by nobody once the loop ends."""

from __future__ import annotations

import asyncio
import threading

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ibmonitor.app.process.daemon_threads import DaemonThreads
from tests.support.waiting import until


def test_results_and_errors_come_back(qapp: QApplication) -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        assert await loop.run_in_executor(None, divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await loop.run_in_executor(None, divmod, 7, 0)
        assert not isinstance(await loop.getaddrinfo("localhost", 4711), Exception)

    with qasync.QEventLoop(qapp) as loop:
        loop.set_default_executor(DaemonThreads())
        loop.run_until_complete(work())


def test_the_loop_closes_while_a_call_goes_on(qapp: QApplication) -> None:
    let_go, has_begun, is_over = threading.Event(), threading.Event(), threading.Event()

    def block() -> None:
        has_begun.set()
        let_go.wait()
        is_over.set()

    async def work() -> None:
        task = asyncio.ensure_future(asyncio.get_running_loop().run_in_executor(None, block))
        await until(has_begun.is_set)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with qasync.QEventLoop(qapp) as loop:
        loop.set_default_executor(DaemonThreads())
        loop.run_until_complete(work())
    assert not is_over.is_set()
    let_go.set()
    assert is_over.wait(20)
