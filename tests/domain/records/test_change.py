"""What many events changed: each record once, in order of arrival, and whether there is anything."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.change import NOTHING, Change, Changes
from tests.support.make_records import make_commission, make_fill, make_message, make_order

ORDER, FILL, COMMISSION, MESSAGE = make_order(0), make_fill(0), make_commission(), make_message(0)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (Change(orders=(ORDER,)), 1),
        (Change(fills=(FILL, FILL)), 1),
        (Change(commissions=(COMMISSION,)), 1),
        (Change(messages=(MESSAGE,)), 1),
        (Change(merged_orders=(ORDER,)), 0),
        (Change(link=True), 0),
        (Change(confirmed=(FILL, COMMISSION)), 0),
    ],
)
def test_anything_that_changed_counts_as_a_change(change: Change, count: int) -> None:
    changes = Changes()
    changes.add(NOTHING)
    assert not changes
    for _ in range(2):
        changes.add(change)
    assert (len(changes), bool(changes)) == (count, True)


def test_records_are_in_order_of_arrival() -> None:
    changes, orders = Changes(), [make_order(number) for number in range(4)]
    changes.add(Change(orders=(orders[2], orders[0])))
    changes.add(Change(orders=(orders[1], orders[2]), link=True))
    changes.add(Change(orders=(orders[3],)))
    assert [each.serial for each in changes.orders] == [2, 0, 1, 3]
    assert changes.link
