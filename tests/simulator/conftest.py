"""Keeps what other tests leave of Qt away from the threads that these tests run."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _qt_garbage_stays_in_its_thread() -> Iterator[None]:
    """Collect it now; Qt warns, which fails a test, when a timer is freed by a collection in another thread."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
