"""An asyncio loop whose time passes only while all that runs in it waits.

A busy computer stops a process for seconds at any place. On the usual loop a time-out is over then although what it
waits for has come and was only not read yet: a test with short time-outs goes red by chance.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Mapping
from typing import Any


class _Waiting(selectors.BaseSelector):
    """Measures how long nothing was ready, but no longer than was asked for."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._selector.select(0)
        if ready or timeout == 0:
            return ready
        began = time.monotonic()
        ready = self._selector.select(timeout)
        waited = time.monotonic() - began
        self.seconds += waited if timeout is None else min(waited, max(timeout, 0.0))
        return ready

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._selector.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._selector.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._selector.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._selector.get_map()

    def close(self) -> None:
        self._selector.close()


class UnhurriedLoop(asyncio.SelectorEventLoop):
    """For tests in which all that talk to each other run in one loop."""

    def __init__(self) -> None:
        self._waiting = _Waiting()
        super().__init__(self._waiting)

    def time(self) -> float:
        return self._waiting.seconds
