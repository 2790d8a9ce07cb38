"""Reads openOrder and orderStatus in text, and openOrder only where ibapi has decoded one like it.

ibapi reads the 150 fields of an openOrder one by one, which takes most of the time. A user's orders differ in a few of
them, whose places are known; what all others mean is taken from the first message that has them. It is taken only if
these few have in that message the values that ibapi reads: a layout that is not known here is for ibapi to decode.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import inf
from sys import intern

from ibapi.message import IN
from ibapi.server_versions import MIN_SERVER_VER_FA_PROFILE_DESUPPORT

from ibmonitor.domain.records.events import Event, OpenOrder, OrderStatus
from ibmonitor.tws.decode.ibapi_values import UNSET_TEXTS
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.proto_orders import UnusualError

_BEHIND_STOP = (
    (0, 13), (158, 1), (160, 1), (162, 1), (170, 5), (183, 1), (184, 1), (185, 1), (189, 1), (193, 2), (198, 1),
    (199, 1),
)  # fmt: skip
"""From which server version on how many fields come behind trailStopPrice."""

_SHARES_ALLOCATION = 29
"""ibapi leaves this field unread. It contains the permId."""

_UNSET_QUANTITIES = frozenset(
    {"", "2147483647", "9223372036854775807", "1.7976931348623157E308", "-9223372036854775808"}
)
"""What ibapi reads as an unset quantity."""

# Looking up an Enum member costs as much as the rest of what is done with it for every message.
_OPEN_ORDER, _ORDER_STATUS = int(IN.OPEN_ORDER), int(IN.ORDER_STATUS)

_MOST_KEPT = 1 << 12
"""Kinds of orders."""

_Read = Callable[[bytes], object]


class TextOrders:
    """Reads the orders of one connection."""

    def __init__(self, numbers: Numbers, server_version: int) -> None:
        self._numbers = numbers
        more = 0 if server_version >= MIN_SERVER_VER_FA_PROFILE_DESUPPORT else 1
        self._delta_neutral = 60 + more
        self._stop = -1 - sum(count for since, count in _BEHIND_STOP if server_version >= since)
        self._own: tuple[tuple[str, int, _Read], ...] = (
            ("orderId", 0, self._id),
            ("totalQuantity", 13, self._total),
            ("lmtPrice", 15, self._price),
            ("auxPrice", 16, self._price),
            ("ocaGroup", 18, _text),
            ("orderRef", 22, _text),
            ("permId", 24, self._id),
            ("parentId", 56 + more, self._id),
            ("trailStopPrice", self._stop, self._stop_price),
        )
        """Fields in which orders differ from one another: name, place, and what reads it; a default is `None`."""
        self._alike: dict[tuple[object, ...], OpenOrder] = {}
        """A message by its other fields, and the names of its own."""
        self._new: tuple[tuple[object, ...], dict[str, object]] | None = None
        """The key and the own fields of the message that ibapi is to decode now."""

    def read(self, message_id: int, fields: Sequence[bytes]) -> OpenOrder | OrderStatus | None:
        """The event of a message; `None` if ibapi is to decode it, be it only to find out what is wrong with it."""
        self._new = None
        event: OpenOrder | OrderStatus | None
        try:
            if message_id == _ORDER_STATUS:
                event = self._status(fields)
            elif message_id == _OPEN_ORDER:
                event = self._open_order(list(fields))
            else:
                return None
        except Exception:  # noqa: BLE001 - anything that is wrong with the message
            event = None
        return self._numbers.if_plausible(event)

    def learn(self, event: Event | None) -> None:
        """Keep what ibapi has made of the message that `read` left to it."""
        if self._new is None or not isinstance(event, OpenOrder):
            return
        key, own = self._new
        read_by_ibapi = {name: event.order_fields[name] for name, _, _ in self._own if name in event.order_fields}
        if repr(own) == repr(read_by_ibapi):
            if len(self._alike) >= _MOST_KEPT:
                self._alike.clear()
            self._alike[key] = event

    def _open_order(self, fields: list[bytes]) -> OpenOrder | None:
        order_id = self._numbers.integer(int(fields[0] or 0))
        stop = fields[self._stop]
        first_stop = self._delta_neutral + (12 if fields[self._delta_neutral] else 4)
        if fields[first_stop] not in (b"", stop):
            # ibapi reads both, and keeps the second one.
            raise UnusualError
        own: dict[str, object] = {}
        for name, at, read in self._own:
            value = read(fields[at])
            if value is not None:
                own[name] = value
            fields[at] = b""
        fields[first_stop] = fields[_SHARES_ALLOCATION] = b""
        key = b"\0".join(fields), *own
        alike = self._alike.get(key)
        if alike is None:
            self._new = key, own
            return None
        order_fields = {**alike.order_fields, **own}
        return OpenOrder(order_id, alike.contract, alike.contract_fields, order_fields, alike.state_fields)

    def _status(self, fields: Sequence[bytes]) -> OrderStatus:
        order_id, status, filled, remaining, average, perm_id, parent_id, last, client_id, why_held, cap = fields
        integer, double, quantity = self._numbers.integer, self._numbers.double, self._quantity
        return OrderStatus(
            integer(int(order_id or 0)),
            _decoded(status),
            quantity(filled),
            quantity(remaining),
            double(float(average or 0)),
            integer(int(perm_id or 0)),
            integer(int(parent_id or 0)),
            double(float(last or 0)),
            integer(int(client_id or 0)),
            _decoded(why_held),
            double(float(cap or 0)),
        )

    def _id(self, sent: bytes) -> int | None:
        return self._numbers.integer(int(sent or 0)) or None

    def _quantity(self, sent: bytes) -> Decimal | None:
        text = sent.decode()
        return None if text in _UNSET_QUANTITIES else self._numbers.text_decimal(text)

    def _total(self, sent: bytes) -> Decimal | None:
        number = self._quantity(sent)
        if number is None and sent.decode() not in _UNSET_QUANTITIES:
            raise UnusualError
        return number

    def _price(self, sent: bytes) -> object:
        return self._stop_price(sent) if sent else None

    def _stop_price(self, sent: bytes) -> object:
        number = float(sent or 0)
        return "Infinity" if number == inf else self._numbers.double(number)


def _decoded(sent: bytes) -> str:
    return intern(sent.decode("utf-8", "backslashreplace"))


def _text(sent: bytes) -> str | None:
    text = _decoded(sent)
    return text if text and text not in UNSET_TEXTS else None
