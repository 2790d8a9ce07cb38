"""The values that an order, or a fill of an unknown order, is found by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.search.fields import Kind, Names, values_of
from tests.support.make_contracts import stock
from tests.support.make_records import full_execution, make_fill, make_message, make_order


def known(values: object) -> set[tuple[Kind, str]]:
    return {pair for pair in values if pair[1]}  # type: ignore[attr-defined]


def test_of_an_order_all_that_is_known() -> None:
    order = make_order(
        0,
        perm_id=5,
        order_id=-3,
        client_id=0,
        contract=stock(77, "SPY"),
        account="DU1",
        order_type="LMT",
        lmt_price=Decimal("230.50"),
        total_quantity=Decimal(1000),
        order_fields={"parentPermId": 9},
        state_fields={"orderAllocations": ({"account": "DU2"}, {"account": ""})},
        messages=[make_message(1, "Size exceeds")],
        warning_text="warned",
    )
    names = Names(lambda account: account and f"Anna ({account})", lambda contract: (contract.symbol, "a fund"))
    assert known(values_of(order, names)) == {
        (Kind.PERM_ID, "5"),
        (Kind.ORDER_ID, "-3"),
        (Kind.CLIENT_ID, "0"),
        (Kind.PARENT_PERM_ID, "9"),
        (Kind.QUANTITY, "1000"),
        (Kind.PRICE, "230.5"),
        (Kind.CODE, "201"),
        (Kind.CON_ID, "77"),
        (Kind.CURRENCY, "USD"),
        (Kind.SEC_TYPE, "STK"),
        (Kind.SYMBOL, "SPY"),
        (Kind.CONTRACT, "SPY"),
        (Kind.CONTRACT, "a fund"),
        (Kind.ACCOUNT, "Anna (DU1)"),
        (Kind.ACCOUNT, "Anna (DU2)"),
        (Kind.ORDER_TYPE, "LMT"),
        (Kind.MESSAGE, "Size exceeds"),
        (Kind.MESSAGE, "warned"),
    }


def test_of_nothing_known_nothing() -> None:
    assert known(values_of(make_order(0), Names())) == set()


def test_zero_is_no_id_and_no_quantity() -> None:
    order = make_order(0, perm_id=0, order_id=0, parent_id=0, total_quantity=Decimal(0))
    assert known(values_of(order, Names())) == set()


def test_of_a_fill_what_its_execution_says() -> None:
    fill = make_fill(1, "2.5", 10)
    fill.execution = replace(full_execution(), shares=Decimal(10), price=Decimal("2.50"))
    found = known(values_of(fill, Names()))
    assert found >= {
        (Kind.PERM_ID, "1713290001"),
        (Kind.ORDER_ID, "371"),
        (Kind.CLIENT_ID, "7"),
        (Kind.QUANTITY, "10"),
        (Kind.PRICE, "2.5"),
        (Kind.ACCOUNT, "DU9000001"),
        (Kind.ORDER_REF, "ref's [1]"),
        (Kind.MODEL, "MODEL"),
        (Kind.SYMBOL, "AAPL"),
    }
