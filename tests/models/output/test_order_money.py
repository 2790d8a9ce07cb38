"""The money of orders in a sheet: numbers that can be summed, each currency in its column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Order
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.models.columns.orders import ORDER_COLUMNS, row_tone
from ibmonitor.models.output.table_sheets import records_sheet
from tests.support.blotter_events import commission, execution, new_blotter, open_order
from tests.support.stepwise import result_of

MONEY = [column for column in ORDER_COLUMNS if column.key in {"commission", "realized_pnl"}]


def orders() -> Sequence[Order]:
    """One with two currencies, one pending, one without fills."""
    blotter = new_blotter()
    events: tuple[Event, ...] = (
        *(open_order(number, 1, number, status="Submitted") for number in (1, 2, 3)),
        *(execution("e.1.1.01", perm_id=1), commission("e.1.1.01", "1.25", realized_pnl=Decimal("-4.6"))),
        *(execution("e.1.2.01", perm_id=1), commission("e.1.2.01", "0.5", currency="EUR")),
        *(execution("e.2.1.01", perm_id=2), commission("e.2.1.01", "2"), execution("e.2.2.01", perm_id=2)),
    )
    for event in events:
        blotter.apply(event)
    return list(blotter.orders)


def sheet_of(records: Sequence[Order]) -> Sheet:
    return result_of(records_sheet(MONEY, records, "Orders", row_tone))


def columns_of(sheet: Sheet, *titles: str) -> list[tuple[Any, ...]]:
    places = [sheet.columns.index(title) for title in titles]
    return [tuple(row[place] for place in places) for row in sheet.rows]


def test_each_currency_has_a_column_of_numbers() -> None:
    sheet = sheet_of(orders())
    titles = ("Commission state", "Commission, EUR", "Commission, USD", "Realized P&L, USD")
    assert columns_of(sheet, *titles) == [
        ("reported", Decimal("0.5"), Decimal("1.25"), Decimal("-4.6")),
        ("pending", None, Decimal(2), None),
        ("not expected", None, None, None),
    ]
    assert "Commission" not in sheet.columns


def test_without_any_amount_the_columns_are_empty() -> None:
    sheet = sheet_of(orders()[2:])
    assert columns_of(sheet, "Commission", "Realized P&L") == [(None, None)]
