"""What can be asked of TWS's executions: read from a form, in words, for the wire, and remembered."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.query.form import form_of, query_from_json, read_query
from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.domain.records.requests import RequestKind, title_of

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
"""15:00 in New York."""
EASTERN = ZoneInfo("US/Eastern")
FULL = ExecutionQuery(
    client_id=7,
    account="DU1",
    since=datetime(2026, 11, 23, 9, 30, tzinfo=EASTERN),
    symbol="AAPL",
    sec_type="STK",
    exchange="IEX",
    side="SELL",
    last_days=3,
)


def read(**texts: str) -> ExecutionQuery:
    query, reasons = read_query(texts, NOW)
    assert reasons == {}
    assert query is not None
    return query


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, ExecutionQuery()),
        ({"client_id": " 7 "}, ExecutionQuery(client_id=7)),
        ({"account": "du1"}, ExecutionQuery(account="DU1")),
        ({"symbol": "brk b"}, ExecutionQuery(symbol="BRK B")),
        ({"sec_type": "OPT"}, ExecutionQuery(sec_type="OPT")),
        ({"exchange": "iex"}, ExecutionQuery(exchange="IEX")),
        ({"side": "BUY"}, ExecutionQuery(side="BUY")),
        ({"last_days": "7"}, ExecutionQuery(last_days=7)),
        ({"zone": "no zone is looked at without a time"}, ExecutionQuery()),
        (
            {"dates": "2026-11-20; 20261119,20261120"},
            ExecutionQuery(dates=(date(2026, 11, 19), date(2026, 11, 20))),
        ),
        (
            {"since": "9:30", "zone": "US/Eastern"},
            ExecutionQuery(since=datetime(2026, 11, 23, 9, 30, tzinfo=EASTERN)),
        ),
        (
            {"since": "20261120 23:59:58", "zone": "Asia/Tokyo"},
            ExecutionQuery(since=datetime(2026, 11, 20, 23, 59, 58, tzinfo=ZoneInfo("Asia/Tokyo"))),
        ),
    ],
)
def test_a_form_is_read(texts: dict[str, str], expected: ExecutionQuery) -> None:
    assert read(**texts) == expected


@pytest.mark.parametrize(
    ("field", "texts", "reason"),
    [
        ("client_id", {"client_id": "x"}, "digits"),
        ("client_id", {"client_id": "²"}, "digits"),
        ("client_id", {"client_id": "0"}, "any client"),
        ("client_id", {"client_id": "2147483648"}, "between 1 and 2147483647"),
        ("client_id", {"client_id": "9" * 5000}, "too great"),
        ("account", {"account": "DÜ1"}, "unaccented"),
        ("symbol", {"symbol": "A\0B"}, "unaccented"),
        ("exchange", {"exchange": "X" * 65}, "64"),
        ("side", {"side": "UP"}, "BUY or SELL"),
        ("last_days", {"last_days": "0"}, "between 1 and 7"),
        ("last_days", {"last_days": "8"}, "between 1 and 7"),
        ("dates", {"dates": "monday"}, "“monday” is no date"),
        ("dates", {"dates": "20260230"}, "There is no 20260230"),
        ("dates", {"dates": "20261125"}, "still to come"),
        ("dates", {"dates": "20261120", "last_days": "2"}, "not both"),
        ("zone", {"since": "09:30"}, "needs a zone"),
        ("zone", {"since": "09:30", "zone": "Nowhere/Land"}, "needs a zone"),
        ("zone", {"since": "09:30", "zone": "America"}, "needs a zone"),
        ("zone", {"since": "09:30", "zone": "../etc"}, "needs a zone"),
        ("since", {"since": "noon", "zone": "UTC"}, "is no time"),
        ("since", {"since": "25:00", "zone": "UTC"}, "no such time"),
        ("since", {"since": "2026-02-30 10:00", "zone": "UTC"}, "no such time"),
        ("since", {"since": "0001-01-01 00:00", "zone": "Asia/Tokyo"}, "no such time"),
        ("since", {"since": "20:01", "zone": "UTC"}, "still to come"),
        ("since", {"since": "2026-11-01 01:30", "zone": "US/Eastern"}, "came twice"),
        ("since", {"since": "2026-03-08 02:30", "zone": "US/Eastern"}, "no time"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(field: str, texts: dict[str, str], reason: str) -> None:
    query, reasons = read_query(texts, NOW)
    assert query is None
    assert list(reasons) == [field]
    assert reason in reasons[field]
    assert len(reasons[field]) < 200


def test_all_that_is_wrong_is_said_at_once() -> None:
    _, reasons = read_query({"client_id": "x", "since": "noon", "zone": "UTC", "last_days": "9"}, NOW)
    assert set(reasons) == {"client_id", "since", "last_days"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (ExecutionQuery(), "no filter"),
        (FULL, "AAPL, STK, sells, account DU1, client 7, on IEX, last 3 days, since 09:30 US/Eastern"),
        (ExecutionQuery(side="BUY", last_days=1), "buys, today"),
        (ExecutionQuery(dates=(date(2026, 11, 19), date(2026, 11, 20))), "2026-11-19 and 2026-11-20"),
        (ExecutionQuery(since=datetime(2026, 11, 22, 9, 30, 5, tzinfo=UTC)), "since 2026-11-22 09:30:05 UTC"),
    ],
)
def test_words(query: ExecutionQuery, words: str) -> None:
    assert query.describe(NOW) == words


def test_its_request_has_a_title_of_its_own() -> None:
    assert title_of(RequestKind.QUERY, ExecutionQuery().describe()) == "executions (no filter)"
    assert title_of(RequestKind.QUERY, FULL.describe()).endswith("since 2026-11-23 09:30 US/Eastern)")


@pytest.mark.parametrize(
    ("zone", "wire"),
    [("US/Eastern", "20261123-14:30:00"), ("UTC", "20261123-09:30:00"), ("Asia/Tokyo", "20261123-00:30:00")],
)
def test_the_time_goes_out_in_utc(zone: str, wire: str) -> None:
    assert read(since="2026-11-23 09:30", zone=zone).wire_time == wire


def test_dates_go_out_as_numbers() -> None:
    assert read(dates="2026-01-05").wire_dates == [20260105]
    assert ExecutionQuery().wire_dates == []
    assert ExecutionQuery().wire_time == ""


@pytest.mark.parametrize("query", [FULL, ExecutionQuery(dates=(date(2026, 11, 20),))])
def test_days_need_a_server_that_knows_them(query: ExecutionQuery) -> None:
    assert "server version is 199" in query.refusal(199)
    assert query.refusal(200) == ""
    assert query.refusal(None) == ""
    assert ExecutionQuery(symbol="AAPL").refusal(151) == ""


QUERIES = [ExecutionQuery(), FULL, ExecutionQuery(dates=(date(2026, 11, 19), date(2026, 11, 20)), side="BUY")]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_remembered(query: ExecutionQuery) -> None:
    assert query_from_json(json.loads(json.dumps(query.to_json()))) == query


@pytest.mark.parametrize("query", QUERIES)
def test_a_form_is_filled_from_a_query(query: ExecutionQuery) -> None:
    assert read_query(form_of(query), NOW) == (query, {})


@pytest.mark.parametrize(
    "raw", [None, [], "AAPL", {"client_id": []}, {"dates": 5}, {"client_id": -1}, {"last_days": 9}, {"zone": None}]
)
def test_what_was_never_remembered_so_is_no_query(raw: object) -> None:
    assert query_from_json(raw) is None
