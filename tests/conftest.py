"""What all tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if hasattr(signal, "SIGHUP"):
    # Under nohup it is ignored, here and in all that is started from here, and the program rightly leaves it so.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# How long an example takes says how busy the computer is, and nothing of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of real frames, which is not part of the repository."""
    if not CAPTURES.is_dir():
        pytest.skip(f"no captured frames at {CAPTURES}")
    return CAPTURES
