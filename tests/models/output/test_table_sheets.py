"""Tables as they are exported and printed: which rows, in which order, and what is in their cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.output.printout import table_printout
from ibmonitor.models.output.row_facts import FACT_TITLES
from ibmonitor.models.output.sheet_zone import sheet_zone
from ibmonitor.models.output.table_sheets import full_sheet, table_sheet
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from tests.support.make_records import NOON, full_fill, make_fill, make_order
from tests.support.output_tables import Table, numbers
from tests.support.stepwise import result_of


def test_values_are_numbers_and_times_in_the_order_of_the_columns(fills: Table) -> None:
    sheet = result_of(table_sheet(fills, numbers(fills, "price", "time", "side", "perm_id"), "Fills"))
    time = sheet_zone().heading("Time")
    ids = ("Account", "Order ID", "Client ID", "Exec ID", "Order ref")
    assert (sheet.title, sheet.columns) == ("Fills", (*FACT_TITLES, "Price", time, "Side", "Perm ID", *ids))
    assert sheet.rows[0] == (
        *("order", "yes", "pending", None, Decimal("292.790"), NOON, "BOT", 1713290001),
        *("DU9000001", 371, 7, "0000e0d5.00000001.01.01", "ref's [1]"),
    )


def test_all_columns_come_on_demand_after_those_shown(fills: Table) -> None:
    columns = numbers(fills, "price", "side")
    shown, full = (result_of(make(fills, columns, "Fills")) for make in (table_sheet, full_sheet))
    facts = len(FACT_TITLES)
    assert full.columns[: facts + 2] == shown.columns[: facts + 2] == (*FACT_TITLES, "Price", "Side")
    assert sorted(full.columns[facts:]) == sorted(
        sheet_zone().heading(column.title) if column.moment is not None else column.title for column in fills.columns
    )


def test_the_size_of_an_order_by_money_is_always_there() -> None:
    table = make_tables().orders
    table.merge([make_order(1, account="DU1", order_fields={"cashQty": Decimal(2500)})])
    sheet = result_of(table_sheet(table, numbers(table, "total_quantity"), "Orders"))
    ids = {"Perm ID", "Order ID", "Client ID", "Account", "Order ref", "Cash quantity", "FA group", "Model code"}
    assert sheet.columns[: len(FACT_TITLES) + 1] == (*FACT_TITLES, "Quantity")
    assert set(sheet.columns[len(FACT_TITLES) + 1 :]) == ids
    assert sheet.rows[0][sheet.columns.index("Cash quantity")] == Decimal(2500)


def test_two_numbers_of_a_cell_stand_apart() -> None:
    table = make_tables().orders
    table.merge([make_order(1, filled=Decimal(200), total_quantity=Decimal(500))])
    sheet = result_of(table_sheet(table, numbers(table, "progress", "total_quantity"), "Orders"))
    facts = len(FACT_TITLES)
    assert (sheet.columns[facts : facts + 2], sheet.rows[0][facts : facts + 2]) == (("Filled", "Quantity"), (200, 500))
    full = result_of(full_sheet(table, numbers(table, "progress"), "Orders"))
    assert full.columns.count("Filled") == 1


def test_a_group_does_not_take_the_place_of_the_account() -> None:
    table = make_tables().orders
    table.merge([make_order(1, account="DF1", fa_group="Growth"), make_order(2, account="", model_code="Tech")])
    sheet = result_of(table_sheet(table, numbers(table, "account"), "Orders"))
    places = [sheet.columns.index(title) for title in ("Account", "FA group", "Model code")]
    assert [tuple(row[place] for place in places) for row in sheet.rows] == [
        ("DF1", "Growth", None),
        (None, None, "Tech"),
    ]


@pytest.mark.parametrize("key", ["orders", "fills", "commissions", "messages"])
def test_no_two_columns_have_one_heading(key: str) -> None:
    table = getattr(make_tables(), key)
    headings = [*FACT_TITLES, *(column.title for column in table.columns)]
    assert len(set(headings)) == len(headings)


def test_a_time_that_cannot_be_read_is_empty_and_stands_apart(fills: Table) -> None:
    unread = make_fill(4)
    unread.time = None
    fills.merge([unread])
    making = table_sheet(fills, numbers(fills, "time"), "Fills")
    assert 1.0 in making, "the column is added in slices, too"
    sheet = result_of(table_sheet(fills, numbers(fills, "time"), "Fills"))
    assert sheet.columns[-1] == "Time, as TWS sent it"
    assert [row[-1] for row in sheet.rows[:3]] == [None] * 3
    assert str(sheet.rows[3][-1]).startswith("20260701-12:00:00")
    assert sheet.rows[3][len(FACT_TITLES)] is None


def test_rows_are_those_shown_in_their_order(fills: Table) -> None:
    price = numbers(fills, "price")
    fills.sort(price[0], Qt.SortOrder.DescendingOrder)
    fills.set_predicate("some", lambda fill: fill.execution.price > 100)
    assert [row[len(FACT_TITLES)] for row in result_of(table_sheet(fills, price, "Fills")).rows] == [
        Decimal("1000.25"),
        Decimal("292.79"),
    ]


def test_unknown_cells_are_empty_and_a_column_says_that_one_is_pending(fills: Table) -> None:
    columns = numbers(fills, "commission_and_fees", "realized_pnl")
    assert result_of(table_sheet(fills, columns, "Fills")).rows[0][2:6] == ("pending", None, None, None)


def test_accounts_are_called_as_in_the_window(fills: Table) -> None:
    account = numbers(fills, "acct_number")
    ACCOUNT_NAMES.set_aliases({"DU9000001": "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    sheet = result_of(table_sheet(fills, account, "Fills"))
    assert (sheet.columns[4:6], sheet.rows[0][4:6]) == (("Account", "Account alias"), ("DU9000001", "Anna"))
    assert result_of(table_printout(fills, account)).rows[0].cells == ("Anna (DU9000001)",)
    ACCOUNT_MASK.set_hiding(True)
    for cell in (
        str(result_of(table_sheet(fills, account, "Fills"))),
        result_of(table_printout(fills, account)).rows[0].cells[0],
    ):
        assert "DU9000001" not in str(cell)
        assert "Anna" not in str(cell)


def test_a_column_marks_rows_that_must_not_be_counted(fills: Table) -> None:
    corrected = full_fill()
    corrected.superseded_by = "x.02"
    whole, leg = make_fill(11), make_fill(12)
    whole.legs, leg.bag = (leg,), whole
    whole.combo_role, leg.combo_role = ComboRole.BAG, ComboRole.LEG
    table: RecordTable[Fill] = RecordTable(
        fills.columns, row_tone=fill_columns.row_tone, grouping=fill_columns.GROUPING
    )
    table.merge([corrected, make_fill(10), whole, leg])
    price = numbers(fills, "price")
    sheet = result_of(table_sheet(table, price, "Fills"))
    assert [row[:4] for row in sheet.rows] == [
        ("leg", "no", "reported", "Replaced"),
        ("order", "yes", "pending", None),
        ("combo", "yes", "pending", None),
        ("leg", "no", "not expected", None),
    ]
    printed = result_of(table_printout(table, price))
    assert [column.title for column in printed.columns] == ["Price", "Row"]
    assert [(row.cells[1], row.depth, row.is_struck) for row in printed.rows] == [
        ("Leg, Replaced", 0, True),
        ("", 0, False),
        ("Combo", 0, False),
        ("Leg, not counted", 1, False),
    ]


def test_a_table_without_rows_has_its_titles(fills: Table) -> None:
    fills.clear()
    price = numbers(fills, "price")
    sheet = result_of(table_sheet(fills, price, "Fills"))
    assert (sheet.columns[0], sheet.rows, result_of(table_printout(fills, price)).rows) == ("Price", [], [])


def test_long_tables_are_made_in_steps(fills: Table) -> None:
    fills.merge([make_fill(number) for number in range(4, 100)])
    steps = list(table_sheet(fills, numbers(fills, "price"), "Fills"))
    assert steps == sorted(steps)
    assert len(steps) > 4
