"""What one event changed in the blotter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ibmonitor.domain.records.records import Commission, Fill, Message, Order


class Change(NamedTuple):
    """The records that are new or changed after an event; a record can occur twice.

    `merged_orders` are rows that turned out to be the same order as another row, and were merged into it. `confirmed`
    fills and commissions are as they were, and TWS has reported them in this live interval, too.
    """

    orders: tuple[Order, ...] = ()
    fills: tuple[Fill, ...] = ()
    commissions: tuple[Commission, ...] = ()
    messages: tuple[Message, ...] = ()
    merged_orders: tuple[Order, ...] = ()
    link: bool = False
    confirmed: tuple[Fill | Commission, ...] = ()


NOTHING = Change()


class Changes:
    """What many events changed: each record once, in order of arrival, as the keys of dicts."""

    __slots__ = ("commissions", "confirmed", "fills", "link", "merged_orders", "messages", "orders")

    def __init__(self) -> None:
        self.orders: dict[Order, None] = {}
        self.fills: dict[Fill, None] = {}
        self.commissions: dict[Commission, None] = {}
        self.messages: dict[Message, None] = {}
        self.merged_orders: dict[Order, None] = {}
        self.link = False
        self.confirmed: dict[Fill | Commission, None] = {}

    def add(self, change: Change) -> None:
        """Add what one more event changed."""
        orders, fills, commissions, messages, merged_orders, link, confirmed = change
        for order in orders:
            self.orders[order] = None
        for fill in fills:
            self.fills[fill] = None
        for commission in commissions:
            self.commissions[commission] = None
        for record in confirmed:
            self.confirmed[record] = None
        if messages or merged_orders or link:
            self.messages.update(dict.fromkeys(messages))
            self.merged_orders.update(dict.fromkeys(merged_orders))
            self.link = self.link or link

    def __len__(self) -> int:
        """How many records are new or changed."""
        return len(self.orders) + len(self.fills) + len(self.commissions) + len(self.messages)

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return bool(len(self) or self.confirmed or self.merged_orders or self.link)


def commissions_of(fills: Iterable[Fill]) -> tuple[Commission, ...]:
    """The commissions of changed fills: what is shown and summed of a commission depends on its fill."""
    return tuple({fill.commission: None for fill in fills if fill.commission is not None})


def with_combos(fills: Iterable[Fill]) -> tuple[Fill, ...]:
    """Changed fills and all others of their combos: whether a fill carries its money depends on those."""
    found: dict[Fill, None] = {}
    for fill in fills:
        whole = fill.bag or fill
        found.update(dict.fromkeys((fill, whole, *whole.legs)))
    return tuple(found)
