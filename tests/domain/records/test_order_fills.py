"""The kept counts of an order's fills against counting them anew."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import ManagedAccounts, OrderBound
from ibmonitor.domain.records.order_fills import MANY, accounts_of, count, counts_of, paid_of, valid_accounts_of
from ibmonitor.domain.records.records import Order
from tests.support.blotter_events import commission, execution, new_blotter, open_order, order_status

FIRST = MANY // 2


def a_stream(blotter: Blotter, seed: int) -> None:
    """An order that several clients and IDs know, with corrections, combos, master accounts and odd numbers."""
    chance = Random(seed)  # noqa: S311 - no secret
    blotter.apply(ManagedAccounts(("DF1", "DU1", "DU2")))
    for number in range(5 * MANY):
        trade = chance.randrange(4 * MANY)
        perm_id, client_id, order_id = (7, None, None) if trade % 2 else (None, 1, 5)
        revision = chance.choice([1, 1, 1, 1, 2, 3])
        leg = chance.choice(["", "", ".01"]) if seed % 2 else ""
        blotter.apply(
            execution(
                f"0000e0d5.{trade:08x}{leg}.01.{revision:02}",
                acct_number=chance.choice(["DU1", "DU1", "DU2", "DF1"] if seed > 1 else ["DU1"]),
                shares=chance.choice([Decimal(1), Decimal("0.5"), None]),
                price=chance.choice([Decimal(5), Decimal("0.25"), None, Decimal("9E+99")]),
                liquidation=chance.choice([0, 1]),
                pending_price_revision=chance.choice([None, True]),
                perm_id=perm_id,
                client_id=client_id,
                order_id=order_id,
            )
        )
        if chance.random() < 0.1:
            blotter.apply(commission(f"0000e0d5.{number:08x}.01.01"))
        if number == FIRST:
            blotter.apply(order_status(7, 0, 0))
            blotter.apply(open_order(None, 1, 5))
        if number == 4 * MANY:
            assert len(blotter.orders) == 2
            blotter.apply(OrderBound(7, 1, 5))
        if not number % MANY:
            for order in blotter.orders:
                paid_of(order)
        if number > 4 * MANY and chance.random() < 0.1:
            blotter.apply(order_status(7, 1, 5, filled=number, remaining=1000))


@pytest.mark.parametrize("seed", range(6))
def test_kept_counts_are_those_of_all_fills(seed: int) -> None:
    blotter = new_blotter()
    a_stream(blotter, seed)
    assert any(order.fill_counts is not None for order in blotter.orders)
    assert any(order.fill_counts is not None and order.fill_counts.paid for order in blotter.orders)
    for order in blotter.orders:
        assert_counted(order)


def assert_counted(order: Order) -> None:
    kept, anew = counts_of(order), count(order.fills)
    paid = paid_of(order)
    order.note_fill_counts(None)
    assert paid == paid_of(order)
    kept.paid = None
    for counts in (kept, anew):
        counts.shares = {account: shares for account, shares in counts.shares.items() if shares}
    assert kept == anew
    order.note_fill_counts(kept)
    assert set(accounts_of(order)) == set(anew.accounts)
    assert set(valid_accounts_of(order)) == set(anew.valid_accounts)


def test_few_fills_are_counted_when_that_is_asked() -> None:
    blotter = new_blotter()
    blotter.apply(open_order(7, 1, 5))
    blotter.apply(execution("0001.01.01.01", perm_id=7, acct_number="DU1", shares=Decimal(3), price=Decimal(2)))
    order = blotter.orders[0]
    assert order.fill_counts is None
    assert counts_of(order).shares == {"DU1": 3}
    assert [paid.amount for paid in paid_of(order)] == [6, 0]
