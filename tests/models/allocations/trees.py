"""A tree of allocations for tests, and what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import QModelIndex

from ibmonitor.domain.allocation.values import GroupAllocation
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.allocations.tree import AllocationTree
from tests.support.make_allocation import group_allocation, share
from tests.support.make_records import make_fill
from tests.support.tree_columns import column_number

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)


FIRST = group_allocation(
    share("U1", "34", "34", commissions=(("USD", Decimal("1.05")),)),
    share("U2", "33", "20", is_flagged=True),
    share("U3", None, None, why="NetLiq needs account values"),
    key=1,
)


SECOND = group_allocation(share("U1", "5", "5"), share("U4", "6", "6"), key=2, group_name="Income")


def fill_of(serial: int, account: str = "U1", exec_id: str = "e") -> Fill:
    fill = make_fill(serial)
    fill.execution = replace(fill.execution, acct_number=account, exec_id=exec_id)
    return fill


def texts(tree: AllocationTree, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """The names from the top, indented."""
    parent = parent or QModelIndex()
    lines = []
    for row in range(tree.rowCount(parent)):
        index = tree.index(row, 0, parent)
        lines.append("  " * depth + str(index.siblingAtColumn(column_number(tree, "name")).data()))
        lines += texts(tree, index, depth + 1)
    return lines


def cell(tree: AllocationTree, key: str, row: int, *below: int) -> str:
    index = tree.index(row, column_number(tree, key) if not below else 0)
    for place, number in enumerate(below):
        column = column_number(tree, key) if place == len(below) - 1 else 0
        index = tree.index(number, column, index)
    return str(index.data())


def with_fills(allocation: GroupAllocation, *exec_ids: str) -> GroupAllocation:
    """The allocation, with these executions in its first account."""
    first, *others = allocation.shares
    fills = tuple(fill_of(serial, exec_id=exec_id) for serial, exec_id in enumerate(exec_ids))
    return replace(allocation, shares=(replace(first, fills=fills), *others))
