"""The base of all scenarios: a world, and a life that may go on in it."""

from __future__ import annotations

from ibmonitor.simulator.account.world import World


class Scenario:
    """A world in which nothing happens; a living scenario overrides `step`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def step(self) -> float | None:
        """Let the next thing happen; return the seconds until the one after it, or `None` when there is none."""
        return None
