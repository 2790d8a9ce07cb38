"""When a row of the allocations last changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ibmonitor.domain.allocation.values import AccountShare, GroupAllocation, Unassigned
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.allocations.items import Item, UnassignedAccount
from ibmonitor.models.columns.moments import change_moment, execution_moment
from ibmonitor.models.text.formats import Moment


def moment_of(item: Item) -> Moment:
    """Of a group order the last change of the order or a part; of any other row its last execution, if it has one."""
    match item:
        case Fill():
            return execution_moment(item)
        case GroupAllocation():
            return _of_order(item)
        case AccountShare() | Unassigned() | UnassignedAccount():
            return _of_last(item.fills)


def change_key(item: Item) -> tuple[datetime, int] | None:
    """Compare rows by their last change; what changed at the same time is in the order of arrival."""
    time = moment_of(item).time
    if time is None:
        return None
    match item:
        case GroupAllocation():
            return time, item.key
        case Fill():
            return time, item.serial
        case _:
            return time, 0


def _of_order(allocation: GroupAllocation) -> Moment:
    fills = [*allocation.parent_fills, *(fill for share in allocation.shares for fill in share.fills)]
    of_fills = _of_last(fills)
    if allocation.order is None:
        return of_fills
    of_order = change_moment(allocation.order)
    is_later = of_fills.time is not None and of_order.time is not None and of_fills.time > of_order.time
    return of_fills if is_later else of_order


def _of_last(fills: Iterable[Fill]) -> Moment:
    last = max(fills, key=lambda fill: fill.time or fill.received, default=None)
    return Moment(None) if last is None else execution_moment(last)
