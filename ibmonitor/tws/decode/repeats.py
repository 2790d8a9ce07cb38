"""`Repeats`: recognizes a frame that was read before by its bytes, so that it is not read again."""

from __future__ import annotations

from ibapi.common import PROTOBUF_MSG_ID
from ibapi.message import IN
from ibapi.server_versions import MIN_SERVER_VER_PROTOBUF

from ibmonitor.domain.records.events import CompletedOrder, Event, OpenOrder, OrderStatus

Listed = OpenOrder | OrderStatus | CompletedOrder
"""What is in a list. A list is requested every few seconds; hardly anything in it changes."""

ENDS = {IN.OPEN_ORDER_END: (IN.OPEN_ORDER, IN.ORDER_STATUS), IN.COMPLETED_ORDERS_END: (IN.COMPLETED_ORDER,)}
"""The end of a list, and the messages in it."""


_SPARE = 1_000
"""So many frames more than twice those of the last list are kept."""

_MOST = 100_000
"""So many are kept at most, or four times those of the longest list."""


class _Frames:
    """The events of all frames of one kind of list, by the hash of the frame, until most are no longer sent.

    64 bits are enough: with 30,000 orders, a changed frame is taken for another one in 10^14 cases once.
    """

    __slots__ = ("_most", "fresh", "known", "seen")

    def __init__(self) -> None:
        self.known: dict[int, Listed] = {}
        self.seen = 0
        """How many have come since the end of the last list."""
        self.fresh: dict[int, Listed] | None = None
        """Those that have come since then, where all others are to be forgotten at the end of this list."""
        self._most = _MOST

    def add(self, key: int, event: Listed) -> None:
        if len(self.known) >= self._most:
            # Lists are no longer requested, while TWS goes on sending unasked.
            self.known.clear()
        self.known[key] = event
        self.seen += 1
        if self.fresh is not None:
            self.fresh[key] = event

    def end(self) -> None:
        """It is the end of a list."""
        self._most = max(self._most, 4 * self.seen)
        if self.fresh is not None:
            self.known, self.fresh = self.fresh, None
        elif len(self.known) > 2 * self.seen + _SPARE:
            # Only now, since it costs more than all else to collect them anew for each list.
            self.fresh = {}
        self.seen = 0


class Repeats:
    """The frames of servers of one version that are in lists. They hold no request id."""

    def __init__(self, server_version: int) -> None:
        self.server_version = server_version
        has_binary_ids = server_version >= MIN_SERVER_VER_PROTOBUF
        self._by_end = {end: _Frames() for end in ENDS}
        self._by_start: dict[bytes, _Frames] = {}
        """How the frames of lists begin; others may begin so, too, but are not kept."""
        self._start = 4 if has_binary_ids else 2
        for end, kinds in ENDS.items():
            for kind in kinds:
                for number in (kind, kind + PROTOBUF_MSG_ID):
                    start = number.to_bytes(4, "big") if has_binary_ids else b"%d\0" % number
                    self._by_start[start[: self._start]] = self._by_end[end]

    def find(self, frame: bytes) -> Listed | None:
        """The event of a frame of these bytes; `None` if there was none lately."""
        frames = self._by_start.get(frame[: self._start])
        if frames is None:
            return None
        key = hash(frame)
        event = frames.known.get(key)
        if event is not None:
            frames.seen += 1
            if frames.fresh is not None:
                frames.fresh[key] = event
        return event

    def keep(self, frame: bytes, event: Event | None) -> bool:
        """Keep what a frame says, if it can be in a list; return whether it can."""
        frames = self._by_start.get(frame[: self._start])
        if frames is None or not isinstance(event, Listed):
            return False
        frames.add(hash(frame), event)
        return True

    def forget(self) -> None:
        """Forget all: the same bytes have another meaning now."""
        for frames in self._by_end.values():
            frames.known.clear()
            if frames.fresh is not None:
                frames.fresh.clear()

    def end(self, message_id: int) -> None:
        """Forget frames that are no longer sent, if it is the end of a list."""
        frames = self._by_end.get(message_id)
        if frames is not None:
            frames.end()
