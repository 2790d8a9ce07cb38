"""How much is filled at which average price, in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.explain.explanation import Explanation, explain
from ibmonitor.domain.records.records import ComboRole
from ibmonitor.domain.wording.writing import lowered
from ibmonitor.models.text.formats import number_text, price_text
from tests.domain.explain.explained_orders import (
    PARTLY,
    WHOLLY,
    change,
    fill,
    order,
    text_of,
)
from tests.support.make_records import NOON


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "How much is filled is not known."),
        ({"total_quantity": Decimal(100)}, "How much is filled of 100 is not known."),
        ({"cash_qty": Decimal(500)}, "Its size is an amount of money: 500."),
        ({"cash_qty": Decimal(500), "filled": Decimal("0.25"), "total_quantity": Decimal(0)}, "Filled 0.25."),
        ({"filled": Decimal(0), "total_quantity": Decimal(100)}, "Filled 0 of 100."),
        ({"filled": Decimal(0), "remaining": Decimal(100)}, "Filled 0; 100 remaining."),
        (PARTLY | {"filled": Decimal(0), "avg_fill_price": Decimal(0)}, "Filled 0 of 100."),
        (PARTLY, "Filled 40 of 100 at an average price of 292.33; 60 remaining."),
        (PARTLY | {"remaining": None}, "Filled 40 of 100 at an average price of 292.33."),
        (PARTLY | {"avg_fill_price": None}, "Filled 40 of 100; 60 remaining."),
        (PARTLY | {"avg_fill_price": Decimal(0)}, "Filled 40 of 100; 60 remaining."),
        (PARTLY | {"avg_fill_price": Decimal("-4.20")}, "at an average price of -4.2;"),
        (PARTLY | {"filled": Decimal("12.3450"), "executed": Decimal(0)}, "12.345 of 100 at"),
        (
            {"filled": Decimal(40), "executed": Decimal(40)},
            "Filled 40; the whole quantity is not known.",
        ),
        (PARTLY | {"total_quantity": Decimal(0)}, "Filled 40 at an average price of 292.33; 60 remaining."),
        (PARTLY | {"is_done": True}, "Filled 40 of 100 at an average price of 292.33; 60 not filled."),
        (PARTLY | {"filled": Decimal("NaN")}, "How much is filled of 100 is not known."),
    ],
)
def test_filled_and_total_quantity_with_the_average_price(known: dict[str, Any], said: str) -> None:
    explained = explain(order("Submitted", **known))
    lines = [lowered(line) for line in (explained.headline.removeprefix("Submitted: "), *explained.facts)]
    assert sum(lowered(said) in line for line in lines) == 1, lines


def test_numbers_and_times_are_written_as_the_reader_does() -> None:
    explained = explain(
        order("Inactive", completed_time=NOON, completed_time_raw="20260701 08:00:00 US/Eastern", **PARTLY),
        lambda number: f"<{number}>",
        lambda time: f"<{time:%H h}>",
    )
    assert "Filled <40> of <100> at an average price of <292.33>; <60> remaining." in explained.facts
    assert "It is in TWS's list of completed orders, completed at <12 h>." in explained.facts


@pytest.mark.parametrize(
    ("average", "shown"),
    [("342.1", "342.10"), ("232.11333333", "232.113333"), ("40000", "40,000.00"), ("0.00000001", "0.00000001")],
)
def test_quantities_and_prices_are_written_as_in_the_tables(average: str, shown: str) -> None:
    known: dict[str, Any] = {
        "filled": Decimal(40000),
        "total_quantity": Decimal(90000),
        "mkt_cap_price": Decimal("7.5"),
    }
    said = explain(order("Submitted", avg_fill_price=Decimal(average), **known), number_text, price=price_text)
    assert said.headline == f"Submitted: filled 40,000 of 90,000 at an average price of {shown}."
    assert any("capped price is 7.50." in fact for fact in said.facts)


def test_filled_has_the_quantity_in_the_headline_only() -> None:
    explained = explain(order("Filled", is_done=True, **WHOLLY))
    assert explained == Explanation("Filled: 100 of 100 at an average price of 292.33.", (), ())


def test_filled_does_not_contradict_what_is_known_of_it() -> None:
    explained = explain(order("Filled", is_done=True, **PARTLY))
    assert explained.headline == "Filled: the order has been completely filled."
    assert explained.facts == ("Reported so far: filled 40 of 100 at an average price of 292.33.",)


@pytest.mark.parametrize(
    ("status", "start"),
    [
        ("Submitted", "TWS's last status is Submitted, but "),
        ("PreSubmitted", "TWS's last status is PreSubmitted, but "),
        (None, "TWS has sent no status of this order, but "),
    ],
)
def test_a_market_order_that_never_reports_filled_is_shown_filled_by_its_fills(status: str | None, start: str) -> None:
    explained = explain(order(status, is_done=True, **WHOLLY))
    assert explained.headline == (
        f"{start}the order's fills show that all of it is filled: 100 of 100 at an average price of 292.33. "
        "Market orders do not always report Filled."
    )
    assert explained.look_at == ()


def test_all_filled_by_the_report_alone_is_not_put_on_the_fills() -> None:
    explained = explain(order("Cancelled", is_done=True, **(WHOLLY | {"executed": Decimal(0)})))
    assert explained.headline.startswith(
        "TWS's last status is Cancelled, but it reports that all of it is filled: 100 of"
    )
    assert "Market orders" not in explained.headline
    assert any("100 filled; the executions received here add up to 0" in fact for fact in explained.facts)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"reported": change("Submitted", 0)}, "Its executions are newer than TWS's last report, which was 0 filled."),
        (
            {"reported": change("Submitted", 25)},
            "Its executions are newer than TWS's last report, which was 25 filled.",
        ),
        ({"executed": Decimal(15)}, "TWS reports 40 filled; the executions received here add up to 15."),
        ({"executed": Decimal(55)}, "TWS reports 40 filled; the executions received here add up to 55. TWS can send"),
        ({"fills": [fill(pending_price_revision=True)]}, "The price of one fill may still change"),
        ({"fills": [fill(n, pending_price_revision=True) for n in (1, 2)]}, "The price of 2 fills may still change"),
        ({"fills": [fill(liquidation=1)]}, "IB liquidated: one fill is part of a liquidation"),
        ({"fills": [fill(1), fill(2, superseded_by="1.1.01.02")]}, "One fill is replaced by a correction"),
    ],
)
def test_unusual_fills_are_mentioned(known: dict[str, Any], said: str) -> None:
    assert said in text_of(explain(order("Submitted", **(PARTLY | known))))


@pytest.mark.parametrize(
    ("known", "unsaid"),
    [
        ({}, "newer than"),
        ({"reported": change("Submitted", 40)}, "newer than"),
        ({"reported": change("Submitted")}, "newer than"),
        ({}, "received here"),
        ({"executed": Decimal(0), "fills": [fill(role=ComboRole.LEG)]}, "received here"),
        ({"fills": [fill()]}, "may still change"),
        ({"fills": [fill(pending_price_revision=True, superseded_by="x")]}, "may still change"),
        ({"fills": [fill()]}, "liquidat"),
        ({"fills": [fill()]}, "correction"),
    ],
)
def test_usual_fills_are_not_mentioned(known: dict[str, Any], unsaid: str) -> None:
    assert unsaid not in text_of(explain(order("Submitted", **(PARTLY | known))))
