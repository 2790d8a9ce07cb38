"""Tables as they are printed."""

from __future__ import annotations

from ibmonitor.models.output.printout import table_printout
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
