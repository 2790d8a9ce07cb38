"""What is filled, what remains and what is done: TWS's own figures come before every sum of executions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.records.events import Event, ExecDetails, OrderStatus
from ibmonitor.domain.records.records import Order
from tests.support.blotter_events import completed_order, execution, new_blotter, open_order, order_status

ANSWER = 12
"""The id of a request for executions."""


def seen(*values: object) -> tuple[object, ...]:
    """Values to compare, whatever they are."""
    return values


def one_order(*events: Event) -> Order:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    (order,) = blotter.orders
    return order


def asked_for(event: ExecDetails) -> ExecDetails:
    execution = replace(event.execution, time="20260611-09:00:00")
    return replace(event, req_id=ANSWER, execution=execution)


def fill(number: int, shares: int, cumulative: int) -> ExecDetails:
    return execution(f"0000f711.5de{number:05x}.01.01", perm_id=7, shares=Decimal(shares), cum_qty=Decimal(cumulative))


@pytest.mark.parametrize("status", ["Filled", "Submitted"])
def test_a_trade_that_comes_under_two_exec_ids_counts_once(status: str) -> None:
    remaining = 0 if status == "Filled" else 25
    order = one_order(
        open_order(7, 1, 5, status=status, totalQuantity=Decimal(60 + remaining)),
        order_status(7, 1, 5, status=status, filled=60, remaining=remaining),
        *(asked_for(fill(number, *each)) for number, each in enumerate([(10, 10), (50, 60), (10, 10)])),
    )
    assert seen(order.filled, order.remaining, order.is_done) == (60, remaining, status == "Filled")
    assert order.executed == 70
    words = "TWS reports 60 filled; the executions received here add up to 70."
    assert any(words in fact for fact in explain(order).facts)


def test_live_executions_are_shown_before_tws_reports_them() -> None:
    order = one_order(open_order(7, 1, 5), order_status(7, 1, 5), fill(1, 30, 30))
    assert seen(order.filled, order.remaining) == (30, 70)


def test_a_report_after_an_execution_stands_whatever_it_contains() -> None:
    order = one_order(open_order(7, 1, 5), fill(1, 40, 40), order_status(7, 1, 5, filled=10, remaining=90))
    assert seen(order.filled, order.remaining) == (10, 90)


def test_an_old_execution_in_an_answer_changes_nothing() -> None:
    order = one_order(open_order(7, 1, 5), order_status(7, 1, 5, filled=0), asked_for(fill(1, 40, 40)))
    assert order.filled == 0
    later = replace(fill(1, 40, 40).execution, time="20260611-13:45:00")
    order = one_order(
        open_order(7, 1, 5), order_status(7, 1, 5, filled=0), ExecDetails(ANSWER, fill(1, 1, 1).contract, later)
    )
    assert order.filled == 40


def test_a_market_order_without_any_status_is_done_by_its_fills() -> None:
    order = one_order(open_order(7, 1, 5, status="PreSubmitted"), fill(1, 40, 40), fill(2, 60, 100))
    assert seen(order.filled, order.remaining, order.is_done, order.status) == (100, 0, True, "PreSubmitted")


def test_a_sum_never_ends_an_order_that_tws_reports_as_working() -> None:
    events: list[Event] = [open_order(7, 1, 5), order_status(7, 1, 5, filled=0)]
    order = one_order(*events, fill(1, 50, 0), fill(2, 50, 0))
    assert seen(order.filled, order.is_done) == (100, False), "two fills of 50, one of which may be the other again"
    order = one_order(*events, fill(1, 50, 50), fill(2, 50, 100))
    assert seen(order.filled, order.is_done) == (100, True), "the cumulative quantity is TWS's own figure"


def test_a_live_trade_under_two_exec_ids_counts_by_its_cumulative_quantity() -> None:
    order = one_order(
        open_order(7, 1, 5), order_status(7, 1, 5, filled=40, remaining=60), fill(1, 40, 40), fill(2, 40, 40)
    )
    assert seen(order.filled, order.remaining, order.is_done) == (40, 60, False)
    assert any(
        "TWS reports 40 filled; the executions received here add up to 80" in fact for fact in explain(order).facts
    )
    order = one_order(open_order(7, 1, 5), fill(1, 60, 60), fill(2, 60, 60))
    assert seen(order.filled, order.remaining, order.is_done) == (60, 40, False)


def test_executions_never_push_an_order_beyond_its_quantity() -> None:
    order = one_order(open_order(7, 1, 5), fill(1, 80, 0), fill(2, 80, 0))
    assert seen(order.filled, order.remaining, order.executed) == (100, 0, 160)
    order = one_order(open_order(7, 1, 5), fill(1, 80, 80), fill(2, 80, 160))
    assert seen(order.filled, order.remaining, order.executed) == (100, 0, 160)


def test_the_figures_of_the_completed_order_are_final() -> None:
    order = one_order(
        open_order(7, 1, 5),
        order_status(7, 1, 5, filled=30, remaining=70),
        fill(1, 60, 60),
        completed_order(7, status="Cancelled", filledQuantity=Decimal(45)),
    )
    assert seen(order.filled, order.is_done) == (45, True)


def test_an_order_by_money_has_no_whole_quantity_to_be_capped_at() -> None:
    order = one_order(
        open_order(7, 1, 5, totalQuantity=Decimal(0), cashQty=Decimal(20)),
        order_status(7, 1, 5, filled="0.0001", remaining=0),
        fill(1, 1, 1),
    )
    assert seen(order.cash_qty, order.filled, order.remaining, order.is_done) == (20, 1, None, False)
    assert "Its size is an amount of money: 20 USD." in explain(order).facts


def test_the_average_after_a_correction_is_that_of_the_fills_that_count() -> None:
    price: dict[str, Any] = {"exec_id": "0000f711.5de00001.01.01", "shares": Decimal(40), "price": Decimal("342.10")}
    corrected = price | {"exec_id": "0000f711.5de00001.01.02", "price": Decimal("341.95")}
    order = one_order(
        open_order(7, 1, 5),
        execution(**price, perm_id=7),
        order_status(7, 1, 5, filled=40, remaining=60, avg_fill_price=Decimal("342.10")),
        execution(**corrected, perm_id=7),
    )
    assert order.avg_fill_price == Decimal("341.95")
    words = "The average price 341.95 is that of the fills that count; TWS reported 342.1 before the correction."
    assert words in explain(order).facts


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(0, 100), st.sampled_from(["Submitted", "PreSubmitted", "PendingCancel"])),
            st.tuples(st.integers(1, 60), st.integers(1, 200)),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_filled_quantity_is_tws_s_last_report_where_there_is_one(stream: list[tuple[int, int | str]]) -> None:
    events: list[Event] = [open_order(7, 1, 5)]
    last: Decimal | None = None
    for number, (amount, other) in enumerate(stream):
        if isinstance(other, str):
            last = Decimal(amount)
            events.append(order_status(7, 1, 5, status=other, filled=amount, remaining=100 - amount))
        else:
            # In answer to a request, and of a time before all that is reported.
            events.append(asked_for(fill(number, amount, other)))
    order = one_order(*events)
    if last is not None:
        assert order.filled == last
        assert not order.is_done or last == 100
    assert order.filled is None or order.filled <= 100


@given(st.lists(st.sampled_from(["status", "fill", "again"]), min_size=1, max_size=10), st.integers(1, 9))
def test_a_status_that_comes_last_always_stands(kinds: list[str], filled: int) -> None:
    events: list[Event] = [open_order(7, 1, 5)]
    for number, kind in enumerate(kinds):
        events.append(order_status(7, 1, 5, filled=number) if kind == "status" else fill(number, 9, 9 * (number + 1)))
    events.append(order_status(7, 1, 5, filled=filled, remaining=100 - filled))
    assert isinstance(events[-1], OrderStatus)
    order = one_order(*events)
    assert seen(order.filled, order.remaining, order.is_done) == (filled, 100 - filled, False)


def test_a_sum_of_executions_is_not_called_tws_s_report() -> None:
    order = one_order(open_order(7, 1, 5, status="Submitted"), fill(1, 60, 60), fill(2, 60, 120))
    assert seen(order.filled, order.is_done) == (100, True)
    facts = explain(order).facts
    assert not any("TWS reports" in fact for fact in facts)
    assert any(fact.startswith("The executions received here add up to 120, more than the order's") for fact in facts)


@pytest.mark.parametrize(
    ("status", "done"),
    [("Filled", True), ("Cancelled", True), ("ApiCancelled", True), ("Inactive", False), ("Strange", False)],
)
def test_which_statuses_end_an_order(status: str, done: bool) -> None:
    blotter = new_blotter()
    blotter.apply(order_status(7, 1, 5, status=status))
    assert blotter.orders[0].is_done == done


def test_an_inactive_order_is_done_when_it_comes_as_completed() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5, status="Inactive", state={"warningText": "closed"}))
    (order,) = blotter.orders
    assert (order.is_done, order.warning_text) == (False, "closed")
    blotter.apply(completed_order(7, status="Inactive", state={"completedTime": "20260709 18:55:06 US/Eastern"}))
    assert order.is_done
    assert order.completed_time == datetime(2026, 7, 9, 22, 55, 6, tzinfo=UTC)


def test_the_average_price_comes_from_the_fills_where_no_status_has_it() -> None:
    blotter = new_blotter()
    blotter.apply(completed_order(7, status="Filled", filledQuantity=Decimal(100)))
    (order,) = blotter.orders
    fills = [("a.1", 40, 40, "292.33"), ("c.1", 20, 100, "292.312"), ("b.1", 40, 80, "292.315")]
    for exec_id, shares, cum_qty, price in fills:
        filled = replace(
            execution(exec_id, perm_id=7).execution,
            shares=Decimal(shares),
            cum_qty=Decimal(cum_qty),
            avg_price=Decimal(price),
        )
        blotter.apply(replace(execution(exec_id), execution=filled))
    assert order.avg_fill_price == Decimal("292.312")
    blotter.apply(execution("c.2", perm_id=7, shares=Decimal(20), cum_qty=Decimal(100), avg_price=Decimal(292)))
    assert order.avg_fill_price == Decimal("292.79"), "that of the fills that count"
    blotter.apply(order_status(7, 1, 5, status="Filled", filled=100, remaining=0, avg_fill_price=Decimal("292.5")))
    assert order.avg_fill_price == Decimal("292.79")


def test_fills_show_what_no_status_has_reported() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(order_status(7, 1, 5, status="PreSubmitted"))
    blotter.apply(execution("a.b.c.01", perm_id=7, shares=Decimal(40)))
    (order,) = blotter.orders
    assert (order.filled, order.remaining, order.is_done, order.status) == (
        Decimal(40),
        Decimal(60),
        False,
        "PreSubmitted",
    )
    blotter.apply(execution("a.b.d.01", perm_id=7, shares=Decimal(60), cum_qty=Decimal(100)))
    assert (order.filled, order.remaining, order.is_done, order.status) == (
        Decimal(100),
        Decimal(0),
        True,
        "PreSubmitted",
    )
