"""A keeper of a history on the program's loop."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from tests.app.history.keeping import Keeping
from tests.journal.histories import PATIENCE


@pytest.fixture
def run(qapp: QApplication, tmp_path: Path) -> Callable[[Callable[[Keeping], Awaitable[None]]], None]:
    """Carries out steps with a keeper on the program's loop, and closes it."""

    def carry_out(steps: Callable[[Keeping], Awaitable[None]]) -> None:
        async def work() -> None:
            keeping = Keeping(tmp_path / "history")
            async with asyncio.timeout(PATIENCE):
                try:
                    await steps(keeping)
                finally:
                    await keeping.end()

        qapp.setQuitOnLastWindowClosed(False)
        with qasync.QEventLoop(qapp) as loop:
            loop.run_until_complete(work())
        del loop
        # The loop of this test is not to be found in the thread of the next one.
        gc.collect()

    return carry_out
