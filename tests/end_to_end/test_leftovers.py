"""What a killed process has left in the program's own folders goes when the program starts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from time import time

import pytest

from ibmonitor.app import leftovers as app_leftovers
from ibmonitor.settings import leftovers
from tests.support.programs import Programs
from tests.support.waiting import until


def left_in(config: Path) -> list[Path]:
    """Files as they are left in all folders, and others that are none of the program's."""
    own = [
        config / ".settings-abcd1234.tmp",
        config / "state" / ".window-abcd1234.tmp",
        config / "state" / "profiles" / ".desk-0123456789-abcd1234.tmp",
        config / "log" / "recordings" / ".orders-ibmonitor-abcd1234.tmp",
        Path(tempfile.gettempdir()) / ".rows-ibmonitor-abcd1234.tmp",
    ]
    for path in (*own, config / ".mine.tmp"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("U1234567")
    return own


@pytest.mark.parametrize("age", [3600, 0])
def test_leftovers_go_at_the_start(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.setattr(app_leftovers, "_SWEEP_AGAIN_MS", 500)
    monkeypatch.setattr(leftovers, "LEAST_AGE", 0.25)
    config = programs.place
    own = left_in(config)
    for path in own:
        os.utime(path, (time() - age,) * 2)

    async def work() -> None:
        programs.started()
        if age:
            assert not any(path.exists() for path in own)
        # What is too young at first goes a little later.
        await until(lambda: not any(path.exists() for path in own))

    programs.run(work)
    assert (config / ".mine.tmp").exists()
