"""A day of events, and its sums."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar
from zoneinfo import ZoneInfo

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.sums.day_sums import DaySums, GroupBy, day_sums
from tests.support.blotter_events import new_blotter

NEW_YORK = ZoneInfo("America/New_York")
T = TypeVar("T")


def result_of(steps: Generator[None, None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # which is what it returns


def blotter_of(*events: Event) -> Blotter:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter


def sums_of(*events: Event, group_by: GroupBy = GroupBy.ALL, zone: ZoneInfo = NEW_YORK) -> DaySums:
    return result_of(day_sums(blotter_of(*events).fills, group_by, zone))


def exec_id(number: int) -> str:
    return f"0000e0d5.{number:08x}.01.01"
