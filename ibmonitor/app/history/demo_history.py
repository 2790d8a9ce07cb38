"""The demo's own history: in a temporary folder, with invented days before today."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from time import time
from typing import TYPE_CHECKING

from ibmonitor.app.history.demo_days import invented_day, past_weekdays
from ibmonitor.journal.rows.days import EXCHANGE

if TYPE_CHECKING:
    from ibmonitor.journal.store.store import Store

_PREFIX = "ibmonitor-demo-"
_OLD = 24 * 3600.0
"""Seconds without a change."""


class DemoHistory:
    """The folder exists from when it is made until `remove`."""

    def __init__(self) -> None:
        _sweep()
        # What another process still holds open on Windows is left to the system.
        self._folder = TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)

    @property
    def file(self) -> Path:
        return Path(self._folder.name) / "demo.sqlite"

    def remove(self) -> None:
        self._folder.cleanup()


def _sweep() -> None:
    """Remove what demos that were killed have left behind, and none that is shown now: that is written all the time."""
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time() - max(path.stat().st_mtime for path in (folder, *folder.iterdir())) > _OLD:
                rmtree(folder)


def write_past_days(store: Store) -> None:
    """In a thread: write the invented days before today."""
    from ibmonitor import __version__  # noqa: PLC0415 - loaded with the database's library, which takes a while
    from ibmonitor.app.history.whole_session import write_slices  # noqa: PLC0415
    from ibmonitor.journal.session import Circumstances  # noqa: PLC0415

    circumstances = Circumstances(f"IB Monitor {__version__}", None, EXCHANGE, is_demo=True)
    today = datetime.now(EXCHANGE).date()
    for number, day in enumerate(past_weekdays(today)):
        write_slices(invented_day(day, number), store, circumstances)
