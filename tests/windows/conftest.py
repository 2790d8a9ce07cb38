"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.blotter import Blotter
from ibmonitor.feed import Feed
from ibmonitor.models.tables import make_tables
from ibmonitor.settings.table import Settings
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.main_window import MainWindow
from tests.windows.bench import Bench


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A window over real tables, a real feed and a real blotter, without a connection."""
    bench = Bench(Settings(client_id=7), WindowState())
    qtbot.addWidget(bench.window)
    yield bench
    bench.window.close()


__all__ = ["Blotter", "Feed", "MainWindow", "bench", "make_tables"]
