"""What can be asked of TWS's executions: read from a form, in words, for the wire, and remembered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.domain.records.requests import RequestKind, title_of
from tests.domain.query.queries import FULL, NOW, read


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
