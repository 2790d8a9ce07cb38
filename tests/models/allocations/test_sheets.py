"""The allocations as they are exported, read back from the files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ibmonitor.domain.allocation.values import Match, Unassigned, UnassignedReason
from ibmonitor.domain.records.records import Fill
from ibmonitor.exporting.csv_file import write_csv
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.xlsx_file import write_xlsx
from ibmonitor.models.allocations.sheets import allocation_sheets
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from tests.support.make_allocation import group_allocation, share, usd
from tests.support.make_records import make_commission, make_fill
from tests.support.stepwise import result_of
from tests.support.tree_columns import column_number


def fill_of(serial: int, acct_number: str, shares: str) -> Fill:
    fill = make_fill(serial, "292.79")
    object.__setattr__(fill.execution, "acct_number", acct_number)
    object.__setattr__(fill.execution, "shares", Decimal(shares))
    return fill


WHOLE = fill_of(1, "DF1000000", "30")
OLD, PART, STRAY = fill_of(2, "DU1000001", "9"), fill_of(3, "DU1000001", "10"), fill_of(4, "DU1000002", "5")
OLD.superseded_by = PART.execution.exec_id
PART.commission = make_commission(PART.execution.exec_id)
BOTH = (("EUR", Decimal("0.5")), *usd("1.25"))
MINE = replace(
    share("DU1000001", "3." + "3" * 27, "10", is_flagged=True, commissions=BOTH),
    fills=(OLD, PART),
    matches=frozenset({Match.PERM_ID}),
)
OTHER = replace(share("DU1000003", "20", "0"), reason="=1+1")
ORDER = replace(group_allocation(MINE, OTHER), parent_fills=(WHOLE,))
APART = Unassigned(UnassignedReason.UNKNOWN, (STRAY, fill_of(5, "DU1000009", "1")))


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


@pytest.fixture
def tree(plain_names: None) -> AllocationTree:  # noqa: ARG001 - it is named to be taken down after it
    """What is in no group order has two accounts, of which one is not admitted."""
    tree = AllocationTree()
    tree.show([ORDER], [APART])
    tree.set_filter(text="", admits=lambda account: account != "DU1000009", flagged_only=False)
    return tree


def sheets_of(tree: AllocationTree, *keys: str) -> tuple[Sheet, Sheet]:
    allocations, executions = result_of(allocation_sheets(tree, [column_number(tree, key) for key in keys]))
    return allocations, executions


def columns_of(sheet: Sheet, *titles: str) -> list[tuple[object, ...]]:
    places = [sheet.columns.index(title) for title in titles]
    return [tuple(row[place] for place in places) for row in sheet.rows]


def test_rows_are_those_shown_in_their_order_with_the_columns_shown(
    tree: AllocationTree, shown_zone: ShownZone
) -> None:
    shown_zone.choose(ZoneChoice.UTC)
    sheet, _ = sheets_of(tree, "allocated", "name", "expected")
    assert sheet.columns == ("Row", "Allocated", "Order / account / fill", "Expected")
    assert list(sheet.rows) == [
        ("Group order", Decimal(10), "BUY 1,000 AAPL 18DEC26 212.5 C, Growth", None),
        ("Account", Decimal(10), "DU1000001", Decimal("3.333333333")),
        ("Execution", Decimal(9), "2026-07-01 12:00:00 UTC", None),
        ("Execution", Decimal(10), "2026-07-01 12:00:00 UTC", None),
        ("Account", Decimal(0), "DU1000003", Decimal(20)),
        ("Not in a group order", None, "Unassigned", None),
        ("Account", None, "DU1000002", None),
        ("Execution", Decimal(5), "2026-07-01 12:00:00 UTC", None),
    ]


def test_amounts_are_numbers_of_one_currency_each(tree: AllocationTree) -> None:
    sheet, _ = sheets_of(tree, "commission", "realized_pnl", "commission_per_share")
    assert sheet.columns == (
        "Row",
        "Commission, EUR",
        "Commission, USD",
        "Commission, reports pending",
        "Realized P&L, USD",
        "Commission / share",
    )
    assert [row[1:5] for row in sheet.rows[1:4]] == [
        (Decimal("0.5"), Decimal("1.25"), None, None),
        (None, None, None, None),
        (None, Decimal("1.248775"), None, Decimal("-68.05")),
    ]
    assert sheet.rows[7][3] == 1


def test_executions_are_those_below_the_rows_once_each(tree: AllocationTree) -> None:
    _, sheet = sheets_of(tree)
    line = "BUY 1,000 AAPL 18DEC26 212.5 C · group Growth · Ratio"
    assert columns_of(sheet, "Group order", "Matched by", "Account", "Shares", "Superseded by") == [
        (line, "the master account's execution", "DF1000000", Decimal(30), None),
        (line, "permId", "DU1000001", Decimal(9), PART.execution.exec_id),
        (line, "permId", "DU1000001", Decimal(10), None),
        # Of those that fit no order only one is shown: the other is filtered out.
        (None, "Unassigned: no matching group order", "DU1000002", Decimal(5), None),
    ]


def test_commissions_stand_beside_their_currency(tree: AllocationTree) -> None:
    _, sheet = sheets_of(tree)
    money = columns_of(sheet, "Commission", "Currency")
    assert money[1:3] == [(None, None), (Decimal("1.248775"), "USD")]
    assert money[0] == ("pending", None)


def test_accounts_are_hidden_in_files_too(tree: AllocationTree, tmp_path: Path) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1000001": "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    assert sheets_of(tree, "name")[0].rows[1][1] == "Anna (DU1000001)"
    ACCOUNT_MASK.set_hiding(True)
    write_csv(tmp_path / "file.csv", sheets_of(tree, "name")[0])
    write_csv(tmp_path / "executions.csv", sheets_of(tree, "name")[1])
    written = "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.iterdir())
    for word in ("Anna", "DU1000001", "DF1000000"):
        assert word not in written


def test_files_hold_what_the_sheets_do(tree: AllocationTree, tmp_path: Path) -> None:
    sheets = list(sheets_of(tree, "name", "allocated", "note"))
    write_xlsx(tmp_path / "file.xlsx", sheets)
    write_csv(tmp_path / "file.csv", sheets[0])
    book = load_workbook(tmp_path / "file.xlsx")
    assert book.sheetnames == ["Allocations", "Executions"]
    assert [cell.value for cell in book["Allocations"]["C"]] == ["Allocated", 10, 10, 9, 10, 0, None, None, 5]
    assert book["Allocations"]["D6"].value == "=1+1"
    assert book["Allocations"]["D6"].data_type == "s"
    assert book["Executions"].max_row == 5
    with (tmp_path / "file.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[5] == ["Account", "DU1000003", "0", "'=1+1"]
