"""The waits between two tries to connect."""

from __future__ import annotations

import pytest

from ibmonitor.tws.session.backoff import Backoff, backoff_for


def test_the_waits_grow_to_a_minute_and_begin_anew() -> None:
    backoff = Backoff(chance=lambda: 0.0)
    assert [backoff.wait() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    backoff.reset()
    assert backoff.wait() == 1


def test_chance_takes_up_to_a_quarter_but_never_less_than_a_second() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    assert [backoff.wait() for _ in range(8)] == [1, 1.5, 3, 6, 12, 24, 45, 45]


@pytest.mark.parametrize(
    ("host", "longest"),
    [("127.0.0.1", 5), ("::1", 5), ("[::1]", 5), ("localhost", 5), ("192.168.1.5", 60), ("tws.example", 60)],
)
def test_a_tws_on_this_computer_is_tried_every_5_seconds(host: str, longest: float) -> None:
    backoff = backoff_for(host)
    waits = [backoff.wait() for _ in range(12)]
    assert max(waits) <= longest
    assert min(waits[-3:]) >= longest * 3 / 4
