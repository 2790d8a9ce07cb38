"""A handler of lists of events from one of single events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def for_each(handle: Callable[[Any], object]) -> Callable[[Iterable[Any]], None]:
    """Connect the result to `SignalWrapper.batch`."""

    def handle_all(events: Iterable[Any]) -> None:
        for event in events:
            handle(event)

    return handle_all
