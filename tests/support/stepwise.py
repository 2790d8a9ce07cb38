"""Runs what the models make step by step."""

from __future__ import annotations

from typing import TypeVar

from ibmonitor.models.output.sheet_cells import Stepwise

T = TypeVar("T")


def result_of(steps: Stepwise[T]) -> T:
    """Run all steps at once, and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: T = stop.value
            return result
