"""An order is found by whatever people ask for it by: ids, accounts, symbols, amounts, states, words of messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.search.fields import Names
from ibmonitor.domain.search.find import MOST_ALONE, MOST_FOUND, find
from ibmonitor.domain.search.words import words_of
from tests.support.blotter_events import (
    AAPL,
    commission,
    completed_order,
    execution,
    new_blotter,
    open_order,
    order_status,
)
from tests.support.examples import examples

SPY = replace(AAPL, con_id=756733, symbol="SPY", local_symbol="SPY")
ES = replace(AAPL, con_id=2, symbol="ES", local_symbol="ESZ6", sec_type="FUT")
MANUAL, CANCELLED, FILLED, PARTLY, REJECTED, CHILD, GROUP = 11, 12, 13, 14, 15, 16, 17
"""Perm IDs end with these."""


def perm_id(number: int) -> int:
    return 1903554200 + number


OF_FILLED: dict[str, Any] = {
    "perm_id": perm_id(FILLED),
    "client_id": 1,
    "order_id": 6,
    "contract": SPY,
    "time": "20260611-13:30:01",
}
NAMES = Names(lambda account: {"DU1234568": "Anna Miller (DU1234568)"}.get(account, account))


@pytest.fixture(scope="module")
def blotter() -> Blotter:
    return new_blotter(
        open_order(perm_id(MANUAL), 0, -3, contract=ES, account="DU7", totalQuantity=Decimal(2)),
        completed_order(perm_id(CANCELLED), 7, 5, action="SELL", ocaGroup="oca_77", totalQuantity=Decimal(40)),
        open_order(perm_id(FILLED), 1, 6, contract=SPY, account="DU1234568", orderRef="swing 12"),
        order_status(perm_id(FILLED), 1, 6, status="Filled", filled=100, remaining=0),
        execution("0000e1a7.67400001.01.01", **OF_FILLED),
        execution("0000e1a7.67400001.01.02", **OF_FILLED),
        open_order(
            perm_id(PARTLY), 7, 6, orderType="LMT", lmtPrice=Decimal("230.5"), account="DU1234567", action="SELL"
        ),
        order_status(perm_id(PARTLY), 7, 6, status="Submitted", filled=30, remaining=70),
        open_order(perm_id(REJECTED), 7, 1000, contract=SPY, account="DU1234567", totalQuantity=Decimal(2500)),
        order_status(perm_id(REJECTED), 7, 1000, status="Inactive", remaining=2500),
        TwsMessage(1000, 201, "Order rejected - reason: Size exceeds the limit", None, ""),
        open_order(perm_id(CHILD), 1, 8, parentId=6, account="DU1234567", orderRef="Rebalance-0412"),
        open_order(perm_id(GROUP), 1, 9, account="", faGroup="Growth", faMethod="Equal", totalQuantity=Decimal(90)),
        # Of an order that TWS has not described.
        execution("0000e1a7.67400009.01.01", perm_id=555, client_id=3, order_id=44, shares=Decimal(7)),
        execution("0000e1a7.67400009.02.01", perm_id=555, client_id=3, order_id=44, shares=Decimal(7)),
        commission("0000ffff.00000001.01.01"),
    )


def name(record: Order | Fill | Commission) -> object:
    match record:
        case Order():
            return (record.perm_id or 0) - perm_id(0)
        case Fill():
            return record.execution.exec_id[-5:]
        case Commission():
            return "commission"


def found(blotter: Blotter, text: str) -> list[object]:
    return [name(each.record) for each in find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES).found]


@pytest.mark.parametrize(
    ("text", "meaning", "expected"),
    [
        *((text, "Order ID 6 of client 1", [FILLED]) for text in (
            "order 6 client 1", "order 6 of client 1", "6 of client 1", "Client 1 order 6", "1/6",
            "order #6 of client 1", "what happened to order ID 6 for the client 1?",
        )),
        ("#6", "Order ID 6", [PARTLY, FILLED]),
        ("order 6", "Order ID 6", [PARTLY, FILLED]),
        ("6", "Order ID or parent ID 6", [PARTLY, FILLED, CHILD]),
        ("-3", "Order ID -3", [MANUAL]),
        ("client 7", "Client ID 7", [REJECTED, PARTLY, CANCELLED]),
        ("7/6 AAPL", "Order ID 6 of client 7, symbol AAPL", [PARTLY]),
        ("44 of client 3", "Order ID 44 of client 3", ["02.01"]),
        # An order ID that the client has not used, and so an amount.
        ("100 client 7", "Quantity 100, client ID 7", [PARTLY]),
        ("1903554213", "Perm ID 1903554213", [FILLED]),
        ("554213", "Perm ID 1903554213", [FILLED]),
        ("555", "Perm ID 555", ["02.01"]),
        ("parent 6", "Parent ID 6", [CHILD]),
        ("265598", "Contract ID 265598", ["02.01", GROUP, CHILD, PARTLY, CANCELLED]),
        ("0000e1a7.67400001.01.01", "Exec ID 0000e1a7.67400001.01.01", [FILLED]),
        ("0000E1A7.67400009.01.01", "Exec ID 0000e1a7.67400009.01.01", ["02.01"]),
        ("0000e1a7.6740", "Exec ID 0000e1a7.6740", ["02.01", FILLED]),
        ("0000ffff", "Exec ID 0000ffff", ["commission"]),
    ],
)  # fmt: skip
def test_ids(blotter: Blotter, text: str, meaning: str, expected: Sequence[object]) -> None:
    assert find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES).meaning == meaning
    assert found(blotter, text) == expected


@pytest.mark.parametrize(
    ("text", "meaning", "expected"),
    [
        ("DU1234567", "Account DU1234567", [CHILD, REJECTED, PARTLY]),
        ("du123456", "Account with “du123456”", [CHILD, REJECTED, PARTLY, FILLED]),
        ("34568", "Account Anna Miller (DU1234568)", [FILLED]),
        ("account DU7", "Account DU7", [MANUAL]),
        ("miller", "Account Anna Miller (DU1234568)", [FILLED]),
        ("Mill", "Account Anna Miller (DU1234568)", [FILLED]),
        ("SPY Anna", "Symbol SPY, account Anna Miller (DU1234568)", [FILLED]),
        ("growth", "FA group Growth", [GROUP]),
        ("swing 12", "Order ref swing 12", [FILLED]),
        ("swing", "Order ref swing 12", [FILLED]),
        ("0412", "Order ref Rebalance-0412", [CHILD]),
        ("rebalance-0412", "Order ref Rebalance-0412", [CHILD]),
        ("oca_77", "OCA group oca_77", [CANCELLED]),
        ("esz6", "Contract ESZ6", [MANUAL]),
        ("es", "Symbol ES", [MANUAL]),
        ("lmt", "Order type LMT", [PARTLY]),
        ("limit orders", "Order type LMT", [PARTLY]),
    ],
)
def test_names(blotter: Blotter, text: str, meaning: str, expected: Sequence[object]) -> None:
    assert find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES).meaning == meaning
    assert found(blotter, text) == expected


@pytest.mark.parametrize(
    ("text", "meaning", "expected"),
    [
        ("rejected", "Rejected", [REJECTED]),
        ("cancelled", "Cancelled", [CANCELLED]),
        ("canceled AAPL", "Cancelled, symbol AAPL", [CANCELLED]),
        ("working", "Working", [GROUP, CHILD, PARTLY, MANUAL]),
        ("filled", "Filled", [FILLED]),
        ("partly filled", "Partly filled", [PARTLY]),
        ("AAPL partially filled", "Symbol AAPL, partly filled", [PARTLY]),
        ("done", "Done", [FILLED, CANCELLED]),
        ("PreSubmitted", "Status PreSubmitted", [GROUP, CHILD, MANUAL]),
        ("pre-submitted ES", "Status PreSubmitted, symbol ES", [MANUAL]),
        ("inactive", "Status Inactive", [REJECTED]),
        ("submitted", "Status Submitted", [PARTLY]),
        # The fill of an unknown order is not among them: whether that order is filled is not known.
        *(
            (text, "Not fully filled", [GROUP, CHILD, REJECTED, PARTLY, CANCELLED, MANUAL])
            for text in (
                "not filled",
                "unfilled",
                "isn’t filled yet",
                "Not yet been fully filled",
                "still not filled",
                "non-filled",
            )
        ),
        ("working not filled", "Working, not fully filled", [GROUP, CHILD, PARTLY, MANUAL]),
        ("filled, not AAPL", "Filled, not symbol “AAPL”", [FILLED]),
        ("not cancelled AAPL", "Not cancelled, symbol AAPL", [GROUP, CHILD, PARTLY]),
        ("rejected or cancelled", "Rejected or cancelled", [REJECTED, CANCELLED]),
        ("neither working nor filled", "Not working, not fully filled", [REJECTED, CANCELLED]),
        ("not working or filled", "Not working, not fully filled", [REJECTED, CANCELLED]),
        ("not sold", "Not sell", ["02.01", GROUP, CHILD, REJECTED, FILLED, MANUAL]),
        ("not preSubmitted, not client 7", "Not status PreSubmitted, not client ID 7", [FILLED]),
        ("SPY or es", "Symbol SPY or symbol ES", [REJECTED, FILLED, MANUAL]),
        ("without DU1234567 working", "Not “DU1234567”, working", [GROUP, MANUAL]),
        ("no fills", "Nothing filled", [REJECTED]),
        ("completely filled", "Filled", [FILLED]),
        ("still open", "Working", [GROUP, CHILD, PARTLY, MANUAL]),
        ("incomplete SPY", "Not done, symbol SPY", [REJECTED]),
        ("201", "Message code 201", [REJECTED]),
        ("error 201", "Message code 201", [REJECTED]),
        ("exceeds limit SPY", "Message with “exceeds”, message with “limit”, symbol SPY", [REJECTED]),
    ],
)
def test_states_and_messages(blotter: Blotter, text: str, meaning: str, expected: Sequence[object]) -> None:
    assert find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES).meaning == meaning
    assert found(blotter, text) == expected


@pytest.mark.parametrize(
    ("text", "meaning", "expected"),
    [
        ("SPY 100", "Symbol SPY, quantity 100", [FILLED]),
        ("the 100 of SPY", "Quantity 100, symbol SPY", [FILLED]),
        ("spy 2,500", "Symbol SPY, quantity 2500", [REJECTED]),
        ("buy SPY", "Buy, symbol SPY", [REJECTED, FILLED]),
        ("sell", "Sell", [PARTLY, CANCELLED]),
        ("AAPL sell", "Symbol AAPL, sell", [PARTLY, CANCELLED]),
        ("AAPL sell today", "Symbol AAPL, sell", [PARTLY, CANCELLED]),
        ("AAPL 230.5", "Symbol AAPL, price 230.5", [PARTLY]),
        ("aapl 100@230.50", "Symbol AAPL, quantity 100, price 230.5", [PARTLY]),
        ("limit 230.5", "Price 230.5", [PARTLY]),
        ("quantity 90", "Quantity 90", [GROUP]),
        ("today", "All orders", ["02.01", GROUP, CHILD, REJECTED, PARTLY, FILLED, CANCELLED, MANUAL]),
    ],
)
def test_amounts_and_sides(blotter: Blotter, text: str, meaning: str, expected: Sequence[object]) -> None:
    assert find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES).meaning == meaning
    assert found(blotter, text) == expected


BRK = replace(AAPL, con_id=3, symbol="BRK B", local_symbol="BRK B")
EUR = replace(AAPL, con_id=4, symbol="EUR", local_symbol="EUR.USD", sec_type="CASH")
SHELL = replace(AAPL, con_id=5, symbol="SHEL", local_symbol="SHEL", currency="GBP")


@pytest.mark.parametrize(
    ("text", "meaning", "expected"),
    [
        *((text, "Symbol BRK B", [1]) for text in ("BRK.B", "brk-b", "BRK/B")),
        ("brk b", "Symbol BRK B", [1]),
        *((text, "Contract EUR.USD", [2]) for text in ("EUR.USD", "eur/usd", "EURUSD")),
        ("GBP", "Currency GBP", [3]),
        *((text, "Quantity 1500", [3]) for text in ("1,500", "1 500", "1\u202f500", "1'500", "1500.00")),
        ("SHEL 1\u00a0500", "Symbol SHEL, quantity 1500", [3]),
        ("1903 554 201", "Perm ID 1903554201", [1]),
        ("1903554201\u2028", "Perm ID 1903554201", [1]),
        ("1903554201\n1903554203, 9903554203", "Perm ID with “1903554201 1903554203, 9903554203”", [1, 3]),
        ("buy 1,500 SHEL @ 23.10", "Buy, quantity 1500, symbol SHEL, price 23.1", [3]),
        ("$23.10", "Price 23.1", [3]),
        ("trailing stop", "Order type TRAIL", [2]),
        ("forex", "Security type CASH", [2]),
        ("stocks not SHEL", "Security type STK, not symbol “SHEL”", [1]),
        ("SHEL,EUR", "Symbol with “SHEL,EUR”", [3, 2]),
        ("SHEL and EUR", "Symbol with “SHEL and EUR”", [3, 2]),
        ("#1903554201", "Perm ID 1903554201", [1]),
        ("status:rejected", "Rejected", [1]),
        ("lager", "Account Läger & Söhne (DU1)", [1]),
        ("LÄGER SOHNE", "Account Läger & Söhne (DU1)", [1]),
        ("children of 1", "Parent ID 1", [2]),
        # No part of an ID or of a message.
        ("$554", "Price “$554”", []),
        ("4,201", "“4,201”", []),
        ("1903 554 209", "“1903 554 209”", []),
    ],
)  # fmt: skip
def test_instruments_and_numbers_as_they_are_pasted(text: str, meaning: str, expected: Sequence[object]) -> None:
    blotter = new_blotter(
        open_order(perm_id(1), 1, 1, contract=BRK, status="Inactive", account="DU1"),
        open_order(perm_id(2), 1, 2, contract=EUR, account="DU2", orderType="TRAIL", parentId=1),
        open_order(
            perm_id(3),
            1,
            3,
            contract=SHELL,
            account="DU2",
            totalQuantity=Decimal(1500),
            orderType="LMT",
            lmtPrice=Decimal("23.10"),
        ),
        TwsMessage(1, 201, "Order rejected - reason: exceeds 42010", None, ""),
    )
    names = Names(lambda account: {"DU1": "Läger & Söhne (DU1)"}.get(account, account))
    results = find(text, blotter.orders, names=names)
    assert (results.meaning, [name(each.record) for each in results.found]) == (meaning, expected)


def test_a_pasted_text_of_many_words_is_answered() -> None:
    blotter = new_blotter(open_order(perm_id(1)))
    results = find(" ".join(f"word{number}" for number in range(2000)), blotter.orders)
    assert len(results.alone) == MOST_ALONE + 1
    assert find("AAPL " * 2000, blotter.orders).meaning == "Symbol AAPL"


@pytest.mark.parametrize(
    "text", ["", "   ", "AAPK", "SPY 101", "10", "rejected AAPL", "perm:190355", "order 77", "9/9"]
)
def test_nothing_is_guessed(blotter: Blotter, text: str) -> None:
    results = find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES)
    assert (results.found, results.total, results.orders, results.fits) == ((), 0, 0, None)


@pytest.mark.parametrize(
    ("text", "day", "without"),
    [
        ("AAPL sell yesterday", "yesterday", "AAPL sell"),
        ("Monday", "Monday", ""),
        ("SPY last week", "last week", "SPY"),
        ("rejected on Nov 28", "Nov 28", "rejected on"),
    ],
)
def test_other_days_than_today_are_not_known(blotter: Blotter, text: str, day: str, without: str) -> None:
    results = find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES)
    assert (results.day, results.without_day, results.found) == (day, without, ())


def test_a_name_with_the_word_for_a_day_is_found() -> None:
    blotter = new_blotter(open_order(perm_id(1), orderRef="Monday buys"), open_order(perm_id(2)))
    assert found(blotter, "monday") == [1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("perm:1903554213", [FILLED]),
        ("client:7 order:6", [PARTLY]),
        ("order:6", [PARTLY, FILLED]),
        ("client: 1 order: 8", [CHILD]),
        ("client:3 order:44", ["02.01"]),
        ("ref:swing 12", [FILLED]),
        ("REF: swing   12", [FILLED]),
        ("ref:swing", []),
        ("oca:oca_77", [CANCELLED]),
        ("exec:0000e1a7.67400001.01.02", [FILLED]),
        ("exec:0000e1a7.67400001", []),
        ("exec:0000ffff.00000001.01.01", ["commission"]),
        ("perm:0", []),
    ],
)
def test_named_fields_are_compared_exactly(blotter: Blotter, text: str, expected: Sequence[object]) -> None:
    assert found(blotter, text) == expected


def test_not_before_any_other_word_can_belong_to_a_reference() -> None:
    blotter = new_blotter(open_order(perm_id(1), orderRef="not acknowledged"), open_order(perm_id(2)))
    assert found(blotter, "not acknowledged") == [1]
    assert found(blotter, "not") == [1]


@pytest.mark.parametrize("reference", ["my  ref", " lead", "x client:7", "perm:1", "ref:ref"])
def test_any_reference_is_found_by_itself(reference: str) -> None:
    blotter = new_blotter(open_order(1, 1, 1, orderRef=reference), open_order(2, 7, 2, orderRef="another"))
    assert [record.perm_id for record in blotter.orders[:1]] == [
        each.record.perm_id  # type: ignore[union-attr]
        for each in find(f"ref:{reference}", blotter.orders).found
    ]


def test_a_result_names_the_field_that_nothing_else_shows(blotter: Blotter) -> None:
    results = find("6", blotter.orders, blotter.fills, blotter.commissions, NAMES)
    assert [each.by for each in results.found] == ["", "", "Parent ID 6"]


def test_exact_ids_come_first_then_what_has_changed_last() -> None:
    blotter = new_blotter(
        open_order(perm_id(1), 1, 1000),
        open_order(perm_id(2), 1, 2, totalQuantity=Decimal(1000)),
        open_order(perm_id(3), 1, 3, orderRef="batch 1000"),
        order_status(perm_id(2), 1, 2, status="Submitted"),
    )
    assert found(blotter, "1000") == [1, 2, 3]


def test_parts_of_words_count_only_where_no_word_fits() -> None:
    blotter = new_blotter(
        open_order(perm_id(1), contract=SPY),
        open_order(perm_id(2), contract=replace(SPY, con_id=5, symbol="SPYG", local_symbol="SPYG")),
    )
    assert found(blotter, "spy") == [1]
    assert found(blotter, "sp") == [2, 1]


def test_a_word_that_is_ignored_can_be_a_symbol() -> None:
    on = replace(AAPL, con_id=6, symbol="ON", local_symbol="ON")
    blotter = new_blotter(open_order(perm_id(1), contract=on), open_order(perm_id(2)))
    assert found(blotter, "buy ON") == [1]
    assert found(blotter, "orders on AAPL") == [2]


def test_more_than_can_be_listed_are_counted() -> None:
    blotter = new_blotter(*(open_order(number, 1, number) for number in range(1, MOST_FOUND + 11)))
    results = find("AAPL", blotter.orders)
    assert (len(results.found), results.total, results.orders) == (MOST_FOUND, MOST_FOUND + 10, MOST_FOUND + 10)
    assert results.found[0].record is blotter.orders[-1]


def test_what_fits_alone_is_counted_where_nothing_fits_all_of_it(blotter: Blotter) -> None:
    results = find("SPY 230.5 zzz", blotter.orders, blotter.fills, blotter.commissions, NAMES)
    assert results.alone == (("“SPY”", 2), ("“230.5”", 1), ("“zzz”", 0))


def test_what_fits_follows_the_orders() -> None:
    blotter = new_blotter(open_order(perm_id(1), 1, 1, contract=SPY, totalQuantity=Decimal(50)))
    results = find("working SPY 50", blotter.orders)
    assert results.fits is not None
    blotter.apply(open_order(perm_id(2), 1, 2, contract=SPY, totalQuantity=Decimal(50)))
    blotter.apply(open_order(perm_id(3), 1, 3, contract=SPY))
    assert [results.fits(order) for order in blotter.orders] == [True, True, False]


WORDS = words_of(
    "order client 6 1 #6 1/6 of the SPY AAPL 100 230.5 rejected filled partly yesterday last week nov 28 perm id"
    " account DU1234567 miller ref swing 12 : = # / @ exec 0000e1a7 0000e1a7.67400001 201 error price qty 1,000 buy"
    " today “ ' -3 not or without unfilled"
)


@given(st.lists(st.sampled_from(sorted(WORDS)) | st.text(max_size=5), max_size=6).map(" ".join))
@examples(100)
def test_whatever_is_typed_what_is_found_fits_it(blotter: Blotter, text: str) -> None:
    results = find(text, blotter.orders, blotter.fills, blotter.commissions, NAMES)
    assert bool(results.found) == bool(results.total)
    assert results.meaning or not results.found
    if results.fits is not None:
        fitting = [order for order in blotter.orders if results.fits(order)]
        assert len(fitting) == results.orders
        assert set(fitting) == {each.record for each in results.found if isinstance(each.record, Order)}
    assert [each.nearness for each in results.found] == sorted(each.nearness for each in results.found)
