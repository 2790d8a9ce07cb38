"""What ibapi keeps of TWS's numbers, and what is shown of them."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from ibapi.const import UNSET_DOUBLE
from ibapi.order import Order
from ibapi.order_state import OrderState

from ibmonitor.tws.values import order_fields, order_state_fields


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (math.inf, {"lmtPrice": "Infinity"}),
        (-math.inf, {}),
        (math.nan, {}),
        (UNSET_DOUBLE, {}),
        (0.0, {"lmtPrice": Decimal("0.0")}),
        (15.5, {"lmtPrice": Decimal("15.5")}),
        (-2.25, {"lmtPrice": Decimal("-2.25")}),
    ],
)
def test_a_price_that_has_no_bound_is_named_and_one_that_is_no_number_is_unknown(
    sent: float, shown: dict[str, object]
) -> None:
    """TWS writes "Infinity" for some: ibapi reads it as its `DOUBLE_INFINITY`."""
    order = Order()
    order.lmtPrice = sent
    assert order_fields(order) == shown
    state = OrderState()
    state.commissionAndFees = sent
    assert list(order_state_fields(state).values()) == list(shown.values())
