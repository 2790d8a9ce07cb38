"""A day of events, and its sums."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_sums import Group, GroupBy, KeptDay, Payments
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


def day_of(fills: Iterable[Fill], group_by: GroupBy = GroupBy.ALL, zone: ZoneInfo = NEW_YORK) -> KeptDay:
    """All is counted at once."""
    day = KeptDay(group_by, zone)
    for fill in fills:
        day.put(fill)
    result_of(day.arrange())
    return day


def points_of(day: KeptDay, payments: Payments, currency: str) -> dict[Group, list[tuple[str, str]]]:
    """By group: the time of each fill, and the sum with it."""
    result_of(day.scale(currency, 0, {payments: 1}))
    points: dict[Group, list[tuple[str, str]]] = {}
    for group, curve in payments.curves(currency).items():
        total = Decimal(0)
        for _, step in sorted(curve.steps.items()):
            total += step.amount
            points.setdefault(group, []).append((" ".join(f"{fill.time:%H:%M}" for fill in step.fills), f"{total:.2f}"))
    return points


def exec_id(number: int) -> str:
    return f"0000e0d5.{number:08x}.01.01"
