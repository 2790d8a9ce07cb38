"""Contracts of one instrument are merged: whatever each leaves out, the name is the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from ibmonitor.domain.instruments.instruments import Instruments
from tests.support.make_contracts import (
    LSE,
    future,
    names_of,
    stock,
)


def test_one_instrument_is_one_however_it_is_reported() -> None:
    """A fill's venue, a completed order without multiplier, a text message with `?` for the right."""
    reports = (
        future(1, "SI", multiplier="5000", trading_class="SI", exchange="COMEX"),
        future(1, "SI", exchange="SMART", right="?"),
        future(1, "SI", multiplier="5000.0", local_symbol="SIZ6"),
    )
    for order in permutations(reports):
        assert set(names_of(*order, others=(future(2, "SI", multiplier="1000"),))) == {"SI 18DEC26 FUT ×5000"}


def test_the_venue_of_executions_is_in_the_name_only_while_there_is_one() -> None:
    instruments = Instruments()
    other, here = stock(1, "XYZ"), stock(2, "XYZ", exchange="LSE")
    instruments.learn(other)
    instruments.learn(here, is_execution=True)
    assert instruments.name(here) == "XYZ LSE"
    instruments.learn(replace(here, exchange="CHIX"), is_execution=True)
    assert [instruments.name(each) for each in (other, here)] == ["XYZ #1", "XYZ #2"]
    instruments.learn(here)
    assert instruments.name(here) == "XYZ LSE"


def test_a_contract_without_a_con_id_is_the_only_instrument_it_can_be() -> None:
    vague = stock(None, "VOD", currency="GBP")
    assert names_of(vague, stock(18, "VOD", **LSE)) == ["VOD", "VOD"]
    assert names_of(vague, stock(18, "VOD", **LSE), stock(19, "VOD")) == ["VOD GBP", "VOD GBP", "VOD USD"]
    assert names_of(stock(None, "VOD", currency=""), stock(18, "VOD", **LSE), stock(19, "VOD")) == [
        "VOD",
        "VOD GBP",
        "VOD USD",
    ]
    assert names_of(stock(None, "VOD"), stock(None, "VOD", currency="GBP")) == ["VOD USD", "VOD GBP"]
