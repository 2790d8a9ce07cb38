"""What an order is called, and how much it is for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.output.sheet_cells import cell_of
from tests.support.blotter_events import new_blotter, open_order


@pytest.mark.parametrize(
    ("quantity", "cash", "shown", "exported"),
    [
        (Decimal(60), None, "60", Decimal(60)),
        (Decimal(60), Decimal(2500), "60", Decimal(60)),
        (Decimal(0), Decimal(2500), "2,500.00 USD", "2,500.00 USD"),
        (Decimal(0), None, "0", Decimal(0)),
    ],
)
def test_the_size_of_an_order_by_money_is_the_money_on_screen_and_in_exports(
    quantity: Decimal, cash: Decimal | None, shown: str, exported: object
) -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5, totalQuantity=quantity, cashQty=cash))
    (order,) = blotter.orders
    (column,) = (column for column in ORDER_COLUMNS if column.key == "total_quantity")
    assert column.text(order) == shown
    assert cell_of(column, order) == exported
