"""A price is shown where the order type has one: TWS sends left-over and computed prices with all types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.terms.prices import OrderPrice, PriceKind, average_price, limit_price, prices_of
from tests.support.blotter_events import AAPL, BAG, new_blotter, open_order, order_status

SENT = {
    "lmtPrice": Decimal("549.97"),
    "auxPrice": Decimal(550),
    "trailStopPrice": Decimal("550.97"),
    "trailingPercent": Decimal(2),
    "lmtPriceOffset": Decimal("0.1"),
}


@pytest.mark.parametrize(
    ("order_type", "kinds"),
    [
        ("MKT", []),
        ("MOC", []),
        ("MTL", []),
        ("VOL", []),
        ("LMT", [PriceKind.LIMIT]),
        ("LOC", [PriceKind.LIMIT]),
        ("STP", [PriceKind.STOP]),
        ("STP PRT", [PriceKind.STOP]),
        ("STP LMT", [PriceKind.STOP, PriceKind.LIMIT]),
        ("MIT", [PriceKind.TRIGGER]),
        ("LIT", [PriceKind.TRIGGER, PriceKind.LIMIT]),
        ("TRAIL", [PriceKind.TRAILING_STOP, PriceKind.TRAIL_PERCENT]),
        (
            "TRAIL LIMIT",
            [PriceKind.TRAILING_STOP, PriceKind.TRAIL_PERCENT, PriceKind.LIMIT_OFFSET, PriceKind.LIMIT],
        ),
        ("REL", [PriceKind.LIMIT, PriceKind.OFFSET]),
        ("PEG MKT", [PriceKind.OFFSET]),
        ("PEG MID", [PriceKind.LIMIT, PriceKind.OFFSET]),
        ("SNAP MID", [PriceKind.OFFSET]),
        ("REL + MKT", [PriceKind.OFFSET]),
        ("LMT + MKT", [PriceKind.LIMIT]),
        ("A NEW TYPE", [PriceKind.LIMIT, PriceKind.STOP]),
        ("stp lmt", [PriceKind.STOP, PriceKind.LIMIT]),
    ],
)
def test_a_type_has_the_prices_that_ib_documents_for_it(order_type: str, kinds: list[PriceKind]) -> None:
    assert [price.kind for price in prices_of(order_type, SENT, AAPL)] == kinds


@pytest.mark.parametrize(("contract", "count"), [(AAPL, 0), (BAG, 1), (None, 0)])
def test_zero_is_a_limit_where_it_is_possible(contract: object, count: int) -> None:
    known = contract if contract in (AAPL, BAG) else None
    assert len(prices_of("LMT", {"lmtPrice": Decimal("0.0")}, known)) == count


def test_a_trailing_amount_is_used_where_there_is_no_percentage() -> None:
    fields = {"trailStopPrice": Decimal("69.40"), "auxPrice": Decimal("0.60")}
    assert prices_of("TRAIL", fields, AAPL) == (
        OrderPrice(PriceKind.TRAILING_STOP, Decimal("69.40")),
        OrderPrice(PriceKind.TRAIL_BY, Decimal("0.60")),
    )


def test_no_number_that_tws_sends_raises() -> None:
    assert prices_of("LMT", {"lmtPrice": Decimal("9E+999")}, AAPL) == ()
    assert prices_of("", {}, None) == ()


def test_a_net_price_of_zero_is_a_price() -> None:
    blotter = new_blotter(
        open_order(7, 1, 5, contract=BAG, orderType="LMT", lmtPrice=Decimal("0.0"), totalQuantity=Decimal(1)),
        order_status(7, 1, 5, status="Filled", filled=1, remaining=0, avg_fill_price=Decimal("0.0")),
    )
    (order,) = blotter.orders
    assert [limit_price(order), average_price(order)] == [0, 0]


def test_before_the_first_fill_zero_is_no_average() -> None:
    combo = open_order(7, 1, 5, contract=BAG, totalQuantity=Decimal(2), status="Submitted", orderType="LMT")
    (order,) = new_blotter(combo, order_status(7, 1, 5, filled=0, remaining=2)).orders
    assert average_price(order) is None
    stock = new_blotter(open_order(7, 1, 5, orderType="LMT", lmtPrice=Decimal("0.0")), order_status(7, 1, 5, filled=10))
    assert [average_price(stock.orders[0]), limit_price(stock.orders[0])] == [None, None]
