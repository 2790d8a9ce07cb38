"""Which contracts are one instrument."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ibmonitor.domain.instruments.key import identity_of, key_of, legs_of
from ibmonitor.domain.records.records import ComboLeg, Contract
from tests.support.blotter_events import AAPL, BAG


def combo(*legs: tuple[int, int, str], described: str = "") -> Contract:
    listed = tuple(ComboLeg(con_id, ratio, action, "SMART") for con_id, ratio, action in legs)
    return replace(BAG, combo_legs=listed, combo_legs_descrip=described)


def test_a_con_id_is_one_instrument_whatever_else_differs() -> None:
    assert identity_of(AAPL) == identity_of(replace(AAPL, exchange="ARCA", local_symbol="")) == 265598


@pytest.mark.parametrize("con_id", [None, 0])
def test_without_a_con_id_the_fields_decide_but_for_the_venue(con_id: int | None) -> None:
    stock = replace(AAPL, con_id=con_id)
    assert identity_of(stock) is None
    assert key_of(stock) == key_of(replace(stock, exchange="ARCA"))
    for other in (
        replace(stock, symbol="MSFT"),
        replace(stock, currency="EUR"),
        replace(stock, strike=Decimal(5)),
        replace(stock, multiplier="10"),
    ):
        assert key_of(stock) != key_of(other)


def test_an_implausible_strike_is_none() -> None:
    assert key_of(replace(AAPL, con_id=None, strike=Decimal("9E+999999"))) == key_of(replace(AAPL, con_id=None))


def test_combos_differ_in_their_legs_not_in_the_con_id_they_share() -> None:
    vertical = combo((701, 1, "BUY"), (702, 1, "SELL"))
    assert identity_of(vertical) == identity_of(combo((702, 1, "SELL"), (701, 1, "BUY")))
    for other in (
        combo((701, 1, "SELL"), (702, 1, "BUY")),
        combo((701, 1, "BUY"), (702, 2, "SELL")),
        combo((701, 1, "BUY"), (703, 1, "SELL")),
        combo((701, 1, "BUY")),
    ):
        assert identity_of(vertical) != identity_of(other)


@pytest.mark.parametrize(
    ("described", "legs"),
    [
        ("909446204|-1,909903509|1", ((909446204, -1), (909903509, 1))),
        ("2|1, 1|-3", ((1, -3), (2, 1))),
        ("", ()),
        ("1 x 2", ()),
        ("1|1,", ()),
        ("1|1,2", ()),
        ("1|" + "9" * 5000, ()),
    ],
)
def test_an_execution_lists_its_legs_in_one_text(described: str, legs: object) -> None:
    assert legs_of(combo(described=described)) == legs


def test_the_description_and_the_list_are_one_combo() -> None:
    assert key_of(combo((7, 2, "BUY"), (8, 1, "SSHORT"))) == key_of(combo(described="8|-1,7|2"))


def test_a_combo_without_legs_has_no_identity() -> None:
    assert identity_of(BAG) is None
    assert key_of(BAG) != key_of(replace(BAG, symbol="SPX"))


def test_a_leg_may_leave_fields_out() -> None:
    assert legs_of(replace(BAG, combo_legs=(ComboLeg(None, None, "", ""),))) == ((0, 1),)
