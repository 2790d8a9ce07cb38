"""The bars of a group order's charts, without drawing them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ibmonitor.domain.allocation.values import Gap
from ibmonitor.models.allocations.bars import commission_bars, order_line, quantity_bars, size_text
from tests.support.make_allocation import group_allocation, share, usd

ORDER = group_allocation(
    share("U1", "333.333333333333", "333", commissions=usd("1.25")),
    share("U2", "500", "400", is_flagged=True, commissions=(("EUR", Decimal("0.5")), *usd("2.1"))),
    share("U3", None, None, why="NetLiq needs account values.", pending=2),
)


def test_expected_and_allocated_have_a_lane_each_and_flagged_bars_another_look() -> None:
    bars = quantity_bars(ORDER)
    assert [(each.title, each.lane, each.tone, each.look) for each in bars.series] == [
        ("Expected", 0, "muted", "hollow"),
        ("Allocated", 1, "info", "filled"),
        ("Allocated, needs review", 1, "bad", "crossed"),
    ]
    assert bars.lanes == 2
    assert bars.series[0].texts == ("333.3333", "500", "?")
    assert bars.series[1].values == (Decimal(333), None, None)
    assert bars.series[2].values == (None, Decimal(400), None)


def test_notes_explain_missing_bars() -> None:
    waiting = replace(ORDER.shares[2], gap=Gap.WAITING)
    assert quantity_bars(ORDER).note.split("\n") == [
        "Expected is not determined for 1 account: NetLiq needs account values.",
        "What is allocated is not known for 1 account.",
    ]
    note = quantity_bars(replace(ORDER, shares=(waiting, waiting))).note
    assert note.endswith("Waiting for the parts of 2 accounts.")
    assert quantity_bars(replace(ORDER, shares=())).series == ()


def test_each_currency_has_a_lane_and_reports_that_are_pending_are_counted() -> None:
    bars = commission_bars(ORDER)
    assert [(each.title, each.lane, each.values) for each in bars.series] == [
        ("EUR", 0, (None, Decimal("0.5"), None)),
        ("USD", 1, (Decimal("1.25"), Decimal("2.1"), None)),
    ]
    assert [each.texts[2] for each in bars.series] == ["pending", ""]
    assert bars.note == "The commission of 2 executions has not been reported yet."
    assert "U2: 0.50 EUR, 2.10 USD" in bars.summary
    assert "U3: 2 pending" in bars.summary
    assert "U1: 1.25 USD" in bars.summary


def test_a_hint_has_all_values_of_an_account() -> None:
    assert quantity_bars(ORDER).hints[2].split("\n") == [
        "U3",
        "Expected: not determined (NetLiq needs account values)",
        "Allocated: not known",
        "Difference: not known",
        "Commission: 2 pending",
    ]


def test_an_order_by_money_has_its_amount_as_size() -> None:
    assert (size_text(ORDER), order_line(ORDER).split("   ·   ")[1:]) == ("1,000", ["group Growth", "Ratio"])
    money = replace(ORDER, cash=Decimal(1000), quantity=None)
    assert size_text(money) == "1,000.00 USD of"
    assert order_line(money).startswith("BUY 1,000.00 USD of AAPL")
