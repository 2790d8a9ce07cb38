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
