"""The waits between two tries to connect."""

from __future__ import annotations

from ibmonitor.tws.session.backoff import Backoff


def test_the_waits_grow_to_a_minute_and_begin_anew() -> None:
    backoff = Backoff(chance=lambda: 0.0)
    assert [backoff.wait() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    backoff.reset()
    assert backoff.wait() == 1


def test_chance_takes_up_to_a_quarter_but_never_less_than_a_second() -> None:
    backoff = Backoff(chance=lambda: 1.0)
    assert [backoff.wait() for _ in range(8)] == [1, 1.5, 3, 6, 12, 24, 45, 45]
