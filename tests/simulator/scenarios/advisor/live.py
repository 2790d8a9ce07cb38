"""Plays the advisor's day."""

from __future__ import annotations

from datetime import UTC, datetime

from ibmonitor.simulator.account.world import WorldEvent
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor

NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)


def advisor_at_noon(*, seed: int = 1, life: bool = True) -> Advisor:
    return Advisor(seed=seed, life=life, clock=lambda: NOON)


def live(advisor: Advisor, seconds: float) -> list[WorldEvent]:
    events: list[WorldEvent] = []
    advisor.world.listeners.append(events.append)
    elapsed = 0.0
    while elapsed < seconds:
        pause = advisor.step()
        assert pause is not None
        assert 0 <= pause < 8
        elapsed += pause
    return events
