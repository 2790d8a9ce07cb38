"""The allocations in a snapshot: one row for each account, and each group order with its accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ibmonitor.cli.report import plain
from ibmonitor.cli.report_allocations import allocation_lines, allocations_of
from ibmonitor.domain.allocation.book import AllocationBook
from tests.support.blotter_events import commission, execution, new_blotter, open_order


def book() -> AllocationBook:
    blotter = new_blotter()
    for event in (
        open_order(7, 1, 5, account="", faGroup="G", faMethod="Equal", totalQuantity=Decimal(100)),
        execution("p.1.01", perm_id=7, acct_number="DF1", shares=Decimal(100)),
        execution("a.1.01", perm_id=7, acct_number="DU1", shares=Decimal(60)),
        commission("a.1.01", "1.5"),
        execution("x.1.01", perm_id=9, acct_number="DU3", shares=Decimal(1)),
    ):
        blotter.apply(event)
    return AllocationBook(blotter)


def test_a_group_order_has_its_accounts_and_what_belongs_to_none_has_a_reason() -> None:
    said: Any = allocations_of(book(), plain, lambda _: True)
    (allocation,) = said["allocations"]
    assert (allocation["group"], allocation["method"], allocation["perm_id"]) == ("G", "Equal", 7)
    assert allocation["parent_exec_ids"] == ["p.1.01"]
    (part,) = allocation["accounts"]
    assert (part["account"], part["exec_ids"], part["matched_by"]) == ("DU1", ["a.1.01"], ["permId"])
    assert [each["exec_ids"] for each in said["unassigned"]] == [["x.1.01"]]
    assert allocations_of(book(), plain, lambda _: False)["allocations"] == []


def test_the_table_has_a_row_for_each_account() -> None:
    (row,) = allocation_lines(book(), plain, lambda _: True)
    assert (row["group"], row["account"], row["commission"]) == ("G", "DU1", "1.5 USD")
    assert list(allocation_lines(book(), plain, lambda _: False)) == []
