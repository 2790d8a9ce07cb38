"""All checks of the self test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from ibmonitor.self_test.steps import PAINTED

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_this_checkout_is_sound(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = subprocess.run(
        [sys.executable, "-m", "ibmonitor", "--self-test", "--screenshot", str(picture)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert lines[0] == PAINTED
    assert lines[-1] == "all is well"
    assert {line.split(" (")[0] for line in lines[1:-1]} >= {
        "ok: synchronized over the socket",
        "ok: counts agree with a snapshot",
        "ok: history",
        "ok: dialogs",
        "ok: exports",
        "ok: end",
    }
    # The window keeps within the screen; an offscreen one is 800 pixels wide.
    assert 700 < QImage(str(picture)).width() <= 800
