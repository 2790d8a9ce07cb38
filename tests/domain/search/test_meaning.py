"""How a query was understood, in a few words."""

from __future__ import annotations

import pytest

from ibmonitor.domain.search.conditions import WHOLE, Called, Condition, ExecId, Nearness, Same, Stands, Word
from ibmonitor.domain.search.fields import Kind
from ibmonitor.domain.search.meaning import Values, by_words, condition_words, meaning_of
from ibmonitor.domain.search.standing import Standing
from tests.support.make_records import make_commission, make_order

ORDER_6, CLIENT_1 = Same(Kind.ORDER_ID, 6), Same(Kind.CLIENT_ID, 1)
SPY = Word("spy", ("spy",))
HUNDRED = Word("100", ("100",), is_number=True)
SELLS = Stands("Sell", Standing.SELL)


@pytest.mark.parametrize(
    ("reading", "sample", "meaning"),
    [
        ((CLIENT_1, ORDER_6), [], "Order ID 6 of client 1"),
        ((CLIENT_1,), [], "Client ID 1"),
        ((SPY, SELLS), [[(Kind.SYMBOL, "SPY")]], "Symbol SPY, sell"),
        ((SPY,), [[(Kind.SYMBOL, "SPY"), (Kind.CONTRACT, "SPY 18DEC26 600 C")]], "Symbol SPY"),
        ((SPY,), [[(Kind.ORDER_REF, "spy 1")], [(Kind.ORDER_REF, "spy 2")]], "Order ref with “spy”"),
        ((SPY,), [[(Kind.SYMBOL, "SPY")], [(Kind.ORDER_REF, "a spy")]], "Symbol or order ref with “spy”"),
        ((SPY,), [[(Kind.SYMBOL, "SPY"), (Kind.MESSAGE, "no spy")]], "Symbol SPY"),
        ((SPY,), [[(Kind.MESSAGE, "no spy")]], "Message with “spy”"),
        ((HUNDRED,), [[(Kind.ORDER_ID, "100")], [(Kind.QUANTITY, "100")]], "Order ID or quantity 100"),
        (
            (HUNDRED,),
            [[(kind, "100") for kind in (Kind.ORDER_ID, Kind.CLIENT_ID, Kind.QUANTITY, Kind.PRICE, Kind.CODE)]],
            "Order ID, client ID, quantity, price or another field 100",
        ),
        ((SPY, HUNDRED), [], "“spy”, “100”"),
        ((SELLS, SELLS), [], "Sell"),
    ],
)
def test_meaning(reading: tuple[Condition, ...], sample: list[Values], meaning: str) -> None:
    assert meaning_of(reading, sample, WHOLE) == meaning


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Called(Kind.ORDER_REF, "my\nref"), "Order ref my ref"),
        (ExecId("0001"), "Exec ID 0001"),
        (Word("DU1", ("du1",), kinds=(Kind.ACCOUNT,)), "Account “DU1”"),
        (Called(Kind.OCA_GROUP, "x" * 100), f"OCA group {'x' * 60}…"),
    ],
)
def test_one_condition(condition: Condition, words: str) -> None:
    assert condition_words(condition) == words


@pytest.mark.parametrize(
    ("reading", "values", "by"),
    [
        ((SPY,), [(Kind.SYMBOL, "SPY"), (Kind.ORDER_REF, "spy")], ""),
        ((SPY,), [(Kind.ORDER_REF, "spy hedge")], "Order ref spy hedge"),
        ((HUNDRED, SPY), [(Kind.QUANTITY, "100"), (Kind.ORDER_REF, "spy")], "Order ref spy"),
        ((ORDER_6,), [], ""),
        ((Same(Kind.PARENT_ID, 6),), [], "Parent ID 6"),
        ((ExecId("0001"),), [], "Exec ID 0001"),
    ],
)
def test_a_field_that_a_list_of_orders_does_not_show(reading: tuple[Condition, ...], values: Values, by: str) -> None:
    assert by_words(reading, make_order(0), values, WHOLE) == by


def test_a_commission_is_found_by_its_execution() -> None:
    assert by_words((ExecId("0000"),), make_commission("0000e0d5.1"), [], WHOLE) == "Exec ID 0000e0d5.1"


def test_a_part_of_a_value_shows_the_whole_of_it() -> None:
    assert meaning_of((Word("sp", ("sp",)),), [[(Kind.SYMBOL, "SPY")]], Nearness.WITHIN) == "Symbol SPY"
