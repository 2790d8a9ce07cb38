from __future__ import annotations

import pytest

from tests.benchmarks.pauses import Pauses


@pytest.mark.usefixtures("qapp")
def test_the_longest_pause_and_the_number_of_long_ones() -> None:
    pauses = Pauses()
    pauses.begin(10.0)
    for turn in (10.005, 10.030, 10.031, 10.051):
        pauses.note(turn)
    assert pauses.longest_ms == pytest.approx(25)
    assert pauses.long_ones == 2
