"""Values by the serials of fills, in any order of arrival."""

from __future__ import annotations

from random import Random

import pytest

from ibmonitor.domain.records.by_serial import BySerial
from tests.support.make_records import make_fill


@pytest.mark.parametrize("seed", range(5))
def test_each_fill_has_its_value(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    fills = [make_fill(serial) for serial in range(30)]
    kept: BySerial[int] = BySerial()
    expected: dict[int, int] = {}
    for _ in range(50):
        fill, value = chance.choice(fills), chance.choice([None, chance.randrange(100)])
        kept.set(fill, value)
        expected.pop(fill.serial, None)
        if value is not None:
            expected[fill.serial] = value
        assert [kept.get(each) for each in fills] == [expected.get(each.serial) for each in fills]
        assert list(kept.values()) == [expected[serial] for serial in sorted(expected)]
