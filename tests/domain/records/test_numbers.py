"""Which numbers are plausible; all others count as unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.records.numbers import is_plausible, known, not_negative
from ibmonitor.domain.sums.totals import Totals
from tests.support.blotter_events import commission, execution, new_blotter

HUGE = Decimal("9E+999999")


def test_totals_count_implausible_numbers_as_unknown() -> None:
    blotter, totals = new_blotter(), Totals()
    for number in range(3):
        blotter.apply(execution(f"a.b.{number}.01", perm_id=7, shares=HUGE if number else Decimal(1)))
        blotter.apply(commission(f"a.b.{number}.01", str(HUGE) if number else "1.5", realized_pnl=HUGE))
    for fill in blotter.fills:
        totals.add(fill)
    assert (totals.fills, totals.pending) == (3, 2)
    assert (totals.commissions, totals.realized_pnl) == ({"USD": Decimal("1.5")}, {})


@pytest.mark.parametrize(
    "text", ["9E+999999", "-1E+31", "1E-31", "0E-999999", "Infinity", "NaN", "sNaN", str(2**127 - 1)]
)
def test_implausible_numbers_are_unknown(text: str) -> None:
    assert not is_plausible(Decimal(text))
    assert known(Decimal(text)) is None


@pytest.mark.parametrize("text", ["0", "-0.000001", "1E+8", "123456789012345.12345678", "0E-8", "1E+30", "1E-30"])
def test_plausible_numbers_keep_their_digits(text: str) -> None:
    assert str(known(Decimal(text))) == text


def test_a_quantity_below_zero_is_unknown() -> None:
    assert [not_negative(number) for number in (Decimal(-1), HUGE, None)] == [None, None, None]
    assert [not_negative(Decimal(number)) for number in (0, 3)] == [0, 3]
