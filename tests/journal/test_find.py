"""Whatever names an order or an execution finds it, on any day, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ibmonitor.domain.records.events import Event
from ibmonitor.journal.find import (
    Wanted,
    find,
    known_account,
    list_executions,
    list_orders,
)
from ibmonitor.journal.found import FoundExecution, FoundOrder
from ibmonitor.journal.store.store import Store
from tests.journal.history import Written, connected
from tests.support.blotter_events import AAPL, START, commission, execution, open_order, order_status
from tests.support.fill_streams import MASTER

MSFT_CALL = replace(AAPL, symbol="MSFT", sec_type="OPT", local_symbol="MSFT  260619C00500000")
ACCOUNTS = (MASTER, "DU1", "DU2")


def fill(number: int, day: int, **known: object) -> Event:
    return execution(f"0000e0d5.6a00000{number}.01.01", time=f"202606{day:02}-14:30:00", **known)  # type: ignore[arg-type]


@pytest.fixture
def history(store: Store) -> Store:
    """An order of three days, a group order, and an execution whose order TWS has not described."""
    written = Written(store)
    days: Sequence[tuple[int, Iterable[Event]]] = (
        (
            9,
            [
                open_order(71, 1, 6, orderRef="swing-1", account="DU1", tif="GTC"),
                order_status(71, 1, 6, filled=40, remaining=60),
                fill(1, 9, perm_id=71, client_id=1, order_id=6, acct_number="DU1", shares=Decimal(40)),
                commission("0000e0d5.6a000001.01.01", "1.25", realized_pnl=Decimal("-3.5")),
            ],
        ),
        (
            10,
            [
                open_order(72, 1, 7, contract=MSFT_CALL, account=MASTER, faGroup="All"),
                *(
                    fill(number, 10, perm_id=72, client_id=1, order_id=7, acct_number=account, contract=MSFT_CALL)
                    for number, account in ((2, MASTER), (3, "DU2"))
                ),
            ],
        ),
        (11, [order_status(71, 1, 6, filled=100, remaining=0, status="Filled")]),
        (12, [fill(4, 12, perm_id=0, client_id=3, order_id=6, order_ref="alone", acct_number="DU2")]),
    )
    written.receive(connected(*ACCOUNTS), START.replace(day=9))
    for day, events in days:
        written.receive(list(events), START.replace(day=day))
    written.close()
    return store


def numbers(executions: Iterable[FoundExecution]) -> list[str]:
    return [found.exec_id[16] for found in executions]


def perm_ids(orders: Iterable[FoundOrder]) -> list[int]:
    return [order.perm_id for order in orders]


BY_TEXT: tuple[tuple[str, list[int], list[str]], ...] = (
    ("71", [71], ["1"]),
    ("perm:72", [72], ["3", "2"]),
    ("6", [71], ["4", "1"]),
    ("1/6", [71], ["1"]),
    ("order 6 of client 3", [], ["4"]),
    ("client:3 order:6", [], ["4"]),
    ("0000e0d5.6a000003.01.01", [], ["3"]),
    ("0000E0D5.6A", [], ["4", "3", "2", "1"]),
    ("exec:0000", [], ["4", "3", "2", "1"]),
    ("aapl", [71], ["4", "1"]),
    ("MSFT", [72], ["3", "2"]),
    ("MSFT  260619C00500000", [72], ["3", "2"]),
    ("du2", [], ["4", "3"]),
    ("swing", [71], []),
    ("ref:alo", [], ["4"]),
    ("wing", [], []),
    ("%", [], []),
    ("0", [], []),
    ("9" * 30, [], []),
)
"""What is typed, the permIds of the orders and the numbers of the executions that it means."""


def test_what_names_it_finds_it(history: Store) -> None:
    for text, orders, executions in BY_TEXT:
        found = find(history, Wanted(text))
        assert (perm_ids(found.orders), sorted(numbers(found.executions), reverse=True)) == (orders, executions), text
        assert found.is_all
        assert perm_ids(list_orders(history, Wanted(text))) == orders
        assert numbers(list_executions(history, Wanted(text))) == numbers(found.executions)


def test_the_newest_are_found_and_that_there_are_more(history: Store) -> None:
    found = find(history, Wanted(), limit=2)
    assert (perm_ids(found.orders), numbers(found.executions)[0]) == ([71, 72], "4")
    assert len(found.executions) == 2
    assert not found.is_all


BY_FIELDS: tuple[tuple[Wanted, list[int], str], ...] = (
    (Wanted(), [71, 72], "4321"),
    (Wanted(account="DU2"), [72], "43"),
    (Wanted(symbol="aapl"), [71], "41"),
    (Wanted(symbol="AAPL", account="DU1"), [71], "1"),
    (Wanted(first=date(2026, 6, 11)), [71], "4"),
    (Wanted(last=date(2026, 6, 9)), [71], "1"),
    (Wanted(first=date(2026, 6, 10), last=date(2026, 6, 10)), [72], "32"),
    (Wanted("6", account="DU2"), [], "4"),
    (Wanted("71", last=date(2026, 6, 8)), [], ""),
)


def test_all_must_fit(history: Store) -> None:
    for wanted, orders, executions in BY_FIELDS:
        assert perm_ids(list_orders(history, wanted)) == orders, wanted
        assert sorted(numbers(list_executions(history, wanted)), reverse=True) == list(executions)
        found = find(history, wanted)
        assert (perm_ids(found.orders), sorted(numbers(found.executions))) == (orders, sorted(executions))


def test_an_account_is_known_by_its_records_or_by_its_sessions(history: Store) -> None:
    assert [known_account(history, account) for account in ("du2", "DU2", "df9", "DU3", "")] == [
        *("DU2", "DU2", "DF9", "", ""),
    ]
