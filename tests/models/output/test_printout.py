"""Tables as they are printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ibmonitor.models.output.printout import list_printout, table_printout
from tests.support.make_records import make_commission, make_fill
from tests.support.output_tables import Table, numbers
from tests.support.stepwise import result_of


def test_printed_numbers_are_written_as_in_the_window(fills: Table) -> None:
    fills.merge([fill := make_fill(4, "1234.5")])
    fill.commission = make_commission()
    (price,) = numbers(fills, "price")
    printed = result_of(table_printout(fills, [price]))
    column = fills.columns[price]
    assert printed.rows[3].cells == (column.text(fill),)
    assert (printed.columns[0].is_right, printed.columns[0].has_decimals) == (True, True)


def test_a_table_of_fills_and_a_list_of_fills_are_printed_with_their_sums_by_currency(fills: Table) -> None:
    for serial, currency in ((11, "EUR"), (12, "USD"), (13, "EUR")):
        fills.merge([fill := make_fill(serial, "1")])
        fill.commission = replace(make_commission(), amount_sent=Decimal(serial), currency=currency)
    for printing in (table_printout(fills, [0]), list_printout(fills.columns, fills.visible_records())):
        currencies = {currency: commission for currency, commission, _ in result_of(printing).totals.rows}
        assert currencies == {"EUR": "24.00", "USD": "12.00"}
