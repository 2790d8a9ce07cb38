"""The last queries for executions, newest first, in a file of their own. What in it is not understood is left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ibmonitor.domain.execution_query import ExecutionQuery
from ibmonitor.domain.execution_query_form import query_from_json
from ibmonitor.settings import json_file

MOST = 8


def with_newest(query: ExecutionQuery, queries: Sequence[ExecutionQuery]) -> tuple[ExecutionQuery, ...]:
    """Put a query before the others, which stay in their order; each is kept once, and no more than `MOST`."""
    return (query, *(each for each in queries if each != query))[:MOST]


def load_recent_queries(path: Path) -> tuple[tuple[ExecutionQuery, ...], list[str]]:
    """Read the queries, with a sentence where the file could not be used. Never raises."""
    loaded = json_file.load(path)
    raw = loaded.values.get("queries")
    found = [query_from_json(each) for each in raw] if isinstance(raw, list) else []
    known = dict.fromkeys(query for query in found if query is not None)
    return tuple(known)[:MOST], [loaded.problem] if loaded.problem else []


def save_recent_queries(path: Path, queries: Sequence[ExecutionQuery]) -> list[str]:
    """Write the queries. Returns what went wrong."""
    loaded = json_file.load(path)
    messages = [loaded.problem] if loaded.problem else []
    if loaded.may_write:
        problem = json_file.save(path, {**loaded.values, "queries": [query.to_json() for query in queries]})
        messages += [problem] if problem else []
    return messages
