"""`ExecutionAnswer`: collects the answer to one request for executions from all that TWS sends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from ibmonitor.domain.records.events import Event, ExecDetails
from ibmonitor.tws.decode.adapter import SignalWrapper

OnProgress = Callable[[AbstractSet[str]], None]
"""Called with the execIds received so far. It is one set, which grows until the request ends: copy it to keep it."""

_PAUSE = 0.1
"""Seconds between two calls of `OnProgress`: ten a second are enough to look at."""


class ExecutionAnswer:
    """The execIds of one answer; reports once at the start, before anything is received."""

    def __init__(self, wrapper: SignalWrapper, req_id: int, on_progress: OnProgress) -> None:
        self.exec_ids: set[str] = set()
        self._wrapper = wrapper
        self._req_id = req_id
        self._on_progress = on_progress
        self._reporting: asyncio.TimerHandle | None = None
        wrapper.batch.connect(self._on_events)
        on_progress(self.exec_ids)

    def close(self) -> None:
        """Stop listening and reporting."""
        self._wrapper.batch.disconnect(self._on_events)
        if self._reporting is not None:
            self._reporting.cancel()

    def _on_events(self, events: list[Event]) -> None:
        before = len(self.exec_ids)
        for event in events:
            if isinstance(event, ExecDetails) and event.req_id == self._req_id:
                self.exec_ids.add(event.execution.exec_id)
        if len(self.exec_ids) > before and self._reporting is None:
            self._reporting = asyncio.get_running_loop().call_later(_PAUSE, self._report)

    def _report(self) -> None:
        self._reporting = None
        self._on_progress(self.exec_ids)
