"""The stories of the advisor's day: changes, combos, orders by money, refusals, warnings, TWS's own cancels."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.conditions import SimExecutionCondition, SimTimeCondition
from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.account.world import ErrorShown, Executed, OrderShown, StatusShown, World, WorldEvent
from ibmonitor.simulator.scenarios.advisor.advisor import ACCOUNTS, ADVISOR, Advisor

FRIDAY = datetime(2026, 3, 13, 16, 0, tzinfo=UTC)
SMITH, JONES, TRUST, PENSION, GARCIA = ACCOUNTS
WATCHED = ("status", "order_type", "lmt_price", "total_quantity", "tif", "auto_cancel_date", "trail_stop_price", "more")


class Watched:
    """Five minutes of the advisor's day: everything sent, and each order as it was when it was sent."""

    def __init__(self) -> None:
        self.advisor = Advisor(clock=lambda: FRIDAY)
        self.world: World = self.advisor.world
        self.at_first = list(self.world.orders)
        self.events: list[WorldEvent] = []
        self.shown: list[tuple[SimOrder, dict[str, Any]]] = []
        self.world.listeners.append(self._note)
        elapsed = 0.0
        while elapsed < 300:
            elapsed += self.advisor.step() or 0

    def _note(self, event: WorldEvent) -> None:
        self.events.append(event)
        if isinstance(event, OrderShown):
            order = event.order
            self.shown.append((order, {name: getattr(order, name) for name in (*WATCHED, "conditions")}))

    def order(self, ref: str) -> SimOrder:
        orders = {id(order): order for order, _ in self.shown if order.order_ref == ref}
        (order,) = orders.values()
        return order

    def of(self, order: SimOrder) -> list[str]:
        """What was sent of an order, in a word each: o, s, its executions' last segments, or a message's code."""
        words = []
        for event in self.events:
            match event:
                case OrderShown(each) if each is order:
                    words.append("o")
                case StatusShown(each) if each is order:
                    words.append("s")
                case Executed(execution) if execution.perm_id == order.perm_id:
                    words.append(execution.exec_id.split(".", 2)[2])
                case ErrorShown(code, _, each) if each is order:
                    words.append(str(code))
        return words

    def as_sent(self, order: SimOrder, *names: str) -> list[tuple[Any, ...]]:
        """These fields of an order as they were sent, without repetitions."""
        sent = [tuple(fields[name] for name in names) for each, fields in self.shown if each is order]
        return [each for n, each in enumerate(sent) if n == 0 or each != sent[n - 1]]

    def messages(self, code: int) -> list[ErrorShown]:
        return [each for each in self.events if isinstance(each, ErrorShown) and each.code == code]


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


def test_an_order_is_modified_by_its_owner(watched: Watched) -> None:
    order = watched.order("modified")
    changes = watched.as_sent(order, "order_type", "lmt_price", "total_quantity", "tif", "auto_cancel_date")
    assert changes == [
        ("LMT", Decimal("414.00"), 300, "DAY", ""),
        ("LMT", Decimal("414.50"), 300, "DAY", ""),
        ("LMT", Decimal("414.50"), 200, "DAY", ""),
        ("LMT", Decimal("415.25"), 200, "GTC", "20260630 16:00:00 US/Eastern"),
        ("MKT", None, 200, "DAY", ""),
    ]
    assert [status for (status,) in watched.as_sent(order, "status")] == ["Submitted", "Filled"]
    assert watched.of(order)[:10] == ["o", "s"] * 5, "no message"


def test_a_trailing_stop_follows_the_market_until_it_is_hit(watched: Watched) -> None:
    (order,) = (each for each in watched.at_first if each.order_type == "TRAIL")
    stops = [stop for (stop,) in watched.as_sent(order, "trail_stop_price")]
    assert stops == sorted(set(stops))
    assert (len(stops), stops[-1]) == (6, Decimal("70.10"))
    assert [status for (status,) in watched.as_sent(order, "status")] == ["PreSubmitted", "Submitted", "Filled"]


def test_tws_rewrites_the_times_of_an_algo_and_cancels_it_later(watched: Watched) -> None:
    order = watched.order("vwap")
    assert watched.of(order) == ["2111", "2111", "399", "o", "s", "o", "s", "s", "202", "10148"]
    times = [more["algoParams"]["startTime"] for (more,) in watched.as_sent(order, "more")]
    assert times == ["20260313 15:30:00 Europe/Berlin", "20260316 09:30:00 US/Eastern"]
    html, _ = watched.messages(2111)
    assert html.text.startswith(
        "<html>The Start and/or End Time for algo order BUY 400 AAPL NASDAQ.NMS @ 231.00<br>was"
    )
    (warning,) = (each for each in watched.messages(399) if each.order is order)
    assert warning.text.split("\n") == [
        "Order Message:",
        "BUY 400 AAPL NASDAQ.NMS",
        "Warning: Your order will not be placed at the exchange until 2026-03-16 09:30:00 US/Eastern.",
    ]
    (cancelled,) = (each for each in watched.messages(202) if each.order is order)
    assert cancelled.text == "Order Canceled - reason:Vwap: start time is after close time"
    assert order.completed_status == "Cancelled by System:\nVwap: start time is after close time"
    (too_late,) = watched.messages(10148)
    order_id = order.order_id
    assert too_late.text == (f"OrderId {order_id} that needs to be cancelled cannot be cancelled, state: Cancelled.")


def test_tws_rewrites_conditions(watched: Watched) -> None:
    asked, rewritten = (conditions for (conditions,) in watched.as_sent(watched.order("conditions"), "conditions"))
    assert asked == (
        SimTimeCondition("20260316-15:30:00"),
        SimExecutionCondition("AAPL", exchange="SMART", is_conjunction=False),
    )
    assert rewritten == (
        SimTimeCondition("20260316 11:30:00 US/Eastern"),
        SimExecutionCondition("AAPL", exchange="ANY", is_conjunction=False),
    )


def test_a_vertical_goes_on_for_the_advisor_and_then_for_the_accounts(watched: Watched) -> None:
    (order,) = (each for each in watched.at_first if each.order_ref == "fa-vertical")
    assert watched.of(order)[:3] == ["01.01", "o", "s"]
    assert [word for word in watched.of(order) if word not in {"o", "s"}] == ["01.01", "02.01", "03.01"]
    assert (order.status, str(order.filled), str(order.remaining)) == ("Submitted", "12", "8")
    of_order = [e for e in watched.world.executions if e.perm_id == order.perm_id]
    got = {
        (e.account, e.contract.sec_type): sum(
            x.shares for x in of_order if (x.account, x.contract) == (e.account, e.contract)
        )
        for e in of_order
    }
    assert got == {
        (ADVISOR, "BAG"): 12, (JONES, "BAG"): 9, (PENSION, "BAG"): 3,
        (ADVISOR, "OPT"): 12, (JONES, "OPT"): 9, (PENSION, "OPT"): 3,
    }  # fmt: skip
    newest = [e for e in of_order if e.account == ADVISOR][-1]
    assert newest.cum_qty == 12
    assert newest.avg_price == (Decimal("2.03") * 8 + Decimal("2.02") * 4) / 12


def test_the_legs_of_the_last_roll_come_before_the_roll(watched: Watched) -> None:
    (order,) = (each for each in watched.at_first if each.order_ref == "roll")
    assert [word for word in watched.of(order) if word not in {"o", "s"}] == ["02.01", "03.01", "01.01"]
    assert (order.status, str(order.filled)) == ("Filled", "3")


def test_an_order_by_money_is_filled_in_fractions(watched: Watched) -> None:
    order = watched.order("2,500 USD")
    assert order.total_quantity == order.remaining == 0
    assert order.cash_qty == 2500
    assert [status for (status,) in watched.as_sent(order, "status")] == ["Submitted", "Filled"]
    assert order.completed_status == "Filled Size: 12.248"


def test_an_order_without_account_and_group_is_refused(watched: Watched) -> None:
    (refused,) = watched.messages(435)
    assert (refused.text, refused.client_id, refused.order) == ("You must specify an account.", 1, None)
    of_client = {order.order_id for order, _ in watched.shown if order.client_id == 1}
    assert refused.order_id not in of_client
    assert watched.order("fa-again").is_open


def test_an_account_is_warned_of_its_margin(watched: Watched) -> None:
    (warning,) = watched.messages(2148)
    assert (warning.order, warning.order_id, warning.client_id) == (None, None, None)
    assert warning.text.endswith(f"Account: {PENSION}")


def test_cancels_that_are_refused(watched: Watched) -> None:
    (not_found,) = watched.messages(10147)
    order = watched.order("not yours")
    assert (not_found.order, not_found.client_id, order.is_open) == (order, 0, True)
    assert not_found.text == f"OrderId {order.order_id} that needs to be cancelled is not found."
    twice = watched.order("twice")
    assert watched.of(twice) == ["o", "s", "s", "202", "161"]
    (late,) = watched.messages(161)
    assert late.text.endswith(f"cancellable state.  Order permId ={twice.perm_id}")


def test_what_is_discarded_is_a_status_and_a_message(watched: Watched) -> None:
    (order,) = (o for o in watched.world.orders if o.order_ref == "discarded")
    assert watched.of(order) == ["s", "202"]
    assert (order.status, order.completed_status) == ("Cancelled", "Cancelled by System:\nOrder was discarded.")


def test_a_rejected_order_is_inactive_then_gone(watched: Watched) -> None:
    order = watched.order("leverage")
    assert watched.of(order) == ["o", "s", "o", "s", "201"]
    assert [status for (status,) in watched.as_sent(order, "status")] == ["PendingSubmit", "Inactive"]
    assert order not in watched.world.orders
    (listed,) = (o for o in watched.world.orders if o.order_ref == "too large")
    assert (listed.status, listed.reject_reason) == ("Cancelled", "")
    assert listed.completed_status.startswith("Rejected by System:\nThe size of the order")
