"""The allocations as they are exported, read back from the files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ibmonitor.domain.allocation import AccountShare, Apart, GroupAllocation, Match, Unassigned
from ibmonitor.domain.records import Fill
from ibmonitor.exporting.csv_file import write_csv
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.xlsx_file import write_xlsx
from ibmonitor.models.account_mask import ACCOUNT_MASK
from ibmonitor.models.account_names import ACCOUNT_NAMES
from ibmonitor.models.allocation_sheets import Item, allocation_sheets
from ibmonitor.models.column import Column, account_column, number_column, text_column
from tests.models.make_records import make_commission, make_fill
from tests.windows.make_allocation import group_allocation, share


def account(item: Item) -> str:
    return item.account if isinstance(item, AccountShare) else ""


def allocated(item: Item) -> Decimal | None:
    return item.allocated if isinstance(item, GroupAllocation | AccountShare) else None


def reason(item: Item) -> str:
    return item.reason if isinstance(item, AccountShare) else ""


@dataclass
class FakeTree:
    items: Sequence[Item]

    columns: Sequence[Column[Any]] = (
        account_column("account", "Account", "", account),
        number_column("allocated", "Allocated", "", allocated),
        text_column("reason", "Reason", "", reason),
    )

    def visible_items(self) -> Sequence[Item]:
        return self.items


def fill_of(serial: int, acct_number: str, shares: str) -> Fill:
    fill = make_fill(serial, "292.79")
    object.__setattr__(fill.execution, "acct_number", acct_number)
    object.__setattr__(fill.execution, "shares", Decimal(shares))
    return fill


WHOLE = fill_of(1, "DF1000000", "30")
OLD, PART, STRAY = fill_of(2, "DU1000001", "9"), fill_of(3, "DU1000001", "10"), fill_of(4, "DU1000002", "5")
OLD.superseded_by = PART.execution.exec_id
PART.commission = make_commission(PART.execution.exec_id)
MINE = replace(share("DU1000001", "10", "10", is_flagged=True), fills=(OLD, PART), matches=frozenset({Match.PERM_ID}))
OTHER = replace(share("DU1000003", "20", "0"), reason="=1+1")
ORDER = replace(group_allocation(MINE, OTHER), parent_fills=(WHOLE,))
APART = Unassigned(Apart.UNKNOWN, (STRAY, fill_of(5, "DU1000009", "1")))
TREE = FakeTree((ORDER, MINE, OLD, PART, OTHER, APART, STRAY))


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)
    ACCOUNT_NAMES.set_showing(False)
    ACCOUNT_NAMES.set_aliases({})


def columns_of(sheet: Sheet, *titles: str) -> list[tuple[object, ...]]:
    places = [sheet.columns.index(title) for title in titles]
    return [tuple(row[place] for place in places) for row in sheet.rows]


def test_rows_are_those_shown_in_their_order_with_the_columns_shown() -> None:
    sheet, _ = allocation_sheets(TREE, (1, 0))
    assert sheet.columns == ("Row", "Allocated", "Account")
    assert list(sheet.rows) == [
        ("Group order", Decimal(10), None),
        ("Account", Decimal(10), "DU1000001"),
        ("Execution", None, None),
        ("Execution", None, None),
        ("Account", Decimal(0), "DU1000003"),
        ("Not in a group order", None, None),
        ("Execution", None, None),
    ]


def test_executions_are_those_below_the_rows_once_each() -> None:
    _, sheet = allocation_sheets(TREE, (0,))
    line = "BUY 1,000 AAPL 20261218 212.5 C · group Growth · Ratio"
    assert columns_of(sheet, "Group order", "Matched by", "Account", "Shares", "Superseded by") == [
        (line, "the advisor's own execution", "DF1000000", Decimal(30), None),
        (line, "permId", "DU1000001", Decimal(9), PART.execution.exec_id),
        (line, "permId", "DU1000001", Decimal(10), None),
        # Of those that fit no order only one is shown: the other is filtered out.
        (None, "Unassigned: no group order fits", "DU1000002", Decimal(5), None),
    ]


def test_commissions_stand_beside_their_currency() -> None:
    _, sheet = allocation_sheets(TREE, ())
    told = columns_of(sheet, "Commission", "Currency")
    assert told[1:3] == [(None, None), (Decimal("1.248775"), "USD")]
    assert told[0] == ("pending", None)


def test_accounts_are_hidden_in_files_too(tmp_path: Path) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1000001": "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    assert allocation_sheets(TREE, (0,))[0].rows[1][1] == "Anna (DU1000001)"
    ACCOUNT_MASK.set_hiding(True)
    write_csv(tmp_path / "file.csv", allocation_sheets(TREE, (0,))[0])
    write_csv(tmp_path / "executions.csv", allocation_sheets(TREE, (0,))[1])
    written = "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.iterdir())
    for word in ("Anna", "DU1000001", "DF1000000"):
        assert word not in written


def test_files_hold_what_the_sheets_do(tmp_path: Path) -> None:
    sheets = allocation_sheets(TREE, (0, 1, 2))
    write_xlsx(tmp_path / "file.xlsx", sheets)
    write_csv(tmp_path / "file.csv", sheets[0])
    book = load_workbook(tmp_path / "file.xlsx")
    assert book.sheetnames == ["Allocations", "Executions"]
    assert [cell.value for cell in book["Allocations"]["C"]] == ["Allocated", 10, 10, None, None, 0, None, None]
    assert book["Allocations"]["D6"].value == "=1+1"
    assert book["Allocations"]["D6"].data_type == "s"
    assert book["Executions"].max_row == 5
    with (tmp_path / "file.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[5] == ["Account", "DU1000003", "0", "'=1+1"]
