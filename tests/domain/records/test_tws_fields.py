"""The table of TWS's fields names exactly what ibapi's classes have."""

from __future__ import annotations

import pytest
from ibapi.contract import Contract
from ibapi.order import Order
from ibapi.order_state import OrderState

from ibmonitor.domain.records.tws_fields import CONTRACT_FIELDS, ORDER_FIELDS, ORDER_STATE_FIELDS, TwsField, snake_case


@pytest.mark.parametrize(
    ("fields", "ibapi_class"),
    [(CONTRACT_FIELDS, Contract), (ORDER_FIELDS, Order), (ORDER_STATE_FIELDS, OrderState)],
    ids=["Contract", "Order", "OrderState"],
)
def test_every_field_of_ibapi_is_named_once(fields: tuple[TwsField, ...], ibapi_class: type) -> None:
    names = [field.name for field in fields]
    assert sorted(names) == sorted(vars(ibapi_class()))
    titles = [field.title for field in fields]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("permId", "perm_id"),
        ("lmtPrice", "lmt_price"),
        ("conId", "con_id"),
        ("rule80A", "rule80_a"),
        ("mifid2DecisionMaker", "mifid2_decision_maker"),
        ("initMarginBeforeOutsideRTH", "init_margin_before_outside_rth"),
        ("lastTradeDateOrContractMonth", "last_trade_date_or_contract_month"),
        ("tif", "tif"),
    ],
)
def test_names_in_snake_case(name: str, expected: str) -> None:
    assert snake_case(name) == expected
