"""Which tone a status has, in every table that shows one."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.statuses import STATUSES
from ibmonitor.models.table.tones import status_tone

_TONES = {
    "ApiPending": "pending",
    "PendingSubmit": "pending",
    "PreSubmitted": "pending",
    "PendingCancel": "pending",
    "PreCancelled": "pending",
    "Submitted": "good",
    "Filled": "good",
    "WarnState": "warning",
    "Inactive": "bad",
}


@pytest.mark.parametrize("status", [*STATUSES, "SomethingNew", "", None])
def test_the_tone_of_a_status(status: str | None) -> None:
    assert status_tone(status) == _TONES.get(status or "", "")


@pytest.mark.parametrize(
    ("status", "tone"),
    [("Submitted", "warning"), ("PreSubmitted", "warning"), ("Inactive", "bad"), ("Filled", "good"), ("Cancelled", "")],
)
def test_what_holds_an_order_shows_only_while_it_could_work(status: str, tone: str) -> None:
    assert status_tone(status, "locate") == tone
