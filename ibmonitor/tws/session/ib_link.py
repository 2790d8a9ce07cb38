"""What TWS's messages report about TWS itself: whether it is connected to IB, and on which port it listens."""

from __future__ import annotations

import re

from ibmonitor.domain.messages.codes import IB_IS_BACK
from ibmonitor.domain.records.events import TwsMessage

LOST = 1100
LOST_FOR_A_WHILE = 2110
_SENTENCES = {
    LOST: "TWS has lost its connection to IB.",
    LOST_FOR_A_WHILE: "TWS has lost its connection to IB; it reconnects automatically.",
}
FARM_IS_FINE = frozenset({2104, 2106, 2158})
"""Treated as the end of a 2110, of which no other sign is documented: TWS reaches IB again [I]."""
PORT_CHANGED = 1300
LAST_PORT = 65_535


class IbLink:
    """TWS's own connection to IB, as TWS reports it."""

    def __init__(self) -> None:
        self._lost: int | None = None

    @property
    def is_lost(self) -> bool:
        return self._lost is not None

    @property
    def reason(self) -> str:
        """What has happened, in a sentence; empty while TWS is connected to IB."""
        return "" if self._lost is None else _SENTENCES[self._lost]

    def apply(self, message: TwsMessage) -> bool:
        """Apply a message; return whether it reports that the connection was lost or is back."""
        if message.code in _SENTENCES:
            # A 2110 after a 1100 is nothing new, and a farm that is fine does not end a 1100.
            self._lost = LOST if LOST in (message.code, self._lost) else LOST_FOR_A_WHILE
            return True
        is_back = message.code in IB_IS_BACK or (self._lost == LOST_FOR_A_WHILE and message.code in FARM_IS_FINE)
        if is_back:
            self._lost = None
        return is_back


def new_port(message: TwsMessage) -> int | None:
    """The port in TWS's 1300, which ends "... on the new port - 7499"; `None` for any other message or form."""
    if message.code != PORT_CHANGED:
        return None
    found = re.search(r"\bnew port\W+([0-9]{1,5})\W*$", message.text, re.IGNORECASE)
    port = int(found.group(1)) if found else 0
    return port if 0 < port <= LAST_PORT else None
