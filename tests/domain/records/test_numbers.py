"""What cannot be taken in becomes a message, ends nothing, and hides nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import pytest

from ibmonitor.domain.records.numbers import is_plausible
from ibmonitor.domain.records.records import Severity
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.tws.decode.ibapi_values import doubles, known_decimal, known_double
from tests.support.blotter_events import commission, execution, new_blotter, open_order, order_status

HUGE = Decimal("9E+999999")


def test_an_event_that_cannot_be_taken_in_becomes_a_message() -> None:
    blotter = new_blotter()
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=HUGE))
    blotter.apply(execution("a.b.d.01", perm_id=7, shares=HUGE))
    change = blotter.apply(order_status(7, 1, 5))
    (message,) = blotter.messages
    assert change.messages == (message,)
    assert (message.severity, message.code) == (Severity.ERROR, None)
    assert "could not be taken in (OrderStatus)" in message.plain
    assert "Overflow" in message.text
    assert "perm_id=7" in message.text
    assert change.orders == tuple(blotter.orders), "the half-made row is told of"
    blotter.apply(open_order(8, 1, 6))
    assert blotter.order_by_perm_id(8) is not None


def test_what_is_no_event_becomes_a_message_too() -> None:
    blotter = new_blotter()
    (message,) = blotter.apply(cast("Any", "hello")).messages
    assert "(str)" in message.plain
    assert "'hello'" in message.text


def test_totals_count_what_cannot_be_believed_as_unknown() -> None:
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
def test_absurd_numbers_are_unknown(text: str) -> None:
    assert not is_plausible(Decimal(text))
    assert known_decimal(Decimal(text)) is None


@pytest.mark.parametrize("text", ["0", "-0.000001", "1E+8", "123456789012345.12345678", "0E-8", "1E+30", "1E-30"])
def test_numbers_of_an_account_are_known_as_they_are_written(text: str) -> None:
    assert str(known_decimal(Decimal(text))) == text


@pytest.mark.parametrize(
    ("numbers", "text"), [([0.0, -0.0, 0], "0.0"), ([-0.0, 0.0], "0.0"), ([7, 7.0], "7.0"), ([7.0, 7], "7.0")]
)
def test_equal_doubles_read_alike_whichever_comes_first(numbers: list[float], text: str) -> None:
    doubles.clear()
    assert {str(known_double(number)) for number in numbers} == {text}


@pytest.mark.parametrize("number", [1e300, -1e31, 5e-324])
def test_absurd_doubles_are_unknown(number: float) -> None:
    assert known_double(number) is None
