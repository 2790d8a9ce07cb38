"""A price is shown where the order's type has one: TWS sends left-over and computed ones with all types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.terms.prices import OrderPrice, PriceKind, prices_of
from tests.support.blotter_events import AAPL, BAG

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
def test_a_type_has_the_prices_that_ib_documents_of_it(order_type: str, kinds: list[PriceKind]) -> None:
    assert [price.kind for price in prices_of(order_type, SENT, AAPL)] == kinds


@pytest.mark.parametrize(("contract", "count"), [(AAPL, 0), (BAG, 1), (None, 0)])
def test_zero_is_a_limit_where_it_is_possible(contract: object, count: int) -> None:
    known = contract if contract in (AAPL, BAG) else None
    assert len(prices_of("LMT", {"lmtPrice": Decimal("0.0")}, known)) == count


def test_a_trailing_amount_stands_where_there_is_no_percentage() -> None:
    fields = {"trailStopPrice": Decimal("69.40"), "auxPrice": Decimal("0.60")}
    assert prices_of("TRAIL", fields, AAPL) == (
        OrderPrice(PriceKind.TRAILING_STOP, Decimal("69.40")),
        OrderPrice(PriceKind.TRAIL_BY, Decimal("0.60")),
    )


def test_no_number_that_tws_sends_raises() -> None:
    assert prices_of("LMT", {"lmtPrice": Decimal("9E+999")}, AAPL) == ()
    assert prices_of("", {}, None) == ()
