"""A backup is a history of its own, and never replaces a file."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from ibmonitor.journal.find import Wanted, list_executions
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.upkeep.backup import ON_A_SERVER, back_up
from tests.journal.history import write
from tests.support.blotter_events import execution


def test_a_backup_has_all(store: Store, tmp_path: Path) -> None:
    write(store, [execution("e.1.01.01", perm_id=7)])
    target = tmp_path / "backup.sqlite"
    if not isinstance(store, FileStore):
        with pytest.raises(HistoryError, match="pg_dump") as caught:
            back_up(store, target)
        assert str(caught.value) == ON_A_SERVER
        return
    back_up(store, target)
    copy = open_store(target, only_reads=True)
    assert [each.exec_id for each in list_executions(copy, Wanted())] == ["e.1.01.01"]
    copy.close()
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_no_file_is_replaced(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "a.sqlite")
    target = tmp_path / "mine.txt"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(HistoryError, match=r"There is a file .*mine\.txt already\. Choose another name"):
        back_up(store, target)
    assert target.read_text(encoding="utf-8") == "mine"
    with pytest.raises(HistoryError, match="nowhere"):
        back_up(store, tmp_path / "nowhere" / "b.sqlite")
    store.close()
