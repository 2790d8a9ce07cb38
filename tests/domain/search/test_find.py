"""An order is found by whatever the user has of it: ids, reference, execution, symbol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.search.find import MOST_FOUND, find
from tests.support.blotter_events import AAPL, commission, execution, new_blotter, open_order

ES = replace(AAPL, con_id=2, symbol="ES", local_symbol="ESZ6", sec_type="FUT")


@pytest.fixture(scope="module")
def blotter() -> Blotter:
    blotter = new_blotter()
    for event in (
        open_order(1001, 1, 5, orderRef="swing 12", ocaGroup="1001"),
        open_order(1002, 7, 5, contract=ES, orderRef="Rebalance-0412"),
        open_order(1003, 0, 0, status="Submitted"),
        open_order(1004, 0, -3),
        execution("0000e1a7.67400001.01.01", perm_id=1002, client_id=7, order_id=5),
        execution("0000e1a7.67400001.01.02", perm_id=1002, client_id=7, order_id=5),
        execution("0000e1a7.67400009.01.01", perm_id=555, client_id=3, order_id=44, order_ref="gone"),
        commission("0000ffff.00000001.01.01"),
    ):
        blotter.apply(event)
    return blotter


def name(record: Order | Fill | Commission) -> object:
    match record:
        case Order():
            return record.perm_id
        case Fill():
            return record.execution.exec_id[-5:]
        case Commission():
            return "commission"


def found(blotter: Blotter, text: str) -> list[object]:
    return [name(each.record) for each in find(text, blotter.orders, blotter.fills, blotter.commissions).found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1002", [1002]),
        ("  1002  ", [1002]),
        ("1001", [1001]),
        ("100", [1004, 1003, 1002, 1001]),
        ("5", [1002, 1001, "01.01"]),
        ("-3", [1004]),
        ("0", [1004, 1003, 1002, 1001]),
        ("7", [1002]),
        ("client 7", [1002]),
        ("Client ID 7", [1002]),
        ("swing 12", [1001]),
        ("rebalance", [1002]),
        ("0412", [1002]),
        ("es", [1002]),
        ("esz6", [1002]),
        ("0000e1a7.67400001.01.01", [1002]),
        ("0000E1A7.67400001.01.02", [1002]),
        ("0000e1a7.6740", ["01.01", 1002]),
        ("000", []),
        ("555", ["01.01"]),
        ("0000ffff", ["commission"]),
        ("submitted client 0", [1003]),
        ("buy es client 7", [1002]),
        ("nothing like it", []),
        ("", []),
        ("   ", []),
    ],
)
def test_free_text(blotter: Blotter, text: str, expected: Sequence[object]) -> None:
    assert found(blotter, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("perm:1001", [1001]),
        ("perm:100", []),
        ("client:7", [1002]),
        ("client:1 order:5", [1001]),
        ("order:5", [1002, 1001]),
        ("client:3 order:44", ["01.01"]),
        ("ref:swing 12", [1001]),
        ("ref:swing", []),
        ("oca:1001", [1001]),
        ("exec:0000e1a7.67400001.01.02", [1002]),
        ("exec:0000e1a7.67400001", []),
        ("REF: swing   12", [1001]),
        ("client: 1 order: 5", [1001]),
        ("exec:0000ffff.00000001.01.01", ["commission"]),
    ],
)
def test_named_fields_are_compared_exactly(blotter: Blotter, text: str, expected: Sequence[object]) -> None:
    assert found(blotter, text) == expected


def test_a_result_names_the_field_it_was_found_by(blotter: Blotter) -> None:
    results = find("5", blotter.orders, blotter.fills)
    assert [each.by for each in results.found] == [
        "Order ID 5 of client 7",
        "Order ID 5 of client 1",
        "Perm ID 555",
    ]


def test_the_nearest_come_first_whatever_their_age() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(12, 1, 1))
    blotter.apply(open_order(9, 1, 2, orderRef="12"))
    blotter.apply(open_order(1234, 1, 3))
    blotter.apply(open_order(8, 1, 4, orderRef="ref 12"))
    assert found(blotter, "12") == [12, 9, 1234, 8]


def test_more_than_can_be_listed_are_counted() -> None:
    blotter = new_blotter()
    for number in range(1, MOST_FOUND + 11):
        blotter.apply(open_order(number, 1, number))
    results = find("AAPL", blotter.orders)
    assert len(results.found) == MOST_FOUND
    assert results.total == MOST_FOUND + 10
    assert name(results.found[0].record) == MOST_FOUND + 10


@pytest.mark.parametrize("reference", ["my  ref", " lead", "x client:7", "perm:1", "ref:ref"])
def test_any_reference_is_found_by_itself(reference: str) -> None:
    blotter = new_blotter()
    blotter.apply(open_order(1, 1, 1, orderRef=reference))
    blotter.apply(open_order(2, 7, 2, orderRef="another"))
    assert found(blotter, f"ref:{reference}") == [1]
