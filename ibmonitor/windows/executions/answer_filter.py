"""Lets through only the fills that TWS told in answer to one request."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from ibmonitor.domain.records.records import Fill


class AnswerFilter:
    """A predicate for the fills table. `exec_ids` may grow while the answer comes in; the table must then be told."""

    def __init__(self, exec_ids: AbstractSet[str]) -> None:
        self._exec_ids = exec_ids

    def __call__(self, fill: Fill) -> bool:
        return fill.execution.exec_id in self._exec_ids
