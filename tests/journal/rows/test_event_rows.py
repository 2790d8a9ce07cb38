"""What single events tell, column by column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from ibmonitor.domain.records.events import Event, Fault, OrderStatus, ReceiveFA, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.journal.rows.event_rows import EventRows, Row, text_of
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, MESSAGES, REQUESTS
from tests.journal.histories import NEW_YORK, Rows
from tests.support.blotter_events import START, commission, execution, order_status

NOW = 1_781_184_600_000_000
"""`START`."""


def rows_of(*events: Event, zone: str = "UTC", site: str = "paper") -> list[tuple[Table, Row]]:
    rows, maker = Rows(), EventRows("s", ZoneInfo(zone), NEW_YORK)
    maker.site = site
    for number, event in enumerate(events):
        maker.add(event, START + timedelta(seconds=number), rows)
    return rows.all


def row_of(event: Event, zone: str = "UTC") -> tuple[Table, Row]:
    (one,) = rows_of(event, zone=zone)
    return one


def test_an_execution() -> None:
    event = execution("0000e0d5.1.01.02", perm_id=7, client_id=3, order_id=11, order_ref="ref", shares=Decimal("0.50"))
    table, row = row_of(event)
    assert table is EXECUTIONS
    assert row == {
        "site": "paper",
        "account": "DU9000001",
        "exec_id": "0000e0d5.1.01.02",
        "exec_base": "0000e0d5.1.01",
        "revision": 2,
        "perm_id": 7,
        "client_id": 3,
        "order_id": 11,
        "order_ref": "ref",
        "con_id": 265598,
        "symbol": "AAPL",
        "local_symbol": "AAPL",
        "sec_type": "STK",
        "currency": "USD",
        "side": "BOT",
        "shares": "0.50",
        "price": "292.79",
        "exchange": "IBKRATS",
        "time_raw": "20260611-13:30:30",
        "time": NOW + 30_000_000,
        "day": "2026-06-11",
        "session": "s",
        "first_seen": NOW,
        "last_seen": NOW,
    }
    # What only other fills tell is not in it: it would wipe what is known.
    assert row.keys() == {column.name for column in EXECUTIONS.columns} - {"superseded", "place"}


def test_an_execution_belongs_to_the_day_of_its_own_time() -> None:
    _, row = row_of(execution("e.1.01.01", time="20260611 02:00:00 UTC"))
    assert row["day"] == "2026-06-10"
    _, row = row_of(execution("e.1.01.01", time="20260611  23:30:00"), zone="Asia/Tokyo")
    assert (row["day"], row["time"]) == ("2026-06-11", NOW + 3_600_000_000)


def test_an_execution_whose_time_cannot_be_read_belongs_to_the_day_it_came() -> None:
    _, row = row_of(execution("e.1.01.01", time="tomorrow", perm_id=0))
    assert (row["day"], row["time"], row["time_raw"], row["perm_id"]) == ("2026-06-11", None, "tomorrow", None)


def test_a_commission_report_with_what_it_does_not_say() -> None:
    table, row = row_of(commission("e.1.01.01", "1.0300", realized_pnl=Decimal("-7.10")))
    assert table is COMMISSIONS
    assert row == {
        "site": "paper",
        "exec_id": "e.1.01.01",
        "commission_and_fees": "1.0300",
        "currency": "USD",
        "realized_pnl": "-7.10",
        "yield": None,
        "yield_redemption_date": "",
        "first_seen": NOW,
        "last_seen": NOW,
    }


def test_numbers_are_stored_digit_by_digit() -> None:
    assert [text_of(number) for number in (None, Decimal(0), Decimal("1E+40"), 0.1)] == [None, "0", "1E+40", "0.1"]


def test_a_request_and_its_end_are_one_row() -> None:
    running, complete = (
        RequestChanged(RequestKind.EXECUTIONS, progress)
        for progress in (RequestProgress.RUNNING, RequestProgress.COMPLETE)
    )
    first, second, third = rows_of(running, complete, running)
    begun: Row = {
        "session": "s",
        "request": "executions",
        "asked": NOW,
        "ended": None,
        "progress": "running",
        "detail": "",
    }
    assert first == (REQUESTS, begun)
    assert second == (REQUESTS, begun | {"ended": NOW + 1_000_000, "progress": "complete"})
    assert third == (REQUESTS, begun | {"asked": NOW + 2_000_000})


def test_what_is_asked_every_few_seconds_has_no_rows() -> None:
    kinds = RequestKind.CURRENT_TIME, RequestKind.OPEN_ORDERS
    assert not rows_of(*(RequestChanged(kind, RequestProgress.COMPLETE) for kind in kinds))


def test_messages_are_counted_in_a_session() -> None:
    message = TwsMessage(5, 201, "Order rejected", datetime(2026, 6, 11, tzinfo=UTC))
    (table, first), (_, second) = rows_of(message, Fault("Something is wrong.", "0x00"))
    assert table is MESSAGES
    assert (first["seq"], first["code"], first["severity"], first["req_id"], first["text"]) == (
        1,
        201,
        "Error",
        5,
        "Order rejected",
    )
    assert second == {
        "session": "s",
        "seq": 2,
        "day": "2026-06-11",
        "time": NOW + 1_000_000,
        "code": None,
        "severity": "",
        "req_id": None,
        "plain": "Something is wrong.",
        "text": "0x00",
    }


def test_an_advisors_groups_are_known_by_their_content() -> None:
    (_, first), (_, again), (_, other) = rows_of(ReceiveFA(1, "<a/>"), ReceiveFA(1, "<a/>"), ReceiveFA(3, "<\ud800/>"))
    assert (first["kind"], other["kind"], first["xml"]) == ("groups", "aliases", "<a/>")
    assert first["sha256"] == again["sha256"] != other["sha256"]


def test_other_events_have_no_rows_here() -> None:
    status: OrderStatus = order_status(7, 1, 11)
    assert not rows_of(status, replace(status, status="Filled"))
