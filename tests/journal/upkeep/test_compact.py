"""What was deleted takes no room, and the copies that were kept are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep import compact as module
from ibmonitor.journal.upkeep.compact import compact, compact_if_worthwhile, remove_copies
from tests.journal.history import empty, write
from tests.journal.store.history_rows import rows_of
from tests.support.blotter_events import execution


def full(path: Path) -> FileStore:
    store = FileStore(path)
    write(store, [execution(f"e.{number}.01.01", perm_id=7) for number in range(1000)])
    return store


@pytest.mark.parametrize("large", [0, 1_000_000_000])
def test_a_file_shrinks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(module, "_LARGE", large)
    store = full(tmp_path / "a.sqlite")
    compact_if_worthwhile(store)
    size = store.size()
    empty(store)
    compact_if_worthwhile(store)
    assert store.size() < size / 2
    write(store, [execution("e.1.01.01", perm_id=7)])
    assert len(rows_of(store, EXECUTIONS)) == 1
    store.close()
    assert {file.name for file in tmp_path.iterdir()} == {"a.sqlite", "a.sqlite.lock"}


def test_nothing_is_lost(store: Store) -> None:
    write(store, [execution("e.1.01.01", perm_id=7)])
    before = rows_of(store, EXECUTIONS)
    compact(store)
    assert rows_of(store, EXECUTIONS) == before


def test_only_copies_are_removed(tmp_path: Path) -> None:
    store = full(tmp_path / "a.sqlite")
    copies = [tmp_path / f"a.{label}.2026-06-01.sqlite" for label in ("version-0000", "damaged")]
    others = [tmp_path / name for name in ("b.sqlite", "b.damaged.2026-06-01.sqlite", "a.txt")]
    for file in (*copies, *others):
        file.touch()
    assert remove_copies(store) == 2
    assert [file.exists() for file in (*copies, *others)] == [False, False, True, True, True]
    store.close()
