"""The watch of each test."""

from __future__ import annotations

import pytest

from tests.domain.notices.watch import Watch


@pytest.fixture
def watch() -> Watch:
    return Watch()
