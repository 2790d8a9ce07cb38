"""Instruments have unique names, in any order of arrival."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.instruments.key import identity_of, key_of
from ibmonitor.domain.records.records import Contract
from tests.support.make_contracts import (
    AAPL,
    AAPL_CALL,
    C6740,
    C6750,
    LSE,
    MINI_CALL,
    combo,
    future,
    names_of,
    one,
    option,
    stock,
)

# One instrument


def test_without_a_symbol_the_con_id_is_the_name() -> None:
    assert names_of(one(77, "", "")) == ["#77"]
    assert names_of(one(1, "BAG", "SPX")) == ["SPX combo"]


def test_no_contract_has_no_name() -> None:
    assert Instruments().name(None) == ""


# Several with the same short name

SI = {"trading_class": "SI", "multiplier": "5000.0"}


@pytest.mark.parametrize(
    ("contracts", "names"),
    [
        (
            [future(11, "SI", **SI), future(12, "SI", trading_class="SIL", multiplier="1000")],
            ["SI 18DEC26 FUT ×5000", "SI 18DEC26 FUT ×1000"],
        ),
        (
            [
                future(13, "DAX", multiplier="25", trading_class="FDAX"),
                future(14, "DAX", multiplier="5", trading_class="FDXM"),
                future(15, "DAX", multiplier="1", trading_class="FDXS"),
            ],
            ["DAX 18DEC26 FUT ×25", "DAX 18DEC26 FUT ×5", "DAX 18DEC26 FUT ×1"],
        ),
        (
            [option(1, "6740", trading_class="SPX"), option(2, "6740", trading_class="SPXW")],
            ["SPX 19MAR26 6740 C SPX", "SPX 19MAR26 6740 C SPXW"],
        ),
        (
            [option(1, "50", symbol="XYZ", multiplier="100"), option(2, "50", symbol="XYZ", multiplier="10")],
            ["XYZ 19MAR26 50 C ×100", "XYZ 19MAR26 50 C ×10"],
        ),
        (
            [
                option(1, "50", symbol="XYZ", trading_class="XYZ"),
                option(2, "50", symbol="XYZ", trading_class="2XYZ"),
                option(3, "50", symbol="XYZ", trading_class="XYZ1", multiplier="10"),
            ],
            ["XYZ 19MAR26 50 C ×100 XYZ", "XYZ 19MAR26 50 C ×100 2XYZ", "XYZ 19MAR26 50 C ×10"],
        ),
        (
            [
                option(1, "5900", sec_type="FOP", symbol="ES", trading_class="EW3", local_symbol="EW3Z6 C5900"),
                option(2, "5900", sec_type="FOP", symbol="ES", trading_class="ES", local_symbol="ESZ6 C5900"),
            ],
            ["ES 19MAR26 5900 C FOP EW3", "ES 19MAR26 5900 C FOP ES"],
        ),
        (
            [
                option(1, "80", sec_type="FOP", symbol="CL", local_symbol="LOJ6 C8000"),
                option(2, "80", sec_type="FOP", symbol="CL", local_symbol="LOK6 C8000"),
            ],
            ["CL 19MAR26 80 C FOP LOJ6 C8000", "CL 19MAR26 80 C FOP LOK6 C8000"],
        ),
        ([stock(18, "VOD", **LSE), stock(19, "VOD", trading_class="NMS")], ["VOD GBP", "VOD USD"]),
        (
            [stock(1, "XYZ", primary_exchange="NYSE"), stock(2, "XYZ", primary_exchange="LSEETF")],
            ["XYZ NYSE", "XYZ LSEETF"],
        ),
        ([stock(1, "XYZ", exchange="IBIS"), stock(2, "XYZ", exchange="SMART")], ["XYZ IBIS", "XYZ"]),
        (
            [stock(1, "XYZ"), stock(2, "XYZ", currency="EUR"), stock(3, "XYZ", currency="EUR", exchange="SBF")],
            ["XYZ USD", "XYZ EUR", "XYZ EUR SBF"],
        ),
        ([stock(5, "XYZ"), stock(6, "XYZ")], ["XYZ #5", "XYZ #6"]),
        ([one(1, "CASH", "EUR"), one(2, "CASH", "EUR", currency="GBP")], ["EUR.USD", "EUR.GBP"]),
        ([one(1, "CFD", "EUR"), one(2, "CFD", "EUR", currency="GBP")], ["EUR CFD USD", "EUR CFD GBP"]),
        ([stock(1, "AAPL"), one(2, "CFD", "AAPL")], ["AAPL", "AAPL CFD"]),
        ([one(1, "CRYPTO", "BTC"), one(2, "CRYPTO", "BTC", currency="EUR")], ["BTC CRYPTO USD", "BTC CRYPTO EUR"]),
        (
            [
                option(1, "18000", sec_type="WAR", symbol="DAX", multiplier="0.01", local_symbol="SB1ABC"),
                option(2, "18000", sec_type="WAR", symbol="DAX", multiplier="0.01", local_symbol="GX9DEF"),
                option(3, "18000", sec_type="IOPT", symbol="DAX", multiplier="0.1"),
            ],
            ["DAX 19MAR26 18000 C WAR SB1ABC", "DAX 19MAR26 18000 C WAR GX9DEF", "DAX 19MAR26 18000 C IOPT"],
        ),
        (
            [
                one(1, "BOND", "US-T", last_trade_date_or_contract_month="20350215", local_symbol="IBCID1"),
                one(2, "BOND", "US-T", last_trade_date_or_contract_month="20350215", local_symbol="IBCID2"),
            ],
            ["US-T 15FEB35 BOND IBCID1", "US-T 15FEB35 BOND IBCID2"],
        ),
        ([one(1, "FUND", "VTSAX"), one(2, "FUND", "VTSAX")], ["VTSAX FUND #1", "VTSAX FUND #2"]),
        ([one(1, "", ""), one(2, "", "")], ["#1", "#2"]),
        ([future(1, "ES", "19261218"), future(2, "ES", "20261218")], ["ES 18DEC26 FUT #1", "ES 18DEC26 FUT #2"]),
    ],
)
def test_only_a_difference_is_added(contracts: list[Contract], names: list[str]) -> None:
    assert names_of(*contracts) == names
    for order in permutations(contracts):
        assert dict(zip(order, names_of(*order), strict=True)) == dict(zip(contracts, names, strict=True))


def test_nothing_is_added_to_a_unique_name() -> None:
    alone = stock(1, "KO"), option(2, "6800", trading_class="SPXW")
    assert names_of(*alone, others=(stock(3, "VOD"), stock(4, "VOD", currency="GBP"))) == ["KO", "SPX 19MAR26 6800 C"]


# Combos


def test_combos_with_unknown_legs_differ_in_con_ids() -> None:
    assert names_of(combo((701, 1), (702, -1)), combo((701, -1), (702, 1))) == [
        "SPX combo of 2 legs +1 #701 −1 #702",
        "SPX combo of 2 legs −1 #701 +1 #702",
    ]
    assert names_of(combo((701, 1), (C6740, -2)), combo((702, 1), (C6740, -2)), others=(C6740,)) == [
        "SPX +1 unknown −2 19MAR26 6740 C +1 #701 −2 #6740",
        "SPX +1 unknown −2 19MAR26 6740 C +1 #702 −2 #6740",
    ]


def test_the_name_changes_as_soon_as_a_leg_is_known() -> None:
    instruments = Instruments()
    spread, alone = combo((C6740, 1), (C6750, -1)), stock(99, "KO")
    for contract in (spread, alone):
        instruments.learn(contract)
    assert instruments.name(spread) == "SPX combo of 2 legs"
    assert instruments.pop_renamed() == frozenset()
    instruments.learn(C6750)
    assert instruments.name(spread) == "SPX +1 unknown −1 19MAR26 6750 C"
    assert instruments.pop_renamed() == {key_of(spread)}
    instruments.learn(C6740)
    assert instruments.pop_renamed() == {key_of(spread)}
    assert instruments.name(spread) == "SPX 19MAR26 6740/6750 C vertical"
    assert instruments.legs(spread) == ["+1 SPX 19MAR26 6740 C", "−1 SPX 19MAR26 6750 C"]
    assert instruments.pop_renamed() == frozenset()


def test_combos_of_different_series_differ_in_their_legs_class_or_multiplier() -> None:
    weekly = [replace(each, con_id=(each.con_id or 0) + 90000, trading_class="SPXW") for each in (C6740, C6750)]
    monthly = [replace(each, trading_class="SPX") for each in (C6740, C6750)]
    combos = [combo((bought, 1), (sold, -1)) for bought, sold in (weekly, monthly)]
    assert names_of(*combos, others=(*weekly, *monthly)) == [
        "SPX 19MAR26 6740/6750 C vertical SPXW",
        "SPX 19MAR26 6740/6750 C vertical SPX",
    ]
    mini = combo((AAPL, 10), (MINI_CALL, -1)), combo((AAPL, 100), (AAPL_CALL, -1))
    assert names_of(*mini, others=(AAPL, AAPL_CALL, MINI_CALL)) == [
        "AAPL 19JUN26 230 C buy-write ×10",
        "AAPL 19JUN26 230 C buy-write ×100",
    ]


def test_an_execution_that_only_describes_its_legs_is_the_same_combo() -> None:
    described = one(28812380, "BAG", "SPX", combo_legs_descrip="6740|1,6750|-1")
    assert (
        names_of(described, combo((C6740, 1), (C6750, -1)), others=(C6740, C6750))
        == ["SPX 19MAR26 6740/6750 C vertical"] * 2
    )


def test_legs_have_their_unique_names() -> None:
    instruments = Instruments()
    for contract in (C6740, replace(C6740, con_id=1, trading_class="SPXW")):
        instruments.learn(contract)
    assert instruments.legs(combo((C6740, 1), (4711, -3))) == ["+1 SPX 19MAR26 6740 C", "−3 contract ID 4711"]
    assert instruments.legs(replace(C6740, con_id=1)) == []


# What has changed


def test_only_changed_names_are_reported() -> None:
    instruments = Instruments()
    pounds, dollars = stock(18, "VOD", **LSE), stock(19, "VOD")
    instruments.learn(pounds)
    assert instruments.pop_renamed() == frozenset()
    for _ in range(2):
        instruments.learn(pounds)
        instruments.learn(replace(pounds, exchange="CHIX"), is_execution=True)
        instruments.learn(stock(20, "KO"))
        assert instruments.pop_renamed() == frozenset()
    instruments.learn(dollars)
    assert instruments.pop_renamed() == {18}
    instruments.clear()
    assert instruments.name(pounds) == "VOD"
    instruments.learn(dollars)
    assert instruments.pop_renamed() == frozenset()


def test_it_is_found_by_all_names_of_it_and_its_legs() -> None:
    instruments = Instruments()
    leg = replace(C6740, local_symbol="SPXW  260319C06740000", trading_class="SPXW")
    spread = combo((leg, 1), (C6750, -1))
    for contract in (leg, C6750, spread):
        instruments.learn(contract)
    assert instruments.words(leg) == ("SPX 19MAR26 6740 C", "SPXW 260319C06740000", "SPXW", "20260319")
    assert instruments.words(spread) == (
        "SPX 19MAR26 6740/6750 C vertical",
        "SPX 19MAR26 6740 C",
        "SPXW 260319C06740000",
        "SPXW",
        "20260319",
        "SPX 19MAR26 6750 C",
        "20260319",
    )
    assert Instruments().words(leg) == ("SPX 19MAR26 6740 C",)


def test_they_are_ordered_by_symbol_date_and_strike() -> None:
    expected = (
        stock(1, "BRK"),
        stock(2, "BRK B"),
        stock(3, "SPX"),
        option(4, "900"),
        option(5, "6740"),
        combo((5, 1), (6, -1)),
        option(6, "6750"),
        option(7, "6750", "P"),
        option(8, "10", date="20260416"),
        option(9, "10", date="20270101"),
        stock(10, "Zz"),
    )
    instruments = Instruments()
    for contract in expected:
        instruments.learn(contract)
    assert tuple(sorted(set(expected), key=instruments.sort_key)) == expected


# Any instruments

_WORD = st.sampled_from(["", "A", "B", "A B", "1", "SMART", "USD", "#"])


@st.composite
def _singles(draw: st.DrawFn) -> Contract:
    return Contract(
        draw(st.integers(1, 12)),
        draw(_WORD),
        draw(st.sampled_from(["STK", "OPT", "FUT", "CASH", "WAR", "", "A"])),
        draw(st.sampled_from(["", "20261218", "202612", "1926121", "A"])),
        draw(st.sampled_from([None, Decimal(0), Decimal(1), Decimal("1.0"), Decimal("9E+999"), Decimal("NaN")])),
        draw(st.sampled_from(["", "?", "C", "CALL", "P"])),
        draw(st.sampled_from(["", "1", "1.0", "100", "A", "NaN"])),
        draw(_WORD),
        draw(_WORD),
        draw(_WORD),
        draw(_WORD),
        "",
        draw(_WORD),
    )


@st.composite
def _combos(draw: st.DrawFn) -> Contract:
    legs = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(-2, 2).filter(bool)), max_size=4))
    return combo(*legs, symbol=draw(_WORD), currency=draw(_WORD))


_CONTRACTS = st.lists(st.one_of(_singles(), _singles(), _combos()), max_size=14)


@given(_CONTRACTS, st.randoms(use_true_random=False), st.data())
def test_two_instruments_never_have_one_name_whichever_comes_first(
    contracts: list[Contract], chance: Any, data: st.DataObject
) -> None:
    instruments = Instruments()
    shown: dict[object, str] = {}
    for contract in contracts:
        instruments.learn(contract)
        if data.draw(st.booleans()):
            before = dict(shown)
            shown = {
                key_of(each): instruments.name(each) for each in contracts if key_of(each) in shown or each is contract
            }
            changed = {key for key in before if before[key] != shown[key]}
            assert changed <= instruments.pop_renamed()
    names = {identity_of(each): instruments.name(each) for each in contracts if identity_of(each) is not None}
    assert len(set(names.values())) == len(names)
    assert "" not in names.values()
    shuffled = [*contracts, *contracts]
    chance.shuffle(shuffled)
    again = Instruments()
    for contract in shuffled:
        again.learn(contract)
        if chance.random() < 0.3:
            again.name(contract)
    for contract in contracts:
        assert again.name(contract) == instruments.name(contract)
        assert again.sort_key(contract) == instruments.sort_key(contract)
        assert again.words(contract) == instruments.words(contract)
        assert again.legs(contract) == instruments.legs(contract)
