"""What one event changed in the blotter."""

from __future__ import annotations

from typing import NamedTuple

from ibmonitor.domain.records.records import Commission, Fill, Message, Order


class Change(NamedTuple):
    """The records that are new or changed after an event; a record can occur twice.

    `merged_orders` are rows that turned out to be the same order as another row, and were merged into it.
    """

    orders: tuple[Order, ...] = ()
    fills: tuple[Fill, ...] = ()
    commissions: tuple[Commission, ...] = ()
    messages: tuple[Message, ...] = ()
    merged_orders: tuple[Order, ...] = ()
    link: bool = False


NOTHING = Change()
