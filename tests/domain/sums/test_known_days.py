"""On which days there are fills, and how many commissions have none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.sums.known_days import KnownDays
from tests.domain.sums.days import NEW_YORK, blotter_of, exec_id
from tests.support.blotter_events import commission, execution
from tests.support.make_records import make_commission


def days_of(blotter: Blotter, admits: Callable[[str], bool] | None = None) -> KnownDays:
    known = KnownDays(admits, NEW_YORK)
    for fill in blotter.fills:
        known.put(fill)
    return known


def test_days_are_those_of_the_zone_and_what_has_no_time_is_counted() -> None:
    blotter = blotter_of(
        execution(exec_id(1), time="20260612-03:59:59", acct_number="DU1"),
        execution(exec_id(2), time="20260612-04:00:00", acct_number="DU2"),
        execution(exec_id(3), time="no time", acct_number="DU1"),
        commission(exec_id(3), "1"),
        commission("never seen", "1"),
    )
    known = days_of(blotter)
    assert known.days == [date(2026, 6, 12), date(2026, 6, 11)]
    assert [known.day_of(fill) for fill in blotter.fills] == [*reversed(known.days), None]
    assert known.without_time(len(blotter.commissions)) == 2
    some = days_of(blotter, lambda account: account == "DU2")
    assert (some.days, some.without_time(len(blotter.commissions))) == ([date(2026, 6, 12)], 0)


def test_a_commission_without_a_time_is_counted_once_whatever_replaces_its_execution() -> None:
    blotter = blotter_of(
        execution("e.1.1.01", time="no time"),
        commission("e.1.1.01", "1"),
        execution("e.1.1.02", time="no time"),
        commission("e.1.1.02", "1"),
        execution("e.2.1.01", time="no time"),
        execution("e.3.1.01", time="no time"),
        commission("e.3.1.01", "1"),
        execution("e.3.1.02", time="20260612-04:00:00"),
        commission("e.3.1.02", "1"),
    )
    known = days_of(blotter)
    assert (known.days, known.without_time(len(blotter.commissions))) == ([date(2026, 6, 12)], 1)
    assert [fill.superseded_by for fill in blotter.fills] == ["e.1.1.02", None, None, "e.3.1.02", None]


@pytest.mark.parametrize("seed", range(4))
def test_following_changes_gives_what_counting_anew_does(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    blotter = blotter_of(*(execution(exec_id(n), acct_number=f"DU{n % 2}") for n in range(20)))
    shown = {"DU0", "DU1"}
    known = KnownDays(shown.__contains__, NEW_YORK)
    for _ in range(60):
        fill = chance.choice(blotter.fills)
        fill.time = chance.choice([None, datetime(2026, 6, chance.randrange(1, 5), 12, tzinfo=UTC)])
        fill.commission = chance.choice([None, make_commission()])
        fill.superseded_by = chance.choice([None, None, "newer"])
        if chance.random() < 0.1:
            shown ^= {chance.choice(["DU0", "DU1"])}
            for each in blotter.fills:
                known.put(each)
        known.put(fill)
        for each in blotter.fills[:3]:
            known.put(each)
        anew = KnownDays(shown.__contains__, NEW_YORK)
        for each in blotter.fills:
            anew.put(each)
        assert (known.days, known.without_time(0)) == (anew.days, anew.without_time(0))
