"""What TWS sends of its own accord when something happens, in the form of a connection's wire."""

from __future__ import annotations

import time

from ibmonitor.simulator.protocol import NO_ID
from ibmonitor.simulator.wire import Wire
from ibmonitor.simulator.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    Happening,
    OrderBoundShown,
    OrderShown,
    StatusShown,
)


def announcement(wire: Wire, happening: Happening) -> bytes:
    match happening:
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
        case ErrorShown(code, text, order, reject_json):
            req_id = NO_ID if order is None else order.order_id
            return wire.error(req_id, code, text, int(time.time() * 1000), reject_json)
