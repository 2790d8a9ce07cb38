"""`Repeats`: recognizes a frame that was read before by its bytes, so that it is not read again."""

from __future__ import annotations

from ibapi.common import PROTOBUF_MSG_ID
from ibapi.message import IN

from ibmonitor.domain.records.events import CompletedOrder, Event, OpenOrder, OrderStatus

Listed = OpenOrder | OrderStatus | CompletedOrder
"""What is in a list. A list is requested every few seconds; hardly anything in it changes."""

ENDS = {IN.OPEN_ORDER_END: (IN.OPEN_ORDER, IN.ORDER_STATUS), IN.COMPLETED_ORDERS_END: (IN.COMPLETED_ORDER,)}
"""The end of a list, and the messages in it."""


class _Lists:
    """The events of the last list and of this one, by the hash of their frames.

    Their 64 bits are enough: with 30,000 orders, a changed frame is taken for another one in 10^14 cases once.
    """

    __slots__ = ("before", "now")

    def __init__(self) -> None:
        self.now: dict[int, Listed] = {}
        self.before: dict[int, Listed] = {}


class Repeats:
    """The frames of one connection that are in lists. They hold no request id."""

    def __init__(self, *, has_binary_ids: bool) -> None:
        self._by_end = {end: _Lists() for end in ENDS}
        self._by_start: dict[bytes, _Lists] = {}
        """How the frames of lists begin; others may begin so, too, but are not kept."""
        self._start = 4 if has_binary_ids else 2
        for end, kinds in ENDS.items():
            for kind in kinds:
                for number in (kind, kind + PROTOBUF_MSG_ID):
                    start = number.to_bytes(4, "big") if has_binary_ids else b"%d\0" % number
                    self._by_start[start[: self._start]] = self._by_end[end]

    def find(self, frame: bytes) -> Listed | None:
        """The event of a frame of these bytes; `None` if there was none in the last list nor in this one."""
        lists = self._by_start.get(frame[: self._start])
        if lists is None:
            return None
        key = hash(frame)
        event = lists.before.get(key)
        if event is None:
            return lists.now.get(key)
        lists.now[key] = event
        return event

    def keep(self, frame: bytes, event: Event | None) -> bool:
        """Keep what a frame says, if it can be in a list; return whether it can."""
        lists = self._by_start.get(frame[: self._start])
        if lists is None or not isinstance(event, Listed):
            return False
        lists.now[hash(frame)] = event
        return True

    def end(self, message_id: int) -> None:
        """Forget what was in the list before this one, if it is the end of a list."""
        lists = self._by_end.get(message_id)
        if lists is not None:
            lists.before, lists.now = lists.now, {}
