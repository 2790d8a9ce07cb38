"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of real frames, which is not part of the repository."""
    if not CAPTURES.is_dir():
        pytest.skip(f"no captured frames at {CAPTURES}")
    return CAPTURES
