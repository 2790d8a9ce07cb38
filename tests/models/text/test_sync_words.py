"""How far the synchronization has come."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import Link, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.text.sync_words import sync_words

WAITING = Link(
    requests={
        (RequestKind.OPEN_ORDERS, ""): Request(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
        (RequestKind.EXECUTIONS, ""): Request(RequestKind.EXECUTIONS, RequestProgress.RUNNING),
    }
)


@pytest.mark.parametrize(
    ("link", "counts", "words"),
    [
        (Link(), (0, 0, 0, 0), "Synchronizing: nothing received yet, 0 s"),
        (Link(), (0, 1240, 3, 0), "Synchronizing: 1,240 fills so far, 3 s"),
        (WAITING, (1, 2, 3, 2), "Synchronizing: 1 order and 2 fills so far, 3 s"),
        (
            WAITING,
            (36, 0, 1200, 9),
            "Synchronizing: 36 orders so far, 1,200 s. Waiting for TWS to answer: executions",
        ),
        (Link(), (36, 0, 12, 9), "Synchronizing: 36 orders so far, 12 s"),
    ],
)
def test_rows_and_seconds_and_what_is_not_answered(link: Link, counts: tuple[int, int, int, int], words: str) -> None:
    assert sync_words(link, *counts) == words
