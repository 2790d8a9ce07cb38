"""What an order carries without being asked for it, and what takes the place of a value that is not given."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.records import SimComboLeg, SimContract, SimOrder
from ibmonitor.simulator.wire.order_values import completed_values, order_values, state_values

STOCK = SimContract(1, "KO", "STK", "SMART", "USD")
PRICED_LEG = SimComboLeg(1, 1, "BUY", "SMART", price=Decimal(1))
COMBO = SimContract(2, "KO", "BAG", "SMART", "USD", combo_legs=(PRICED_LEG,))


def order(order_type: str = "LMT", contract: SimContract = STOCK, action: str = "BUY", **fields: Any) -> SimOrder:
    return SimOrder(7, contract, action, Decimal(10), order_type, "DU1", order_id=3, **fields)


@pytest.mark.parametrize(
    ("given", "limit", "trail"),
    [
        (order(lmt_price=Decimal("10.5")), "10.5", "11.5"),
        (order(lmt_price=Decimal("1.0498")), "1.0498", "2.0498000000000003"),
        (order(lmt_price=Decimal(10), trail_stop_price=Decimal(9)), "10", "9"),
        (order("MKT"), "0.0", None),
        (order("STP", aux_price=Decimal(20)), "19.97", "20"),
        (order("STP", action="SELL", aux_price=Decimal(20)), "20.03", "20"),
        (order("STP LMT", lmt_price=Decimal(5), aux_price=Decimal(6)), "5", None),
        (order("LMT", COMBO), None, None),
    ],
)
def test_limits_and_stops_that_nobody_gave(given: SimOrder, limit: str | None, trail: str | None) -> None:
    """As captured: what TWS computes for them means nothing."""
    values = order_values(given)
    assert [
        None if value is None else str(value) for value in (values.get("lmtPrice"), values.get("trailStopPrice"))
    ] == [limit, trail]


def test_more_adds_replaces_and_takes_away() -> None:
    usual = order_values(order())
    assert (usual["origin"], usual["exemptCode"], usual["clearingIntent"]) == (0, -1, "IB")
    values = order_values(order(more={"origin": 1, "exemptCode": None, "clearingIntent": "", "hidden": True}))
    assert (values["origin"], values["hidden"]) == (1, True)
    assert not {"exemptCode", "clearingIntent"} & values.keys()


def test_what_is_unknown_is_left_out() -> None:
    values = order_values(order())
    assert not {"faGroup", "orderRef", "ocaGroup", "cashQty", "parentPermId"} & values.keys()
    assert (values["parentId"], values["filledQuantity"]) == (0, 0), "0 is no unknown value"
    assert not {"commissionAndFees", "warningText"} & state_values(order()).keys()
    state = state_values(order(commission=Decimal(0), warning_text="w", more_state={"marginCurrency": "EUR"}))
    assert (state["commissionAndFees"], state["warningText"], state["marginCurrency"]) == (0, "w", "EUR")


def test_an_algo_and_a_hedge_change_other_fields() -> None:
    assert (order_values(order())["usePriceMgmtAlgo"], order_values(order())["dontUseAutoPriceForHedge"]) == (0, True)
    assert order_values(order(more={"algoStrategy": "Vwap"}))["usePriceMgmtAlgo"] == 1
    assert "dontUseAutoPriceForHedge" not in order_values(order(more={"hedgeType": "B"}))


def test_the_allocation_of_an_order_of_one_account() -> None:
    assert order_values(order())["sharesAllocation"] == "7.0/DU1/10"
    group = order()
    group.account = ""
    assert "sharesAllocation" not in order_values(group)


@pytest.mark.parametrize(("status", "quantity"), [("Filled", 0), ("Cancelled", 10)])
def test_a_filled_order_has_no_quantity_among_the_completed_ones(status: str, quantity: int) -> None:
    assert completed_values(order(status=status))["totalQuantity"] == quantity
    assert order_values(order(status=status))["totalQuantity"] == 10
