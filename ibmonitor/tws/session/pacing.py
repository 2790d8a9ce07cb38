"""Keeps requests within TWS's rate limit."""

from __future__ import annotations

import asyncio
from collections import deque

MESSAGES_A_SECOND = 45
"""TWS allows 50 and disconnects after three violations (TWS_FACTS, "Protocol")."""


class Pacer:
    """Allows `MESSAGES_A_SECOND` requests in any second; the others wait in order."""

    def __init__(self) -> None:
        self._sent: deque[float] = deque(maxlen=MESSAGES_A_SECOND)
        self._turns = asyncio.Lock()

    async def turn(self) -> None:
        """Return when the next request may be sent; it counts as sent."""
        async with self._turns:
            loop = asyncio.get_running_loop()
            if len(self._sent) == MESSAGES_A_SECOND:
                wait = self._sent[0] + 1.0 - loop.time()
                if wait > 0:
                    await asyncio.sleep(wait)
            self._sent.append(loop.time())
