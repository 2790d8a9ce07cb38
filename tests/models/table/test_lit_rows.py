"""Which rows are lit, and for how long."""

from __future__ import annotations

import pytest

from ibmonitor.models.table.lit_rows import LIT_SECONDS, MOST_LIT, LitRows


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_row_is_lit_and_fades_at_the_end(clock: Clock) -> None:
    rows = LitRows(clock)
    rows.light([7])
    assert (rows.brightness(7), rows.brightness(8)) == (1.0, 0.0)
    assert rows.fade() == []
    for brightness in (0.5, 0):
        clock.now += rows.seconds() - 0.001
        assert rows.brightness(7) > brightness
        clock.now += 0.002
        assert rows.brightness(7) == pytest.approx(brightness)
        assert rows.fade() == [7]
    assert clock.now == pytest.approx(100 + LIT_SECONDS, abs=0.01)
    assert not rows


def test_the_next_light_that_gets_fainter_is_the_one_to_wait_for(clock: Clock) -> None:
    rows = LitRows(clock)
    rows.light([7])
    clock.now += 0.5
    rows.light([8])
    clock.now += rows.seconds() + 0.001
    assert rows.fade() == [7]
    clock.now += LIT_SECONDS
    assert rows.seconds() == 0
    assert rows.fade() == [7, 8]
    assert not rows


def test_another_change_lights_it_again(clock: Clock) -> None:
    rows = LitRows(clock)
    rows.light([7])
    clock.now += LIT_SECONDS - 0.1
    rows.light([7])
    assert rows.brightness(7) == 1.0


def test_a_burst_lights_nothing(clock: Clock) -> None:
    rows = LitRows(clock)
    rows.light(range(MOST_LIT + 1))
    assert not rows
    clock.now += LIT_SECONDS
    rows.light(range(MOST_LIT))
    assert rows
    rows.clear()
    assert not rows


def test_many_changes_one_by_one_are_a_burst_too(clock: Clock) -> None:
    """Nothing is lit until it is over, and what was lit fades."""
    rows = LitRows(clock)
    for position in range(MOST_LIT):
        rows.light([position])
    assert [rows.brightness(position) for position in range(MOST_LIT)] == [1] * MOST_LIT
    for position in range(MOST_LIT, 50):
        clock.now += 0.1
        rows.light([position])
    assert not any(map(rows.brightness, range(50)))
    clock.now += LIT_SECONDS
    rows.light([7])
    assert rows.brightness(7) == 1


def test_one_row_that_changes_again_and_again_is_no_burst(clock: Clock) -> None:
    rows = LitRows(clock)
    for _ in range(3 * MOST_LIT):
        rows.light([7])
    assert rows.brightness(7) == 1
