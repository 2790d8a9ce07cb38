"""Waits for what a test expects, on any asyncio loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until this is true. The test's own limit ends a wait that is in vain."""
    while not condition():
        await asyncio.sleep(0.01)


async def turns(number: int) -> None:
    """Let the loop run this many times, however long each takes."""
    for _ in range(number):
        await asyncio.sleep(0)
