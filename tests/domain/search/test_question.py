"""What is typed, as conditions: one reading or several, the strictest first."""

from __future__ import annotations

import pytest

from ibmonitor.domain.search.conditions import Called, Condition, ExecId, Same, Stands, Word
from ibmonitor.domain.search.fields import Kind
from ibmonitor.domain.search.question import parse
from ibmonitor.domain.search.standing import Standing

ORDER_6, CLIENT_1 = Same(Kind.ORDER_ID, 6), Same(Kind.CLIENT_ID, 1)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("order 6", [ORDER_6]),
        ("Order ID: 6", [ORDER_6]),
        ("order no. 6", [ORDER_6]),
        ("order#6 client=1", [ORDER_6, CLIENT_1]),
        ("6 for the client 1", [ORDER_6, CLIENT_1]),
        ("1/6", [CLIENT_1, ORDER_6]),
        ("perm id 77", [Same(Kind.PERM_ID, 77)]),
        ("contract id 5", [Same(Kind.CON_ID, 5)]),
        ("message 201", [Same(Kind.CODE, 201)]),
        ("exec 0000e1a7", [ExecId("0000e1a7")]),
        ("perm:5", [Same(Kind.PERM_ID, 5)]),
        ("exec:0000E1A7.1", [ExecId("0000E1A7.1", is_whole=True)]),
        ("oca: my  group", [Called(Kind.OCA_GROUP, "my group")]),
        ("account DU1", [Word("DU1", ("du1",), kinds=(Kind.ACCOUNT,))]),
        ("qty 1,000", [Word("1,000", ("1,000", "1000"), is_number=True, kinds=(Kind.QUANTITY,))]),
        ("5@7", [Word("5", ("5",), is_number=True), Word("@7", ("@7", "7"), is_number=True, kinds=(Kind.PRICE,))]),
        ("“SPY”, please!", [Word("SPY", ("spy",))]),
        ("Partly filled", [Stands("Partly filled", Standing.PARTLY_FILLED)]),
        ("Pending Submit", [Stands("Status PendingSubmit", Standing.NONE, frozenset({"pendingsubmit"}))]),
        ("all orders", [Stands("All orders", Standing.LISTED)]),
    ],
)
def test_the_first_reading(text: str, conditions: list[Condition]) -> None:
    assert parse(text).readings[0] == tuple(conditions)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("6 of client 1", [Word("6", ("6",), is_number=True), CLIENT_1]),
        ("1/6", [Word("1/6", ("1/6",))]),
        ("#6", [Word("#6", ("6",), is_number=True)]),
        ("account DU1", [Word("DU1", ("du1",))]),
        ("code 5", [Word("5", ("5",), is_number=True)]),
    ],
)
def test_the_second_reading_is_less_strict(text: str, conditions: list[Condition]) -> None:
    assert parse(text).readings[1] == tuple(conditions)


def test_a_symbol_that_is_an_ignored_word_comes_first() -> None:
    readings = parse("buy on", {"on"}).readings
    assert [len(reading) for reading in readings] == [2, 1, 1]
    assert readings[0][1] == Word("on", ("on",), kinds=(Kind.SYMBOL,))


def test_a_state_that_is_a_symbol_means_both() -> None:
    (condition,) = parse("open", {"open"}).readings[0]
    assert condition == Stands("Working", Standing.WORKING, symbol="open")


def test_a_word_that_can_be_an_execution_is_read_as_one_at_last() -> None:
    assert parse("0000e1a7").readings == ((Word("0000e1a7", ("0000e1a7",)),), (ExecId("0000e1a7"),))


def test_numbers_are_read_with_the_readers_separators() -> None:
    (condition,) = parse("1.000", group=".", point=",").readings[0]
    assert condition == Word("1.000", ("1.000", "1000"), is_number=True)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_is_asked(text: str) -> None:
    assert parse(text).readings == ()


@pytest.mark.parametrize(
    "text", ["of", ":", "client:", "order", "#", "@", "-", "9" * 5000, "'", "1/", "ref:", "ago", "\x00"]
)
def test_anything_can_be_typed(text: str) -> None:
    assert all(parse(text).readings)
