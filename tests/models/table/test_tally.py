"""Counts kept by the difference of what changes."""

from __future__ import annotations

from collections.abc import Callable

from ibmonitor.models.table.tally import Tally
from tests.models.table.things import Thing, things

asked: list[Thing] = []


def is_big(thing: Thing) -> bool:
    asked.append(thing)
    return (thing.size or 0) > 5


CHOICES: dict[str, Callable[[Thing], bool] | None] = {
    "all": None,
    "big": is_big,
    "even": lambda thing: (thing.size or 0) % 2 == 0,
}


def test_a_record_is_counted_for_all_choices_that_keep_it() -> None:
    tally = Tally(CHOICES)
    small, big = things(2, 7)
    tally.update(0, small, passes=True)
    tally.update(1, big, passes=True)
    assert tally.counts == {"all": 2, "big": 1, "even": 1}
    small.size = 8
    for _ in range(2):
        tally.update(0, small, passes=True)
        assert tally.counts == {"all": 2, "big": 2, "even": 1}
    tally.update(0, small, passes=False)
    assert tally.counts == {"all": 1, "big": 1, "even": 0}
    tally.clear()
    assert tally.counts == {"all": 0, "big": 0, "even": 0}


def test_another_filter_asks_only_records_that_are_new_and_a_change_only_its_own() -> None:
    tally, known = Tally(CHOICES), things(2, 7, 8)
    asked.clear()
    tally.count_again(known, bytearray((1, 1, 0)))
    assert tally.counts == {"all": 2, "big": 1, "even": 1}
    assert asked == known
    tally.count_again(known, bytearray((0, 1, 1)))
    assert tally.counts == {"all": 2, "big": 2, "even": 1}
    assert asked == known
    known[1].size = 6
    tally.update(1, known[1], passes=True)
    assert tally.counts == {"all": 2, "big": 2, "even": 2}
    assert asked == [*known, known[1]]
