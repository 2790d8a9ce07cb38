"""Shared by the tests of the program's parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ibmonitor.app.connector import reconnector_class
from ibmonitor.app.process.logs import Logs

# Who connects then does so at once, and not after the turns in which it is loaded, whichever test is the first.
reconnector_class()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Logs]:
    """A log that has not been started."""
    log = Logs(tmp_path / "state" / "log")
    yield log
    log.stop()
