"""What a text can mean in the history."""

from __future__ import annotations

import pytest
from sqlalchemy.dialects import sqlite

from ibmonitor.journal.terms import execution_terms, order_terms


def conditions(text: str) -> list[str]:
    """What is asked of executions, with the values in it."""
    literal = {"literal_binds": True}
    return [
        str(term.condition.compile(dialect=sqlite.dialect(), compile_kwargs=literal)).replace("executions.", "")
        for term in execution_terms(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("perm: 7", ["perm_id = 7"]),
        ("perm:x", []),
        ("exec:0000AB", ["exec_id >= '0000AB' AND exec_id < '0000AB\U0010ffff'"]),
        ("ref:a b", ["order_ref >= 'a b' AND order_ref < 'a b\U0010ffff' AND order_ref != ''"]),
    ],
)
def test_a_named_field_is_that_field(text: str, expected: list[str]) -> None:
    assert conditions(text)[: len(expected)] == expected
    assert len(conditions(text)) in (len(expected), 2 * len(expected))


@pytest.mark.parametrize(
    "text", ["3/12", "3 / 12", "client 3 order 12", "client:3 order:12", "order 12 of client 3", "ORDER 12 client 3"]
)
def test_an_order_of_a_client(text: str) -> None:
    assert "order_id = 12 AND client_id = 3" in conditions(text)


def test_a_number_is_any_id() -> None:
    found = conditions("12")
    assert {"perm_id = 12", "order_id = 12", "symbol = '12'", "account = '12'"} <= set(found)
    assert not any("exec_id" in each for each in found)
    assert "order_id = 0" not in conditions("0")


def test_symbols_and_accounts_are_found_in_any_case() -> None:
    assert {"symbol = 'spy'", "symbol = 'SPY'", "account = 'SPY'"} <= set(conditions("spy"))
    assert len(conditions("SPY")) == len(set(conditions("SPY")))


def test_the_beginning_of_an_exec_id_has_some_length() -> None:
    assert not any("exec_id" in each for each in conditions("0000e"))
    assert any("exec_id" in each for each in conditions("0000e0"))


def test_a_perm_id_is_looked_up_in_each_site() -> None:
    (term,) = order_terms("perm:7", ["live", "paper"])[:1]
    assert "site IN" in str(term.condition)
