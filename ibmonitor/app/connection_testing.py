"""Runs the connection tests of the first page and the settings dialog, one at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ibmonitor.app.connector import WHAT_CONNECTS, is_loaded
from ibmonitor.app.process.turns import loading
from ibmonitor.settings.table import Settings

if TYPE_CHECKING:
    from ibmonitor.domain.connection_test.verdict import Attempt
    from ibmonitor.windows.connection_test.test_row import ConnectionTestRow

logger = logging.getLogger(__name__)


class ConnectionTesting(QObject):
    """`on_accepted` receives the host, port and client ID that TWS has just accepted in a test.

    If the connection itself follows at once, TWS may still consider that client ID in use.
    """

    def __init__(
        self, on_accepted: Callable[[Attempt], None] = lambda _attempt: None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_accepted = on_accepted
        self._row: ConnectionTestRow | None = None
        """The row that shows the running test."""
        self._task: asyncio.Task[None] | None = None

    def serve(self, row: ConnectionTestRow) -> None:
        """Run the tests requested in this row, until it is deleted."""
        row.test_requested.connect(lambda settings: self._start(row, settings))
        row.test_cancelled.connect(lambda: self._give_up(row))
        row.destroyed.connect(lambda: self._give_up(row))

    async def close(self) -> None:
        """Cancel the running test, and wait until its connection is closed."""
        task = self._task
        self._cancel()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _start(self, row: ConnectionTestRow, settings: Settings) -> None:
        self._cancel()
        self._row = row
        self._task = asyncio.get_running_loop().create_task(self._test(row, settings))

    def _give_up(self, row: ConnectionTestRow) -> None:
        if row is self._row:
            self._cancel()

    def _cancel(self) -> None:
        self._row = None
        if self._task is not None:
            self._task.cancel()

    async def _test(self, row: ConnectionTestRow, settings: Settings) -> None:
        from ibmonitor.domain.connection_test.verdict import Attempt, Finding, Found  # noqa: PLC0415 - tests are rare
        from ibmonitor.domain.connection_test.words import verdict  # noqa: PLC0415

        attempt = Attempt(settings.host, settings.port, settings.client_id)
        findings: tuple[Finding, ...]
        try:
            for _ in () if is_loaded() else loading(*WHAT_CONNECTS):
                await asyncio.sleep(0)
            from ibmonitor.tws.probe.probe import try_connection  # noqa: PLC0415 - see `is_loaded`

            findings = await try_connection(
                attempt.host, attempt.port, attempt.client_id, on_progress=row.show_progress
            )
        except Exception:
            logger.exception("a test of the connection failed")
            findings = (Finding(Found.FAILED, attempt),)
        if any(finding.found is Found.CLIENT_ID_FREE for finding in findings):
            self._on_accepted(attempt)
        self._row = None
        row.show_verdict(verdict(findings))
