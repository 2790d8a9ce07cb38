"""The last queries for executions, newest first, in a file of their own. What in it is not understood is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ibmonitor.domain.query.form import query_from_json
from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.settings import json_file

MOST = 8
_MOST_READ = 100
"""Entries of a file. It has no more than `MOST` that this program wrote."""


def with_newest(query: ExecutionQuery, queries: Sequence[ExecutionQuery]) -> tuple[ExecutionQuery, ...]:
    """Put a query before the others, which stay in their order; each is kept once, and no more than `MOST`."""
    return (query, *(each for each in queries if each != query))[:MOST]


def load_recent_queries(path: Path) -> tuple[tuple[ExecutionQuery, ...], list[str]]:
    """Read the queries, with a sentence where the file or a part of it could not be used. Never raises."""
    loaded = json_file.load(path)
    queries, unknown = _understood(loaded.values)
    messages = [loaded.problem] if loaded.problem else []
    if unknown:
        messages.append(f"{path.name}: some of the last queries for executions cannot be used and are left out.")
    return queries, messages


def save_recent_queries(path: Path, queries: Sequence[ExecutionQuery]) -> list[str]:
    """Write the queries; a file with some that were not understood is kept as a copy first. Returns what went wrong."""
    values = {"queries": [query.to_json() for query in queries]}
    return json_file.update(path, values, lambda values: _understood(values)[1])


def _understood(values: Mapping[str, object]) -> tuple[tuple[ExecutionQuery, ...], bool]:
    """The queries, and whether there is something among them that is none."""
    raw = values.get("queries", [])
    found = [query_from_json(each) for each in raw[:_MOST_READ]] if isinstance(raw, list) else [None]
    known = dict.fromkeys(query for query in found if query is not None)
    return tuple(known)[:MOST], None in found or (isinstance(raw, list) and len(raw) > _MOST_READ)
