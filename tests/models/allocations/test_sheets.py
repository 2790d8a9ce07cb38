"""The allocations as they are exported, read back from the files."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import Match, Unassigned, UnassignedReason
from ibmonitor.domain.records.records import Fill
from ibmonitor.exporting.csv_file import write_csv
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.xlsx_file import write_xlsx
from ibmonitor.models.allocations.share_sums import ShareSums
from ibmonitor.models.allocations.sheets import allocation_sheets
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.output.sheet_zone import sheet_zone
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from tests.models.output.test_row_facts import pivot
from tests.support.blotter_events import commission, execution, new_blotter
from tests.support.make_allocation import group_allocation, share, usd
from tests.support.make_records import NOON, make_commission, make_fill, make_order
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


@pytest.fixture
def tree() -> AllocationTree:
    """What is in no group order has two accounts, of which one is not admitted."""
    tree = AllocationTree()
    tree.show([ORDER], [APART])
    tree.set_filter(admits=lambda account: account != "DU1000009")
    tree.sort(column_number(tree, "name"))
    return tree


def sheets_of(tree: AllocationTree) -> tuple[Sheet, Sheet]:
    allocations, executions = result_of(allocation_sheets(tree))
    return allocations, executions


def columns_of(sheet: Sheet, *titles: str) -> list[tuple[object, ...]]:
    places = [sheet.columns.index(title) for title in titles]
    return [tuple(row[place] for place in places) for row in sheet.rows]


def test_each_account_of_each_order_is_a_row_of_its_own(tree: AllocationTree) -> None:
    sheet, _ = sheets_of(tree)
    contract = "AAPL 18DEC26 212.5 C"
    zone = sheet_zone()
    assert columns_of(sheet, "Role", "Counted", zone.heading("Time"), "Group", "Method", "Side", "Contract") == [
        ("part", "yes", NOON, "Growth", "Ratio", "BUY", contract)
    ] * len(sheet.rows)
    assert columns_of(sheet, "Account", "Expected", "Allocated", "Difference", "State", "Reason") == [
        ("DU1000001", Decimal("3.333333333"), Decimal(10), Decimal("6.666666667"), "review", "not explained"),
        ("DU1000001", None, None, None, None, "A further currency of the row above."),
        ("DU1000003", Decimal(20), Decimal(0), Decimal(-20), "ok", "=1+1"),
    ]


def test_an_amount_is_a_number_in_one_currency(tree: AllocationTree) -> None:
    sheet, _ = sheets_of(tree)
    assert columns_of(sheet, "Commission", "Currency", "Commission state") == [
        (Decimal("0.5"), "EUR", "reported"),
        (Decimal("1.25"), "USD", "reported"),
        (None, None, "not expected"),
    ]


def test_orders_have_their_ids_in_every_row(tree: AllocationTree) -> None:
    order = make_order(9, perm_id=1713290001, order_id=371, client_id=7, order_ref="ref", status="Filled")
    tree.show([replace(ORDER, order=order)], [])
    ids = columns_of(sheets_of(tree)[0], "Perm ID", "Order ID", "Client ID", "Order ref", "Order status")
    assert ids == [(1713290001, 371, 7, "ref", "Filled")] * 3


def test_an_order_whose_accounts_are_not_known_is_not_missing(tree: AllocationTree) -> None:
    tree.set_filter()
    tree.show([group_allocation()], [])
    rows = columns_of(sheets_of(tree)[0], "Role", "Counted", "Group", "Account", "Allocated")
    assert rows == [("parent", "no", "Growth", None, None)]


def test_the_rows_counted_of_both_sheets_are_the_footers_sums() -> None:
    """A group order with a corrected part, a combo and a pending commission, as the blotter makes it."""
    blotter = new_blotter()
    for event in (
        *(execution("e.4.1.01", perm_id=4, acct_number="DF1", shares=Decimal(100)), commission("e.4.1.01", "9")),
        *(execution("e.4.2.01", perm_id=4, acct_number="DU1", shares=Decimal(50)), commission("e.4.2.01", "7")),
        *(execution("e.4.2.02", perm_id=4, acct_number="DU1", shares=Decimal(60)), commission("e.4.2.02", "1.2")),
        execution("e.4.3.01", perm_id=4, acct_number="DU2", shares=Decimal(40)),
        *(execution("e.5.1.01", perm_id=5, acct_number="DF1"), execution("e.5.2.01", perm_id=5, acct_number="DU1")),
        commission("e.5.2.01", "0.3", currency="EUR", realized_pnl=Decimal("-4.6")),
    ):
        blotter.apply(event)
    book = AllocationBook(blotter)
    allocations = [*map(book.allocation, book.keys())]
    tree = AllocationTree()
    tree.show(allocations, [])
    sums = ShareSums(share for each in allocations for share in each.shares)
    assert (sums.commissions, sums.pending) == ({"USD": Decimal("1.2"), "EUR": Decimal("0.3")}, 1)
    for sheet in sheets_of(tree):
        assert pivot(columns_of(sheet, "Counted", "Currency", "Commission")) == sums.commissions
        assert pivot(columns_of(sheet, "Counted", "Currency", "Realized P&L")) == sums.realized_pnl
        states = columns_of(sheet, "Counted", "Commission state")
        assert states.count(("yes", "pending")) == sums.pending


def test_executions_are_those_below_the_rows_once_each(tree: AllocationTree) -> None:
    _, sheet = sheets_of(tree)
    line = "BUY 1,000 AAPL 18DEC26 212.5 C · group Growth · Ratio"
    assert columns_of(sheet, "Group order", "Matched by", "Account", "Shares", "Counted", "Row status") == [
        (line, "the master account's execution", "DF1000000", Decimal(30), "no", None),
        (line, "permId", "DU1000001", Decimal(9), "no", "Replaced"),
        (line, "permId", "DU1000001", Decimal(10), "yes", None),
        # Of those that fit no order only one is shown: the other is filtered out.
        (None, "Unassigned: no matching group order", "DU1000002", Decimal(5), "no", None),
    ]


def test_commissions_stand_beside_their_currency(tree: AllocationTree) -> None:
    _, sheet = sheets_of(tree)
    money = columns_of(sheet, "Commission", "Currency", "Commission state")
    assert money[:3] == [
        (None, None, "pending"),
        (None, None, "not expected"),
        (Decimal("1.248775"), "USD", "reported"),
    ]


def test_accounts_are_hidden_in_files_too(tree: AllocationTree, tmp_path: Path) -> None:
    ACCOUNT_NAMES.set_aliases({"DU1000001": "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    assert columns_of(sheets_of(tree)[0], "Account", "Account alias")[0] == ("DU1000001", "Anna")
    ACCOUNT_MASK.set_hiding(True)
    write_csv(tmp_path / "file.csv", sheets_of(tree)[0])
    write_csv(tmp_path / "executions.csv", sheets_of(tree)[1])
    written = "".join(path.read_text(encoding="utf-8-sig") for path in tmp_path.iterdir())
    for word in ("Anna", "DU1000001", "DF1000000"):
        assert word not in written


def test_files_hold_what_the_sheets_do(tree: AllocationTree, tmp_path: Path) -> None:
    sheets = list(sheets_of(tree))
    write_xlsx(tmp_path / "file.xlsx", sheets)
    write_csv(tmp_path / "file.csv", sheets[0])
    book = load_workbook(tmp_path / "file.xlsx")
    assert book.sheetnames == ["Allocations", "Executions"]
    titles = [cell.value for cell in book["Allocations"][1]]
    differences, reasons = titles.index("Difference"), titles.index("Reason")
    assert [row[differences] for row in book["Allocations"].iter_rows(min_row=2, values_only=True)] == [
        6.666666667,
        None,
        -20,
    ]
    reason = book["Allocations"].cell(4, reasons + 1)
    assert (reason.value, reason.data_type, reason.quotePrefix) == ("=1+1", "s", True)
    assert book["Executions"].max_row == 5
    with (tmp_path / "file.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert (rows[3][differences], rows[3][reasons]) == ("-20", "'=1+1")
