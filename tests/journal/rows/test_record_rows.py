"""What only records tell, since many events make them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.sums.day_trades import PLAIN, Place
from ibmonitor.journal.rows.event_rows import Row
from ibmonitor.journal.rows.record_rows import is_ordinary, order_rows, place_in, place_text, standing_row
from ibmonitor.journal.store.schema import ORDER_DAYS, ORDERS
from tests.journal.histories import NEW_YORK, Book
from tests.support.blotter_events import BAG, START, execution, open_order, order_status
from tests.support.fill_streams import LEG, MASTER


def book_of(*events: Event) -> Book:
    book = Book()
    book.receive(*events)
    return book


def test_an_order_has_a_row_and_one_of_its_day() -> None:
    terms: dict[str, Any] = {"tif": "GTC", "orderRef": "r", "lmtPrice": Decimal("187.20"), "orderType": "LMT"}
    book = book_of(open_order(7, 1, 11, **terms), order_status(7, 1, 11, filled=40, remaining=60))
    (order,) = book.blotter.orders
    (table, row), of_day = order_rows(order, NEW_YORK)
    assert table is ORDERS
    assert {name: row[name] for name in ("perm_id", "account", "client_id", "order_id", "order_ref", "tif")} == {
        "perm_id": 7,
        "account": "DU1",
        "client_id": 1,
        "order_id": 11,
        "order_ref": "r",
        "tif": "GTC",
    }
    assert (row["quantity"], row["limit_price"], row["filled"], row["status"]) == ("100", "187.20", "40", "Submitted")
    assert (row["symbol"], row["con_id"], row["parent_perm_id"]) == ("AAPL", 265598, None)
    assert row["outcome"] == "working"
    assert row.keys() == {column.name for column in ORDERS.columns} - {"site"}
    assert of_day == (ORDER_DAYS, {"perm_id": 7, "day": "2026-06-11"})


def test_an_order_that_changes_on_two_days_has_two_days() -> None:
    book = book_of(open_order(7, 1, 11))
    book.receive(order_status(7, 1, 11, status="Cancelled"), at=START.replace(day=12))
    (order,) = book.blotter.orders
    (_, row), *days = order_rows(order, NEW_YORK)
    assert (row["first_day"], row["last_day"]) == ("2026-06-11", "2026-06-12")
    assert [day["day"] for _, day in days] == ["2026-06-11", "2026-06-12"]


def test_an_order_without_a_permid_has_none() -> None:
    book = book_of(open_order(None, 1, 11))
    assert [list(order_rows(order, NEW_YORK)) for order in book.blotter.orders] == [[]]


def standing(*events: Event) -> dict[str, Row | None]:
    """By the execIds, `None` for ordinary fills."""
    fills = book_of(*events).blotter.fills
    return {fill.execution.exec_id: None if is_ordinary(fill) else standing_row(fill) for fill in fills}


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    assert standing(execution("e.1.01.01"), execution("e.1.01.02")) == {
        "e.1.01.01": {"account": "DU9000001", "exec_id": "e.1.01.01", "perm_id": None, "superseded": 1, "place": ""},
        "e.1.01.02": None,
    }


def test_what_is_whole_and_what_is_a_leg_is_said() -> None:
    found = standing(
        execution("e.1.01.01", acct_number=MASTER),
        execution("e.2.01.01", contract=BAG),
        execution("e.2.02.01.01", contract=LEG),
    )
    assert {exec_id: row and row["place"] for exec_id, row in found.items()} == {
        "e.1.01.01": "whole money",
        "e.2.01.01": "combo money",
        "e.2.02.01.01": "leg money",
    }


def test_a_place_is_read_back() -> None:
    places = [PLAIN, *(Place(*(bool(number & 1 << bit) for bit in range(4))) for number in range(16))]
    assert [place_in(place_text(place)) for place in places] == places
    assert place_text(PLAIN) == ""
