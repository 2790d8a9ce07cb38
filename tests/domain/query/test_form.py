"""A query read from a form, and saved."""

from __future__ import annotations

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.query.form import form_of, query_from_json, read_query
from ibmonitor.domain.query.query import ExecutionQuery
from tests.domain.query.queries import EASTERN, FULL, NOW, read


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
        ("client_id", {"client_id": "9" * 5000}, "too large"),
        ("account", {"account": "DÜ1"}, "unaccented"),
        ("symbol", {"symbol": "A\0B"}, "unaccented"),
        ("exchange", {"exchange": "X" * 65}, "64"),
        ("side", {"side": "UP"}, "BUY or SELL"),
        ("last_days", {"last_days": "0"}, "between 1 and 7"),
        ("last_days", {"last_days": "8"}, "between 1 and 7"),
        ("dates", {"dates": "monday"}, "“monday” is not a date"),
        ("dates", {"dates": "20260230"}, "There is no 20260230"),
        ("dates", {"dates": "20261125"}, "still to come"),
        ("dates", {"dates": "20261120", "last_days": "2"}, "not both"),
        ("zone", {"since": "09:30"}, "needs a zone"),
        ("zone", {"since": "09:30", "zone": "Nowhere/Land"}, "needs a zone"),
        ("zone", {"since": "09:30", "zone": "America"}, "needs a zone"),
        ("zone", {"since": "09:30", "zone": "../etc"}, "needs a zone"),
        ("since", {"since": "noon", "zone": "UTC"}, "is not a time"),
        ("since", {"since": "25:00", "zone": "UTC"}, "no such time"),
        ("since", {"since": "2026-02-30 10:00", "zone": "UTC"}, "no such time"),
        ("since", {"since": "0001-01-01 00:00", "zone": "Asia/Tokyo"}, "no such time"),
        ("since", {"since": "20:01", "zone": "UTC"}, "still to come"),
        ("since", {"since": "2026-11-01 01:30", "zone": "US/Eastern"}, "came twice"),
        ("since", {"since": "2026-03-08 02:30", "zone": "US/Eastern"}, "no time"),
    ],
)
def test_an_error_names_its_field(field: str, texts: dict[str, str], reason: str) -> None:
    query, reasons = read_query(texts, NOW)
    assert query is None
    assert list(reasons) == [field]
    assert reason in reasons[field]
    assert len(reasons[field]) < 200


def test_all_errors_are_returned_at_once() -> None:
    _, reasons = read_query({"client_id": "x", "since": "noon", "zone": "UTC", "last_days": "9"}, NOW)
    assert set(reasons) == {"client_id", "since", "last_days"}


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
def test_invalid_saved_json_is_no_query(raw: object) -> None:
    assert query_from_json(raw) is None
