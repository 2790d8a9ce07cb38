"""The name of a combo: the traders' term, or its legs."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.records import Contract
from tests.support.make_contracts import (
    AAPL,
    AAPL_CALL,
    APRIL,
    APRIL6750,
    C6700,
    C6740,
    C6750,
    C6800,
    ES_DEC,
    ES_MAR,
    FULL,
    KO,
    MINI,
    MINI_CALL,
    MONTHLY,
    P6600,
    P6650,
    P6740,
    PEP,
    WEEKLY,
    combo,
    names_of,
)


@pytest.mark.parametrize(
    ("legs", "name", "reverse"),
    [
        ([(C6740, 1), (C6750, -1)], "SPX 19MAR26 6740/6750 C vertical", "SPX 19MAR26 6750/6740 C vertical"),
        (
            [(C6740, 1), (C6750, -2)],
            "SPX 19MAR26 6740/6750 C 1×2 ratio spread",
            "SPX 19MAR26 6750/6740 C 2×1 ratio spread",
        ),
        ([(C6740, 1), (APRIL, -1)], "SPX 19MAR26/16APR26 6740 C calendar", "SPX 16APR26/19MAR26 6740 C calendar"),
        (
            [(C6740, 1), (APRIL6750, -1)],
            "SPX 19MAR26 6740/16APR26 6750 C diagonal",
            "SPX 16APR26 6750/19MAR26 6740 C diagonal",
        ),
        ([(C6740, 1), (P6740, 1)], "SPX 19MAR26 6740 straddle", "SPX 19MAR26 6740 short straddle"),
        ([(C6800, 1), (P6650, 1)], "SPX 19MAR26 6650/6800 strangle", "SPX 19MAR26 6650/6800 short strangle"),
        (
            [(C6700, 1), (C6740, -2), (C6800, 1)],
            "SPX 19MAR26 6700/6740/6800 C butterfly",
            "SPX 19MAR26 6700/6740/6800 C short butterfly",
        ),
        (
            [(C6700, 1), (C6740, -1), (C6750, -1), (C6800, 1)],
            "SPX 19MAR26 6700/6740/6750/6800 C condor",
            "SPX 19MAR26 6700/6740/6750/6800 C short condor",
        ),
        (
            [(P6600, 1), (P6650, -1), (C6750, -1), (C6800, 1)],
            "SPX 19MAR26 6600/6650/6750/6800 iron condor",
            "SPX 19MAR26 6600/6650/6750/6800 reverse iron condor",
        ),
        (
            [(P6650, 1), (P6740, -1), (C6740, -1), (C6800, 1)],
            "SPX 19MAR26 6650/6740/6800 iron butterfly",
            "SPX 19MAR26 6650/6740/6800 reverse iron butterfly",
        ),
        ([(AAPL, 100), (AAPL_CALL, -1)], "AAPL 19JUN26 230 C buy-write", "AAPL 19JUN26 230 C reverse buy-write"),
        ([(AAPL, 10), (MINI_CALL, -1)], "AAPL 19JUN26 230 C buy-write", "AAPL 19JUN26 230 C reverse buy-write"),
        ([(ES_DEC, 1), (ES_MAR, -1)], "ES 18DEC26/19MAR27 roll", "ES 19MAR27/18DEC26 roll"),
        ([(KO, 1), (PEP, -1)], "KO/PEP pair", "PEP/KO pair"),
        # Where no common name fits, the legs.
        ([(C6740, 2), (C6750, -2)], "SPX 19MAR26 +2 6740 C −2 6750 C", "SPX 19MAR26 +2 6750 C −2 6740 C"),
        ([(C6740, 1), (P6740, -1)], "SPX 19MAR26 +1 6740 C −1 6740 P", "SPX 19MAR26 +1 6740 P −1 6740 C"),
        ([(C6740, 1), (C6750, 1)], "SPX 19MAR26 +1 6740 C +1 6750 C", "SPX 19MAR26 −1 6740 C −1 6750 C"),
        (
            [(C6740, 1), (APRIL, -2)],
            "SPX +1 19MAR26 6740 C −2 16APR26 6740 C",
            "SPX +2 16APR26 6740 C −1 19MAR26 6740 C",
        ),
        ([(AAPL, 100), (AAPL_CALL, 1)], "AAPL +100 STK +1 19JUN26 230 C", "AAPL −100 STK −1 19JUN26 230 C"),
        ([(AAPL, 10), (AAPL_CALL, -1)], "AAPL +10 STK −1 19JUN26 230 C", "AAPL +1 19JUN26 230 C −10 STK"),
        ([(KO, 3), (PEP, -2)], "combo +3 KO −2 PEP", "combo +2 PEP −3 KO"),
        ([(C6740, 1)], "SPX 19MAR26 +1 6740 C", "SPX 19MAR26 −1 6740 C"),
        # Two legs of one combo read otherwise too.
        (
            [(WEEKLY, 1), (MONTHLY, -1)],
            "SPX 19MAR26 +1 6740 C SPXW −1 6740 C SPX",
            "SPX 19MAR26 +1 6740 C SPX −1 6740 C SPXW",
        ),
        ([(FULL, 1), (MINI, -5)], "SI 18DEC26 +1 FUT ×5000 −5 FUT ×1000", "SI 18DEC26 +5 FUT ×1000 −1 FUT ×5000"),
    ],
)
def test_a_combo_is_named_by_its_legs(legs: list[tuple[Contract, int]], name: str, reverse: str) -> None:
    known = tuple(leg for leg, _ in legs)
    contract, turned = combo(*legs), combo(*((leg, -ratio) for leg, ratio in reversed(legs)))
    assert names_of(contract, others=known) == [name]
    assert names_of(turned, others=known) == [reverse]
    assert names_of(contract, turned, combo(*reversed(legs)), others=known) == [name, reverse, name]


def test_a_combo_whose_legs_are_not_known_counts_them() -> None:
    assert names_of(combo((701, 1), (702, -1))) == ["SPX combo of 2 legs"]
    assert names_of(combo((701, 1))) == ["SPX combo of 1 leg"]
    assert names_of(combo(*((number, 1) for number in range(1, 9)))) == ["SPX combo of 8 legs"]
