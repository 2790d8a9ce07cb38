"""Damage of a history's file and of its events is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import SLICES
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.check import problems_of
from tests.journal.history import NEW_YORK, write
from tests.journal.upkeep.test_agreement import day
from tests.support.blotter_events import START


@pytest.fixture
def history(store: Store) -> Store:
    for number in (9, 10):
        write(store, day(number), time=START.replace(day=number))
    return store


def test_events_that_are_damaged_or_missing(history: Store) -> None:
    with history.writing() as connection:
        connection.execute(update(SLICES).where(SLICES.c.seq == 0).values(events='[{"event":"OfLater"}]'))
        connection.execute(update(SLICES).where(SLICES.c.seq == 1).values(seq=2))
    found = problems_of(history, NEW_YORK)
    assert {"2026-06-09: 1 slice cannot be read wholly.", "2026-06-10: 1 slice cannot be read wholly."} <= set(found)
    assert any("slice is missing" in sentence for sentence in found)


def test_a_file_that_sqlite_finds_damaged(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "a.sqlite")
    write(store, *(day(number) for number in range(1, 20)))
    store.close()
    content = bytearray((tmp_path / "a.sqlite").read_bytes())
    page = content.rfind(b'"event":"ExecDetails"') // 4096 * 4096
    content[page : page + 8] = b"x" * 8
    (tmp_path / "a.sqlite").write_bytes(content)
    store = FileStore(tmp_path / "a.sqlite", only_reads=True)
    found = problems_of(store, NEW_YORK)
    store.close()
    assert any("damaged" in sentence for sentence in found)
