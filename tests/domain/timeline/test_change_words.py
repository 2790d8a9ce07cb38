"""Changes of an order's terms in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.records.records import FieldChange, Order
from ibmonitor.domain.timeline.change_words import ChangeWriter, change_title
from ibmonitor.domain.wording.writing import Writing
from tests.support.make_records import make_order

WRITER = ChangeWriter(quantity=lambda number: f"{number:f}", price=lambda price: f"{price:.2f}", writing=Writing())


def order(order_type: str = "LMT") -> Order:
    return make_order(0, order_type=order_type)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("lmtPrice", Decimal(230), Decimal("230.5"), "Limit price 230.00 → 230.50"),
        ("totalQuantity", Decimal(100), Decimal(80), "Quantity 100 → 80"),
        ("lmtPrice", None, Decimal(9), "Limit price none → 9.00"),
        ("tif", "DAY", "GTC", "TIF DAY → GTC"),
        ("ocaGroup", "G 1\n", "", "OCA group G 1 → none"),
        ("outsideRth", None, True, "Outside RTH off → on"),
        ("goodTillDate", "20260630 20:00:00 US/Eastern", None, "Good till 30 Jun 2026 20:00 US/Eastern → none"),
        ("ofALaterTws", 1, 2, "ofALaterTws 1 → 2"),
    ],
)
def test_a_change_names_the_field_and_both_values(name: str, old: object, new: object, words: str) -> None:
    assert WRITER.words((FieldChange(name, old, new),), order()).casefold() == words.casefold()


def test_several_changes_are_on_one_line() -> None:
    changes = (FieldChange("lmtPrice", Decimal(1), Decimal(2)), FieldChange("tif", "DAY", "GTC"))
    assert WRITER.words(changes, order()) == "Limit price 1.00 → 2.00, TIF DAY → GTC"


def test_only_the_parameters_of_an_algorithm_that_differ_are_named() -> None:
    old = ({"tag": "maxPctVol", "value": "0.1"}, {"tag": "noTakeLiq", "value": "1"})
    new = ({"tag": "maxPctVol", "value": "0.2"}, {"tag": "noTakeLiq", "value": "1"}, {"tag": "speed", "value": "fast"})
    assert WRITER.words((FieldChange("algoParams", old, new),), order()) == (
        "Algo parameter maxPctVol 0.1 → 0.2, Algo parameter speed none → fast"
    )


def test_a_list_is_written_with_its_parts() -> None:
    change = FieldChange("orderComboLegs", ({"price": Decimal(1)}, {"price": None}), ())
    assert WRITER.words((change,), order()) == "Combo leg prices 1.00/none → none"


@pytest.mark.parametrize(
    ("order_type", "title"),
    [("STP", "Stop price"), ("MIT", "Trigger price"), ("TRAIL", "Trails by"), ("LMT", "Aux price")],
)
def test_the_aux_price_has_the_name_that_the_order_type_gives_it(order_type: str, title: str) -> None:
    known = make_order(0, order_type=order_type, aux_price=Decimal(5))
    assert change_title("auxPrice", known) == title
