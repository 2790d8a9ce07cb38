"""The columns of the orders table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ibmonitor.models.columns import orders as order_columns
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.column import Column
from tests.models.columns.full_order import full_order
from tests.support.make_records import (
    make_fill,
    make_message,
    make_order,
)


def column_of(key: str) -> Column[Any]:
    return next(column for column in ORDER_COLUMNS if column.key == key)


def test_the_text_filter_searches_every_column_of_an_order() -> None:
    order = full_order()
    order.order_fields = {**order.order_fields, "cashQty": Decimal("1234567.5")}
    haystack = order_columns.search_text(order)
    for column in ORDER_COLUMNS:
        assert column.search_text(order) in haystack, column.key
    assert "1234567.5" in haystack


def test_the_hint_of_a_status_explains_it() -> None:
    order = make_order(0, status="Inactive", why_held="locate", warning_text="Order held", reject_reason="No shares")
    order.messages.append(make_message(0))
    column = column_of("status")
    assert column.hint
    lines = column.hint(order).splitlines()
    assert lines[0].startswith("The system has received the order")
    assert lines[1:] == ["No shares", "Order held", "Why held: locate", "plain"]


def test_a_status_tws_has_not_documented_is_shown_verbatim() -> None:
    column = column_of("status")
    order = make_order(0, status="Sleeping <b>")
    assert column.text(order) == "Sleeping <b>"
    assert column.tone
    assert column.tone(order) == ""


def test_the_updates_of_an_order_are_live_or_polled_until_it_is_done() -> None:
    order = make_order(0, status="Submitted")
    (updates,) = (column for column in ORDER_COLUMNS if column.key == "updates")
    assert updates.text(order) == "Live"
    order.by_snapshot = True
    assert updates.text(order) == "Polled"
    order.is_done = True
    assert updates.text(order) == ""


def test_the_prices_of_a_trailing_order_fit_and_its_hint_names_each() -> None:
    (column,) = (each for each in ORDER_COLUMNS if each.key == "price")
    assert column.hint is not None
    fields = {"trailStopPrice": Decimal("69.7"), "auxPrice": Decimal("0.6")}
    trailing = make_order(0, order_type="TRAIL", order_fields=fields)
    assert column.text(trailing) == "69.70 trail 0.60"
    assert column.hint(trailing) == "stop now 69.70, trail 0.60"
    both = make_order(1, order_type="STP LMT", order_fields={"auxPrice": Decimal(210), "lmtPrice": Decimal("209.5")})
    assert column.text(both) == column.hint(both) == "stop 210.00, limit 209.50"
    limit = make_order(2, order_type="LMT", order_fields={"lmtPrice": Decimal(5)})
    assert (column.text(limit), column.hint(limit)) == ("5.00", "")
    assert (column.text(make_order(3, order_type="MKT")), column.hint(make_order(3, order_type="MKT"))) == ("", "")


def test_an_order_that_tws_no_longer_lists_is_marked() -> None:
    order = make_order(0, status="Submitted")
    order.missing_since = order.first_seen
    (status,) = (column for column in ORDER_COLUMNS if column.key == "status")
    assert status.text(order) == "No longer open: looking it up"
    assert order_columns.row_tone(order) == "stale"
    assert status.hint is not None
    assert "finished or unknown" in status.hint(order)
    assert "Submitted" in status.hint(order)
    order.looked_up = order.missing_since
    assert status.text(order) == "No longer open, outcome unknown"
    order.is_done = True
    assert status.text(order) == "Submitted"
    assert order_columns.row_tone(order) == "done"


def test_a_rejection_has_our_word_beside_tws_status() -> None:
    status = column_of("status")
    assert status.tone
    order = make_order(0, status="Inactive", reject_reason="No shares")
    assert (status.text(order), status.tone(order)) == ("Rejected (Inactive)", "bad")
    order = make_order(0, status="Cancelled", is_done=True, completed_status="Rejected by System: too big")
    assert (status.text(order), status.tone(order)) == ("Rejected (Cancelled)", "bad")
    assert status.is_toned_when_done


def test_the_end_of_an_order_with_a_part_filled_stands_out() -> None:
    tone = column_of("status").tone
    assert tone
    assert tone(make_order(0, status="Cancelled", is_done=True)) == ""
    assert tone(make_order(0, status="Cancelled", is_done=True, filled=Decimal(40))) == "warning"
    assert tone(make_order(0, status="Filled", is_done=True, filled=Decimal(100))) == "good"


def test_the_account_of_a_group_order_is_its_group() -> None:
    account = column_of("account")
    assert account.hint
    order = make_order(0, account="F1", fa_group="Growth", fa_method="Equal")
    assert account.text(order) == "Growth"
    assert account.hint(order) == "Allocated by FA group Growth, method Equal, account F1"
    assert "F1" in account.search_text(order)
    assert account.text(make_order(0, model_code="Core")) == "Core"
    assert account.text(make_order(0, account="DU1", model_code="Core")) == "DU1"
    assert account.text(make_order(0, account="DU1")) == "DU1"


def test_the_bar_shows_what_part_is_filled() -> None:
    progress = column_of("progress")
    assert progress.share
    order = make_order(0, filled=Decimal(200), total_quantity=Decimal(500))
    assert (progress.text(order), progress.share(order)) == ("200 / 500", 0.4)
    assert progress.share(make_order(0, filled=Decimal(600), total_quantity=Decimal(500))) == 1
    assert progress.share(make_order(0, filled=Decimal(0), total_quantity=Decimal(500))) is None
    of_money = make_order(0, filled=Decimal("0.25"), total_quantity=Decimal(0), cash_qty=Decimal(20))
    assert (progress.text(of_money), progress.share(of_money)) == ("0.25", None)
    assert progress.text(make_order(0, total_quantity=Decimal(5))) == ""


def test_commissions_and_results_of_an_order_are_those_of_the_executions_that_count() -> None:
    order = full_order()
    order.fills.append(make_fill(5))
    commission, result = column_of("commission"), column_of("realized_pnl")
    assert commission.text(order) == "1.248775 USD, 1 pending"
    assert commission.getter(order) == Decimal("1.248775")
    assert result.text(order) == "-68.05 USD"
    assert commission.text(make_order(0)) == result.text(make_order(0)) == ""


def test_the_hint_of_why_quotes_tws_where_the_row_has_it_in_short() -> None:
    why, sentence = column_of("why"), "Your order will not be placed at the exchange until 09:30:00 US/Eastern."
    order = make_order(0, status="PreSubmitted", warning_text=f"Warning: {sentence}")
    assert (why.text(order), why.hint and why.hint(order)) == ("Waits until 09:30:00 US/Eastern", sentence)
    order.status, order.is_done = "Filled", True
    assert (why.text(order), why.hint and why.hint(order)) == ("", "")
