"""Texts of scenario files, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ibmonitor.simulator.account.world import WorldEvent
from ibmonitor.simulator.scenarios.script.script import ScriptedScenario
from ibmonitor.simulator.scenarios.script.values import ScriptError

NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)


PLACED = '[[steps]]\nplace = "a"\ninstrument = "AAPL"\nquantity = 100\nlmt_price = 231.40\n'


Written = Callable[[str], ScriptedScenario]


def steps(*bodies: str) -> str:
    """One placed order, `a`, and further steps."""
    return PLACED + later(*bodies)


def later(*bodies: str) -> str:
    """Steps after the first."""
    return "".join(f"[[steps]]\n{body}\n" for body in bodies)


def lived(scenario: ScriptedScenario) -> list[WorldEvent]:
    """All events after the start."""
    events: list[WorldEvent] = []
    scenario.world.listeners.append(events.append)
    while scenario.step() is not None:
        pass
    return events


def refusal(written: Written, text: str) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(ScriptError) as refused:
        written(text)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


ADVISOR_HEAD = """
accounts = ["DF1", "DU1", "DU2"]
tells_parts_live = true
groups = [
    { name = "A & B", default_method = "Percent", shares = { DU1 = 60.5, DU2 = "" } },
    { name = "O", default_method = "Equal", shares = { DU1 = "" }, form = "older" },
]
"""
