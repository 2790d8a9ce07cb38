"""What an order is called, and how much it is for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.output.sheet_cells import cell_of
from ibmonitor.models.text.order_words import record_words
from tests.support.blotter_events import new_blotter, open_order
from tests.support.make_records import make_commission, make_fill, make_message


@pytest.mark.parametrize(
    ("quantity", "cash", "shown", "exported"),
    [
        (Decimal(60), None, "60", Decimal(60)),
        (Decimal(60), Decimal(2500), "60", Decimal(60)),
        (Decimal(0), Decimal(2500), "2,500.00 USD", None),
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
    (money,) = (column for column in ORDER_COLUMNS if column.key == "cash_qty")
    assert cell_of(money, order) == cash


def test_every_kind_of_record_has_a_title() -> None:
    blotter = new_blotter()
    blotter.apply(
        open_order(7, 1, 5, action="BUY", totalQuantity=Decimal(60), orderType="LMT", lmtPrice=Decimal("9.5"))
    )
    (order,) = blotter.orders
    assert record_words(order).startswith("BUY 60 AAPL LMT 9.50")
    fill, message = make_fill(0, shares=3), make_message(0)
    message.order = None
    assert record_words(fill).startswith("BOT 3 ")
    assert record_words(make_commission("1.2.3")) == "Commission of 1.2.3"
    assert record_words(message) == "Message 201"
    fill.order = message.order = order
    assert record_words(fill) == record_words(message) == record_words(order)
