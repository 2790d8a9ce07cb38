"""Finds what could not be sent before any client connects: encodes all events of a scenario in both forms."""

from __future__ import annotations

from ibmonitor.simulator.account.world import OrderShown, WorldEvent
from ibmonitor.simulator.wire.announcement import announcement
from ibmonitor.simulator.wire.protocol import MAX_SERVER_VERSION, RAW_ID_SINCE
from ibmonitor.simulator.wire.wire import Wire


class Rehearsal:
    """A listener that encodes each event and discards the result; raises what the encoding raises."""

    def __init__(self) -> None:
        self._wires = (Wire(RAW_ID_SINCE - 1), Wire(MAX_SERVER_VERSION))

    def __call__(self, event: WorldEvent) -> None:
        for wire in self._wires:
            announcement(wire, event)
            if isinstance(event, OrderShown):
                wire.completed_order(event.order)
