"""A chart's axes: where values are, and which ranges are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.windows.widgets.chart_axes import Axis, length_of, range_of


def test_values_have_pixels_and_pixels_values() -> None:
    upward = Axis(0.0, 10.0, 200.0, 100.0)
    assert [upward.pixel(value) for value in (0, 5, 10)] == [200, 150, 100]
    assert [upward.value(pixel) for pixel in (200, 150, 100)] == [0, 5, 10]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10.0, 5.0], (0.0, 11.0)),
        ([-10.0], (-11.0, 1.0)),
        ([-10.0, 10.0], (-12.0, 12.0)),
        ([], (0.0, 0.5)),
        ([0.0], (0.0, 0.5)),
    ],
)
def test_a_range_has_0_and_room_beyond_its_values(values: list[float], expected: tuple[float, float]) -> None:
    assert range_of(values, 0.1) == expected


@pytest.mark.parametrize(
    ("number", "length"),
    [("1.25", 1.25), ("NaN", 0.0), ("1E+400", 1e15), ("-Infinity", -1e15), ("1E-400", 0.0)],
)
def test_every_number_has_a_length(number: str, length: float) -> None:
    assert length_of(Decimal(number)) == length
