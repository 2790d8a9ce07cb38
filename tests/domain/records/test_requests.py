"""The titles of requests, which stand in recordings and in the snapshot's JSON."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.requests import RequestKind, request_of, title_of


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if kind not in {RequestKind.QUERY, RequestKind.OTHER}])
def test_a_title_stands_for_its_kind(kind: RequestKind) -> None:
    assert request_of(title_of(kind)) == (kind, "")


@pytest.mark.parametrize("words", ["AAPL of today", "(nested) words", ""])
def test_the_title_of_a_query_has_its_words(words: str) -> None:
    assert title_of(RequestKind.QUERY, words) == f"executions ({words})"
    assert request_of(f"executions ({words})") == (RequestKind.QUERY, words)


@pytest.mark.parametrize("title", ["account values", "other", "", "executions (without an end"])
def test_a_title_of_another_version_is_kept(title: str) -> None:
    assert request_of(title) == (RequestKind.OTHER, title)
    assert title_of(*request_of(title)) == title
