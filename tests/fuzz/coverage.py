"""Which lines of the program a stream has reached. Lines that no stream reached before make it worth to build on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

TRACED = ("/ibmonitor/tws/", "/ibmonitor/domain/", "/ibapi/decoder", "/ibapi/orderdecoder", "/ibapi/order_condition")
"""Parts of the paths of files whose lines count."""

Step = tuple[CodeType, int, int]
"""A line, and the line before it in the same call."""


class Coverage:
    """All that has been reached so far. Uses the trace function of the thread, as debuggers do."""

    def __init__(self) -> None:
        self.reached: set[Step] = set()
        self._is_traced: dict[CodeType, bool] = {}

    @contextmanager
    def watching(self) -> Iterator[Callable[[], int]]:
        """Watch what runs inside; the function it gives counts the steps that are new."""
        before = len(self.reached)
        sys.settrace(self._on_call)
        try:
            yield lambda: len(self.reached) - before
        finally:
            sys.settrace(None)

    def _on_call(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        is_traced = self._is_traced.get(code)
        if is_traced is None:
            path = code.co_filename.replace("\\", "/")
            is_traced = self._is_traced[code] = any(part in path for part in TRACED)
        if not is_traced:
            return None
        last = 0
        reached = self.reached

        def on_line(frame: FrameType, _event: str, _argument: Any) -> Any:
            nonlocal last
            reached.add((code, last, frame.f_lineno))
            last = frame.f_lineno
            return on_line

        return on_line
