"""Words that name another day than today."""

from __future__ import annotations

import pytest

from ibmonitor.domain.search.days import day_in


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("AAPL yesterday", "yesterday"),
        ("on Tuesday SPY", "Tuesday"),
        ("last friday", "last friday"),
        ("SPY last week", "last week"),
        ("3 days ago", "3 days ago"),
        ("2026-11-28 SPY", "2026-11-28"),
        ("11/28/2026", "11/28/2026"),
        ("SPY 28 Nov", "28 Nov"),
        ("Nov 28 2026", "Nov 28 2026"),
        ("AAPL today", ""),
        ("May", ""),
        ("order 6 of client 1", ""),
        ("SPX 19MAR26", ""),
        ("11/28", ""),
    ],
)
def test_days(text: str, day: str) -> None:
    tokens = text.split()
    found = day_in(tokens)
    assert " ".join(token for number, token in enumerate(tokens) if number in found) == day
