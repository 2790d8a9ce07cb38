"""Terms of an order in sentences: conditions of all kinds, algorithms, OCA groups, hedges, trailing stops."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.terms.terms import terms_in_words, time_in_words, when_met
from ibmonitor.domain.wording.writing import Writing
from tests.domain.explain.explained_orders import order
from tests.support.blotter_events import AAPL
from tests.support.make_records import make_order

WRITING = Writing(
    number=lambda number: f"{number:,}", instrument={9: "IBM"}.__getitem__, price=lambda price: f"{price:,.2f}"
)


def with_fields(order_type: str = "LMT", **fields: object) -> Order:
    return make_order(0, contract=AAPL, order_type=order_type, order_fields=fields)


def condition(kind: int, *, more: bool = True, **known: Any) -> dict[str, object]:
    return {"condType": kind, "isMore": more, "isConjunctionConnection": True, **known}


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (
            [condition(1, conId=265598, exchange="SMART", price=Decimal(2000), triggerMethod=2)],
            "when AAPL on SMART is above 2,000.00 (last)",
        ),
        ([condition(1, more=False, conId=9, exchange="NYSE", price=Decimal("1.5"))], "when IBM on NYSE is below 1.50"),
        ([condition(3, time="20261207 11:11:00 US/Eastern")], "after 7 Dec 2026 11:11 US/Eastern"),
        ([condition(3, more=False, time="20261207-11:11:30")], "before 7 Dec 2026 11:11:30"),
        ([condition(4, more=False, percent=30)], "when the margin cushion is below 30%"),
        ([condition(5, symbol="MSFT", secType="STK", exchange="ANY")], "when an order for MSFT STK on ANY is executed"),
        ([condition(6, conId=9, exchange="NYSE", volume=1000000)], "when the volume of IBM on NYSE is above 1,000,000"),
        ([condition(7, conId=9, changePercent=Decimal("2.5"))], "when IBM has changed by more than 2.5%"),
        (
            [condition(4, percent=10) | {"isConjunctionConnection": False}, condition(3, time="20261207 09:00:00")],
            "when the margin cushion is above 10% or after 7 Dec 2026 09:00",
        ),
        ([condition(11)], "when a condition is met that IB does not document"),
        ([], ""),
    ],
)
def test_conditions_are_one_clause(conditions: list[dict[str, object]], words: str) -> None:
    assert when_met(with_fields(conditions=tuple(conditions)), WRITING).startswith(words)


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (
            with_fields(conditions=(condition(4, percent=10),), conditionsCancelOrder=True),
            "Its conditions cancel it when the margin cushion is above 10%.",
        ),
        (
            with_fields(
                algoStrategy="Vwap", algoParams=({"tag": "startTime", "value": "20261207 09:30:00 US/Eastern"},)
            ),
            "It is worked by IB's algorithm Vwap: startTime 7 Dec 2026 09:30 US/Eastern.",
        ),
        (with_fields(hedgeType="B", hedgeParam="1.2"), "It is a beta hedge of its parent with a beta of 1.2: its size"),
        (with_fields(hedgeType="D"), "It is a delta hedge of its parent: its size follows"),
        (
            with_fields("TRAIL", trailStopPrice=Decimal("69.4"), auxPrice=Decimal("0.6")),
            "Trailing stop now 69.40 (trails by 0.60).",
        ),
        (
            with_fields("TRAIL", trailStopPrice=Decimal("69.4"), trailingPercent=Decimal(2), auxPrice=Decimal("1.4")),
            "Trailing stop now 69.40 (trails by 2%).",
        ),
        (
            with_fields(goodAfterTime="20261207 09:30:00 US/Eastern", goodTillDate="20261208 16:00:00 US/Eastern"),
            "It starts after 7 Dec 2026 09:30 US/Eastern and works until 8 Dec 2026 16:00 US/Eastern.",
        ),
        (with_fields(transmit=False), "Its Transmit flag is off: it waits in TWS until somebody transmits it."),
        (
            make_order(0, oca_group="900000477", order_fields={"ocaType": 3, "parentPermId": 900000477}),
            'It is in the OCA group "900000477" (its parent\'s perm ID): a fill reduces the rest of the group.',
        ),
        (make_order(0, contract=AAPL, cash_qty=Decimal(20)), "Its size is an amount of money: 20.00 USD."),
    ],
)
def test_a_term_is_a_sentence(known: Order, sentence: str) -> None:
    assert any(each.startswith(sentence) for each in terms_in_words(known, WRITING)), terms_in_words(known, WRITING)


def test_an_ordinary_order_has_no_terms_in_words() -> None:
    assert terms_in_words(order("Submitted"), Writing()) == []


@pytest.mark.parametrize("text", ["", "soon", "20261307 11:00:00", "11:11"])
def test_a_text_that_is_no_date_is_unchanged(text: str) -> None:
    assert time_in_words(text) == text


@pytest.mark.parametrize("zone", ["", "Z"])
def test_a_time_with_a_dash_is_utc(zone: str) -> None:
    assert time_in_words(f"20261207-11:11:00{zone}") == "7 Dec 2026 11:11 UTC"
