"""Which records a snapshot is about, by account, symbol, permId and status."""

from __future__ import annotations

import pytest

from ibmonitor.cli.report_choice import EVERYTHING, REJECTED, Choice
from ibmonitor.domain.records.records import Fill, Order
from tests.support.blotter_events import AAPL
from tests.support.make_allocation import group_allocation, share
from tests.support.make_records import make_commission, make_fill, make_message, make_order


def order(**known: object) -> Order:
    return make_order(0, **{"account": "DU1", "contract": AAPL, "perm_id": 7, "status": "Submitted", **known})


def fill_of(wanted: Order | None) -> Fill:
    fill = make_fill(1)
    fill.order = wanted
    return fill


@pytest.mark.parametrize(
    ("choice", "is_wanted"),
    [
        (EVERYTHING, True),
        (Choice(account="du1"), True),
        (Choice(account="DU2"), False),
        (Choice(symbol="aapl"), True),
        (Choice(symbol="MSFT"), False),
        (Choice(perm_id=7), True),
        (Choice(perm_id=8), False),
        (Choice(status="submitted"), True),
        (Choice(status="Filled"), False),
        (Choice(account="DU1", status="Filled"), False),
    ],
)
def test_an_order_is_chosen_by_all_that_is_given(choice: Choice, is_wanted: bool) -> None:
    assert choice.has_order(order()) is is_wanted


def test_a_rejected_order_is_chosen_by_a_word_that_is_no_status() -> None:
    assert Choice(status=REJECTED).has_order(order(status="Inactive", reject_reason="No funds"))
    assert not Choice(status=REJECTED).has_order(order(status="Inactive"))


def test_a_group_order_is_also_of_the_accounts_that_have_executions_of_it() -> None:
    fill = make_fill(1)
    assert Choice(account=fill.execution.acct_number).has_order(order(account="DF1", fills=[fill]))


def test_a_fill_is_chosen_with_its_order_or_by_its_own_ids() -> None:
    account, perm_id = "DU9000001", 1713290001
    assert Choice(perm_id=7).has_fill(fill_of(order()))
    assert not Choice(perm_id=8).has_fill(fill_of(order()))
    assert not Choice(account="DU1").has_fill(fill_of(order())), "the execution is in another account"
    assert Choice(account=account, perm_id=perm_id).has_fill(fill_of(None))
    assert not Choice(status="Filled").has_fill(fill_of(None)), "a fill without an order has no status"


def test_commissions_and_messages_without_an_order_are_only_in_the_whole() -> None:
    commission, message = make_commission(), make_message(1)
    message.order = None
    assert EVERYTHING.has_commission(commission)
    assert EVERYTHING.has_message(message)
    assert not Choice(account="DU1").has_commission(commission)
    assert not Choice(account="DU1").has_message(message)
    commission.fill, message.candidates = fill_of(order()), (order(perm_id=8), order())
    assert Choice(perm_id=7).has_commission(commission)
    assert Choice(perm_id=7).has_message(message)


def test_a_group_order_is_chosen_by_its_own_fills_where_its_order_is_unknown() -> None:
    allocation = group_allocation(share("DU1", "10", "10"))
    assert EVERYTHING.has_allocation(allocation)
    assert not Choice(symbol="MSFT").has_allocation(allocation)
