"""Waits for what a test expects, on any asyncio loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 60
"""Seconds for what takes a moment: the computer may be busy."""


async def until(condition: Callable[[], object]) -> None:
    """Let the loop run until this is true."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.005)


async def turns(number: int) -> None:
    """Let the loop run this many times, however long each takes."""
    for _ in range(number):
        await asyncio.sleep(0)
