"""What the history knows of an order and of an execution that were found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from ibmonitor.journal.find import Wanted, days_of_order, find
from ibmonitor.journal.store.store import Store
from tests.journal.history import Written, connected
from tests.support.blotter_events import START, commission, execution, open_order, order_status

EXEC_ID = "0000e0d5.6a000001.01.01"


def test_it_is_found_with_what_is_known_of_it(store: Store) -> None:
    written = Written(store)
    fill = execution(EXEC_ID, perm_id=71, acct_number="DU1", shares=Decimal(40), time="20260609-14:30:00")
    written.receive([*connected(), open_order(71, 1, 6), order_status(71, 1, 6, filled=40)], START.replace(day=9))
    written.receive([fill, commission(EXEC_ID, "1.25", realized_pnl=Decimal("-3.5"))])
    written.receive([order_status(71, 1, 6, filled=100, remaining=0, status="Filled")], START.replace(day=11))
    written.close()
    found = find(store, Wanted("71"))
    (order,), (one,) = found.orders, found.executions
    assert (order.site, order.account, order.symbol, order.action) == ("paper", "DU1", "AAPL", "BUY")
    assert (order.quantity, order.limit_price, order.outcome) == (Decimal(100), None, "filled")
    assert (order.first_day, order.last_day) == ("2026-06-09", "2026-06-11")
    assert order.last_seen == START.replace(day=11)
    assert days_of_order(store, "paper", 71) == [date(2026, 6, 9), date(2026, 6, 11)]
    assert (one.day, one.side, one.shares, one.price) == ("2026-06-09", "BOT", Decimal(40), Decimal("292.79"))
    assert (one.time, one.superseded) == (datetime(2026, 6, 9, 14, 30, tzinfo=UTC), False)
    assert (one.commission_and_fees, one.commission_currency) == (Decimal("1.25"), "USD")
    assert one.realized_pnl == Decimal("-3.5")


def test_what_is_not_known_is_none(store: Store) -> None:
    written = Written(store)
    written.receive([*connected(), execution(EXEC_ID, perm_id=71, price=None, time="at noon")])
    written.close()
    (one,) = find(store, Wanted("71")).executions
    assert (one.price, one.time, one.time_raw, one.day) == (None, None, "at noon", "2026-06-11")
    assert (one.commission_and_fees, one.commission_currency, one.realized_pnl) == (None, "", None)
