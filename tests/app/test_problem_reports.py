"""Problems are shown once, and taken away when they are solved."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from ibmonitor.app.problem_reports import ProblemReports
from ibmonitor.domain.records.events import Event, Fault


class Shown:
    def __init__(self) -> None:
        self.announced: list[Event] = []
        self.withdrawn: list[Collection[str]] = []
        self.problems = ProblemReports(self.announced.append, self.withdrawn.append)


@pytest.fixture
def shown() -> Shown:
    return Shown()


def test_what_is_missing_from_the_next_report_is_solved(shown: Shown) -> None:
    shown.problems.report("settings", ["One.", "Two."])
    shown.problems.report("settings", ["Two.", "Three."])
    assert shown.announced == [Fault("One."), Fault("Two."), Fault("Two."), Fault("Three.")]
    assert shown.withdrawn == [{"One."}]
    shown.problems.report("settings", [])
    assert shown.withdrawn[1:] == [{"Two.", "Three."}]


def test_a_report_on_another_subject_solves_nothing(shown: Shown) -> None:
    shown.problems.report("settings", ["One."])
    shown.problems.report("views", [])
    assert shown.withdrawn == []


def test_what_is_added_is_never_withdrawn(shown: Shown) -> None:
    shown.problems.add(["One."])
    shown.problems.report("settings", [])
    assert shown.announced == [Fault("One.")]
    assert shown.withdrawn == []
