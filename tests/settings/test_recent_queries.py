"""The latest queries come back newest first, whatever else is in their file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.settings.places import find_places
from ibmonitor.settings.recent_queries import MOST, load_recent_queries, save_recent_queries, with_newest

AAPL = ExecutionQuery(symbol="AAPL", side="SELL")
DAYS = ExecutionQuery(dates=(date(2026, 1, 5),))


def test_they_come_back(tmp_path: Path) -> None:
    path = find_places(tmp_path).queries_file
    assert save_recent_queries(path, [AAPL, DAYS]) == []
    assert load_recent_queries(path) == ((AAPL, DAYS), [])
    assert path.stat().st_mode & 0o077 == 0


def test_none_are_known_at_first(tmp_path: Path) -> None:
    assert load_recent_queries(tmp_path / "queries.json") == ((), [])


def test_each_is_kept_once_and_only_the_last() -> None:
    assert with_newest(AAPL, (DAYS, AAPL)) == (AAPL, DAYS)
    many = tuple(ExecutionQuery(client_id=n) for n in range(1, 20))
    assert with_newest(AAPL, many) == (AAPL, *many[: MOST - 1])


@pytest.mark.parametrize(
    ("queries", "known"),
    [
        ("AAPL", ()),
        ([{"symbol": "AAPL", "side": "SELL"}, 5, {"side": "UP"}, {"symbol": "AAPL", "side": "SELL"}], (AAPL,)),
        ([{"client_id": n} for n in range(1, 20)], tuple(ExecutionQuery(client_id=n) for n in range(1, MOST + 1))),
    ],
)
def test_unknown_entries_are_ignored(tmp_path: Path, queries: object, known: tuple[ExecutionQuery, ...]) -> None:
    path = tmp_path / "queries.json"
    path.write_text(json.dumps({"queries": queries}))
    found, messages = load_recent_queries(path)
    assert found == known
    only_queries = isinstance(queries, list) and all(isinstance(each, dict) and "client_id" in each for each in queries)
    assert ["cannot be used" in message for message in messages] == ([] if only_queries else [True])
    before = path.read_bytes()
    save_recent_queries(path, known)
    assert load_recent_queries(path) == (known, [])
    kept = [each.read_bytes() for each in tmp_path.glob("queries.before-*.json")]
    assert kept == ([] if only_queries else [before])


def test_a_damaged_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "queries.json"
    path.write_text("{damaged")
    known, problems = load_recent_queries(path)
    assert known == ()
    assert "is damaged" in problems[0]
