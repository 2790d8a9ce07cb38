"""Which group orders come first, and which accounts of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from ibmonitor.models.allocations.attention import attention_key, review_key
from tests.models.allocations.trees import NOON, fill_of
from tests.support.make_allocation import group_allocation, share


def test_accounts_without_anything_come_first_then_flagged_ones_then_the_largest_gap() -> None:
    shares = [
        share("fine", "20", "20"),
        share("rounded", "20", "19"),
        share("more", "20", "25"),
        share("outside", None, "10", is_flagged=True),
        share("short", "20", "10", is_flagged=True),
        share("nothing", "20", "0"),
        share("no share", "0", "0"),
        share("waiting", "20", None),
        replace(share("not due", "20", "0"), due=Decimal(0)),
    ]
    assert [each.account for each in sorted(shares, key=attention_key)] == [
        "nothing",
        "short",
        "outside",
        "more",
        "rounded",
        "fine",
        "no share",
        "waiting",
        "not due",
    ]


def test_orders_to_review_come_first_then_waiting_ones_and_the_newest_change_within() -> None:
    flagged = group_allocation(share("short", "20", "10", is_flagged=True))
    fine = group_allocation(share("fine", "20", "20"))
    waiting = replace(fine, is_waiting=True)
    orders = []
    for number, made in enumerate((flagged, flagged, waiting, waiting, fine, fine)):
        fill = fill_of(number)
        fill.time = NOON + timedelta(seconds=number)
        orders.append(replace(made, key=number, parent_fills=(fill,)))
    orders.append(replace(fine, key=6))
    assert [each.key for each in sorted(orders, key=review_key, reverse=True)] == [1, 0, 3, 2, 5, 4, 6]
