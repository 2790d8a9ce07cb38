"""Explains in the tooltips of all cells of a stale row since when and why it is stale: italics alone do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from ibmonitor.domain.records.live_interval import Confirmed
from ibmonitor.domain.wording.staleness import stale_sentence
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.formats import short_time_text

R = TypeVar("R", bound=Confirmed)


def with_stale_hints(columns: Iterable[Column[R]], sentence: Callable[[R], str] | None = None) -> tuple[Column[R], ...]:
    """The columns, with one more line in the tooltips of their cells; `sentence` replaces the usual one."""
    return tuple(replace(column, hint=_hinting(column.hint, sentence or stale_hint)) for column in columns)


def stale_hint(record: Confirmed) -> str:
    """Since when and why a record is stale; empty while it is not stale."""
    return stale_sentence(record, short_time_text)


def _hinting(own: Callable[[R], str] | None, sentence: Callable[[R], str]) -> Callable[[R], str]:
    if own is None:
        return sentence

    def hint(record: R) -> str:
        return "\n".join(filter(None, (own(record), sentence(record))))

    return hint
