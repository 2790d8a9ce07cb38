"""How closely an order fits one condition."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.search.conditions import (
    NO_FIT,
    WHOLE,
    Called,
    Condition,
    ExecId,
    Nearness,
    Same,
    Stands,
    Word,
    match_of,
    may_fit,
)
from ibmonitor.domain.search.fields import Kind, Names
from ibmonitor.domain.search.index import SearchIndex
from ibmonitor.domain.search.standing import Standing
from tests.support.make_contracts import stock
from tests.support.make_records import make_message, make_order

PARTS = Nearness.WITHIN


def an_order(**known: Any) -> Order:
    fields = {
        "perm_id": 190355,
        "order_id": 6,
        "client_id": 1,
        "parent_id": 5,
        "contract": stock(77, "SPY"),
        "account": "DU1234567",
        "total_quantity": Decimal(1000),
        "order_ref": "swing 12",
        "status": "Submitted",
        "action": "BUY",
        "messages": [make_message(1, "Order 12345 held 12")],
    }
    return make_order(1, **{**fields, **known})


def nearness(condition: Condition, last: Nearness = WHOLE) -> int:
    entry = SearchIndex().entry(an_order())
    near = match_of(condition, Names(), last, {})(entry)
    if near != NO_FIT:
        assert may_fit(condition, [entry]) == [entry]
    return near


def word(text: str, *kinds: Kind) -> Word:
    return Word(text, (text,), is_number=text.isdecimal(), kinds=kinds)


@pytest.mark.parametrize(
    ("condition", "near"),
    [
        (word("6"), Nearness.SAME_ID),
        (word("190355"), Nearness.SAME_ID),
        (word("spy"), Nearness.SAME_NAME),
        (word("1000"), Nearness.SAME_NAME),
        (word("201"), Nearness.SAME_NAME),
        (word("held"), Nearness.IN_MESSAGE),
        (word("12345"), Nearness.IN_MESSAGE),
        (word("swin"), NO_FIT),
        (word("12"), Nearness.SAME_NAME),
        (word("spy", Kind.SYMBOL), Nearness.SAME_NAME),
        (word("spy", Kind.ACCOUNT), NO_FIT),
        (word("1000", Kind.QUANTITY), Nearness.SAME_NAME),
        (word("6", Kind.QUANTITY), NO_FIT),
        (Same(Kind.ORDER_ID, 6), Nearness.SAME_ID),
        (Same(Kind.CLIENT_ID, 6), NO_FIT),
        (Same(Kind.PARENT_ID, 5), Nearness.SAME_ID),
        (Same(Kind.CON_ID, 77), Nearness.SAME_ID),
        (Same(Kind.CODE, 201), Nearness.SAME_NAME),
        (Same(Kind.CODE, 202), NO_FIT),
        (Called(Kind.ORDER_REF, "swing 12"), Nearness.SAME_ID),
        (Called(Kind.ORDER_REF, "Swing 12"), Nearness.SAME_NAME),
        (Called(Kind.OCA_GROUP, "swing 12"), NO_FIT),
        (Stands("", Standing.WORKING), Nearness.SAME_NAME),
        (Stands("", Standing.FILLED), NO_FIT),
        (Stands("", Standing.NONE, frozenset({"submitted"})), Nearness.SAME_NAME),
        (Stands("", Standing.NONE, symbol="spy"), Nearness.SAME_NAME),
        (Stands("", Standing.NONE, symbol="swing"), NO_FIT),
    ],
)
def test_whole_words_and_values(condition: Condition, near: int) -> None:
    assert nearness(condition) == near


@pytest.mark.parametrize(
    ("condition", "near"),
    [
        (word("du123"), Nearness.BEGINS),
        (word("34567"), Nearness.WITHIN),
        (word("1903"), Nearness.BEGINS),
        (word("s"), Nearness.BEGINS),
        (word("wi"), NO_FIT),
        (word("win"), Nearness.WITHIN),
        # A quantity is no text.
        (word("100"), NO_FIT),
        (word("du123", Kind.ACCOUNT), Nearness.BEGINS),
        (word("du123", Kind.ORDER_REF), NO_FIT),
        (word("spy"), Nearness.SAME_NAME),
    ],
)
def test_parts_of_words(condition: Condition, near: int) -> None:
    assert nearness(condition, PARTS) == near


def test_short_numbers_in_messages_are_no_sign() -> None:
    order = an_order(order_ref="", messages=[make_message(1, "12 of 20")])
    entry = SearchIndex().entry(order)
    assert match_of(word("12"), Names(), WHOLE, {})(entry) == NO_FIT


def test_an_execution_is_of_the_records_that_were_found() -> None:
    order = an_order()
    entry = SearchIndex().entry(order)
    assert match_of(ExecId("0000e1a7"), Names(), WHOLE, {order: Nearness.BEGINS})(entry) == Nearness.BEGINS
    assert match_of(ExecId("0000e1a7"), Names(), WHOLE, {})(entry) == NO_FIT
