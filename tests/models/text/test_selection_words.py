"""The sums of the selected rows in words."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.text.selection_words import selection_text
from tests.support.blotter_events import commission, execution, new_blotter, open_order


def fills(*events: Event) -> list[Fill]:
    return new_blotter(*events).fills


BOUGHT = execution("0000e1a7.00000001.01.01", perm_id=1, side="BOT", shares=Decimal(30))
MORE = execution("0000e1a7.00000002.01.01", perm_id=2, side="BOT", shares=Decimal(20))
SOLD = execution("0000e1a7.00000003.01.01", perm_id=3, side="SLD", shares=Decimal(5))


def test_one_row_and_none_have_no_sums() -> None:
    assert selection_text([]) == selection_text(fills(BOUGHT)) == ""


def test_quantities_are_added_per_side_for_one_contract() -> None:
    assert selection_text(fills(BOUGHT, MORE, SOLD)).startswith("3 selected · bought 50 · sold 5")


def test_commissions_are_added_and_those_that_are_missing_counted() -> None:
    found = fills(BOUGHT, MORE, commission(BOUGHT.execution.exec_id, "1.25"))
    assert selection_text(found).endswith("commission 1.25 USD · 1 commission pending")


def test_a_correction_replaces_and_is_counted_once() -> None:
    found = fills(BOUGHT, execution("0000e1a7.00000001.01.02", perm_id=1, side="BOT", shares=Decimal(30)))
    assert selection_text(found).startswith("2 selected · bought 30")


def test_orders_have_the_money_of_their_fills_and_no_quantity() -> None:
    blotter = new_blotter(open_order(1, 7, 1), open_order(2, 7, 2), BOUGHT, MORE)
    assert selection_text(blotter.orders) == "2 selected · 2 commissions pending"
