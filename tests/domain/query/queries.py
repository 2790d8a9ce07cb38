"""Queries for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ibmonitor.domain.query.form import read_query
from ibmonitor.domain.query.query import ExecutionQuery

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
