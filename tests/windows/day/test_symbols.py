"""The symbols of the day's lines."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF

from ibmonitor.windows.day.symbols import PATHS, Symbol

ROOM = QRectF(-6, -6, 12, 12)


@pytest.mark.parametrize("symbol", Symbol)
def test_a_symbol_is_around_its_place_and_small(symbol: Symbol) -> None:
    path = PATHS[symbol]
    assert path.contains(QPointF(0, 0))
    assert ROOM.contains(path.boundingRect())
    assert path.boundingRect().width() > 6


def test_no_two_look_alike() -> None:
    places = [QPointF(x / 2, y / 2) for x in range(-12, 13) for y in range(-12, 13)]
    inside = {symbol: {number for number, at in enumerate(places) if PATHS[symbol].contains(at)} for symbol in Symbol}
    for one, other in combinations(Symbol, 2):
        assert len(inside[one] & inside[other]) < 0.95 * len(inside[one] | inside[other]), (one, other)
