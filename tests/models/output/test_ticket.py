"""The text for a ticket, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.records import Message, Severity
from ibmonitor.models.output.ticket import ticket_text
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice
from tests.support.blotter_events import commission, execution, new_blotter, open_order, order_status

NOW = datetime(2026, 6, 11, 14, 0, tzinfo=UTC)
BY_IB = (
    'IB documents Inactive as "the order was received by the system but is no longer active because it was rejected or '
    'canceled"'
)
PENDING = "the order has been transmitted, but its destination has not yet confirmed that it accepted it."
SHOWN_AS = "It is shown as TWS last reported it."
EXEC_ID = "0000e1a7.67400001.01.01"


@pytest.fixture(autouse=True)
def eastern() -> Iterator[None]:
    SHOWN_ZONE.choose(ZoneChoice.EASTERN)
    yield
    SHOWN_ZONE.choose(ZoneChoice.LOCAL)


def link_to_tws(**known: object) -> Link:
    link = Link(LinkState.UP)
    for name, value in {"host": "127.0.0.1", "port": 7497, "client_id": 901, "server_version": 203, **known}.items():
        setattr(link, name, value)
    return link


def rejected() -> Blotter:
    return new_blotter(
        open_order(
            1001,
            7,
            5,
            status="PendingSubmit",
            account="DU9000001",
            action="BUY",
            totalQuantity=Decimal(60),
            orderType="LMT",
            lmtPrice=Decimal(341),
            tif="DAY",
            orderRef="swing",
        ),
        order_status(1001, 7, 5, status="Inactive", filled=0, remaining=60),
        TwsMessage(5, 201, "Order rejected - reason:Size exceeds the limit of 10,000 USD", None),
    )


def test_what_needs_review_in_a_group_order_follows_its_state() -> None:
    text = ticket_text(rejected().orders[0], link_to_tws(), "IB Monitor 1.2", NOW, "Allocation to review: 1 reason.")
    lines = text.splitlines()
    assert lines[1].startswith("Rejected")
    assert lines[2] == "Allocation to review: 1 reason."


def test_a_rejected_order() -> None:
    text = ticket_text(rejected().orders[0], link_to_tws(), "IB Monitor 1.2", NOW)
    assert text.splitlines() == [
        "BUY 60 AAPL LMT 341.00 DAY · DU9000001",
        'Rejected (TWS status: Inactive): "Size exceeds the limit of 10,000 USD"',
        f"{BY_IB}.",
        "",
        "Facts",
        "Status: Rejected (Inactive)",
        "Filled: 0 of 60",
        "Limit price: 341.00",
        "Time in force: DAY",
        "Remaining: 60",
        "Account: DU9000001",
        "Client · order ID: 7 · 5",
        "Perm ID: 1001",
        "Changed: 2026-06-11 09:30:03 UTC-04:00",
        "Order ref: swing",
        "",
        "Timeline (times in US/Eastern)",
        f"2026-06-11 09:30:01 UTC-04:00  PendingSubmit: {PENDING}",
        f"2026-06-11 09:30:02 UTC-04:00  Rejected. {BY_IB}.",
        "2026-06-11 09:30:03 UTC-04:00  Message 201: Order rejected - reason:Size exceeds the limit of 10,000 USD",
        "",
        "IDs",
        "permId 1001, clientId 7, orderId 5",
        "orderRef swing",
        "",
        "Connection",
        "IB Monitor 1.2, copied 2026-06-11 10:00:00 UTC-04:00",
        "TWS at 127.0.0.1:7497, client ID 901, server version 203 (protobuf messages)",
        "Connected",
    ]


def test_a_filled_order_has_its_fills_with_commissions_and_exec_ids() -> None:
    blotter = new_blotter(
        open_order(1001, 7, 5, status="Submitted"),
        execution(EXEC_ID, perm_id=1001, client_id=7, order_id=5, acct_number="DU9000001", shares=Decimal(40)),
        commission(EXEC_ID),
        execution(EXEC_ID.replace("67400001", "67400002"), perm_id=1001, client_id=7, order_id=5, shares=Decimal(60)),
    )
    lines = ticket_text(blotter.orders[0], link_to_tws(server_version=178), "IB Monitor 1.2", NOW).splitlines()
    at = lines.index("Fills (2)")
    assert lines[at + 1] == (
        "2026-06-11 09:30:30 UTC-04:00  BOT 40 at 292.79 on IBKRATS for DU9000001, commission 1.0003 USD, Exec ID "
        f"{EXEC_ID}"
    )
    assert "commission pending" in lines[at + 2]
    assert f"execIds {EXEC_ID}, 0000e1a7.67400002.01.01" in lines
    assert "TWS at 127.0.0.1:7497, client ID 901, server version 178 (text messages)" in lines


def test_of_a_stale_order_it_says_since_when_and_why() -> None:
    order: Any = rejected().orders[0]
    order.live_interval = LiveInterval(NOW, NOW, "TWS closed the connection.")
    link = link_to_tws(state=LinkState.WAITING, next_try=NOW)
    lines = ticket_text(order, link, "IB Monitor 1.2", NOW).splitlines()
    assert lines[1].startswith("As of 2026-06-11 10:00:00 UTC-04:00. TWS has not confirmed it since: TWS closed")
    assert lines[-2:] == [
        "Reconnecting…",
        f"Not confirmed by TWS since 2026-06-11 10:00:00 UTC-04:00: TWS closed the connection. {SHOWN_AS}",
    ]


def test_accounts_are_hidden_while_they_are_hidden_on_the_screen() -> None:
    ACCOUNT_MASK.set_hiding(True)
    try:
        text = ticket_text(rejected().orders[0], link_to_tws(), "IB Monitor 1.2", NOW)
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert "DU9000001" not in text
    assert "BUY 60 AAPL" in text


def test_a_message_without_an_order_is_whole() -> None:
    message = Message(0, NOW, Severity.WARNING, 2110, -1, "What it means.", "Connectivity\nis broken.", None)
    lines = ticket_text(message, link_to_tws(), "IB Monitor 1.2", NOW).splitlines()
    assert lines[lines.index("TWS message") + 1 :][:2] == [
        "2026-06-11 10:00:00 UTC-04:00  Warning 2110: Connectivity is broken.",
        "What it means.",
    ]


def test_an_order_of_which_nothing_is_known_and_no_connection() -> None:
    blotter = new_blotter(order_status(0, 7, 5, status="PendingSubmit"))
    order = blotter.orders[0]
    lines = ticket_text(order, Link(), "IB Monitor 1.2", NOW).splitlines()
    assert "permId 0 (not acknowledged by TWS yet), clientId 7, orderId 5" in lines
    assert lines[-2:] == ["IB Monitor 1.2, copied 2026-06-11 10:00:00 UTC-04:00", "Not connected"]


def test_a_ticket_stays_short_enough_to_be_read() -> None:
    order = rejected().orders[0]
    fill = new_blotter(execution(EXEC_ID)).fills[0]
    order.fills.extend(fill for _ in range(150))
    lines = ticket_text(order, link_to_tws(), "IB Monitor 1.2", NOW).splitlines()
    assert "and 50 more fills" in lines
    assert len(lines) < 400
    fill.execution = replace(fill.execution, time="")
