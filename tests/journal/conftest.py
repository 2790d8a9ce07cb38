"""A history in a file and one on a server: a test that uses `store` or `place` runs on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.store import Store


@pytest.fixture(params=["sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where there is no history yet."""
    assert request.param
    return tmp_path / "history" / "default.sqlite"


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    """A new history, open for writing."""
    opened = open_store(place)
    yield opened
    opened.close()
