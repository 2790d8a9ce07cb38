"""Encodes what TWS sends without a request when something happens."""

from __future__ import annotations

import time

from ibmonitor.simulator.account.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    OrderBoundShown,
    OrderShown,
    StatusShown,
    WorldEvent,
)
from ibmonitor.simulator.wire.protocol import NO_ID
from ibmonitor.simulator.wire.wire import Wire

_FROM_IB = frozenset({201, 202, 399})


def announcement(wire: Wire, event: WorldEvent) -> bytes:
    match event:
        case OrderShown(order):
            return wire.open_order(order)
        case StatusShown(order):
            return wire.order_status(order)
        case OrderBoundShown(order):
            return wire.order_bound(order)
        case Executed(execution):
            return wire.execution(NO_ID, execution)
        case CommissionReported(commission):
            return wire.commission(commission)
        case ErrorShown(code, text, order, reject_json, order_id):
            if order_id is None:
                order_id = NO_ID if order is None else order.order_id
            return wire.error(order_id, code, text, _time_ms(code), reject_json)


def _time_ms(code: int) -> int:
    """Now; in whole seconds for messages of IB's servers, whose time can be ahead of TWS's own."""
    now = time.time()
    return round(now) * 1000 if code in _FROM_IB else int(now * 1000)
