"""`Repeats`: recognizes a frame that was read before by its bytes, so that it is not read again."""

from __future__ import annotations

from hashlib import blake2b

from ibapi.message import IN

from ibmonitor.domain.records.events import Event

ENDS = {IN.OPEN_ORDER_END: (IN.OPEN_ORDER, IN.ORDER_STATUS), IN.COMPLETED_ORDERS_END: (IN.COMPLETED_ORDER,)}
"""The end of a list, and the messages in it. A list is requested every few seconds; hardly anything in it changes."""
REPEATING = {kind: end for end, kinds in ENDS.items() for kind in kinds}


class Repeats:
    """The events of the last list and of this one, by a digest of their frames. Frames hold no request id there."""

    def __init__(self) -> None:
        self._now: dict[int, dict[bytes, Event]] = {end: {} for end in ENDS}
        self._before: dict[int, dict[bytes, Event]] = {end: {} for end in ENDS}

    def digest(self, frame: bytes, message_id: int) -> bytes | None:
        """What stands for the frame's bytes; `None` where the message cannot repeat. The end of a list is noted."""
        if message_id in ENDS:
            self._before[message_id], self._now[message_id] = self._now[message_id], {}
        return blake2b(frame, digest_size=16).digest() if message_id in REPEATING else None

    def find(self, digest: bytes, message_id: int) -> Event | None:
        """The event of a frame of these bytes; `None` if there was none in the last list nor in this one."""
        end = REPEATING[message_id]
        event = self._now[end].get(digest) or self._before[end].get(digest)
        if event is not None:
            self._now[end][digest] = event
        return event

    def keep(self, digest: bytes, message_id: int, event: Event) -> None:
        """Keep what a frame says."""
        self._now[REPEATING[message_id]][digest] = event
