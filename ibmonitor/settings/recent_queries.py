"""The latest queries for executions, newest first, in their own file. Entries that cannot be read are ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ibmonitor.domain.query.form import query_from_json
from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.settings import json_file

MOST = 8
_MOST_READ = 100
"""Entries of a file, of which this program writes at most `MOST`."""


def with_newest(query: ExecutionQuery, queries: Sequence[ExecutionQuery]) -> tuple[ExecutionQuery, ...]:
    """The query, then the others in their order; each once, and at most `MOST`."""
    return (query, *(each for each in queries if each != query))[:MOST]


def load_recent_queries(path: Path) -> tuple[tuple[ExecutionQuery, ...], list[str]]:
    """Read the queries, with a sentence if the file or a part of it could not be used. Never raises."""
    loaded = json_file.load(path)
    queries, unknown = _understood(loaded.values)
    messages = loaded.problems
    if unknown:
        messages.append(f"{path.name}: some of the latest queries for executions cannot be used and are ignored.")
    return queries, messages


def save_recent_queries(path: Path, queries: Sequence[ExecutionQuery]) -> list[str]:
    """Write the queries; a file with unknown entries is copied first. Returns sentences for the user."""
    values = {"queries": [query.to_json() for query in queries]}
    return json_file.update(path, values, lambda values: _understood(values)[1])


def _understood(values: Mapping[str, object]) -> tuple[tuple[ExecutionQuery, ...], bool]:
    """The queries, and whether there are entries that are not queries."""
    raw = values.get("queries", [])
    found = [query_from_json(each) for each in raw[:_MOST_READ]] if isinstance(raw, list) else [None]
    known = dict.fromkeys(query for query in found if query is not None)
    return tuple(known)[:MOST], None in found or (isinstance(raw, list) and len(raw) > _MOST_READ)
