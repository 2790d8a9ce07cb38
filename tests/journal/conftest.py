"""A history in a file and one on a server: a test that uses `store` or `place` runs on both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.store import Store
from tests.support.postgres_server import REQUIRED, PostgresServer, postgres_server, why_no_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests."""
    if why := why_no_server():
        if os.environ.get(REQUIRED):
            pytest.fail(why)
        pytest.skip(why)
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where there is no history yet."""
    return _new_place(request, tmp_path)


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    """A new history, open for writing."""
    opened = open_store(place)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty history for tests that leave it so."""
    opened = open_store(_new_place(request, tmp_path_factory.mktemp("one")))
    yield opened
    opened.close()


def _new_place(request: pytest.FixtureRequest, folder: Path) -> Path | str:
    if request.param == "sqlite":
        return folder / "history" / "default.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_place()
