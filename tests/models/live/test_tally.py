"""Counts kept by the difference of what changes."""

from __future__ import annotations

from collections.abc import Callable

from ibmonitor.models.live.tally import Tally


class Thing:
    def __init__(self, size: int) -> None:
        self.size = size


CHOICES: dict[str, Callable[[Thing], bool] | None] = {
    "all": None,
    "big": lambda thing: thing.size > 5,
    "even": lambda thing: thing.size % 2 == 0,
}


def test_a_record_is_counted_for_all_choices_that_keep_it() -> None:
    tally = Tally(CHOICES)
    small, big = Thing(2), Thing(7)
    tally.update([small, big])
    assert tally.counts == {"all": 2, "big": 1, "even": 1}
    small.size = 8
    tally.update([small])
    assert tally.counts == {"all": 2, "big": 2, "even": 1}
    tally.update([small, small])
    assert tally.counts == {"all": 2, "big": 2, "even": 1}
    tally.remove([small, Thing(9)])
    assert tally.counts == {"all": 1, "big": 1, "even": 0}


def test_only_admitted_records_are_counted_also_later() -> None:
    tally = Tally(CHOICES)
    things = [Thing(2), Thing(7), Thing(8)]
    tally.count_again(things, lambda thing: thing.size != 8)
    assert tally.counts == {"all": 2, "big": 1, "even": 1}
    things[2].size = 6
    tally.update([things[2]])
    assert tally.counts == {"all": 3, "big": 2, "even": 2}
    tally.count_again([], None)
    assert tally.counts == {"all": 0, "big": 0, "even": 0}


def test_a_change_asks_only_the_records_that_have_changed() -> None:
    asked: list[Thing] = []

    def is_big(thing: Thing) -> bool:
        asked.append(thing)
        return thing.size > 5

    tally = Tally({"big": is_big})
    things = [Thing(size) for size in range(10)]
    tally.update(things)
    asked.clear()
    tally.update([things[3]])
    assert asked == [things[3]]
