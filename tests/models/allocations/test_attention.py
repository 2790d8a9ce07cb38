"""Which accounts of an order come first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ibmonitor.models.allocations.attention import attention_key
from tests.support.make_allocation import share


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
