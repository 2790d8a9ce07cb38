"""The columns that say how the rows of a sheet may be summed; and that the rows counted add up to the footer's sums."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.exporting.csv_file import write_csv
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.exporting.xlsx_file import write_xlsx
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.commissions import row_tone as commission_tone
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.columns.orders import row_tone as order_tone
from ibmonitor.models.output.table_sheets import records_sheet
from tests.domain.sums.test_totals import Book, books, filled_by
from tests.support.blotter_events import BAG, commission, execution, new_blotter, open_order
from tests.support.examples import examples
from tests.support.stepwise import result_of


def day() -> tuple[Event, ...]:
    """A corrected fill, a combo charged by its legs and a pending one, a group order, a plain fill in EUR."""
    profit = Decimal("10.5")
    return (
        open_order(1, status="Filled"),
        execution("e.1.1.01", perm_id=1, acct_number="DU1"),
        commission("e.1.1.01", "1", realized_pnl=profit),
        execution("e.1.1.02", perm_id=1, acct_number="DU1"),
        commission("e.1.1.02", "2", realized_pnl=profit),
        execution("e.2.1.01", perm_id=2, contract=BAG, acct_number="DU1"),
        execution("e.2.2.01.01", perm_id=2, acct_number="DU1"),
        commission("e.2.2.01.01", "0.4"),
        execution("e.2.3.01.01", perm_id=2, acct_number="DU1"),
        commission("e.2.3.01.01", "0.6"),
        execution("e.3.1.01", perm_id=3, contract=BAG, acct_number="DU1"),
        execution("e.3.2.01.01", perm_id=3, acct_number="DU1"),
        execution("e.4.1.01", perm_id=4, acct_number="DF1", shares=Decimal(100)),
        commission("e.4.1.01", "2.2"),
        execution("e.4.2.01", perm_id=4, acct_number="DU1", shares=Decimal(60)),
        commission("e.4.2.01", "1.2", realized_pnl=-profit),
        execution("e.4.3.01", perm_id=4, acct_number="DU2", shares=Decimal(40)),
        commission("e.4.3.01", "0.8"),
        execution("e.5.1.01", perm_id=5, acct_number="DU1"),
        commission("e.5.1.01", "-0.25", currency="EUR"),
        execution("e.6.1.01", perm_id=6, acct_number="DU1"),
        commission("e.9.1.01", "99"),
    )


def of_events(events: Iterable[Event]) -> Blotter:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter


def fill_sheet(blotter: Blotter) -> Sheet:
    fills = list(blotter.fills)
    return result_of(records_sheet(fill_columns.FILL_COLUMNS, fills, "Fills", fill_columns.row_tone))


def commission_sheet(blotter: Blotter) -> Sheet:
    return result_of(records_sheet(COMMISSION_COLUMNS, list(blotter.commissions), "Commissions", commission_tone))


def columns_of(sheet: Sheet, *titles: str) -> list[tuple[Any, ...]]:
    places = [sheet.columns.index(title) for title in titles]
    return [tuple(row[place] for place in places) for row in sheet.rows]


def pivot(rows: Iterable[tuple[Any, ...]]) -> dict[Any, Decimal]:
    """The sums of the rows counted, by currency: (Counted, Currency, amount)."""
    sums: dict[Any, Decimal] = {}
    for counted, currency, amount in rows:
        if counted == "yes" and amount not in (None, ""):
            sums[currency or ""] = sums.get(currency or "", Decimal(0)) + Decimal(str(amount))
    return sums


def totals_of(blotter: Blotter) -> Totals:
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    return totals


def test_roles_counted_and_states_of_fills() -> None:
    sheet = fill_sheet(of_events(day()))
    facts = columns_of(sheet, "Exec ID", "Role", "Counted", "Commission state", "Row status")
    assert facts == [
        ("e.1.1.01", "order", "no", "reported", "Replaced"),
        ("e.1.1.02", "order", "yes", "reported", None),
        ("e.2.1.01", "combo", "no", "not expected", None),
        ("e.2.2.01.01", "leg", "yes", "reported", None),
        ("e.2.3.01.01", "leg", "yes", "reported", None),
        ("e.3.1.01", "combo", "yes", "pending", None),
        ("e.3.2.01.01", "leg", "no", "not expected", None),
        ("e.4.1.01", "parent", "no", "reported", None),
        ("e.4.2.01", "part", "yes", "reported", None),
        ("e.4.3.01", "part", "yes", "reported", None),
        ("e.5.1.01", "order", "yes", "reported", None),
        ("e.6.1.01", "order", "yes", "pending", None),
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_rows_counted_add_up_to_the_footer(tmp_path: Path, ending: str) -> None:
    sheet, path = fill_sheet(of_events(day())), tmp_path / f"file.{ending}"
    if ending == "csv":
        write_csv(path, sheet)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [tuple(row) for row in csv.reader(file)]
    else:
        write_xlsx(path, [sheet])
        rows = [tuple(map(str, row)) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
        rows = [tuple("" if cell == "None" else cell for cell in row) for row in rows]
    read = Sheet("", rows[0], rows[1:])
    assert pivot(columns_of(read, "Counted", "Currency", "Commission")) == {"USD": Decimal(5), "EUR": Decimal("-0.25")}
    profits = pivot(columns_of(read, "Counted", "Currency", "Realized P&L"))
    assert profits == {"USD": Decimal(0)}
    pending = [row for row in columns_of(read, "Counted", "Commission state") if row == ("yes", "pending")]
    assert len(pending) == 2


def test_the_commissions_add_up_too_and_one_without_its_execution_is_not_counted() -> None:
    sheet = commission_sheet(of_events(day()))
    assert pivot(columns_of(sheet, "Counted", "Currency", "Commission and fees")) == {
        "USD": Decimal(5),
        "EUR": Decimal("-0.25"),
    }
    facts = columns_of(sheet, "Exec ID", "Role", "Counted", "Commission state")
    assert facts[-1] == ("e.9.1.01", None, "no", "reported")
    ids = columns_of(sheet, "Account", "Perm ID", "Order ID", "Client ID", "Order ref")
    assert ids[-1] == (None, None, None, None, None)


def test_an_order_has_the_state_of_its_fills_commissions() -> None:
    events = (
        open_order(1, status="Filled"),
        open_order(2, status="Submitted"),
        open_order(3, contract=BAG, status="Submitted", fa_group="Growth"),
        *day()[1:5],
        execution("e.3.7.01", perm_id=3, contract=BAG),
    )
    orders = list(of_events(events).orders)
    sheet = result_of(records_sheet(ORDER_COLUMNS[:3], orders, "Orders", order_tone))
    assert columns_of(sheet, "Role", "Counted", "Commission state") == [
        ("order", "yes", "reported"),
        ("order", "yes", "not expected"),
        ("parent combo", "yes", "pending"),
    ]


@settings(examples(10))
@given(books())
def test_whatever_arrives_the_rows_counted_add_up(book: Book) -> None:
    blotter = filled_by(book)
    totals = totals_of(blotter)
    sheet = fill_sheet(blotter)
    assert pivot(columns_of(sheet, "Counted", "Currency", "Commission")) == totals.commissions
    assert pivot(columns_of(sheet, "Counted", "Currency", "Realized P&L")) == totals.realized_pnl
    states = columns_of(sheet, "Counted", "Commission state")
    assert states.count(("yes", "pending")) == totals.pending
    assert sum(counted == "no" for counted, _ in states) == totals.superseded + sum(totals.left_out.values())
