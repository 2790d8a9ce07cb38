"""What is read of a message in which a field cannot be read."""

from __future__ import annotations

from typing import Any

from ibmonitor.domain.records.events import Fault
from tests.support.tws_frames import decoded


def event_with_fault(frame: bytes, server_version: int, *places: str) -> Any:
    """The event of a frame, whose unreadable fields a fault names."""
    event, fault = decoded(server_version, [frame])
    assert isinstance(fault, Fault)
    assert f"({', '.join(places)})" in fault.plain
    return event
