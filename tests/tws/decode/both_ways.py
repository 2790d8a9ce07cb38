"""Reads frames with and without ibapi's own way for orders, and compares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ibapi.decoder import Decoder

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.execution import EXECUTION_FIELDS, Execution, WholeExecution, read_each
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.code_pages import CodePages
from ibmonitor.tws.decode.frame_reader import FrameReader
from ibmonitor.tws.decode.numbers import Numbers


class BothWays:
    """A connection in this program's way, and one in ibapi's way."""

    def __init__(self, server_version: int) -> None:
        self.reader, self.events = _reader(server_version)
        self._ibapis, self._in_ibapis_way = _reader(server_version)
        for orders in (self._ibapis._proto_orders, self._ibapis._text_orders):
            orders.read = lambda *_: None  # type: ignore[method-assign]

    def check(self, frame: bytes) -> list[Event]:
        """Read the same events, down to the types of values and the order of fields."""
        self.events.clear()
        self._in_ibapis_way.clear()
        self.reader.read(frame)
        self._ibapis.read(frame)
        assert repr(self.events) == repr(self._in_ibapis_way)
        return self.events


def with_decimals(execution: WholeExecution) -> WholeExecution:
    """An execution read `in_doubles`, as it is otherwise read."""
    decimals: dict[str, Any] = {}
    for name in ("price", "avg_price", "ev_multiplier"):
        number: object = getattr(execution, name)
        decimals[name] = Numbers().double(number) if isinstance(number, float) else number
    return replace(execution, **decimals)


def is_compared_by_its_fields(execution: Execution) -> bool:
    """Whether each field that is read for comparisons is that of the whole execution, or its double."""
    whole = execution.whole()
    if (execution.is_liquidation, execution.is_of_option) != (whole.is_liquidation, whole.is_of_option):
        return False
    for name in EXECUTION_FIELDS:
        (compared,) = read_each([execution], name)
        field = getattr(whole, name)
        if compared != (float(field) if isinstance(compared, float) else field):
            return False
    return True


def _reader(server_version: int) -> tuple[FrameReader, list[Event]]:
    events: list[Event] = []
    wrapper = SignalWrapper()
    wrapper.batch.connect(events.extend)
    return FrameReader(wrapper, Decoder(wrapper, server_version), server_version, CodePages()), events
