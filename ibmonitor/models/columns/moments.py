"""The times of records, with what TWS sent about them and the zone of their exchange."""

from __future__ import annotations

from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.domain.timeline.entry import Entry
from ibmonitor.domain.timeline.last_change import last_change
from ibmonitor.models.text.formats import Moment
from ibmonitor.models.text.market_zones import zone_of_fill, zone_of_order


def execution_moment(fill: Fill) -> Moment:
    """When an execution happened."""
    return Moment(fill.time, fill.execution.time, fill.zone, zone_of_fill(fill))


def fill_received(fill: Fill) -> Moment:
    return Moment(fill.received, exchange=zone_of_fill(fill))


def commission_received(commission: Commission) -> Moment:
    return Moment(commission.received, exchange=zone_of_fill(commission.fill))


def completed_moment(order: Order) -> Moment:
    """When an order ended."""
    return Moment(order.completed_time, order.completed_time_raw, order.completed_time_zone, zone_of_order(order))


def change_moment(order: Order) -> Moment:
    """When an order last changed: by TWS's time of its end or of a fill, or else when that was received."""
    time, exchange = last_change(order), zone_of_order(order)
    if time == order.completed_time:
        return Moment(time, order.completed_time_raw, order.completed_time_zone, exchange)
    for fill in (order.last_fill, *order.fills[-1:]):
        if fill is not None and fill.time == time:
            return Moment(time, fill.execution.time, fill.zone, exchange)
    return Moment(time, exchange=exchange)


def first_seen(order: Order) -> Moment:
    return Moment(order.first_seen, exchange=zone_of_order(order))


def last_update(order: Order) -> Moment:
    return Moment(order.last_update, exchange=zone_of_order(order))


def message_moment(message: Message) -> Moment:
    """TWS's time of a message, which it sends as a number, or else when the message was last received."""
    return Moment(message.time or message.latest, exchange=zone_of_order(message.order))


def message_received(message: Message) -> Moment:
    return Moment(message.received, exchange=zone_of_order(message.order))


def entry_moment(entry: Entry) -> Moment:
    """TWS's time of an entry of the timeline."""
    return Moment(entry.time, entry.time_raw, entry.zone, entry.exchange)


def entry_received(entry: Entry) -> Moment:
    return Moment(entry.received, exchange=entry.exchange)


def entry_when(entry: Entry) -> Moment:
    """When an entry of the timeline happened, by which it is placed."""
    if entry.time is not None and entry.time == entry.moment:
        return entry_moment(entry)
    return Moment(entry.moment, exchange=entry.exchange)
