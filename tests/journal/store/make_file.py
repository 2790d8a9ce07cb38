"""Makes the file of the newest version: `python -m tests.journal.store.make_file`. In `files/` those of all stay."""

from __future__ import annotations

from pathlib import Path

from ibmonitor.journal.store.file_copies import copy_history
from ibmonitor.journal.store.file_store import FileStore
from ibmonitor.journal.store.migrate import NEWEST
from ibmonitor.journal.store.upsert import upsert
from tests.journal.store.history_rows import one_of_each

FILES = Path(__file__).with_name("files")


def main() -> None:
    FILES.mkdir(exist_ok=True)
    target = FILES / f"{NEWEST}.sqlite"
    work = FILES / "work.sqlite"
    store = FileStore(work)
    with store.writing() as connection:
        for table, values in one_of_each():
            upsert(connection, table, [values])
    copy_history(work, target)
    store.close()
    for left in FILES.glob("work*"):
        left.unlink()


if __name__ == "__main__":
    main()
