from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Thread
from weakref import ref

import pytest

from ibmonitor.app.process.garbage import collect_anywhere, collect_here_only, collect_if_due


class Circle:
    """Only the collector finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _few_objects() -> Iterator[None]:
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(100, 2, 2)
    yield
    collect_anywhere()
    gc.set_threshold(*before)


def make_objects() -> None:
    keep = [[] for _ in range(1000)]  # type: list[list[int]]
    del keep


def test_another_thread_collects_nothing() -> None:
    collect_here_only()
    circle = ref(Circle())
    thread = Thread(target=make_objects)
    thread.start()
    thread.join()
    assert circle() is not None
    kept = [[number] for number in range(200)]
    collect_if_due()
    assert circle() is None
    assert len(kept) == 200
    collect_anywhere()
    assert gc.isenabled()


def test_nothing_is_collected_before_it_is_due() -> None:
    collect_here_only()
    gc.set_threshold(1_000_000, 2, 2)
    circle = ref(Circle())
    collect_if_due()
    assert circle() is not None


def test_older_objects_are_collected_now_and_then() -> None:
    collect_here_only()
    circle = Circle()
    gc.collect()
    found = ref(circle)
    del circle
    kept: list[list[int]] = []
    while found() is not None:
        kept += [[number] for number in range(200)]
        collect_if_due()
        assert len(kept) < 10_000
