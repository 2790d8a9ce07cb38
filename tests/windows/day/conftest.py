"""What the tests of the day's charts share."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.windows.day.day_bench import DayBench


@pytest.fixture
def page(qtbot: QtBot) -> DayBench:
    return DayBench(qtbot)
