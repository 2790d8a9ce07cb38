"""The base of all scenarios: a world, and what happens in it over time."""

from __future__ import annotations

from ibmonitor.simulator.account.world import World


class Scenario:
    """A world in which nothing happens; scenarios with events override `step`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def step(self) -> float | None:
        """Play the next event; return the seconds until the one after it, or `None` if there is none."""
        return None
